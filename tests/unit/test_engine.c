/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "packet_case.h"

#include "../../daemon/classify/catalogue.h"
#include "../../daemon/engine.h"

/* The ladder and the engine around it, as a flow's packets meet them. */
#define HANDSHAKE "\x13" "BitTorrent protocol"

static const uint8_t handshake[68] = HANDSHAKE;

struct ended {
	int n;
	struct outcome last;
};

static void on_end(void *ctx, const struct flow *f)
{
	struct ended *e = ctx;

	e->n++;
	e->last = f->outcome;
}

static struct engine *engine(struct ended *e, unsigned int budget, enum ports_mode ports, bool live)
{
	struct engine_options o = {
		.budget = budget, .ports = ports, .flows_max = 1000, .live = live,
	};

	*e = (struct ended){ 0 };
	return engine_new(&o, on_end, e);
}

static struct packet tcp_to(uint16_t port)
{
	struct packet p = packet_between("10.0.0.1", 40000, "192.0.2.1", port, IPPROTO_TCP);

	p.tcp_flags = TCP_ACK | TCP_PSH;
	return p;
}

static void certain_at_once(void)
{
	struct ended e;
	struct engine *en = engine(&e, 10, PORTS_HINT, false);
	struct packet p = packet_with(tcp_to(5000), handshake, sizeof(handshake));
	struct flow *f = engine_packet(en, &p);

	CU_ASSERT(f->outcome.decided);
	CU_ASSERT_EQUAL(f->outcome.label.number, PROTO_BITTORRENT);
	CU_ASSERT_EQUAL(f->outcome.label.confidence, CONFIDENCE_CERTAIN);
	CU_ASSERT_EQUAL(f->outcome.stage, STAGE_SIGNATURE);
	CU_ASSERT_EQUAL(f->outcome.packet, 1);
	engine_free(en);
}

static void one_byte_at_a_time(void)
{
	struct ended e;
	struct engine *en = engine(&e, 64, PORTS_HINT, false);
	struct flow *f = NULL;

	for (uint32_t i = 0; i < 25; i++) {
		struct packet p = packet_with(tcp_to(5000), handshake + i, 1);

		p.seq = 77 + i;
		f = engine_packet(en, &p);
		CU_ASSERT_EQUAL(f->outcome.decided, i == 24);
	}
	CU_ASSERT_EQUAL(f->outcome.label.number, PROTO_BITTORRENT);
	CU_ASSERT_EQUAL(f->outcome.packet, 25);
	engine_free(en);
}

/* A policy's own, cut anywhere: the length that stands in it counts as well. */
static void own_in_pieces(void)
{
	static const uint8_t hello[] = "CAMPUS-HELLO 1 \x06three";
	static const struct signature_length length = { .at = 15, .size = 1, .plus = 15 };
	struct signature own = {
		.name = "hello", .proto = PROTO_TOX, .transport = IPPROTO_TCP, .least = 16,
		.side = SIGNATURE_INITIATOR, .len = 15, .bytes = hello, .mask = (const uint8_t *)
		"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", .length = &length,
	};

	for (uint32_t step = 1; step < sizeof(hello) - 1; step++) {
		struct ended e;
		struct engine *en = engine(&e, 64, PORTS_HINT, false);
		struct flow *f = NULL;

		engine_set(en, 64, PORTS_HINT, false, (struct signature_list){ &own, 1 });
		for (uint32_t i = 0; i < sizeof(hello) - 1; i += step) {
			uint32_t left = (uint32_t)sizeof(hello) - 1 - i;
			struct packet p = packet_with(tcp_to(5000), hello + i,
						      left < step ? left : step);

			p.seq = 77 + i;
			f = engine_packet(en, &p);
			CU_ASSERT_EQUAL(f->outcome.decided, left <= step);
		}
		CU_ASSERT_EQUAL(f->outcome.label.number, PROTO_TOX);
		engine_free(en);
	}
}

/* Some programs write a few bytes at a time: those do not spend the budget. */
static void tiny_segments(void)
{
	struct ended e;
	struct engine *en = engine(&e, 4, PORTS_HINT, false);
	struct flow *f = NULL;

	for (uint32_t i = 0; i < 26; i += 2) {
		struct packet p = packet_with(tcp_to(5000), handshake + i, 2);

		p.seq = i;
		f = engine_packet(en, &p);
		CU_ASSERT_EQUAL(f->outcome.decided, i == 24);
	}
	CU_ASSERT_EQUAL(f->outcome.label.number, PROTO_BITTORRENT);
	engine_free(en);

	en = engine(&e, 4, PORTS_HINT, false);
	for (uint32_t i = 0; i < 32; i++) {
		struct packet p = packet_with(tcp_to(5000), "\xee\xdd", 2);

		p.seq = i * 2;
		f = engine_packet(en, &p);
		CU_ASSERT_EQUAL(f->outcome.decided, i == 31);
	}
	CU_ASSERT_EQUAL(f->outcome.stage, STAGE_BUDGET);
	engine_free(en);
}

/* Each packet twice, as a capture of all interfaces of a gateway has it. */
static void packets_twice(void)
{
	static const uint8_t transports[] = { IPPROTO_TCP, IPPROTO_UDP };

	for (size_t t = 0; t < 2; t++) {
		struct ended e;
		struct engine *en = engine(&e, 4, PORTS_HINT, false);
		struct flow *f = NULL;

		for (uint32_t i = 0; i < 8; i++) {
			char bytes[80] = "\xee\xdd\xcc";
			struct packet p = packet_between("10.0.0.1", 40000, "192.0.2.1", 5000,
							 transports[t]);

			bytes[3] = (char)(i / 2);
			p = packet_with(p, bytes, sizeof(bytes));
			p.seq = i / 2 * 80;
			p.time_us = 1000000 * (i / 2 + 1) + 100 * i;
			f = engine_packet(en, &p);
			CU_ASSERT_EQUAL(f->outcome.decided, i >= 6);
		}
		CU_ASSERT_EQUAL(f->packets, 8);
		CU_ASSERT_EQUAL(f->outcome.packet, 4);
		engine_free(en);
	}
}

/* What sends the same for ever is decided as well. */
static void packets_without_end(void)
{
	static const uint8_t bytes[80] = "\xee\xdd\xcc";
	struct ended e;
	struct engine *en = engine(&e, 4, PORTS_HINT, false);
	struct packet p = packet_between("10.0.0.1", 40000, "192.0.2.1", 5000, IPPROTO_UDP);
	struct flow *f = NULL;

	for (int i = 0; i < 100; i++) {
		p = packet_with(p, bytes, sizeof(bytes));
		p.time_us = 1000000 + 100 * i;
		f = engine_packet(en, &p);
	}

	CU_ASSERT(f->outcome.decided);
	CU_ASSERT_EQUAL(f->outcome.stage, STAGE_BUDGET);
	engine_free(en);
}

/* Forged signatures take no more time of a second than they may; a second later others do. */
static void proofs_without_end(void)
{
	static const uint8_t beacon[96] = { 1 };
	struct ended e;
	struct engine *en = engine(&e, 4, PORTS_HINT, false);

	for (int i = 0; i < 300; i++) {
		struct packet p = packet_between("192.0.2.1", (uint16_t)(2000 + i), "192.0.2.255",
						 2086, IPPROTO_UDP);

		p = packet_with(p, beacon, sizeof(beacon));
		p.time_us = i < 200 ? 1000000 : 2000000;
		engine_packet(en, &p);
	}

	CU_ASSERT_EQUAL(engine_counters(en).ladder.unproved, 100);
	engine_free(en);
}

static void plain_is_cleared(void)
{
	static const char get[] = "GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n";
	struct ended e;
	struct engine *en = engine(&e, 10, PORTS_HINT, false);
	struct packet p = packet_with(tcp_to(6881), get, sizeof(get) - 1);
	struct flow *f = engine_packet(en, &p);

	CU_ASSERT(f->outcome.decided);
	CU_ASSERT_EQUAL(f->outcome.label.number, LABEL_CLEARED);
	CU_ASSERT_EQUAL(f->outcome.proto, PROTO_HTTP);
	CU_ASSERT_EQUAL(f->outcome.packet, 1);
	engine_free(en);
}

/* Bytes that nobody knows: the classic port is a hint when the budget is spent. */
static void out_of_budget(void)
{
	static const struct {
		uint16_t port;
		enum ports_mode ports;
		uint16_t label;
		enum stage stage;
	} cases[] = {
		{ 6881, PORTS_HINT, PROTO_BITTORRENT, STAGE_PORT },
		{ 6881, PORTS_OFF, LABEL_CLEARED, STAGE_BUDGET },
		{ 5000, PORTS_HINT, LABEL_CLEARED, STAGE_BUDGET },
	};

	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		static const char bytes[80] = "\xee\xdd\xcc";
		struct ended e;
		struct engine *en = engine(&e, 4, cases[c].ports, false);
		struct flow *f = NULL;

		for (uint32_t i = 0; i < 4; i++) {
			struct packet p = packet_with(tcp_to(cases[c].port), bytes,
						      sizeof(bytes));

			p.seq = i * 80;
			f = engine_packet(en, &p);
			CU_ASSERT_EQUAL(f->outcome.decided, i == 3);
		}
		CU_ASSERT_EQUAL(f->outcome.label.number, cases[c].label);
		CU_ASSERT_EQUAL(f->outcome.stage, cases[c].stage);
		engine_free(en);
	}
}

static struct packet udp(const char *src, uint16_t sport, const char *dst, uint16_t dport)
{
	return packet_between(src, sport, dst, dport, IPPROTO_UDP);
}

static const uint8_t dht_ping[] = "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe";
static const uint8_t utp_syn[20] = {
	0x41, 0, 0x12, 0x34, 1, 2, 3, 4, 0, 0, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0,
};

/* A uTP SYN alone is nothing; from a socket that spoke DHT it is likely BitTorrent. */
static void learned_peer(void)
{
	struct ended e;
	struct engine *en = engine(&e, 10, PORTS_OFF, false);
	struct packet syn = packet_with(udp("10.0.0.1", 50000, "192.0.2.9", 60000),
					utp_syn, sizeof(utp_syn));
	struct packet ping = packet_with(udp("10.0.0.1", 50000, "192.0.2.8", 60001), dht_ping,
					 sizeof(dht_ping) - 1);
	struct packet again;

	for (int i = 0; i < 4; i++)
		CU_ASSERT_FALSE(engine_packet(en, &syn)->outcome.decided);
	CU_ASSERT_EQUAL(engine_packet(en, &ping)->outcome.label.confidence, CONFIDENCE_CERTAIN);

	again = packet_with(udp("10.0.0.1", 50000, "192.0.2.10", 60000), utp_syn, sizeof(utp_syn));
	for (int i = 0; i < 4; i++)
		engine_packet(en, &again);
	CU_ASSERT_EQUAL(engine_packet(en, &again)->outcome.label.number, PROTO_BITTORRENT);
	CU_ASSERT_EQUAL(engine_packet(en, &again)->outcome.label.confidence, CONFIDENCE_LIKELY);
	CU_ASSERT_EQUAL(engine_packet(en, &again)->outcome.stage, STAGE_PEER);
	engine_free(en);
}

/* The same, but the peer's word is older than a learned peer lives. */
static void learned_peer_forgotten(void)
{
	struct ended e;
	struct engine *en = engine(&e, 10, PORTS_OFF, false);
	struct packet ping = packet_with(udp("10.0.0.1", 50000, "192.0.2.8", 60001), dht_ping,
					 sizeof(dht_ping) - 1);
	struct packet syn = packet_with(udp("10.0.0.1", 50000, "192.0.2.10", 60000), utp_syn,
					sizeof(utp_syn));

	engine_packet(en, &ping);
	syn.time_us = 16 * 60 * 1000000LL;
	for (int i = 0; i < 5; i++)
		CU_ASSERT_NOT_EQUAL(engine_packet(en, &syn)->outcome.label.number,
				    PROTO_BITTORRENT);
	engine_free(en);
}

/* A forged DHT query must not teach a port that everybody talks to. */
static void forged_peer(void)
{
	struct ended e;
	struct engine *en = engine(&e, 10, PORTS_OFF, false);
	struct packet forged = packet_with(udp("192.0.2.1", 443, "10.0.0.1", 50000), dht_ping,
					   sizeof(dht_ping) - 1);
	struct packet noise = packet_with(tcp_to(443), "\xee\xdd\xcc\xbb", 4);

	engine_packet(en, &forged);
	for (uint32_t i = 0; i < 10; i++) {
		noise.seq = i * 4;
		engine_packet(en, &noise);
	}
	engine_free(en);
	CU_ASSERT_NOT_EQUAL(e.last.label.confidence, CONFIDENCE_LIKELY);
}

/* STUN waits for TURN, and for what it opened the way for: of that, a proof alone counts. */
static void way_opened(void)
{
	static const uint8_t binding[20] = "\0\1\0\0\x21\x12\xa4\x42" "0123456789ab";
	static const uint8_t allocate[28] = "\0\3\0\x08\x21\x12\xa4\x42" "0123456789ab"
					    "\0\x19\0\4\x11\0\0";
	static const uint8_t sound[] = "\x80\0\0\1\0\0\0\xa0SSRC0123456789";
	static const struct {
		const uint8_t *next;
		uint16_t len;
		uint16_t label;
	} cases[] = {
		{ allocate, sizeof(allocate), PROTO_TURN },
		{ dht_ping, sizeof(dht_ping) - 1, PROTO_BITTORRENT },
		{ sound, sizeof(sound) - 1, PROTO_STUN },
		{ utp_syn, sizeof(utp_syn), PROTO_STUN },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ended e;
		struct engine *en = engine(&e, 10, PORTS_OFF, false);
		struct packet p = udp("10.0.0.1", 50000, "192.0.2.9", 60000);
		struct packet first = packet_with(p, binding, sizeof(binding));
		struct packet next = packet_with(p, cases[i].next, cases[i].len);

		CU_ASSERT_FALSE(engine_packet(en, &first)->outcome.decided);
		engine_packet(en, &next);
		engine_free(en);
		CU_ASSERT_EQUAL(e.last.label.number, cases[i].label);
		CU_ASSERT_EQUAL(e.last.label.confidence, CONFIDENCE_CERTAIN);
	}
}

/* Messages that might be chance, numbered on from host to host: all of them are likely it. */
static void numbered_series(void)
{
	static const char *const hosts[] = { "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4" };

	for (uint8_t step = 0; step < 2; step++) {
		uint8_t message[] = "\x12\x30\2\x1f\xed\xe1\x92\xf1\x76\x33\xe6\xaa\x50\x01\x07"
				    "\x15\xd8\xeb\xba\x6b\x0e";
		struct ended e;
		struct engine *en = engine(&e, 10, PORTS_OFF, false);

		for (size_t i = 0; i < 4; i++) {
			struct packet p = udp("10.0.0.1", 50000, hosts[i], 40000);

			p = packet_with(p, message, sizeof(message) - 1);
			engine_packet(en, &p);
			message[1] += step;
		}
		engine_free(en);
		CU_ASSERT_EQUAL(e.n, 4);
		CU_ASSERT_EQUAL(e.last.label.number == PROTO_SKYPE, step);
		CU_ASSERT_EQUAL(e.last.label.confidence == CONFIDENCE_LIKELY, step);
	}
}

#define NAME32 "FDFEFCCACACACACACACACACACACACAAA"
static const uint8_t session_request[] = "\x81\0\0\x44\x20" NAME32 "\0\x20" NAME32 "\0";

/* A NetBIOS session is asked for: that it is, unless SMB follows. */
static void session_alone(void)
{
	struct ended e;
	struct engine *en = engine(&e, 10, PORTS_HINT, false);
	struct packet p = packet_with(tcp_to(139), session_request, sizeof(session_request) - 1);

	CU_ASSERT_FALSE(engine_packet(en, &p)->outcome.decided);
	engine_free(en);
	CU_ASSERT_EQUAL(e.last.label.number, PROTO_NETBIOS);
	CU_ASSERT_EQUAL(e.last.label.confidence, CONFIDENCE_CERTAIN);
}

/* A flow that ends before anything names it has its classic port's label. */
static void short_on_a_port(void)
{
	static const struct {
		uint16_t port;
		enum ports_mode ports;
		bool live;
		uint16_t number;
	} cases[] = {
		{ 8333, PORTS_HINT, false, PROTO_BITCOIN },
		{ 8333, PORTS_HINT, true, PROTO_BITCOIN },
		{ 8333, PORTS_OFF, false, 0 },
		{ 5000, PORTS_HINT, false, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ended e;
		struct engine *en = engine(&e, 10, cases[i].ports, cases[i].live);
		struct packet p = packet_with(tcp_to(cases[i].port), "\0\2\0\0\0\0\0\0\0", 9);

		CU_ASSERT_FALSE(engine_packet(en, &p)->outcome.decided);
		engine_free(en);
		CU_ASSERT_EQUAL(e.last.label.number, cases[i].number);
		CU_ASSERT_EQUAL(e.last.label.confidence == CONFIDENCE_PORT, cases[i].number != 0);
		CU_ASSERT_EQUAL(e.last.stage == STAGE_PORT, cases[i].number != 0);
	}
}

/* Live: a decided flow's late packet belongs to a new connection of the same ends. */
static void new_round(void)
{
	struct ended e;
	struct engine *en = engine(&e, 10, PORTS_HINT, true);
	struct packet p = packet_with(tcp_to(5000), handshake, sizeof(handshake));
	struct packet get = packet_with(tcp_to(5000), "SSH-2.0-OpenSSH_9.2\r\n", 21);

	p.time_us = 1000000;
	engine_packet(en, &p);
	get.time_us = 1500000;
	CU_ASSERT_EQUAL(engine_packet(en, &get)->outcome.label.number, PROTO_BITTORRENT);
	get.time_us = 9000000;
	get.seq = 1 << 28;
	CU_ASSERT_EQUAL(engine_packet(en, &get)->outcome.label.number, LABEL_CLEARED);
	CU_ASSERT_EQUAL(e.n, 1);
	engine_free(en);
}

/* Live: another program takes the label out of the connection mark; the flow gets it once more. */
static void label_gone(void)
{
	struct ended e;
	struct engine *en = engine(&e, 10, PORTS_HINT, true);
	struct packet p = packet_with(tcp_to(5000), handshake, sizeof(handshake));
	struct packet more = packet_with(tcp_to(5000), "\0\0\0\1\2", 5);

	p.time_us = 1000000;
	engine_packet(en, &p);
	more.seq = p.seq + sizeof(handshake);
	for (int s = 4; s < 8; s++) {
		more.time_us = s * 1000000;
		CU_ASSERT_EQUAL(engine_packet(en, &more)->outcome.label.number, PROTO_BITTORRENT);
		more.seq += 5;
	}
	CU_ASSERT_EQUAL(engine_counters(en).labels_gone, 3);
	CU_ASSERT_EQUAL(e.n, 0);
	engine_free(en);
}

/* Live: the same ends meet again at once; their packets lie elsewhere in the sequence. */
static void new_round_at_once(void)
{
	struct ended e;
	struct engine *en = engine(&e, 10, PORTS_HINT, true);
	struct packet get = packet_with(tcp_to(5000), "SSH-2.0-OpenSSH_9.2\r\n", 21);
	struct packet p = packet_with(tcp_to(5000), handshake, sizeof(handshake));

	p.seq = 0xfffffff0;
	CU_ASSERT_EQUAL(engine_packet(en, &p)->outcome.label.number, PROTO_BITTORRENT);
	get.seq = p.seq + sizeof(handshake);
	CU_ASSERT_EQUAL(engine_packet(en, &get)->outcome.label.number, PROTO_BITTORRENT);
	get.seq = p.seq + 10000000;
	CU_ASSERT_EQUAL(engine_packet(en, &get)->outcome.label.number, LABEL_CLEARED);
	CU_ASSERT_EQUAL(e.n, 1);
	engine_free(en);
}

/* Live: a decided flow is the kernel's, and is not kept here for long. */
static void decided_goes(void)
{
	struct ended e;
	struct engine *en = engine(&e, 10, PORTS_HINT, true);
	struct packet dht = packet_with(udp("10.0.0.1", 50000, "192.0.2.8", 60001), dht_ping,
					sizeof(dht_ping) - 1);
	struct packet p = packet_with(tcp_to(5000), handshake, sizeof(handshake));
	struct packet noise = packet_with(tcp_to(5001), "\xee\xdd\xcc", 3);

	engine_packet(en, &p);
	engine_packet(en, &dht);
	engine_packet(en, &noise);
	noise.time_us = 11000000;
	engine_packet(en, &noise);
	CU_ASSERT_EQUAL(e.n, 2);
	engine_free(en);
	CU_ASSERT_EQUAL(e.n, 3);
}

/* The same, when nothing was found out about the first connection. */
static void new_round_undecided(void)
{
	struct ended e;
	struct engine *en = engine(&e, 10, PORTS_HINT, true);
	struct packet noise = packet_with(tcp_to(5000), "\xee\xdd\xcc", 3);
	struct packet p = packet_with(tcp_to(5000), handshake, sizeof(handshake));

	CU_ASSERT_FALSE(engine_packet(en, &noise)->outcome.decided);
	p.seq = 0x80000000;
	CU_ASSERT_EQUAL(engine_packet(en, &p)->outcome.label.number, PROTO_BITTORRENT);
	engine_free(en);
}

static const struct unit_test tests[] = {
	{ "certain at once", certain_at_once },
	{ "one byte at a time", one_byte_at_a_time },
	{ "a policy's own in pieces", own_in_pieces },
	{ "tiny segments", tiny_segments },
	{ "packets twice", packets_twice },
	{ "packets without end", packets_without_end },
	{ "proofs without end", proofs_without_end },
	{ "plain traffic is cleared", plain_is_cleared },
	{ "the budget is spent", out_of_budget },
	{ "a learned peer", learned_peer },
	{ "a learned peer is forgotten", learned_peer_forgotten },
	{ "a forged peer", forged_peer },
	{ "a way opened", way_opened },
	{ "a numbered series", numbered_series },
	{ "a NetBIOS session alone", session_alone },
	{ "a short flow on a classic port", short_on_a_port },
	{ "a new connection between the same ends", new_round },
	{ "a label that another program took away", label_gone },
	{ "a new connection at once", new_round_at_once },
	{ "a new connection after an undecided one", new_round_undecided },
	{ "a decided flow is let go", decided_goes },
};

UNIT_MAIN("engine", tests)
