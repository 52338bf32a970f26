/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "bt_frames.h"
#include "bt_utp_header.h"

/*
 * uTP, BitTorrent's transport over UDP (BEP 29).
 *
 * The one who opens sends a SYN with id R and listens on R; the other answers
 * with id R; all that the opener sends later has R + 1. One header alone is
 * weak: STUN, DTLS and QUIC come close. Proof is the handshake behind it, a SYN
 * and its STATE, or two headers that went opposite ways and fit each other:
 *
 *   ids      differ by one                                          15 bits
 *   windows  of both, below WINDOW_MAX                              10
 *   acks     of each, within APART_MAX of the other's seq           10
 *   clocks   `difference` is what the sender's clock showed, less
 *            `time` of what it had just got: so of both             15
 *   or       of one of them, and one ack is exact              7 + 9
 *
 * Two random headers pass this with 2^-49, so the 4 × 64 pairs of a flow with a budget
 * of 64 packets with 2^-41. Programs have at most 1 MiB on its way: 511 packets in libutp,
 * 953 in libtorrent. That is how far an answer to a burst may be from what is kept of it.
 *
 * Who echoes a number that the other chose is there, where its packets say it is: its
 * ack is that of a packet kept, or one of the next few. The side that spoke first may be
 * forged to fill what is kept: its ack has to be exact, which one in 2^13 guesses is.
 *
 * A SYN that nobody answers is sent again, some seconds later, the same but for the time.
 * Of one direction alone, headers that go on like uTP's are likely.
 */
#define WINDOW_MAX (1u << 27)	/* no program takes more before it is acknowledged */
#define TIME_MIN (1u << 16)	/* below are counters, or a clock for 65 ms of 71 minutes */
#define APART_MAX 1024
#define ECHO_MAX 16
#define SOON_MIN_US 64		/* a counter that is no clock goes slower */
#define STEP_MAX 64		/* of seq and ack, from one header to the next */
#define RUN 3			/* headers one way that are SOON_MIN_US apart */
#define LATE_MAX_US 10000000	/* from what was got to the answer, or to another packet */

static bool is_syn(const struct utp *u)
{
	return u->type == UTP_SYN && !u->difference;
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
	return is_syn(syn) && state->type == UTP_STATE && state->time != syn->time &&
	       state->window <= WINDOW_MAX && syn->window <= WINDOW_MAX &&
	       state->id == syn->id && state->ack == syn->seq && syn->id && syn->seq &&
	       (!state->difference || is_timed(state, syn));
}

/* `a` is one of the `n` + 1 numbers from `first` on, which may pass the end of 16 bits. */
static bool is_among(uint16_t a, uint16_t first, uint16_t n)
{
	return (uint16_t)(a - first) <= n;
}

static bool acks_near(const struct utp *a, const struct utp *b)
{
	return is_among(a->ack, b->seq - APART_MAX, 2 * APART_MAX);
}

/* A STATE's seq is the next packet's. Zeros equal zeros in too many other protocols. */
static bool acks(const struct utp *a, const struct utp *b)
{
	return a->ack && is_among(a->ack, b->seq - 1, 1);
}

static bool is_midway(const struct utp *u)
{
	return u->type != UTP_SYN && u->type != UTP_RESET && u->window <= WINDOW_MAX &&
	       u->time >= TIME_MIN && u->seq != u->ack;
}

/* What this side sent before has the same id, so that is no counter. */
static bool is_steady(const struct view *v, const struct utp *u)
{
	struct utp before;

	for (int i = 0; i < v->n_seen[v->side]; i++) {
		if (utp_read(&v->seen[v->side][i], &before) && is_midway(&before) &&
		    before.id != u->id)
			return false;
	}

	return true;
}

/* `a`, the newest, and `b` went opposite ways: do their ids, numbers and clocks belong together? */
static bool fit(const struct view *v, const struct utp *a, const struct utp *b)
{
	bool timed = is_timed(a, b);
	bool back = is_timed(b, a);

	if (!is_midway(a) || !is_midway(b) || a->time == b->time)
		return false;
	if (!is_among(a->id, b->id - 1, 2) || a->id == b->id)
		return false;
	if (!acks_near(a, b) || !acks_near(b, a) || (!timed && !back))
		return false;
	return acks(a, b) || acks(b, a) || (timed && back && is_steady(v, a));
}

/* How far the ack of what `side` sent may be from what the other has sent. */
static uint16_t echo_of(enum side side)
{
	return side == SIDE_INITIATOR ? 1 : ECHO_MAX;
}

/* Does the newest packet fit one of the other side, and who of them has echoed the other? */
static bool fits_other_way(const struct view *v, const struct utp *u, struct finding *out)
{
	enum side other = !v->side;
	bool fits = false;
	bool mine = false;
	struct utp w;

	for (int i = 0; i < v->n_seen[other]; i++) {
		bool answers = utp_read(&v->seen[other][i], &w) && is_state_of(u, &w);

		if (!answers && !fit(v, u, &w))
			continue;
		fits = true;
		mine |= answers || is_among(u->ack, w.seq - 1, echo_of(v->side));
		out->answered |= !answers &&
				 is_among(w.ack, u->seq - echo_of(other), echo_of(other));
	}

	out->answers = mine;
	return fits;
}

/* The same SYN as an earlier one, later; zeros are a beacon's. */
static bool is_sent_again(const struct view *v, const struct utp *syn)
{
	struct utp old;

	for (int i = 0; i < v->n_seen[v->side] && syn->id && syn->seq; i++) {
		if (utp_read(&v->seen[v->side][i], &old) && is_syn(&old) && old.id == syn->id &&
		    old.seq == syn->seq && !old.ack && !syn->ack &&
		    syn->time - old.time - 1 < LATE_MAX_US)
			return true;
	}

	return false;
}

/* `b` came after `a`, the same way. */
static bool follows(const struct utp *b, const struct utp *a)
{
	uint32_t later = b->time - a->time;
	uint32_t drift = b->difference - a->difference;

	if (a->type == UTP_SYN || b->type == UTP_SYN || a->id != b->id || !a->seq || !a->ack)
		return false;
	if (!a->id || a->window > WINDOW_MAX || b->window > WINDOW_MAX)
		return false;
	if (later > LATE_MAX_US || drift + LATE_MAX_US > 2 * LATE_MAX_US)
		return false;
	if (!drift && a->ack != b->ack)
		return false;	/* what it has got since was measured anew */
	return a->difference && b->difference && a->difference != a->time &&
	       is_among(b->seq, a->seq, STEP_MAX) && is_among(b->ack, a->ack, STEP_MAX);
}

/*
 * The newest of this side and those before it. Packets are often sent in bursts, a few
 * microseconds apart: where all that is kept is one burst, it has to be whole, and the
 * newest has measured anew.
 */
static bool is_run(const struct view *v, const struct utp *newest)
{
	const struct piece *seen = v->seen[v->side];
	struct utp later = *newest;
	struct utp first = later;	/* of the newest burst passed */
	bool anew = false;
	int n = 1;

	for (int i = v->n_seen[v->side] - 1; i >= 0 && n < RUN; i--) {
		struct utp before;

		if (!utp_read(&seen[i], &before) || !follows(&later, &before))
			return false;
		later = before;
		if (first.time - before.time < SOON_MIN_US)
			continue;
		anew |= before.difference != newest->difference;
		first = before;
		n++;
	}

	if (n < RUN && (n < RUN - 1 || v->n_seen[v->side] < PIECES_MAX || !anew))
		return false;
	return later.seq != newest->seq || later.ack != newest->ack;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct utp u;
	bool fits;

	if (!utp_read(&v->now, &u))
		return ANSWER_NO;

	fits = fits_other_way(v, &u, out);
	out->offset = v->now.len - rd_left(&u.payload);
	out->what = "bittorrent handshake in utp";
	if (rd_expect(&u.payload, BT_HANDSHAKE, BT_HANDSHAKE_LEN))
		return ANSWER_YES;

	out->offset = 0;
	out->what = "utp, both ways";
	if (fits)
		return ANSWER_YES;

	out->what = "utp syn again";
	if (is_syn(&u) && is_sent_again(v, &u)) {
		out->confidence = CONFIDENCE_LIKELY;
		return ANSWER_YES;
	}

	out->what = "utp, one way";
	if (is_run(v, &u)) {
		out->confidence = CONFIDENCE_LIKELY;
		out->may_change = true;		/* to certain, by an answer */
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
