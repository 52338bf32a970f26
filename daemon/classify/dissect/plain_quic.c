/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"
#include "quic.h"

/*
 * QUIC (RFC 8999, 9000, 9369), long headers only, and Google's forerunner.
 *
 *   RFC    | 1 1 type.. | version 4 | n | destination id n | m | source id m | ...
 *          Initial: token length, token, length; 0-RTT, Handshake: length (all varints)
 *   Q046.. | 1 1 ...... | "Q0" digit digit | ...
 *   Q0xx   | 0.nn1..1 | id 8 | "Q0" digit digit | ...
 *
 * Short headers have no fixed bytes: they are no evidence.
 */
enum form { FORM_NONE, FORM_V1, FORM_V2, FORM_GOOGLE };

/* "Q0" or "T0" and two digits */
static bool is_google(uint32_t version)
{
	uint8_t tens = version >> 8;
	uint8_t ones = version;

	return (version >> 16 == 0x5130 || version >> 16 == 0x5430) &&
	       tens >= '0' && tens <= '9' && ones >= '0' && ones <= '9';
}

static enum form form_of(uint32_t version)
{
	if (version == QUIC_V2)
		return FORM_V2;
	if (version == QUIC_V1 || version >> 8 == 0xff0000 || version >> 12 == 0xfaceb)
		return FORM_V1;
	if ((version & 0x0f0f0f0f) == 0x0a0a0a0a)
		return FORM_V1;		/* reserved, to exercise negotiation */
	return is_google(version) ? FORM_GOOGLE : FORM_NONE;
}

static bool take_ids(struct rd *r)
{
	for (int i = 0; i < 2; i++) {
		uint8_t n = rd_u8(r);

		if (n > QUIC_ID_MAX)
			return false;
		rd_take(r, n);
	}

	return !r->shortfall;
}

/* What is left of the datagram, kept or not. */
static uint64_t left_of(const struct view *v, const struct rd *r)
{
	return (uint64_t)(v->now.whole - (uint32_t)(r->at - v->now.data));
}

/* Version 0: the versions the server knows follow, one of them at least known to us. */
static enum answer look_negotiation(const struct view *v, struct rd r, struct finding *out)
{
	bool known = false;

	if (!take_ids(&r) || left_of(v, &r) % 4)
		return ANSWER_NO;

	for (int i = 0; i < 16 && rd_left(&r) >= 4; i++) {
		uint32_t version = rd_be32(&r);

		known |= form_of(version) != FORM_NONE;
	}

	return known ? plain_yes(out, PROTO_QUIC, "version negotiation") : ANSWER_NO;
}

/* `type`: the two bits of the first byte as version 1 counts them. */
static bool has_right_length(const struct view *v, struct rd r, uint8_t type)
{
	uint64_t len;

	if (!take_ids(&r))
		return false;
	if (type == 3)
		return left_of(v, &r) >= 16;	/* Retry: token and 16 bytes of proof */
	if (type == 0) {
		len = quic_take_varint(&r);
		if (len > left_of(v, &r))
			return false;
		/* The token may be longer than what is kept. */
		if (!rd_take(&r, len))
			return v->now.len < v->now.whole;
	}

	len = quic_take_varint(&r);
	return !r.shortfall && len >= 16 && len <= left_of(v, &r);
}

static enum answer look_google(const struct view *v, struct rd r, struct finding *out)
{
	uint8_t flags = rd_u8(&r);

	rd_take(&r, 8);
	if ((flags & 0xc9) != 0x09 || !is_google(rd_be32(&r)) || v->now.whole < 14)
		return ANSWER_NO;
	return plain_yes(out, PROTO_QUIC, "header of Google's QUIC");
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint8_t first = rd_u8(&r);
	uint8_t type = first >> 4 & 3;
	uint32_t version;
	enum form form;

	if (!(first & 0x80))
		return look_google(v, plain_rd(v), out);

	version = rd_be32(&r);
	if (r.shortfall)
		return ANSWER_NO;
	if (version == 0)
		return look_negotiation(v, r, out);

	form = form_of(version);
	if (form == FORM_NONE || !(first & 0x40))
		return ANSWER_NO;
	if (form == FORM_GOOGLE)
		return plain_yes(out, PROTO_QUIC, "long header of Google's QUIC");
	if (form == FORM_V2)
		type = (type + 3) & 3;	/* version 2 counts Initial as 1 and Retry as 0 */
	if (!has_right_length(v, r, type))
		return ANSWER_NO;
	return plain_yes(out, PROTO_QUIC, "long header");
}

const struct dissector dissect_quic = {
	.name       = "quic",
	.proto      = PROTO_QUIC,
	.transports = TRANSPORT_UDP,
	.look       = look,
};
