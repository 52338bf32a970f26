/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/* What steers networks, plants, screens and databases: BGP, DNP3, X11, DRDA. */

/* BGP (RFC 4271): | FF x 16 | length 2 | type 1..5 | */
static enum answer look_bgp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint16_t len;
	uint8_t type;

	for (int i = 0; i < 16; i++) {
		if (!rd_expect(&r, "\xff", 1))
			return plain_miss(v, &r);
	}

	len = rd_be16(&r);
	type = rd_u8(&r);
	if (r.shortfall)
		return plain_miss(v, &r);
	return len >= 19 && len <= 4096 && type >= 1 && type <= 5 ?
	       plain_yes(out, PROTO_BGP, "message") : ANSWER_NO;
}

const struct dissector dissect_bgp = {
	.name       = "bgp",
	.proto      = PROTO_BGP,
	.transports = TRANSPORT_TCP,
	.FIRST("\xff"),
	.look       = look_bgp,
};

/*
 * DNP3 (IEEE 1815): | 05 64 | length | control | to 2 | from 2 | check 2, little-endian |
 * The check is a CRC of x^16 + x^13 + x^12 + x^11 + x^10 + x^8 + x^6 + x^5 + x^2 + 1.
 */
#define DNP3_HEAD 8

static uint16_t dnp3_check(const uint8_t *bytes, size_t n)
{
	uint16_t crc = 0;

	for (size_t i = 0; i < n; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = (uint16_t)(crc & 1 ? crc >> 1 ^ 0xa6bc : crc >> 1);
	}

	return (uint16_t)~crc;
}

static enum answer look_dnp3(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	const uint8_t *head = rd_take(&r, DNP3_HEAD);
	uint16_t check = rd_le16(&r);
	struct rd start = plain_rd(v);

	if (!rd_expect(&start, "\x05\x64", 2))
		return plain_miss(v, &start);
	if (r.shortfall)
		return plain_miss(v, &r);
	if (dnp3_check(head, DNP3_HEAD) == check || plain_port(v, 20000))
		return plain_yes(out, PROTO_DNP3, "link frame");
	return ANSWER_NO;
}

const struct dissector dissect_dnp3 = {
	.name       = "dnp3",
	.proto      = PROTO_DNP3,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("\x05"),
	.look       = look_dnp3,
};

/*
 * X11: | B or l | 00 | 11 | 0 | length 2 | length 2 | 0 |; DRDA (DDM, Open Group C011):
 * | length 2 | D0 | format | request 2 | length 2, six less | code 2 |
 */
static enum answer look_x11(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint8_t order = rd_u8(&r);

	if (!rd_expect(&r, order == 'B' ? "\x00\x00\x0b\x00\x00" : "\x00\x0b\x00\x00\x00", 5))
		return plain_miss(v, &r);
	return plain_yes(out, PROTO_X11, "setup");
}

const struct dissector dissect_x11 = {
	.name       = "x11",
	.proto      = PROTO_X11,
	.transports = TRANSPORT_TCP,
	.FIRST("Bl"),
	.look       = look_x11,
};

static enum answer look_drda(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint16_t len = rd_be16(&r);
	uint8_t magic = rd_u8(&r);
	uint16_t inner;

	rd_take(&r, 3);
	inner = rd_be16(&r);
	if (!r.shortfall && (magic != 0xd0 || len < 10 || inner + 6 != len))
		return ANSWER_NO;
	return r.shortfall ? plain_miss(v, &r) : plain_yes(out, PROTO_DRDA, "command");
}

const struct dissector dissect_drda = {
	.name       = "drda",
	.proto      = PROTO_DRDA,
	.transports = TRANSPORT_TCP,
	.look       = look_drda,
};
