/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ciphered.h"

bool may_be_ciphered(struct rd r, size_t most)
{
	size_t n = rd_left(&r) < most ? rd_left(&r) : most;
	uint64_t seen[4] = { 0 };
	size_t bits = 0;
	size_t distinct = 0;

	for (size_t i = 0; i < n; i++) {
		uint8_t c = rd_u8(&r);
		uint64_t bit = UINT64_C(1) << c % 64;

		bits += (size_t)__builtin_popcount(c);
		distinct += !(seen[c / 64] & bit);
		seen[c / 64] |= bit;
	}

	return bits >= 3 * n && bits <= 5 * n && distinct >= n * 4 / 5;
}
