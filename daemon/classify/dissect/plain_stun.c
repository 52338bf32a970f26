/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/*
 * STUN (RFC 8489), its forerunner without a cookie (RFC 3489), and TURN
 * (RFC 8656). In TCP it may stand behind a length of two bytes (RFC 4571).
 *
 *   | 00.. type 2 | length 2 | 21 12 a4 42 | transaction 12 | attributes |
 *   attribute: | type 2 | length 2 | value, padded to 4 |
 *   channel data: | 4000..4fff | length 2 | data |
 */
#define COOKIE 0x2112a442
#define HEADER_LEN 20
#define ATTRIBUTES_MAX 32

/* Requests, answers and errors of RFC 3489: binding and shared secret. */
static bool is_old_type(uint16_t type)
{
	return type == 0x0001 || type == 0x0101 || type == 0x0111 ||
	       type == 0x0002 || type == 0x0102 || type == 0x0112;
}

static bool is_old_attribute(uint16_t type)
{
	return (type >= 1 && type <= 0x0b) || type == 0x20 || (type >= 0x8000 && type <= 0x80ff);
}

/* Attributes that fill the message to its last byte, at least one unless it is a request. */
static bool are_old_attributes(struct rd r, bool request)
{
	int n = 0;

	for (; n < ATTRIBUTES_MAX && rd_left(&r); n++) {
		uint16_t type = rd_be16(&r);
		uint16_t len = rd_be16(&r);

		rd_take(&r, (len + 3u) & ~3u);
		if (r.shortfall || !is_old_attribute(type))
			return false;
	}

	return !rd_left(&r) && (request || n > 0);
}

static enum answer look_old(const struct view *v, struct rd r, uint16_t type, struct finding *out)
{
	rd_take(&r, 16);
	if (plain_is_tcp(v) || r.shortfall || !is_old_type(type))
		return ANSWER_NO;
	if (!are_old_attributes(r, !(type & 0x0100)))
		return ANSWER_NO;
	return plain_yes(out, PROTO_STUN, "stun without a cookie");
}

static enum answer look_message(const struct view *v, struct rd r, uint64_t before,
				struct finding *out)
{
	uint16_t type = rd_be16(&r);
	uint16_t len = rd_be16(&r);
	struct rd rest = r;

	if (type >= 0x4000 || len % 4 || !plain_fits(v, before + HEADER_LEN + len))
		return ANSWER_NO;
	if (rd_be32(&r) == COOKIE)
		return plain_yes(out, PROTO_STUN, "stun message");
	return r.shortfall ? plain_miss(v, &r) : look_old(v, rest, type, out);
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	enum answer a = look_message(v, r, 0, out);
	uint16_t len;

	if (a != ANSWER_NO || !plain_is_tcp(v))
		return a;

	len = rd_be16(&r);
	return len >= HEADER_LEN ? look_message(v, r, 2, out) : ANSWER_NO;
}

const struct dissector dissect_stun = {
	.name       = "stun",
	.proto      = PROTO_STUN,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.look       = look,
};

/* A length that fits is little, so it is believed on the port of TURN alone. */
static enum answer look_channel(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint16_t channel = rd_be16(&r);
	uint32_t len = rd_be16(&r) + 4u;
	bool fits = v->now.whole == len || v->now.whole == ((len + 3) & ~3u);

	if (r.shortfall || channel < 0x4000 || channel > 0x4fff || !fits || !plain_port(v, 3478))
		return ANSWER_NO;
	return plain_yes(out, PROTO_STUN, "channel data");
}

const struct dissector dissect_turn = {
	.name       = "turn",
	.proto      = PROTO_STUN,
	.transports = TRANSPORT_UDP,
	.FIRST("\x40\x41\x42\x43\x44\x45\x46\x47\x48\x49\x4a\x4b\x4c\x4d\x4e\x4f"),
	.look       = look_channel,
};
