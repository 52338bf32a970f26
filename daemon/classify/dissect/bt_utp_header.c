/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bt_utp_header.h"

/*
 * All big-endian:
 *
 *   offset  0    4 bits   1       2      4        8            12       16    18    20
 *           | type | 1 | extension | id  | time | difference | window | seq | ack | extensions …
 *
 *   type 0 data, 1 fin, 2 state, 3 reset, 4 syn; an extension is next, length, bytes
 *
 * Extensions are the selective ack (1), the extension bits (2) and the reason of
 * closing (3), which is libtorrent's.
 */
#define COOKIE_STUN 0x2112a442
#define BITS_LEN 8
#define REASON_LEN 4

enum kind { KIND_NONE, KIND_SACK, KIND_BITS, KIND_REASON };

static bool is_length_right(uint8_t kind, uint8_t len)
{
	switch (kind) {
	case KIND_SACK:
		return len && len % 4 == 0;
	case KIND_BITS:
		return len == BITS_LEN;
	case KIND_REASON:
		return len == REASON_LEN;
	}

	return false;
}

static bool read_extensions(struct rd *r, uint8_t kind)
{
	while (kind != KIND_NONE) {
		uint8_t next = rd_u8(r);
		uint8_t len = rd_u8(r);

		if (r->shortfall || !is_length_right(kind, len))
			return false;
		rd_take(r, len);
		kind = next;
	}

	return !r->shortfall;
}

/* What else begins with these bytes on the same sockets (RFC 7983). */
static bool is_other(struct rd r, size_t len)
{
	uint16_t first = rd_be16(&r);
	uint16_t second = rd_be16(&r);
	uint32_t third = rd_be32(&r);

	if (third == COOKIE_STUN || (first < 0x0200 && second + 20u == len && second % 4 == 0))
		return true;
	return (first & 0xf000) == 0x4000 && second + 4u == len;
}

bool utp_read(const struct piece *p, struct utp *u)
{
	struct rd r = rd_of(p->data, p->len);
	uint8_t first = rd_u8(&r);
	uint8_t extension = rd_u8(&r);
	size_t payload;

	*u = (struct utp){ .type = first >> 4 };
	u->id = rd_be16(&r);
	u->time = rd_be32(&r);
	u->difference = rd_be32(&r);
	u->window = rd_be32(&r);
	u->seq = rd_be16(&r);
	u->ack = rd_be16(&r);
	if (r.shortfall || (first & 0x0f) != 1 || u->type >= UTP_TYPES)
		return false;
	if (is_other(rd_of(p->data, p->len), p->whole) || !read_extensions(&r, extension))
		return false;

	payload = p->whole - (p->len - rd_left(&r));
	u->payload = r;
	return u->type == UTP_DATA ? payload > 0 : payload == 0;
}
