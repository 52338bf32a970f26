/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "packet_case.h"

#include "../../daemon/classify/catalogue.h"
#include "../../daemon/classify/hosts.h"
#include "../../daemon/classify/mse.h"
#include "../../daemon/engine.h"

/* Faults found in the long look at hidden BitTorrent: each case fails as the code stands. */
#define SECOND_US 1000000LL
#define MINUTE_US (60 * SECOND_US)

static struct addr addr_of(const char *text)
{
	struct addr a;

	CU_ASSERT_FATAL(addr_parse(text, &a));
	return a;
}

static bool tie(struct hosts *h, const char *host, const char *mac, int64_t at_us)
{
	struct addr a = addr_of(host);

	return hosts_tie(h, &a, (const uint8_t *)mac, at_us);
}

static void prove(struct hosts *h, const char *host, int64_t at_us)
{
	struct addr a = addr_of(host);
	struct addr b = addr_of("192.0.2.1");

	hosts_see(h, &a, HOST_PROOF, &b, at_us);
}

static bool knows(struct hosts *h, const char *host, int64_t at_us)
{
	struct addr a = addr_of(host);

	return hosts_is_known(h, &a, true, at_us);
}

/* What is known of a router is forgotten after an hour; the ties of its hosts are not. */
static void router_after_an_hour(void)
{
	static const char mac[6] = "\x02\0\0\0\0\x01";
	struct hosts *h = hosts_new();
	int64_t at_us = SECOND_US;

	/* Both hosts open a flow every minute, ten seconds apart. */
	for (; at_us < 61 * MINUTE_US; at_us += MINUTE_US) {
		tie(h, "10.0.0.1", mac, at_us);
		tie(h, "10.0.0.2", mac, at_us + 10 * SECOND_US);
	}
	prove(h, "10.0.0.1", at_us);
	CU_ASSERT_FALSE(knows(h, "10.0.0.2", at_us + SECOND_US));
	hosts_free(h);
}

/* --- flows -------------------------------------------------------------------- */

struct talk {
	struct engine *engine;
	struct packet to;		/* from the one who opens */
	uint32_t seq[2];
	struct flow *flow;
	int64_t at_us;
};

static uint64_t state = 1;

static uint8_t next_byte(void)
{
	uint64_t z = (state += 0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return (uint8_t)(z >> 56);
}

static void on_end(void *ctx, const struct flow *f)
{
	*(struct outcome *)ctx = f->outcome;
}

static struct engine *new_engine(struct outcome *last)
{
	struct engine_options o = {
		.budget = 10, .ports = PORTS_OFF, .flows_max = 1000, .midway_us = MINUTE_US,
	};

	return engine_new(&o, on_end, last);
}

static void put(struct talk *t, bool back, const void *bytes, size_t n, uint32_t seq)
{
	struct packet p = packet_with(back ? packet_back(t->to) : t->to, bytes, n);

	p.tcp_flags = TCP_ACK | TCP_PSH;
	p.seq = seq;
	p.time_us = t->at_us += 1000;
	t->flow = engine_packet(t->engine, &p);
}

static void say_bytes(struct talk *t, bool back, const void *bytes, size_t n)
{
	put(t, back, bytes, n, t->seq[back]);
	t->seq[back] += (uint32_t)n;
}

static void say(struct talk *t, bool back, uint32_t n)
{
	uint8_t bytes[1448];

	for (uint32_t i = 0; i < n; i++)
		bytes[i] = next_byte();
	say_bytes(t, back, bytes, n);
}

static struct talk talk_to(struct engine *e, uint8_t transport, uint16_t port, const char *to,
			   uint16_t to_port)
{
	struct talk t = { .engine = e, .at_us = SECOND_US };

	t.to = packet_between("10.0.0.1", port, to, to_port, transport);
	return t;
}

static bool is_likely(const struct talk *t)
{
	return t->flow->outcome.decided && t->flow->outcome.label.number == PROTO_BITTORRENT &&
	       t->flow->outcome.label.confidence == CONFIDENCE_LIKELY;
}

static const char query[] = "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe";

/* The host is known: a DHT query from this port of it. */
static void make_known(struct engine *e, uint16_t port)
{
	struct talk dht = talk_to(e, IPPROTO_UDP, port, "192.0.2.77", 6881);

	say_bytes(&dht, false, query, sizeof(query) - 1);
}

/*
 * SFTP's read requests have 68 bytes with chacha20-poly1305 and AES-GCM, 102 inside
 * Shadowsocks, and 32 KiB come back for each. No message is below 36 bytes; but the end of
 * what was read in one go is a segment of any length.
 */
static void end_of_a_bulk(void)
{
	struct outcome last;
	struct engine *e = new_engine(&last);
	struct talk t = talk_to(e, IPPROTO_TCP, 40000, "192.0.2.1", 8388);

	make_known(e, 6000);
	say(&t, false, 300);
	say(&t, true, 400);
	say(&t, false, 160);
	say(&t, true, 120);
	say(&t, false, 140);
	for (int i = 0; i < 6; i++) {
		say(&t, false, 102);
		for (int n = 0; n < 22; n++)
			say(&t, true, 1448);
		say(&t, true, i == 3 ? 18 : 700);
		for (int n = 0; n < (i == 3); n++)
			say(&t, true, 682);
	}
	CU_ASSERT_FALSE(is_likely(&t));
	engine_free(e);
}

/*
 * Records of a length of two bytes and a tag of 16, as in Noise and Tox: a ping of nine bytes
 * has 27, and to ask for something by its hash of 32 takes 51.
 */
static void asks_by_hash(void)
{
	struct outcome last;
	struct engine *e = new_engine(&last);
	struct talk t = talk_to(e, IPPROTO_TCP, 40000, "192.0.2.1", 8388);

	make_known(e, 6000);
	say(&t, false, 300);
	say(&t, true, 400);
	say(&t, false, 160);
	say(&t, true, 120);
	say(&t, false, 140);
	for (int i = 0; i < 6; i++) {
		say(&t, false, 51);
		for (int n = 0; n < 22; n++)
			say(&t, true, 1448);
		say(&t, true, 912);
		if (i == 2)
			say(&t, false, 27);
	}
	CU_ASSERT_FALSE(is_likely(&t));
	engine_free(e);
}

/* A port that a program of the host sends UDP from is the one that another one calls from. */
static void calls_from_a_learned_port(void)
{
	struct outcome last;
	struct engine *e = new_engine(&last);
	struct talk t = talk_to(e, IPPROTO_TCP, 40000, "192.0.2.1", 8388);

	make_known(e, 40000);
	for (int n = 0; n < 200; n++)
		say(&t, n % 2, 300);
	CU_ASSERT_FALSE(is_likely(&t));
	engine_free(e);
}

/* SOCKS 5 over UDP (RFC 1928, 7): | 00 00 | 00 | 01 | address 4 | port 2 | and a datagram. */
static void inside_proxy_over_udp(void)
{
	static const char to[] = "\0\0\0\1\xc0\0\2\x09\x1a\xe1";
	static const char answer[] = "d1:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re";
	char bytes[128];
	struct outcome last;
	struct engine *e = new_engine(&last);
	struct talk t = talk_to(e, IPPROTO_UDP, 6881, "192.0.2.1", 40000);

	memcpy(bytes, to, 10);
	for (int i = 0; i < 2; i++) {
		memcpy(bytes + 10, query, sizeof(query) - 1);
		say_bytes(&t, false, bytes, 10 + sizeof(query) - 1);
		memcpy(bytes + 10, answer, sizeof(answer) - 1);
		say_bytes(&t, true, bytes, 10 + sizeof(answer) - 1);
	}
	CU_ASSERT_EQUAL(t.flow->outcome.label.number, PROTO_BITTORRENT);
	engine_free(e);
}

/* A server of the LAN answers whoever asks it over UDP; that does not make the sender true. */
static void forged_series(void)
{
	static const char *const asked[] = { "10.0.0.1", "10.0.0.2" };
	struct outcome last;
	struct engine *e = new_engine(&last);
	struct talk t = talk_to(e, IPPROTO_TCP, 40000, "192.0.2.1", 8388);
	struct flow *f = NULL;

	for (uint8_t n = 0; n < 6; n++) {
		struct packet p = packet_between("192.0.2.1", 8388, asked[n % 2], 7777,
						 IPPROTO_UDP);
		uint8_t bytes[40] = { 0, n + 1, 2 };
		struct packet back;

		for (size_t i = 3; i < sizeof(bytes); i++)
			bytes[i] = next_byte();
		p = packet_with(p, bytes, sizeof(bytes));
		p.origin = ORIGIN_WORLD;
		p.time_us = SECOND_US + n * 2000;
		f = engine_packet(e, &p);
		back = packet_with(packet_back(p), "who are you?", 12);
		back.origin = ORIGIN_LAN;
		back.time_us = p.time_us + 1000;
		engine_packet(e, &back);
	}
	for (int n = 0; n < 200; n++)
		say(&t, n % 2, 300);
	CU_ASSERT_EQUAL(t.flow->outcome.label.number, LABEL_CLEARED);
	(void)f;
	engine_free(e);
}

static const struct unit_test tests[] = {
	{ "a router after an hour", router_after_an_hour },
	{ "the end of a bulk", end_of_a_bulk },
	{ "asks by hash", asks_by_hash },
	{ "calls from a learned port", calls_from_a_learned_port },
	{ "inside a proxy, over UDP", inside_proxy_over_udp },
	{ "a forged series", forged_series },
};

UNIT_MAIN("hidden faults", tests)
