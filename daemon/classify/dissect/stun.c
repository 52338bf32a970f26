/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

#include "../random.h"

/*
 * STUN (RFC 8489), its forerunner without a cookie (RFC 3489), and TURN (RFC
 * 8656, 6062), which adds methods to it:
 *
 *   | 00.. type 2 | length 2 | 21 12 a4 42 | transaction 12 | attributes |
 *   attribute: | type 2 | length 2 | value, padded to 4 |
 *
 * So the attributes end where the message does, the last one perhaps not padded.
 * Microsoft's and other early TURN has no cookie, but an attribute of that name
 * in front: | 00 0f | 00 04 | 72 c6 4b c6 |. Behind that one Microsoft's programs pad no
 * attribute, even where they have the cookie as well.
 *
 * In TCP messages follow each other, each perhaps behind a length of two bytes
 * (RFC 4571). What begins with Binding may go on with Allocate, so that STUN
 * waits a few messages for TURN.
 */
#define COOKIE 0x2112a442
#define OLD_COOKIE 0x72c64bc6
#define HEADER_LEN 20
#define ATTRIBUTES_MAX 32
#define MESSAGES_MAX 4		/* of STUN, before it is believed to stay STUN */
#define STUN_PORT 3478
#define TRANSACTION_LEN 16
#define DISTINCT_MIN 6			/* values in a transaction: 15 on average */

#define ALLOCATE 0x003
#define SET_DESTINATION 0x006	/* of Microsoft's; Send in the RFC */
#define CONNECTION_ATTEMPT 0x00c
#define CHANNEL_FIRST 0x4000

/* Twelve bits of method, between them two of class (RFC 8489, figure 3). */
static uint16_t method_of(uint16_t type)
{
	return (uint16_t)((type & 0x000f) | (type & 0x00e0) >> 1 | (type & 0x3e00) >> 2);
}

static bool is_relay_method(uint16_t type)
{
	uint16_t method = method_of(type);

	return method >= ALLOCATE && method <= CONNECTION_ATTEMPT && method != 5;
}

static enum answer say_stun(const struct view *v, unsigned int messages, struct finding *out)
{
	out->proto = PROTO_STUN;
	out->what = "stun message";
	out->may_change = messages < MESSAGES_MAX && !v->full;
	return ANSWER_YES;
}

static enum answer say_turn(struct finding *out, const char *what)
{
	out->proto = PROTO_TURN;
	out->what = what;
	return ANSWER_YES;
}

/* ---- before there was a cookie ---- */

/* A transaction is random; zeros or counters are another protocol's. */
static bool is_transaction(const uint8_t *id)
{
	return random_distinct(rd_of(id, TRANSACTION_LEN), TRANSACTION_LEN) >= DISTINCT_MIN;
}

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
static bool are_old_attributes(struct rd r, bool request, bool any)
{
	int n = 0;

	for (; n < ATTRIBUTES_MAX && rd_left(&r); n++) {
		uint16_t type = rd_be16(&r);
		uint16_t len = rd_be16(&r);

		rd_take(&r, (len + 3u) & ~3u);
		if (r.shortfall || !(any || is_old_attribute(type)))
			return false;
	}

	return !rd_left(&r) && (request || n > 0);
}

/* The other side has sent a message of the same transaction. */
static bool is_answered(const struct view *v, const uint8_t *transaction)
{
	enum side other = 1 - v->side;

	for (size_t i = 0; i < v->n_seen[other]; i++) {
		struct rd r = rd_of(v->seen[other][i].data, v->seen[other][i].len);

		rd_take(&r, 4);
		if (rd_expect(&r, transaction, TRANSACTION_LEN))
			return true;
	}

	return false;
}

static bool begins_with_old_cookie(struct rd r)
{
	return rd_be32(&r) == 0x000f0004 && rd_be32(&r) == OLD_COOKIE;
}

static enum answer look_old(const struct view *v, struct rd r, uint16_t type, struct finding *out)
{
	const uint8_t *transaction = rd_take(&r, TRANSACTION_LEN);

	if (!transaction)
		return ANSWER_NO;
	if (begins_with_old_cookie(r) &&
	    (is_old_type(type) || type == 0x0115 || method_of(type) <= SET_DESTINATION))
		return is_old_type(type) ? say_stun(v, v->n_seen[0] + v->n_seen[1] + 1u, out) :
					   say_turn(out, "turn message with the old cookie");

	if (!is_old_type(type) || !is_transaction(transaction) ||
	    !are_old_attributes(r, !(type & 0x0100), plain_port(v, STUN_PORT)))
		return ANSWER_NO;
	if (!is_answered(v, transaction)) {
		out->confidence = CONFIDENCE_LIKELY;
		out->may_change = true;
	}
	out->proto = PROTO_STUN;
	out->what = "stun without a cookie";
	return ANSWER_YES;
}

/* ---- a datagram ---- */

/* To the message's end, or to where a capture cut it. */
static bool are_attributes(struct rd r, bool cut, bool padded)
{
	for (int n = 0; n < ATTRIBUTES_MAX && rd_left(&r); n++) {
		uint16_t len;

		rd_be16(&r);
		len = rd_be16(&r);
		rd_take(&r, len);
		for (unsigned int pad = len; padded && pad % 4 && rd_left(&r); pad++)
			rd_take(&r, 1);
	}

	return !r.shortfall || cut;
}

static enum answer look_datagram(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint16_t type = rd_be16(&r);
	uint16_t len = rd_be16(&r);
	struct rd rest = r;
	bool cut = v->now.len < v->now.whole;

	if (r.shortfall || type >= CHANNEL_FIRST || v->now.whole != HEADER_LEN + (uint32_t)len)
		return ANSWER_NO;
	if (rd_be32(&r) != COOKIE)
		return look_old(v, rest, type, out);
	rd_take(&r, 12);
	if (!are_attributes(r, cut, true) &&
	    !(begins_with_old_cookie(r) && are_attributes(r, cut, false)))
		return ANSWER_NO;
	if (is_relay_method(type))
		return say_turn(out, "turn message");
	return say_stun(v, v->n_seen[0] + v->n_seen[1] + 1u, out);
}

/* ---- a stream ---- */

struct stream {
	struct rd r;
	bool framed;
	unsigned int messages;
	bool relay;
	bool alien;		/* something else stands next */
};

/* A message that does not fit in what is kept counts as soon as its cookie is there. */
static bool take_message(struct stream *s)
{
	struct rd at = s->r;
	uint16_t frame = s->framed ? rd_be16(&at) : HEADER_LEN;
	uint16_t type = rd_be16(&at);
	uint16_t len = rd_be16(&at);
	uint32_t cookie = rd_be32(&at);

	if (at.shortfall)
		return false;
	if (cookie != COOKIE || type >= CHANNEL_FIRST || frame < HEADER_LEN) {
		s->alien = true;
		return false;
	}

	s->messages++;
	s->relay |= is_relay_method(type);
	return rd_take(&s->r, s->framed ? 2u + frame : HEADER_LEN + (uint32_t)len);
}

static struct stream walk(struct rd r, bool framed)
{
	struct stream s = { .r = r, .framed = framed };

	while (s.messages < MESSAGES_MAX && !s.relay && take_message(&s))
		;
	return s;
}

static enum answer look_stream(const struct view *v, struct finding *out)
{
	struct stream plain = walk(plain_rd(v), false);
	struct stream framed = walk(plain_rd(v), true);
	const struct stream *s = plain.messages ? &plain : &framed;

	if (s->relay)
		return say_turn(out, "turn message");
	if (s->messages)
		return say_stun(v, s->alien ? MESSAGES_MAX : s->messages, out);
	return (plain.alien && framed.alien) || v->full ? ANSWER_NO : ANSWER_MORE;
}

static enum answer look(const struct view *v, struct finding *out)
{
	return plain_is_tcp(v) ? look_stream(v, out) : look_datagram(v, out);
}

const struct dissector dissect_stun = {
	.name       = "stun",
	.proto      = PROTO_STUN,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.look       = look,
};
