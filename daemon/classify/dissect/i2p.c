/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * I2CP, between a program and its I2P router (geti2p.net, "I2CP Specification"). The
 * program opens with a byte of its own, then asks for the time:
 *
 *   | 2a | length 4 | type 1: 32 | size 1 | version | options: size 2, name=value; |
 *
 * The version is that of the interface, as 0.9.57; the options may be left out. The
 * lengths agree and the message ends with them. SAM and BOB, which say more clearly
 * what they are, are signatures. Links between routers are not seen here: every byte
 * of NTCP2 and SSU2 is masked.
 */
#define PROTOCOL_BYTE "\x2a"
#define TYPE_GET_DATE 32
#define LENGTH_MAX 2048
#define VERSION_MIN 3
#define VERSION_MAX 16

/* Numbers with dots between them, the first of them 0. */
static bool is_version(struct rd r)
{
	uint32_t number;
	int parts = 0;

	if (rd_left(&r) < VERSION_MIN || !rd_expect(&r, "0", 1))
		return false;
	while (rd_expect(&r, ".", 1) && rd_decimal(&r, UINT16_MAX, &number))
		parts++;
	return parts && !rd_left(&r);
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	uint32_t length;
	uint8_t type, size;
	const uint8_t *version;

	if (v->side != SIDE_INITIATOR || !rd_expect(&r, PROTOCOL_BYTE, 1))
		return ANSWER_NO;
	length = rd_be32(&r);
	type = rd_u8(&r);
	size = rd_u8(&r);
	version = rd_take(&r, size);
	if (r.shortfall)
		return v->full || length > LENGTH_MAX ? ANSWER_NO : ANSWER_MORE;
	if (type != TYPE_GET_DATE || length > LENGTH_MAX || size > VERSION_MAX ||
	    !is_version(rd_of(version, size)))
		return ANSWER_NO;

	out->what = "i2cp greeting";
	length -= 1u + size;		/* below zero it is no length of options either */
	if (!length)
		return ANSWER_YES;
	if (length != 2u + rd_be16(&r))
		return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;
	return r.shortfall ? ANSWER_MORE : ANSWER_YES;
}

const struct dissector dissect_i2p = {
	.name = "i2cp",
	.proto = PROTO_I2P,
	.transports = TRANSPORT_TCP,
	.FIRST("\x2a"),
	.look = look,
};
