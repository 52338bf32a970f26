/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bt_bencode.h"

#include <string.h>

#define DEPTH_MAX 16
#define STRING_MAX 65535

const uint8_t *bencode_string(struct rd *r, size_t *n)
{
	uint32_t length;

	*n = 0;
	if (!rd_decimal(r, STRING_MAX, &length) || !rd_expect(r, ":", 1))
		return NULL;

	*n = length;
	return rd_take(r, length);
}

bool bencode_integer(struct rd *r, int64_t *value)
{
	bool negative;
	uint32_t digits;

	if (!rd_expect(r, "i", 1))
		return false;

	negative = rd_left(r) && rd_expect(r, "-", 1);
	if (!rd_decimal(r, UINT32_MAX, &digits))
		return false;

	*value = negative ? -(int64_t)digits : (int64_t)digits;
	return rd_expect(r, "e", 1);
}

/* Integers larger than we read, as in a tracker's "uploaded", are passed over all the same. */
static bool skip_integer(struct rd *r)
{
	size_t n;
	const uint8_t *digits = rd_until(r, 'e', &n);

	if (!digits || n < 2 || n > 22)
		return false;

	for (size_t i = 1; i < n; i++) {
		if ((digits[i] < '0' || digits[i] > '9') && (i > 1 || digits[i] != '-'))
			return false;
	}
	return true;
}

bool bencode_skip(struct rd *r)
{
	unsigned int depth = 0;
	size_t n;

	do {
		struct rd ahead = *r;

		switch (rd_u8(&ahead)) {
		case 'd':
		case 'l':
			*r = ahead;
			if (++depth > DEPTH_MAX)
				return false;
			break;
		case 'e':
			*r = ahead;
			if (!depth--)
				return false;
			break;
		case 'i':
			if (!skip_integer(r))
				return false;
			break;
		default:
			if (!bencode_string(r, &n))
				return false;
		}
	} while (depth);

	return true;
}

bool bencode_find(struct rd dict, const char *key, struct rd *value)
{
	size_t want = strlen(key);

	if (!rd_expect(&dict, "d", 1))
		return false;

	while (rd_left(&dict)) {
		size_t n;
		const uint8_t *name = bencode_string(&dict, &n);

		if (!name)
			return false;
		if (n == want && memcmp(name, key, n) == 0) {
			*value = dict;
			return true;
		}
		if (!bencode_skip(&dict))
			return false;
	}

	return false;
}

const uint8_t *bencode_find_string(struct rd dict, const char *key, size_t *n)
{
	struct rd value;

	*n = 0;
	return bencode_find(dict, key, &value) ? bencode_string(&value, n) : NULL;
}
