/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch.h"

#include <netinet/in.h>
#include <string.h>
#include <xxhash.h>

#include "proxy.h"
#include "random.h"

/* What an interface adds; a program that repeats itself waits longer. */
#define REPEAT_US 10000
#define REPEATS_MAX 32			/* of a flow */
#define RANDOM_LOOK 96			/* bytes looked at for randomness */

static struct piece piece_of(const struct head *h)
{
	return (struct piece){ .data = h->bytes, .len = h->len, .whole = h->whole };
}

/* TCP: `n` new bytes of `side`, which belong to its turn or begin one. */
static void add_flight(struct watch *w, enum side side, uint32_t n)
{
	if (!n || w->n_flights > FLIGHTS_MAX)
		return;

	while (!w->n_flights || (w->n_flights - 1u) % 2 != side)
		w->n_flights++;
	if (w->n_flights == 3)
		w->third = n;
	if (w->n_flights <= FLIGHTS_MAX)
		w->flight[w->n_flights - 1] += n;
	else
		w->fifth = n;
}

static enum side side_of(const struct flow *f, uint8_t end)
{
	return end == f->initiator ? SIDE_INITIATOR : SIDE_RESPONDER;
}

void watch_add_segment(struct flow *f, const struct packet *p, uint8_t end)
{
	struct head *h = &f->watch->head[end];
	uint32_t before = h->whole;

	if (head_add_segment(h, p))
		f->watch->dead[side_of(f, end)] = (struct mask){ 0 };
	add_flight(f->watch, side_of(f, end), h->whole - before);
	if (f->watch->n_flights >= FLIGHTS_MAX && h->whole != before)
		ed2k_sizes_add(&f->watch->ed2k, side_of(f, end), h->whole - before);
	mse_add(&f->watch->mse, p, end);
}

/* The streams begin behind a proxy's talk. */
static void begin_inside(struct flow *f, const struct proxy_talk *talk)
{
	struct watch *w = f->watch;
	struct head *side[2] = { &w->head[f->initiator], &w->head[1 - f->initiator] };

	w->n_flights = 0;
	w->third = w->fifth = 0;
	memset(w->flight, 0, sizeof(w->flight));
	for (enum side s = SIDE_INITIATOR; s <= SIDE_RESPONDER; s++) {
		head_skip(side[s], (uint16_t)talk->len[s]);
		add_flight(w, s, side[s]->whole);
		w->dead[s] = (struct mask){ 0 };
	}

	w->mse = (struct mse){ 0 };
	w->ed2k = (struct ed2k_sizes){ 0 };
	w->proxy = w->waiting.proto == talk->proto ? w->waiting : (struct outcome){
		.decided = true,
		.label = { LABEL_CLEARED, CONFIDENCE_NONE },
		.proto = talk->proto,
		.stage = STAGE_DISSECTOR,
		.what = "proxy",
	};
	w->proxy.packet = f->payload_packets;
	w->waiting = w->maybe = w->spent = (struct outcome){ 0 };
	w->begins = f->payload_packets;
	f->relayed = true;
}

void watch_enter_proxy(struct flow *f)
{
	struct piece initiator = piece_of(&f->watch->head[f->initiator]);
	struct piece responder = piece_of(&f->watch->head[1 - f->initiator]);
	struct proxy_talk talk;
	enum answer a;

	if (f->relayed)
		return;
	a = proxy_talk(&initiator, &responder, &talk);
	f->watch->asks_proxy = a == ANSWER_MORE;
	if (a == ANSWER_YES)
		begin_inside(f, &talk);
}

bool watch_is_repeat(struct watch *w, const struct packet *p, uint8_t end)
{
	uint64_t hash = XXH3_64bits_withSeed(p->payload, p->payload_len, p->seq);
	int64_t ago = p->time_us - w->newest_us[end];
	bool again = hash == w->newest[end] && w->newest_us[end];

	w->newest[end] = hash;
	w->newest_us[end] = p->time_us;
	if (!again || (p->transport == IPPROTO_UDP && ago >= REPEAT_US) ||
	    w->n_repeats == REPEATS_MAX)
		return false;

	w->n_repeats++;
	return true;
}

static void add_seen(struct view *v, enum side side, const struct head *h)
{
	for (size_t i = 0; i < h->n_datagrams; i++) {
		v->seen[side][i] = (struct piece){
			.data = h->bytes + h->datagrams[i].at,
			.len = h->datagrams[i].len,
			.whole = h->datagrams[i].whole,
		};
	}

	v->n_seen[side] = h->n_datagrams;
}

struct view watch_view(const struct flow *f, const struct packet *p, uint8_t end,
		       struct addr addr[2])
{
	const struct head *mine = &f->watch->head[end];
	const struct head *other = &f->watch->head[1 - end];
	struct view v = { .side = side_of(f, end) };

	for (unsigned int side = 0; side < 2; side++) {
		unsigned int e = side == SIDE_INITIATOR ? f->initiator : 1u - f->initiator;

		addr[side] = flow_addr(f, e);
		v.addr[side] = &addr[side];
		v.port[side] = f->key.port[e];
	}

	if (f->key.transport == IPPROTO_TCP) {
		v.transport = TRANSPORT_TCP;
		v.now = piece_of(mine);
		v.other = piece_of(other);
		v.full = mine->full;
		memcpy(v.flight, f->watch->flight, sizeof(v.flight));
		v.n_flights = f->watch->n_flights;
		v.third = f->watch->third;
		v.fifth = f->watch->fifth;
	} else {
		v.transport = TRANSPORT_UDP;
		v.now = (struct piece){ p->payload, p->payload_len, p->payload_whole };
		add_seen(&v, v.side, mine);
		add_seen(&v, 1 - v.side, other);
	}

	return v;
}

bool watch_is_readable(const struct flow *f)
{
	for (unsigned int end = 0; end < 2; end++) {
		const struct head *h = &f->watch->head[end];

		if (h->len >= RANDOM_MIN && !looks_random(rd_of(h->bytes, h->len), RANDOM_LOOK))
			return true;
	}

	return false;
}

bool watch_is_enciphered(const struct flow *f)
{
	const struct head *h = f->watch->head;

	return (h[0].len >= RANDOM_MIN || h[1].len >= RANDOM_MIN) && !watch_is_readable(f);
}

bool watch_is_random(const struct flow *f)
{
	for (unsigned int end = 0; end < 2; end++) {
		const struct head *h = &f->watch->head[end];
		struct rd r = rd_of(h->bytes, h->len);

		if (f->key.transport == IPPROTO_UDP ? !looks_random_at_all(r, RANDOM_LOOK) :
						      !looks_random(r, RANDOM_LOOK))
			return false;
	}

	return true;
}
