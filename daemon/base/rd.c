/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "rd.h"

#include <string.h>
#include <strings.h>

struct rd rd_of(const void *data, size_t len)
{
	const uint8_t *at = data;

	return (struct rd){ .at = at, .end = len ? at + len : at };
}

size_t rd_left(const struct rd *r)
{
	return r->shortfall ? 0 : (size_t)(r->end - r->at);
}

const uint8_t *rd_take(struct rd *r, size_t n)
{
	const uint8_t *at = r->at;

	if (rd_left(r) < n) {
		r->shortfall = true;
		return NULL;
	}

	if (n)
		r->at += n;
	return at;
}

static uint64_t take_be(struct rd *r, size_t n)
{
	const uint8_t *b = rd_take(r, n);
	uint64_t value = 0;

	for (size_t i = 0; b && i < n; i++)
		value = value << 8 | b[i];
	return value;
}

static uint64_t take_le(struct rd *r, size_t n)
{
	const uint8_t *b = rd_take(r, n);
	uint64_t value = 0;

	for (size_t i = n; b && i > 0; i--)
		value = value << 8 | b[i - 1];
	return value;
}

uint8_t rd_u8(struct rd *r)
{
	return take_be(r, 1);
}

uint16_t rd_be16(struct rd *r)
{
	return take_be(r, 2);
}

uint32_t rd_be24(struct rd *r)
{
	return take_be(r, 3);
}

uint32_t rd_be32(struct rd *r)
{
	return take_be(r, 4);
}

uint64_t rd_be64(struct rd *r)
{
	return take_be(r, 8);
}

uint16_t rd_le16(struct rd *r)
{
	return take_le(r, 2);
}

uint32_t rd_le32(struct rd *r)
{
	return take_le(r, 4);
}

uint64_t rd_le64(struct rd *r)
{
	return take_le(r, 8);
}

bool rd_expect(struct rd *r, const void *bytes, size_t n)
{
	size_t have = rd_left(r);

	if (have && memcmp(r->at, bytes, have < n ? have : n) != 0)
		return false;

	return rd_take(r, n) != NULL;
}

bool rd_expect_nocase(struct rd *r, const char *text)
{
	size_t have = rd_left(r);
	size_t n = strlen(text);

	if (have && strncasecmp((const char *)r->at, text, have < n ? have : n) != 0)
		return false;

	return rd_take(r, n) != NULL;
}

bool rd_contains(const struct rd *r, const void *needle, size_t n)
{
	size_t have = rd_left(r);

	return have >= n && memmem(r->at, have, needle, n) != NULL;
}

const uint8_t *rd_until(struct rd *r, uint8_t stop, size_t *n)
{
	size_t have = rd_left(r);
	const uint8_t *start = r->at;
	const uint8_t *hit = have ? memchr(start, stop, have) : NULL;

	*n = 0;
	if (!hit) {
		r->shortfall = true;
		return NULL;
	}

	*n = (size_t)(hit - start);
	r->at = hit + 1;
	return start;
}

size_t rd_printable(const struct rd *r)
{
	size_t have = rd_left(r);
	size_t n = 0;

	while (n < have && r->at[n] >= 0x20 && r->at[n] <= 0x7e)
		n++;
	return n;
}

bool rd_decimal(struct rd *r, uint32_t max, uint32_t *value)
{
	uint64_t sum = 0;
	size_t digits = 0;

	while (rd_left(r) && *r->at >= '0' && *r->at <= '9' && sum <= max) {
		sum = sum * 10 + (uint64_t)(*r->at++ - '0');
		digits++;
	}

	*value = (uint32_t)sum;
	return digits && sum <= max;
}
