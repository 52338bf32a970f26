/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random.h"

#define PRINTABLE_RUN_MAX 20

static unsigned int set_bits(const uint8_t *bytes, size_t n)
{
	unsigned int bits = 0;

	for (size_t i = 0; i < n; i++)
		bits += (unsigned int)__builtin_popcount(bytes[i]);
	return bits;
}

size_t random_distinct(struct rd r, size_t max)
{
	size_t n = rd_left(&r) < max ? rd_left(&r) : max;
	const uint8_t *bytes = rd_take(&r, n);
	bool seen[256] = { false };
	size_t distinct = 0;

	for (size_t i = 0; i < n; i++) {
		distinct += !seen[bytes[i]];
		seen[bytes[i]] = true;
	}

	return distinct;
}

static size_t longest_printable(struct rd r)
{
	size_t longest = 0;

	while (rd_left(&r)) {
		size_t run = rd_printable(&r);

		longest = run > longest ? run : longest;
		rd_take(&r, run + 1);
	}

	return longest;
}

bool looks_random(struct rd r, size_t max)
{
	return rd_left(&r) >= RANDOM_MIN && looks_random_at_all(r, max);
}

bool looks_random_at_all(struct rd r, size_t max)
{
	size_t n = rd_left(&r) < max ? rd_left(&r) : max;
	const uint8_t *bytes = rd_take(&r, n);
	unsigned int bits;

	if (n < RANDOM_MIN_SHORT)
		return false;

	bits = set_bits(bytes, n) * 10;
	r = rd_of(bytes, n);
	return bits >= 34 * n && bits <= 46 * n && random_distinct(r, n) >= n * 2 / 3 &&
	       longest_printable(r) <= PRINTABLE_RUN_MAX;
}
