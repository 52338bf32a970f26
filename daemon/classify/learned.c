/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learned.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "../base/log.h"
#include "catalogue.h"
#include "peers.h"
#include "series.h"

struct learned {
	struct peers *peers;
	struct hosts *hosts;
	struct series *series;
	struct crowd *crowd;		/* or NULL: not counted */
	void (*tell)(void *ctx, const struct lesson *lesson);
	void *ctx;
};

struct learned *learned_new(void)
{
	struct learned *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;

	l->peers = peers_new();
	l->hosts = hosts_new();
	l->series = series_new();
	if (l->peers && l->hosts && l->series)
		return l;

	learned_free(l);
	return NULL;
}

void learned_free(struct learned *l)
{
	if (!l)
		return;
	peers_free(l->peers);
	hosts_free(l->hosts);
	series_free(l->series);
	crowd_free(l->crowd);
	free(l);
}

void learned_on_lesson(struct learned *l, void (*tell)(void *ctx, const struct lesson *lesson),
		       void *ctx)
{
	l->tell = tell;
	l->ctx = ctx;
}

/* `a`, an address of a host of the LAN, opened a flow to `r` that nothing explains. */
static void see_unexplained(struct learned *l, const struct addr *a, const struct remote *r,
			    bool let_go, int64_t now_us)
{
	struct addr host = hosts_key(l->hosts, a);

	if (l->crowd)
		crowd_see(l->crowd, &host, r, let_go, now_us);
}

void learned_take(struct learned *l, const struct lesson *lesson, int64_t now_us)
{
	switch (lesson->kind) {
	case LESSON_PEER:
		peers_learn(l->peers, &(struct peer_end){ lesson->addr, lesson->port,
							   lesson->transport },
			    lesson->proto, lesson->word, now_us);
		break;
	case LESSON_GREETED:
		peers_greet(l->peers, &lesson->addr, lesson->port, &lesson->other, lesson->proto,
			    now_us);
		break;
	case LESSON_HOST:
		hosts_see(l->hosts, &lesson->addr, lesson->sign, &lesson->other, now_us);
		break;
	case LESSON_TIE:
		hosts_tie(l->hosts, &lesson->addr, lesson->mac, now_us);
		break;
	case LESSON_CROWD:
		see_unexplained(l, &lesson->addr, &lesson->remote, lesson->let_go, now_us);
		break;
	}
}

static void teach(struct learned *l, const struct lesson *lesson, int64_t now_us)
{
	learned_take(l, lesson, now_us);
	if (l->tell)
		l->tell(l->ctx, lesson);
}

void learned_tie(struct learned *l, const struct addr *a, const uint8_t mac[6], int64_t now_us)
{
	struct lesson lesson = { .kind = LESSON_TIE, .addr = *a };

	memcpy(lesson.mac, mac, sizeof(lesson.mac));
	if (hosts_tie(l->hosts, a, mac, now_us) && l->tell)
		l->tell(l->ctx, &lesson);
}

/*
 * Programs of other kinds serve everybody on one port: their servers are no peers.
 * Those of calls and streams do so over TCP.
 */
static bool has_peers(uint16_t proto, uint8_t transport)
{
	static const char *const kinds[] = { "file-sharing", "cryptocurrency", "dht",
					     "p2p-streaming", "p2p-voip" };
	size_t n = transport == IPPROTO_UDP ? 5 : 3;
	const char *category = catalogue_get(proto)->category;
	bool any = false;

	for (size_t i = 0; i < n; i++)
		any |= strcmp(category, kinds[i]) == 0;

	return any;
}

/*
 * The sender is a peer from now on. Over UDP its socket is what the program speaks from; over
 * TCP only a listening port means anything, and that is the responder's: one that has only been
 * greeted proved nothing, yet. The host is known as well.
 */
size_t lessons_of(const struct flow *f, uint8_t end, uint16_t proto, bool answers,
		  struct lesson out[LESSONS_MAX])
{
	bool is_tcp = f->key.transport == IPPROTO_TCP;
	bool listens = !is_tcp || end != f->initiator;
	bool sure = answers || (is_tcp && f->spoke[0] && f->spoke[1]);
	struct addr a = flow_addr(f, end);
	size_t n = 0;

	if (!has_peers(proto, f->key.transport) || (f->relayed && end != f->initiator) ||
	    !(f->of_lan[end] || sure))
		return 0;

	if (proto == PROTO_BITTORRENT)
		out[n++] = (struct lesson){ .kind = LESSON_HOST, .addr = a,
					    .sign = sure ? HOST_PROOF : HOST_WORD,
					    .other = flow_addr(f, 1 - end) };
	else
		out[n++] = (struct lesson){ .kind = LESSON_PEER, .addr = a, .port = PEER_ANY_PORT,
					    .proto = proto, .word = !sure };
	if (listens)
		out[n++] = (struct lesson){ .kind = LESSON_PEER, .addr = a,
					    .port = f->key.port[end],
					    .transport = f->key.transport, .proto = proto,
					    .word = !sure };
	else if (!f->relayed)
		out[n++] = (struct lesson){ .kind = LESSON_GREETED, .addr = flow_addr(f, 1 - end),
					    .port = f->key.port[1 - end], .proto = proto,
					    .other = a };
	return n;
}

void learned_proof(struct learned *l, const struct flow *f, uint8_t end, uint16_t proto,
		   bool answers, int64_t now_us)
{
	struct lesson lessons[LESSONS_MAX];
	size_t n = lessons_of(f, end, proto, answers, lessons);

	for (size_t i = 0; i < n; i++)
		teach(l, &lessons[i], now_us);
}

void learned_listener(struct learned *l, const struct flow *f, uint16_t proto, int64_t now_us)
{
	unsigned int end = 1u - f->initiator;
	struct lesson lesson = {
		.kind = LESSON_PEER,
		.addr = flow_addr(f, end),
		.port = f->key.port[end],
		.transport = f->key.transport,
		.proto = proto,
	};

	if (!f->relayed)
		teach(l, &lesson, now_us);
}

void learned_sign(struct learned *l, const struct flow *f, enum host_sign sign, int64_t now_us)
{
	bool none = !f->of_lan[0] && !f->of_lan[1];

	for (unsigned int end = 0; end < 2; end++) {
		struct lesson lesson = {
			.kind = LESSON_HOST,
			.addr = flow_addr(f, end),
			.sign = sign,
			.other = flow_addr(f, 1 - end),
		};

		if (f->of_lan[end] || none)
			teach(l, &lesson, now_us);
	}
}

bool learned_host(const struct learned *l, const struct flow *f, int64_t now_us)
{
	for (unsigned int end = 0; end < 2; end++) {
		struct addr a = flow_addr(f, end);

		if (hosts_is_known(l->hosts, &a, f->of_lan[end], now_us))
			return true;
	}

	return false;
}

void learned_watch_crowd(struct learned *l, bool on)
{
	if (on && !l->crowd && !(l->crowd = crowd_new()))
		log_error("hidden-p2p: out of memory; hosts are not counted");
	if (on)
		return;
	crowd_free(l->crowd);
	l->crowd = NULL;
}

static struct remote remote_of(const struct flow *f, unsigned int end)
{
	return (struct remote){ flow_addr(f, end), f->key.port[end], f->key.transport };
}

/* A host of the LAN, as far as can be told: where no end is seen to be on it, either may be. */
static bool may_be_of_lan(const struct flow *f, unsigned int end)
{
	return f->of_lan[end] || !f->of_lan[1 - end];
}

void learned_unexplained(struct learned *l, const struct flow *f, bool let_go, int64_t now_us)
{
	struct lesson lesson = {
		.kind = LESSON_CROWD,
		.addr = flow_addr(f, f->initiator),
		.remote = remote_of(f, 1 - f->initiator),
		.let_go = let_go,
	};

	if (l->crowd && may_be_of_lan(f, f->initiator) && !learned_host(l, f, now_us))
		teach(l, &lesson, now_us);
}

bool learned_crowd(const struct learned *l, const struct flow *f, int64_t now_us)
{
	if (!l->crowd || learned_host(l, f, now_us))
		return false;

	for (unsigned int end = 0; end < 2; end++) {
		struct remote r = remote_of(f, 1 - end);
		struct addr a = flow_addr(f, end);
		struct addr host = hosts_key(l->hosts, &a);

		if (may_be_of_lan(f, end) && crowd_knows(l->crowd, &host, &r, now_us))
			return true;
	}

	return false;
}

static struct peer_end end_of(const struct flow *f, unsigned int end)
{
	return (struct peer_end){ flow_addr(f, end), f->key.port[end], f->key.transport };
}

/* What was proved over TCP, both ways, holds for the same port of UDP; not the reverse. */
static uint16_t proto_at(const struct learned *l, struct peer_end e, bool of_lan, int64_t now_us)
{
	uint16_t proto = peers_proto(l->peers, &e, of_lan, now_us);

	if (proto || e.transport != IPPROTO_UDP)
		return proto;
	e.transport = IPPROTO_TCP;
	return peers_proto(l->peers, &e, of_lan, now_us);
}

uint16_t learned_proto(const struct learned *l, const struct flow *f, int64_t now_us)
{
	uint16_t proto = 0;

	for (unsigned int end = 0; end < 2 && !proto; end++) {
		struct peer_end e = end_of(f, end);

		if (f->key.transport == IPPROTO_TCP && end == f->initiator)
			continue;	/* the port it calls from is nobody's */
		proto = proto_at(l, e, f->of_lan[end], now_us);
	}

	return proto;
}

uint16_t learned_proto_udp(const struct learned *l, const struct flow *f, int64_t now_us)
{
	unsigned int end = 1 - f->initiator;
	struct peer_end e = end_of(f, end);

	e.transport = IPPROTO_UDP;
	return peers_proto(l->peers, &e, f->of_lan[end], now_us);
}

bool learned_knows(const struct learned *l, const struct flow *f, bool any_port, uint16_t proto,
		   int64_t now_us)
{
	for (unsigned int end = 0; end < 2; end++) {
		struct peer_end e = any_port ?
			(struct peer_end){ flow_addr(f, end), PEER_ANY_PORT, 0 } : end_of(f, end);

		if (peers_knows(l->peers, &e, proto, f->of_lan[end], now_us))
			return true;
		e.transport = e.transport == IPPROTO_UDP ? IPPROTO_TCP : e.transport;
		if (peers_knows(l->peers, &e, proto, f->of_lan[end], now_us))
			return true;
	}

	return false;
}

uint16_t learned_greeted(const struct learned *l, const struct flow *f, int64_t now_us)
{
	struct addr from = flow_addr(f, f->initiator);
	struct addr to = flow_addr(f, 1 - f->initiator);

	return peers_greeted(l->peers, &to, f->key.port[1 - f->initiator], &from, now_us);
}

void learned_number(struct learned *l, const struct flow *f, uint8_t end, uint16_t proto,
		    uint16_t number, int64_t now_us)
{
	struct peer_end from = end_of(f, end);
	struct addr to = flow_addr(f, 1 - end);

	if (series_add(l->series, &from.addr, from.port, proto, &to, number) && f->of_lan[end])
		peers_learn(l->peers, &from, proto, true, now_us);
}
