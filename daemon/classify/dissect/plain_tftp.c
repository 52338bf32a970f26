/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/*
 * TFTP (RFC 1350, 2347).
 *   request  | 00 | 01|02 | name NUL | mode NUL | option NUL value NUL ...
 *   data     | 00 03 | block 2 | up to 512 |  <-  | 00 04 | block 2 |
 *   options  | 00 06 | option NUL value NUL ...
 * The answer comes from a port of its own, so it is a flow of its own.
 */
enum tftp { TFTP_READ = 1, TFTP_WRITE, TFTP_DATA, TFTP_ACK, TFTP_ERROR, TFTP_OPTIONS };

/* A printable string with its NUL. */
static bool take_text(struct rd *r)
{
	struct rd text = *r;
	size_t n;

	return rd_until(r, 0, &n) && n && rd_printable(&text) >= n;
}

static bool take_mode(struct rd *r)
{
	struct rd at = *r;

	if (rd_expect_nocase(r, "octet") || rd_expect_nocase(r, "netascii") ||
	    rd_expect_nocase(r, "mail"))
		return rd_u8(r) == 0 && !r->shortfall;
	*r = at;
	return false;
}

/* The acknowledgement of the first block, which the other side has sent before. */
static bool is_first_ack(const struct view *v)
{
	for (uint8_t i = 0; i < v->n_seen[!v->side]; i++) {
		const struct piece *p = &v->seen[!v->side][i];
		struct rd r = rd_of(p->data, p->len);

		if (rd_expect(&r, "\x00\x03\x00\x01", 4))
			return v->now.whole == 4;
	}

	return false;
}

static enum answer look_tftp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint16_t code = rd_be16(&r);
	struct rd rest = r;
	uint16_t block = rd_be16(&r);

	switch (code) {
	case TFTP_READ:
	case TFTP_WRITE:
		return take_text(&rest) && take_mode(&rest) ?
		       plain_yes(out, PROTO_TFTP, "request") : ANSWER_NO;
	case TFTP_OPTIONS:
		return take_text(&rest) && take_text(&rest) ?
		       plain_yes(out, PROTO_TFTP, "options") : ANSWER_NO;
	case TFTP_DATA:
		return block == 1 && v->now.whole <= 516 ? ANSWER_MORE : ANSWER_NO;
	case TFTP_ACK:
		return block == 1 && is_first_ack(v) ?
		       plain_yes(out, PROTO_TFTP, "acknowledgement") : ANSWER_NO;
	}

	return ANSWER_NO;
}

const struct dissector dissect_tftp = {
	.name       = "tftp",
	.proto      = PROTO_TFTP,
	.transports = TRANSPORT_UDP,
	.FIRST("\x00"),
	.look       = look_tftp,
};
