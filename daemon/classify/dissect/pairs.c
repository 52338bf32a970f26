/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

/*
 * Old networks that are known by a question and its answer alone, from others'
 * study of their traffic: libprotoident, OpenDPI and l7-filter. Each side for
 * itself shows little; both together are enough.
 */
struct words {
	const char *bytes;
	uint8_t n;
	uint16_t len;		/* of the whole message; 0: any */
};

static const struct pair {
	uint16_t proto;
	uint8_t transport;
	enum confidence confidence;
	struct words question;
	struct words answer;
	const char *what;
} pairs[] = {
#define BYTES(bytes) bytes, sizeof(bytes) - 1
	{ PROTO_ARES, TRANSPORT_TCP, CONFIDENCE_CERTAIN, { BYTES("\x03\0\x5a\x06\x06\x05"), 6 },
	  { BYTES("\x87\0\x3c"), 138 }, "ares greeting and answer" },
	{ PROTO_ARES, TRANSPORT_TCP, CONFIDENCE_CERTAIN, { BYTES("\x03\0\x5a\x06\x06\x05"), 6 },
	  { BYTES("\x87\0\x3b"), 138 }, "ares greeting and answer" },
	{ PROTO_XUNLEI, TRANSPORT_TCP, CONFIDENCE_LIKELY, { BYTES("\x3e\0\0\0"), 132 },
	  { BYTES("\x36\0\0\0"), 51 }, "xunlei greeting and answer" },
	{ PROTO_MANOLITO, TRANSPORT_UDP, CONFIDENCE_LIKELY, { BYTES("\x3d\x4a\xd9"), 0 },
	  { BYTES("\x3e\x4a\xd9"), 0 }, "manolito ping and pong" },
	{ PROTO_PANDO, TRANSPORT_UDP, CONFIDENCE_LIKELY, { BYTES("UDPA"), 0 },
	  { BYTES("UDPR"), 0 }, "pando question and answer" },
	{ PROTO_PANDO, TRANSPORT_UDP, CONFIDENCE_LIKELY, { BYTES("UDPA"), 0 },
	  { BYTES("UDPE"), 0 }, "pando question and refusal" },
};

#define N_PAIRS (sizeof(pairs) / sizeof(pairs[0]))

static bool is_message(const struct piece *p, const struct words *w)
{
	struct rd r = rd_of(p->data, p->len);

	return rd_expect(&r, w->bytes, w->n) && (!w->len || p->whole == w->len);
}

/* What the other side has sent, of TCP in one piece. */
static bool has_heard(const struct view *v, const struct words *w)
{
	enum side other = 1 - v->side;

	if (v->transport == TRANSPORT_TCP)
		return is_message(&v->other, w);
	for (size_t i = 0; i < v->n_seen[other]; i++) {
		if (is_message(&v->seen[other][i], w))
			return true;
	}

	return false;
}

static bool may_become(const struct piece *p, const struct words *w)
{
	struct rd r = rd_of(p->data, p->len);

	return (rd_expect(&r, w->bytes, w->n) || r.shortfall) && (!w->len || p->whole < w->len);
}

static enum answer look(const struct view *v, struct finding *out)
{
	enum answer best = ANSWER_NO;

	for (size_t i = 0; i < N_PAIRS; i++) {
		const struct pair *p = &pairs[i];
		bool asks = v->side == SIDE_INITIATOR;
		const struct words *mine = asks ? &p->question : &p->answer;
		const struct words *theirs = asks ? &p->answer : &p->question;

		if (p->transport != v->transport)
			continue;
		if (is_message(&v->now, mine) && has_heard(v, theirs)) {
			out->proto = p->proto;
			out->confidence = p->confidence;
			out->what = p->what;
			return ANSWER_YES;
		}
		if (is_message(&v->now, mine) ||
		    (p->transport == TRANSPORT_TCP && !v->full && may_become(&v->now, mine)))
			best = ANSWER_MORE;
	}

	return best;
}

const struct dissector dissect_pairs = {
	.name = "question and answer",
	.proto = PROTO_ARES,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("\x03\x87\x3e\x36\x3d\x55"),
	.look = look,
};
