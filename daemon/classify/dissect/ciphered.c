/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ciphered.h"

#include "../random.h"

bool may_be_ciphered(struct rd r, size_t most)
{
	size_t n = rd_left(&r) < most ? rd_left(&r) : most;
	size_t distinct = random_distinct(r, n);
	size_t bits = 0;

	for (size_t i = 0; i < n; i++)
		bits += (size_t)__builtin_popcount(rd_u8(&r));
	return bits >= 3 * n && bits <= 5 * n && distinct >= n * 4 / 5;
}
