/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "bt_frames.h"

/*
 * uTP, BitTorrent's transport over UDP (BEP 29). All big-endian:
 *
 *   offset  0    4 bits   1       2      4        8            12       16    18    20
 *           | type | 1 | extension | id  | time | difference | window | seq | ack | extensions …
 *
 *   type 0 data, 1 fin, 2 state, 3 reset, 4 syn; an extension is next, length, bytes
 *
 * The one who opens sends a SYN with id R and listens on R; the other answers
 * with id R; all that the opener sends later has R + 1. One header alone is
 * weak: STUN, DTLS and QUIC come close. Proof is the handshake behind it, or
 * two headers that fit each other in id, in sequence and ack number and in time:
 * `difference` is what the sender's clock showed, less `time` of what it had just got.
 * A SYN that nobody answers is sent again, some seconds later, the same but for the time.
 * Of one direction alone three headers in a row that go on like this are likely.
 */
#define HEADER_LEN 20
#define BITS_LEN 8		/* of the extension bits */
#define COOKIE_STUN 0x2112a442
#define WINDOW_MAX (1u << 27)	/* no program takes more before it is acknowledged */
#define SOON_MIN_US 64		/* a counter that is no clock goes slower */
#define STEP_MAX 16		/* of seq and ack, from one header to the next */
#define RUN 3
#define LATE_MAX_US 10000000	/* from what was got to the answer, or to another packet */

enum type { TYPE_DATA, TYPE_FIN, TYPE_STATE, TYPE_RESET, TYPE_SYN, TYPE_COUNT };

struct utp {
	enum type type;
	bool bits;		/* has the extension bits */
	uint16_t id;
	uint32_t time;
	uint32_t difference;
	uint32_t window;
	uint16_t seq;
	uint16_t ack;
	struct rd payload;
};

/* The chain of extensions: selective acks (1) and extension bits (2). */
static bool read_extensions(struct rd *r, uint8_t kind, struct utp *u)
{
	while (kind) {
		uint8_t next = rd_u8(r);
		uint8_t len = rd_u8(r);

		if (r->shortfall || next > 2)
			return false;
		if (kind == 1 ? !len || len % 4 : len != BITS_LEN)
			return false;
		u->bits |= kind == 2;
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

static bool read_header(const struct piece *p, struct utp *u)
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
	if (r.shortfall || (first & 0x0f) != 1 || u->type >= TYPE_COUNT || extension > 2)
		return false;
	if (is_other(rd_of(p->data, p->len), p->whole) || !read_extensions(&r, extension, u))
		return false;

	payload = p->whole - (p->len - rd_left(&r));
	u->payload = r;
	return u->type == TYPE_DATA ? payload > 0 : payload == 0;
}

static bool is_syn(const struct utp *u)
{
	return u->type == TYPE_SYN && !u->difference;
}

/* What `answer` says of the time at which it got `question`, or another one near it, is so. */
static bool is_timed(const struct utp *answer, const struct utp *question)
{
	uint32_t late = answer->time - answer->difference - question->time;

	return answer->difference && late + LATE_MAX_US <= 2 * LATE_MAX_US;
}

/* The answer to a SYN, which some give before they have anything to measure. */
static bool is_state_of(const struct utp *state, const struct utp *syn)
{
	return state->type == TYPE_STATE && state->id == syn->id && state->ack == syn->seq &&
	       syn->id && syn->seq && (!state->difference || is_timed(state, syn));
}

/* `a` and `b` went opposite ways: do their ids and numbers belong together? */
static bool fit(const struct utp *a, const struct utp *b)
{
	uint16_t step = a->id - b->id;

	if (a->time == b->time || a->window > WINDOW_MAX || b->window > WINDOW_MAX)
		return false;
	if (is_syn(b))
		return is_state_of(a, b);
	if (a->type == TYPE_SYN || a->type == TYPE_RESET || b->type == TYPE_RESET)
		return false;
	if (!a->time || !b->time || (step != 1 && step != UINT16_MAX))
		return false;
	if (!is_timed(a, b) && !is_timed(b, a))
		return false;

	/* Zeros equal zeros in too many other protocols. */
	return (a->ack == b->seq && a->ack) || (b->ack == a->seq && b->ack);
}

static bool fits_other_way(const struct view *v, const struct utp *u)
{
	enum side other = !v->side;
	struct utp theirs;

	for (int i = 0; i < v->n_seen[other]; i++) {
		if (read_header(&v->seen[other][i], &theirs) &&
		    (fit(u, &theirs) || fit(&theirs, u)))
			return true;
	}

	return false;
}

/* The same SYN as an earlier one, later; zeros are a beacon's. */
static bool is_sent_again(const struct view *v, const struct utp *syn)
{
	struct utp before;

	if (!syn->id || !syn->seq)
		return false;
	for (int i = 0; i < v->n_seen[v->side]; i++) {
		if (read_header(&v->seen[v->side][i], &before) && is_syn(&before) &&
		    before.id == syn->id && before.seq == syn->seq && !before.ack && !syn->ack &&
		    syn->time - before.time - 1 < LATE_MAX_US)
			return true;
	}

	return false;
}

/* `b` came after `a`, the same way. */
static bool follows(const struct utp *b, const struct utp *a)
{
	uint32_t later = b->time - a->time;
	uint32_t drift = b->difference - a->difference;

	if (a->type == TYPE_SYN || b->type == TYPE_SYN || a->id != b->id || !a->seq || !a->ack)
		return false;
	if (!a->id || a->window > WINDOW_MAX || b->window > WINDOW_MAX)
		return false;
	if (later < SOON_MIN_US || later > LATE_MAX_US || drift + LATE_MAX_US > 2 * LATE_MAX_US)
		return false;
	if (!drift && a->ack != b->ack)
		return false;	/* what it has got since was measured anew */
	return a->difference && b->difference && a->difference != a->time &&
	       (uint16_t)(b->seq - a->seq) <= STEP_MAX && (uint16_t)(b->ack - a->ack) <= STEP_MAX;
}

/* The newest of this side and the RUN - 1 before it. */
static bool is_run(const struct view *v, const struct utp *newest)
{
	const struct piece *seen = v->seen[v->side];
	struct utp later = *newest;
	struct utp before;

	if (v->n_seen[v->side] < RUN - 1)
		return false;
	for (int i = v->n_seen[v->side] - 1, n = 1; n < RUN; i--, n++) {
		if (!read_header(&seen[i], &before) || !follows(&later, &before))
			return false;
		later = before;
	}

	return later.seq != newest->seq || later.ack != newest->ack;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct utp u;

	if (!read_header(&v->now, &u))
		return ANSWER_NO;

	out->offset = v->now.len - rd_left(&u.payload);
	out->what = "bittorrent handshake in utp";
	if (rd_expect(&u.payload, BT_HANDSHAKE, BT_HANDSHAKE_LEN))
		return ANSWER_YES;

	out->offset = 0;
	out->what = "utp, both ways";
	out->answers = true;
	if (fits_other_way(v, &u))
		return ANSWER_YES;
	out->answers = false;

	out->what = "utp syn again";
	if (is_syn(&u) && is_sent_again(v, &u)) {
		out->confidence = CONFIDENCE_LIKELY;
		return ANSWER_YES;
	}

	out->what = "utp, one way";
	if (is_run(v, &u)) {
		out->confidence = CONFIDENCE_LIKELY;
		return ANSWER_YES;
	}

	out->what = "utp syn";
	return is_syn(&u) ? ANSWER_MAYBE : ANSWER_MORE;
}

const struct dissector dissect_bt_utp = {
	.name = "bittorrent utp",
	.proto = PROTO_BITTORRENT,
	.transports = TRANSPORT_UDP,
	.FIRST("\x01\x11\x21\x31\x41"),
	.look = look,
};
