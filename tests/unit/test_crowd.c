/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "packet_case.h"

#include "../../daemon/classify/catalogue.h"
#include "../../daemon/classify/crowd.h"
#include "../../daemon/engine.h"

/* Peer-to-peer programs that hide: whose hosts are known by what they do, and whose are not. */
#define SECOND_US 1000000LL
#define MINUTE_US (60 * SECOND_US)

static uint64_t state;

static uint32_t next_number(void)
{
	uint64_t z = (state += 0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return (uint32_t)(z >> 32);
}

/* --- the table ---------------------------------------------------------------- */

static struct addr addr_of(const char *text)
{
	struct addr a;

	CU_ASSERT_FATAL(addr_parse(text, &a));
	return a;
}

/* The i-th endpoint: of the i-th of `networks`, with the i-th of `ports`. */
static struct remote remote_at(uint32_t i, uint32_t networks, uint32_t ports, bool v6)
{
	uint32_t net = i % networks;
	struct remote r = { .port = (uint16_t)(20000 + i % ports), .transport = IPPROTO_TCP };
	uint8_t four[4] = { 20, (uint8_t)net, (uint8_t)(i >> 8), (uint8_t)i };
	uint8_t six[16] = { 0x20, 0x01, 0x0d, (uint8_t)net, (uint8_t)(i >> 8), (uint8_t)i };

	r.addr = v6 ? addr_of6(six) : addr_of4(four);
	return r;
}

static void table(void)
{
	static const struct {
		const char *name;
		uint32_t endpoints;
		uint32_t networks;
		uint32_t ports;
		uint32_t flows;		/* to each */
		int64_t apart_us;
		bool v6;
		bool known;
	} cases[] = {
		{ "enough", 8, 8, 4, 1, SECOND_US, false, true },
		{ "enough, IPv6", 8, 8, 4, 1, SECOND_US, true, true },
		{ "many", 300, 100, 300, 1, SECOND_US, false, true },
		{ "each twice", 8, 8, 8, 2, SECOND_US, false, true },
		{ "a network less", 40, 7, 40, 1, SECOND_US, false, false },
		{ "a network less, IPv6", 40, 7, 40, 1, SECOND_US, true, false },
		{ "a port less", 40, 40, 3, 1, SECOND_US, false, false },
		{ "one port", 300, 100, 1, 1, SECOND_US, false, false },
		{ "one network", 300, 1, 300, 1, SECOND_US, false, false },
		{ "slowly", 40, 40, 40, 1, 2 * MINUTE_US, false, false },
		{ "servers", 7, 7, 7, 40, SECOND_US, false, false },
	};

	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		struct crowd *crowd = crowd_new();
		struct addr host = addr_of("10.0.0.1");
		struct addr other = addr_of("10.0.0.2");
		struct remote any = remote_at(999, 1000, 1000, false);
		int64_t at_us = SECOND_US;

		for (uint32_t i = 0; i < cases[c].endpoints; i++) {
			struct remote r = remote_at(i, cases[c].networks, cases[c].ports,
						    cases[c].v6);

			for (uint32_t n = 0; n < cases[c].flows; n++)
				crowd_see(crowd, &host, &r, true, at_us);
			at_us += cases[c].apart_us;
		}
		UNIT_CHECK(crowd_knows(crowd, &host, &any, at_us) == cases[c].known, "%s",
			   cases[c].name);
		CU_ASSERT_FALSE(crowd_knows(crowd, &other, &any, at_us));
		CU_ASSERT_FALSE(crowd_knows(crowd, &host, &any, at_us + CROWD_LIFE_US));
		any.transport = IPPROTO_UDP;
		CU_ASSERT_FALSE(crowd_knows(crowd, &host, &any, at_us));
		crowd_free(crowd);
	}
}

/* Four flows let go make an endpoint a server; those that got the label do not. */
static void servers(void)
{
	struct crowd *crowd = crowd_new();
	struct addr host = addr_of("10.0.0.1");
	struct remote server = remote_at(500, 1000, 1000, false);
	struct remote peer = remote_at(501, 1000, 1000, false);
	struct remote r;

	for (int i = 0; i < CROWD_SERVER_FLOWS; i++)
		crowd_see(crowd, &host, &server, true, SECOND_US);
	for (uint32_t i = 0; i < 100; i++) {
		r = remote_at(i, 100, 100, false);
		crowd_see(crowd, &host, &r, true, SECOND_US + i);
	}
	for (int i = 0; i < 20; i++)
		crowd_see(crowd, &host, &peer, false, 2 * SECOND_US);

	CU_ASSERT_FALSE(crowd_knows(crowd, &host, &server, 2 * SECOND_US));
	CU_ASSERT_TRUE(crowd_knows(crowd, &host, &peer, 2 * SECOND_US));
	server.port++;
	CU_ASSERT_TRUE(crowd_knows(crowd, &host, &server, 2 * SECOND_US));
	crowd_free(crowd);
}

/* A table that is full loses what is oldest, and is never read beyond its end. */
static void full_tables(void)
{
	struct crowd *crowd = crowd_new();
	struct addr host = addr_of("10.0.0.0");
	struct remote r;

	for (uint32_t i = 0; i < 20000; i++) {
		memcpy(host.bytes + 1, (uint8_t[]){ (uint8_t)(i >> 16), (uint8_t)(i >> 8),
						    (uint8_t)i }, 3);
		for (uint32_t n = 0; n < 20; n++) {
			r = remote_at(n, 20, 20, false);
			crowd_see(crowd, &host, &r, n % 2, SECOND_US + i);
		}
	}

	CU_ASSERT_TRUE(crowd_knows(crowd, &host, &r, 2 * SECOND_US));
	crowd_free(crowd);
}

/* --- flows -------------------------------------------------------------------- */

static void on_end(void *ctx, const struct flow *f)
{
	*(struct outcome *)ctx = f->outcome;
}

static struct outcome last;

static struct engine *new_engine(bool hidden)
{
	struct engine_options o = {
		.budget = 10, .ports = PORTS_HINT, .flows_max = 10000, .hidden = hidden,
	};

	return engine_new(&o, on_end, &last);
}

static int64_t now_us;

/* A flow of `turns` messages, each of one packet; random unless there is `text`. */
struct talk {
	struct packet to;
	int turns;
	bool one_sided;
	const char *text;
	enum origin origin;	/* of who opens it */
};

/* As it ends: a copy. */
static struct flow run(struct engine *e, const struct talk *t)
{
	uint32_t seq[2] = { 1, 1 };
	struct flow *f = NULL;

	for (int i = 0; i < t->turns && !(f && f->outcome.decided); i++) {
		bool back = !t->one_sided && i % 2;
		uint8_t bytes[700];
		uint32_t n = t->to.transport == IPPROTO_UDP ? 60 : 620 + next_number() % 60;
		struct packet p = back ? packet_back(t->to) : t->to;

		for (uint32_t k = 0; k < n; k++)
			bytes[k] = (uint8_t)next_number();
		if (t->text && i == 0)
			memcpy(bytes, t->text, strlen(t->text));
		p = packet_with(p, bytes, n);
		p.tcp_flags = TCP_ACK | TCP_PSH;
		p.seq = seq[back];
		p.time_us = now_us += 1000;
		if (t->origin != ORIGIN_UNKNOWN)
			p.origin = back ? ORIGIN_LAN + ORIGIN_WORLD - t->origin : t->origin;
		seq[back] += n;
		f = engine_packet(e, &p);
	}

	return *f;
}

static bool is_hidden(const struct flow *f)
{
	return f->outcome.decided && f->outcome.label.number == PROTO_HIDDEN_P2P &&
	       f->outcome.label.confidence == CONFIDENCE_LIKELY;
}

/* Flows of `like` with `n` networks, each with a port of its own from `port` on, or that one. */
static void meet(struct engine *e, const struct talk *like, uint32_t n, uint16_t port,
		 bool one_port)
{
	for (uint32_t i = 0; i < n; i++) {
		struct talk t = *like;
		struct addr peer = remote_at(i, 200, 1, false).addr;
		uint16_t its = one_port ? port : (uint16_t)(port + i);

		t.to.sport = (uint16_t)(30000 + i);
		if (t.origin == ORIGIN_WORLD) {
			t.to.src = peer;
		} else {
			t.to.dst = peer;
			t.to.dport = its;
		}
		run(e, &t);
	}
}

static struct talk talk_of(const char *host, const char *peer, uint16_t port, uint8_t transport)
{
	return (struct talk){
		.to = packet_between(host, 40000, peer, port, transport),
		.turns = 12,
	};
}

/* What a host did before, and whether a flow of it is hidden-p2p then. */
static void behaviour(void)
{
	static const struct {
		const char *name;
		uint32_t peers;
		uint16_t port;
		bool one_port;
		uint8_t transport;
		const char *text;
		bool one_sided;
		enum origin origin;
		bool off;
		bool hidden;
	} cases[] = {
		{ "TCP to enough", 8, 20000, .transport = IPPROTO_TCP, .hidden = true },
		{ "TCP to enough, by interface", 8, 20000, .transport = IPPROTO_TCP,
		  .origin = ORIGIN_LAN, .hidden = true },
		{ "UDP to enough", 8, 20000, .transport = IPPROTO_UDP, .hidden = true },
		{ "no rule for it", 100, 20000, .transport = IPPROTO_TCP, .off = true },
		{ "one less", 7, 20000, .transport = IPPROTO_TCP },
		{ "one port", 100, 20000, .one_port = true, .transport = IPPROTO_TCP },
		{ "low ports", 100, 300, .transport = IPPROTO_TCP },
		{ "Telegram's port", 100, 5222, .one_port = true, .transport = IPPROTO_TCP },
		{ "classic ports", 8, 6881, .transport = IPPROTO_TCP, .hidden = true },
		{ "SSH", 100, 20000, .transport = IPPROTO_TCP, .text = "SSH-2.0-OpenSSH_9.2\r\n" },
		{ "HTTP", 100, 20000, .transport = IPPROTO_TCP,
		  .text = "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n" },
		{ "nobody answers", 100, 20000, .transport = IPPROTO_UDP, .one_sided = true },
		{ "strangers, answered", 100, 20000, .transport = IPPROTO_UDP,
		  .origin = ORIGIN_WORLD },
		{ "strangers, not answered", 100, 20000, .transport = IPPROTO_UDP,
		  .one_sided = true, .origin = ORIGIN_WORLD },
	};

	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		struct engine *e = new_engine(!cases[c].off);
		struct talk before = talk_of("10.0.0.1", "192.0.2.1", 20000, cases[c].transport);
		struct talk next = talk_of("10.0.0.1", "203.0.113.9", 31000, cases[c].transport);
		struct talk other = talk_of("10.0.0.2", "203.0.113.9", 31000, cases[c].transport);
		struct flow f;

		now_us = SECOND_US;
		before.text = cases[c].text;
		before.one_sided = cases[c].one_sided;
		before.origin = cases[c].origin;
		if (before.origin == ORIGIN_WORLD)
			before.to = packet_between("192.0.2.1", 20000, "10.0.0.1", 7000,
						   cases[c].transport);
		meet(e, &before, cases[c].peers, cases[c].port, cases[c].one_port);

		f = run(e, &next);
		UNIT_CHECK(is_hidden(&f) == cases[c].hidden, "%s", cases[c].name);
		UNIT_CHECK(!cases[c].hidden || f.outcome.packet <= 3, "%s: packet %u",
			   cases[c].name, f.outcome.packet);
		f = run(e, &other);
		UNIT_CHECK(!is_hidden(&f), "%s: another host", cases[c].name);
		engine_free(e);
	}
}

/* At a host that is known: what is not hit all the same. */
static void beside(void)
{
	static const struct {
		const char *name;
		uint16_t port;
		uint8_t transport;
		const char *text;
		bool hidden;
	} cases[] = {
		{ "random", 31000, IPPROTO_TCP, NULL, true },
		{ "port 443", 443, IPPROTO_TCP, NULL, false },
		{ "Telegram's port", 5222, IPPROTO_TCP, NULL, false },
		{ "SSH", 31000, IPPROTO_TCP, "SSH-2.0-OpenSSH_9.2\r\n", false },
		{ "the other transport", 31000, IPPROTO_UDP, NULL, false },
	};
	struct engine *e = new_engine(true);
	struct talk before = talk_of("10.0.0.1", "192.0.2.1", 20000, IPPROTO_TCP);
	struct talk proxy = talk_of("10.0.0.1", "198.51.100.1", 8388, IPPROTO_TCP);
	struct flow f;

	now_us = SECOND_US;
	for (uint16_t i = 0; i < CROWD_SERVER_FLOWS; i++) {
		proxy.to.sport = 50000 + i;
		run(e, &proxy);
	}
	meet(e, &before, 20, 20000, false);
	proxy.to.sport = 51000;
	f = run(e, &proxy);
	CU_ASSERT_FALSE(is_hidden(&f));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct talk t = talk_of("10.0.0.1", "203.0.113.9", cases[i].port,
					cases[i].transport);

		t.to.sport = (uint16_t)(52000 + i);
		t.text = cases[i].text;
		f = run(e, &t);
		UNIT_CHECK(is_hidden(&f) == cases[i].hidden, "%s", cases[i].name);
	}
	engine_free(e);
}

/* BitTorrent explains what its host does. */
static void explained(void)
{
	static const uint8_t handshake[68] = "\x13" "BitTorrent protocol";
	struct engine *e = new_engine(true);
	struct talk t = talk_of("10.0.0.1", "192.0.2.1", 20000, IPPROTO_TCP);
	struct talk next = talk_of("10.0.0.1", "203.0.113.9", 31000, IPPROTO_TCP);
	struct packet p = packet_with(next.to, handshake, sizeof(handshake));
	struct flow f;

	now_us = SECOND_US;
	meet(e, &t, 20, 20000, false);
	p.tcp_flags = TCP_ACK | TCP_PSH;
	p.time_us = now_us;
	CU_ASSERT_EQUAL(engine_packet(e, &p)->outcome.label.number, PROTO_BITTORRENT);
	next.to.sport++;
	f = run(e, &next);
	CU_ASSERT_FALSE(is_hidden(&f));
	engine_free(e);
}

/* A flow that a stranger opens to a host that is known. */
static void inbound(void)
{
	struct engine *e = new_engine(true);
	struct talk t = talk_of("10.0.0.1", "192.0.2.1", 20000, IPPROTO_TCP);
	struct flow f;

	now_us = SECOND_US;
	meet(e, &t, 8, 20000, false);
	t.to = packet_between("203.0.113.9", 31000, "10.0.0.1", 20001, IPPROTO_TCP);
	f = run(e, &t);
	CU_ASSERT_TRUE(is_hidden(&f));
	CU_ASSERT_EQUAL(f.outcome.stage, STAGE_HOST);
	engine_free(e);
}

/* A new policy: counting begins with it, and what was known goes when it ends. */
static void reload(void)
{
	struct signature_list none = { NULL, 0 };
	struct engine *e = new_engine(false);
	struct talk t = talk_of("10.0.0.1", "192.0.2.1", 20000, IPPROTO_TCP);
	struct talk next = talk_of("10.0.0.1", "203.0.113.9", 31000, IPPROTO_TCP);
	struct flow f;

	now_us = SECOND_US;
	meet(e, &t, 8, 20000, false);
	engine_set(e, 10, PORTS_HINT, true, none);
	f = run(e, &next);
	CU_ASSERT_FALSE(is_hidden(&f));
	meet(e, &t, 16, 21000, false);
	next.to.sport++;
	f = run(e, &next);
	CU_ASSERT_TRUE(is_hidden(&f));
	engine_set(e, 10, PORTS_HINT, false, none);
	next.to.sport++;
	f = run(e, &next);
	CU_ASSERT_FALSE(is_hidden(&f));
	engine_free(e);
}

/* --- workers ------------------------------------------------------------------ */

static void take(void *ctx, const struct lesson *lesson)
{
	learned_take(ladder_learned(engine_ladder(ctx)), lesson, now_us);
}

/* Half of the flows in one worker, half in another: both know the host. */
static void two_workers(void)
{
	struct engine *a = new_engine(true);
	struct engine *b = new_engine(true);
	struct talk t = talk_of("10.0.0.1", "192.0.2.1", 20000, IPPROTO_TCP);
	struct talk next = talk_of("10.0.0.1", "203.0.113.9", 31000, IPPROTO_TCP);
	struct flow f;

	learned_on_lesson(ladder_learned(engine_ladder(a)), take, b);
	learned_on_lesson(ladder_learned(engine_ladder(b)), take, a);
	now_us = SECOND_US;
	for (uint32_t i = 0; i < 8; i++) {
		t.to.dst = remote_at(i, 8, 8, false).addr;
		t.to.dport = (uint16_t)(20000 + i);
		run(i % 2 ? a : b, &t);
	}

	f = run(a, &next);
	CU_ASSERT_TRUE(is_hidden(&f));
	f = run(b, &next);
	CU_ASSERT_TRUE(is_hidden(&f));
	learned_on_lesson(ladder_learned(engine_ladder(a)), NULL, NULL);
	learned_on_lesson(ladder_learned(engine_ladder(b)), NULL, NULL);
	engine_free(a);
	engine_free(b);
}

static const struct unit_test tests[] = {
	{ "the table of hosts", table },
	{ "servers", servers },
	{ "full tables", full_tables },
	{ "what a host does", behaviour },
	{ "beside it", beside },
	{ "explained", explained },
	{ "inbound", inbound },
	{ "a new policy", reload },
	{ "two workers", two_workers },
};

UNIT_MAIN("crowd", tests)
