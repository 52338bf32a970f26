/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_TESTS_HIDDEN_CASE_H
#define PEERWALL_TESTS_HIDDEN_CASE_H

#include "packet_case.h"

#include "../../daemon/engine.h"

/* TCP flows of random bytes, for tests of what their sizes say. */
#define SECOND_US 1000000LL
#define MINUTE_US (60 * SECOND_US)

static uint64_t hidden_state;

static inline uint8_t next_byte(void)
{
	uint64_t z = (hidden_state += 0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return (uint8_t)(z >> 56);
}

struct talk {
	struct engine *engine;
	struct packet to;		/* from the one who opens */
	uint32_t seq[2];
	struct flow *flow;
	int64_t at_us;
};

static inline void on_end(void *ctx, const struct flow *f)
{
	*(struct outcome *)ctx = f->outcome;
}

static inline struct engine *new_engine(struct outcome *last)
{
	struct engine_options o = {
		.budget = 10, .ports = PORTS_OFF, .flows_max = 1000, .midway_us = MINUTE_US,
	};

	return engine_new(&o, on_end, last);
}

/* Random bytes, from the one who opens or (`back`) from the other. */
static inline void say(struct talk *t, bool back, uint32_t n)
{
	static uint8_t bytes[1448];
	struct packet p = packet_with(back ? packet_back(t->to) : t->to, bytes, n);

	for (uint32_t i = 0; i < n; i++)
		bytes[i] = next_byte();
	p.tcp_flags = TCP_ACK | TCP_PSH;
	p.seq = t->seq[back];
	p.time_us = t->at_us += 1000;
	t->seq[back] += n;
	t->flow = engine_packet(t->engine, &p);
}

static inline void flights(struct talk *t, const uint32_t sizes[5])
{
	for (int i = 0; i < 5 && sizes[i]; i++)
		say(t, i % 2, sizes[i]);
}

static inline struct talk talk_to(struct engine *e, const char *from, uint16_t port,
				   const char *to, uint16_t to_port)
{
	struct talk t = { .engine = e, .at_us = SECOND_US };

	t.to = packet_between(from, port, to, to_port, IPPROTO_TCP);
	return t;
}

#endif
