/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_RD_H
#define PEERWALL_BASE_RD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The bounded reader: the only way packet memory is read.
 *
 * A reader holds a position and an end. The first read past the end sets
 * `shortfall`; that read and all later ones yield zero or NULL, so a parser
 * reads what it wants and checks once. The bytes are borrowed.
 */
struct rd {
	const uint8_t *at;
	const uint8_t *end;
	bool shortfall;
};

struct rd rd_of(const void *data, size_t len);

/* Bytes not read yet. */
size_t rd_left(const struct rd *r);

uint8_t rd_u8(struct rd *r);
uint16_t rd_be16(struct rd *r);
uint32_t rd_be24(struct rd *r);
uint32_t rd_be32(struct rd *r);
uint64_t rd_be64(struct rd *r);
uint16_t rd_le16(struct rd *r);
uint32_t rd_le32(struct rd *r);
uint64_t rd_le64(struct rd *r);

/* The next `n` bytes, borrowed, or NULL when fewer are left. */
const uint8_t *rd_take(struct rd *r, size_t n);

/*
 * True when the next `n` bytes are `bytes`, which are then read. Bytes that
 * agree but run out are a shortfall; a byte that differs is a plain false and
 * leaves the reader where it was.
 */
bool rd_expect(struct rd *r, const void *bytes, size_t n);

/* As rd_expect, for ASCII without regard to case. */
bool rd_expect_nocase(struct rd *r, const char *text);

/* True when `n` bytes `needle` stand anywhere in what is left. Reads nothing. */
bool rd_contains(const struct rd *r, const void *needle, size_t n);

/*
 * The bytes up to the first `stop`, which is read but not counted; `*n` is
 * their number. NULL and a shortfall when there is no `stop`.
 */
const uint8_t *rd_until(struct rd *r, uint8_t stop, size_t *n);

/* How many of the next bytes are printable ASCII (0x20..0x7e). Reads nothing. */
size_t rd_printable(const struct rd *r);

/* Digits of a decimal number, at most `max`; false when there is none or more. */
bool rd_decimal(struct rd *r, uint32_t max, uint32_t *value);

#endif
