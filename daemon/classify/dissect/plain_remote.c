/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/* Work at a distance: Telnet, Remote Desktop (and H.323, framed alike), X11, SOCKS. */

/* Telnet (RFC 854): orders | FF | FB..FE | option |, several of them, or one on its port. */
static enum answer look_telnet(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	int n = 0;

	for (; n < 2 && rd_left(&r); n++) {
		uint8_t escape = rd_u8(&r);
		uint8_t order = rd_u8(&r);
		uint8_t option = rd_u8(&r);

		if (r.shortfall)
			return plain_miss(v, &r);
		if (escape != 0xff || order < 0xfa || order == 0xff || option > 49)
			return n && plain_port(v, 23) ? plain_yes(out, PROTO_TELNET, "option") :
			       ANSWER_NO;
	}

	if (n == 2 || plain_port(v, 23))
		return plain_yes(out, PROTO_TELNET, "options");
	return ANSWER_MORE;
}

const struct dissector dissect_telnet = {
	.name       = "telnet",
	.proto      = PROTO_TELNET,
	.transports = TRANSPORT_TCP,
	.FIRST("\xff"),
	.look       = look_telnet,
};

/*
 * ISO transport in TCP (RFC 1006, X.224): | 03 00 | length 2 | n | code | ...
 *   Remote Desktop (MS-RDPBCGR 2.2.1): E0 or D0, six bytes, then a cookie or | 01|02|03 .. 08 00 |
 *   H.323 (Q.931): the code's place holds 02, a call reference's length, and n is 08
 */
#define X224_REQUEST 0xe0
#define X224_CONFIRM 0xd0

static enum answer look_rdp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint16_t version = rd_be16(&r);
	uint16_t len = rd_be16(&r);
	uint8_t n = rd_u8(&r);
	uint8_t code = rd_u8(&r);
	uint8_t kind;
	bool known;

	if (r.shortfall)
		return plain_miss(v, &r);
	if (version != 0x0300 || len < 7)
		return ANSWER_NO;
	if (n == 8 && code <= 2 && len >= 9)
		return plain_yes(out, PROTO_H323, "q.931 message");
	if ((code != X224_REQUEST && code != X224_CONFIRM) || n + 5 != len)
		return ANSWER_NO;
	if (plain_port(v, 3389))
		return plain_yes(out, PROTO_RDP, "connection request");
	if (len < 19)
		return ANSWER_NO;

	rd_take(&r, 5);
	if (rd_expect(&r, "Cookie: mstshash=", 17))
		return plain_yes(out, PROTO_RDP, "cookie");
	if (r.shortfall)
		return plain_miss(v, &r);
	kind = rd_u8(&r);
	rd_u8(&r);
	known = kind >= 1 && kind <= 3 && rd_le16(&r) == 8;
	if (r.shortfall)
		return plain_miss(v, &r);
	return known ? plain_yes(out, PROTO_RDP, "negotiation") : ANSWER_NO;
}

const struct dissector dissect_rdp = {
	.name       = "rdp",
	.proto      = PROTO_RDP,
	.transports = TRANSPORT_TCP,
	.FIRST("\x03"),
	.look       = look_rdp,
};

/*
 * SOCKS 5 (RFC 1928) and 4: the question is little, so the answer must fit it, or the port.
 *   5: | 05 | n | methods n |  ->  | 05 | one of them, or FF |
 *   4: | 04 | 01|02 | port 2 | address 4 | user NUL |  ->  | 00 | 5A..5D | 6 bytes |
 */
#define SOCKS_METHODS_MAX 16

static bool is_proxy_port(const struct view *v)
{
	return plain_port(v, 1080) || plain_port(v, 9050) || plain_port(v, 9150);
}

/* The question is all that was sent. */
static bool is_question5(struct rd *r, uint32_t whole)
{
	uint8_t version = rd_u8(r);
	uint8_t n = rd_u8(r);

	if (version != 5 || (!r->shortfall && (n < 1 || n > SOCKS_METHODS_MAX)))
		return false;
	rd_take(r, n);
	return !r->shortfall && whole == n + 2u;
}

static bool is_question4(struct rd *r)
{
	uint8_t version = rd_u8(r);
	uint8_t order = rd_u8(r);
	size_t n;

	if (version != 4 || (!r->shortfall && (order < 1 || order > 2)))
		return false;
	rd_take(r, 6);
	return rd_until(r, 0, &n) != NULL;
}

static enum answer look_socks_answer(const struct view *v, struct finding *out)
{
	struct rd question = plain_rd_other(v);
	struct rd methods = question;
	struct rd r = plain_rd(v);
	uint8_t version = rd_u8(&r);
	uint8_t method = rd_u8(&r);

	if (r.shortfall)
		return ANSWER_MORE;
	rd_take(&methods, 2);
	if (version == 5 && v->now.whole == 2 && is_question5(&question, v->other.whole)) {
		return method == 0xff || rd_contains(&methods, &method, 1) ?
		       plain_yes(out, PROTO_SOCKS, "socks 5 answer") : ANSWER_NO;
	}
	if (version == 0 && method >= 0x5a && method <= 0x5d && is_question4(&question))
		return v->now.whole < 8 ? ANSWER_MORE :
		       plain_yes(out, PROTO_SOCKS, "socks 4 answer");
	return ANSWER_NO;
}

static enum answer look_socks(const struct view *v, struct finding *out)
{
	struct rd five = plain_rd(v);
	struct rd four = plain_rd(v);

	if (v->other.len)
		return look_socks_answer(v, out);
	if (is_question5(&five, v->now.whole) || is_question4(&four))
		return is_proxy_port(v) ? plain_yes(out, PROTO_SOCKS, "question") : ANSWER_MORE;
	return plain_miss(v, five.shortfall ? &five : &four);
}

const struct dissector dissect_socks = {
	.name       = "socks",
	.proto      = PROTO_SOCKS,
	.transports = TRANSPORT_TCP,
	.FIRST("\x00\x04\x05"),
	.look       = look_socks,
};
