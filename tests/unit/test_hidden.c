/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "hidden_case.h"

#include "../../daemon/classify/catalogue.h"
#include "../../daemon/classify/hosts.h"
#include "../../daemon/classify/mse.h"

/* BitTorrent behind MSE: which hosts are known for it, what sizes say, and what comes of both. */

static struct addr addr_of(const char *text)
{
	struct addr a;

	CU_ASSERT_FATAL(addr_parse(text, &a));
	return a;
}

/* --- hosts -------------------------------------------------------------------- */

static void see(struct hosts *h, const char *host, enum host_sign sign, const char *other,
		int64_t at_us)
{
	struct addr a = addr_of(host);
	struct addr b = addr_of(other);

	hosts_see(h, &a, sign, &b, at_us);
}

static bool knows(struct hosts *h, const char *host, int64_t at_us)
{
	struct addr a = addr_of(host);

	return hosts_is_known(h, &a, true, at_us);
}

static bool tie(struct hosts *h, const char *host, const char *mac, int64_t at_us)
{
	struct addr a = addr_of(host);

	return hosts_tie(h, &a, (const uint8_t *)mac, at_us);
}

static void signs(void)
{
	static const struct {
		const char *name;
		enum host_sign sign;
		const char *others[3];
		int64_t apart_us;
		unsigned int shapes;	/* flows of the shape that were not exact */
		bool known;
	} cases[] = {
		{ "a proof", HOST_PROOF, { "192.0.2.1" }, 0, 0, true },
		{ "sizes", HOST_SIZES, { "192.0.2.1" }, 0, 0, true },
		{ "a shape", HOST_SHAPE, { "192.0.2.1", "198.51.100.1", "203.0.113.1" }, 0, 0,
		  false },
		{ "one exact", HOST_EXACT, { "192.0.2.1" }, 0, 0, false },
		{ "two of one network", HOST_EXACT, { "192.0.2.1", "192.0.77.1" }, 0, 0, false },
		{ "two networks", HOST_EXACT, { "192.0.2.1", "198.51.100.1" }, 0, 0, true },
		{ "two of one network, IPv6", HOST_EXACT, { "2001:db8::1", "2001:db8:1::1" }, 0, 0,
		  false },
		{ "two networks, IPv6", HOST_EXACT, { "2001:db8::1", "2001:db9::1" }, 0, 0, true },
		{ "one of each family", HOST_EXACT, { "192.0.2.1", "2001:db8::1" }, 0, 0, true },
		{ "two networks, slowly", HOST_EXACT, { "192.0.2.1", "198.51.100.1" },
		  11 * MINUTE_US, 0, false },
		{ "two exact of many of that shape", HOST_EXACT, { "192.0.2.1", "198.51.100.1" }, 0,
		  9, false },
		{ "two exact of some of that shape", HOST_EXACT, { "192.0.2.1", "198.51.100.1" }, 0,
		  8, true },
		{ "one midway", HOST_MIDWAY, { "192.0.2.1" }, 0, 0, false },
		{ "two midway", HOST_MIDWAY, { "192.0.2.1", "198.51.100.1" }, 0, 0, false },
		{ "three midway", HOST_MIDWAY, { "192.0.2.1", "198.51.100.1", "203.0.113.1" }, 0,
		  0, true },
	};

	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		struct hosts *h = hosts_new();
		int64_t at_us = SECOND_US;

		for (unsigned int i = 0; i < cases[c].shapes; i++)
			see(h, "10.0.0.1", HOST_SHAPE, "192.0.2.9", at_us);
		for (size_t i = 0; i < 3 && cases[c].others[i]; i++) {
			if (cases[c].sign == HOST_EXACT)
				see(h, "10.0.0.1", HOST_SHAPE, cases[c].others[i], at_us);
			see(h, "10.0.0.1", cases[c].sign, cases[c].others[i], at_us);
			at_us += cases[c].apart_us;
		}
		UNIT_CHECK(knows(h, "10.0.0.1", at_us) == cases[c].known, "%s", cases[c].name);
		CU_ASSERT_FALSE(knows(h, "10.0.0.2", at_us));
		CU_ASSERT_FALSE(knows(h, "10.0.0.1", at_us + HOST_LIFE_US + 1));
		hosts_free(h);
	}
}

static void machines(void)
{
	static const char mac[6] = "\x02\0\0\0\0\x01";
	struct hosts *h = hosts_new();

	CU_ASSERT_TRUE(tie(h, "10.0.0.1", mac, SECOND_US));
	CU_ASSERT_FALSE(tie(h, "10.0.0.1", mac, 2 * SECOND_US));	/* no news */
	CU_ASSERT_TRUE(tie(h, "2001:db8::1", mac, SECOND_US));
	CU_ASSERT_TRUE(tie(h, "2001:db8::aaaa:1", mac, SECOND_US));
	see(h, "10.0.0.1", HOST_PROOF, "192.0.2.1", SECOND_US);
	CU_ASSERT_TRUE(knows(h, "2001:db8::1", 2 * SECOND_US));
	CU_ASSERT_TRUE(knows(h, "2001:db8::aaaa:1", 2 * SECOND_US));
	CU_ASSERT_FALSE(knows(h, "2001:db8::2", 2 * SECOND_US));

	/* An address that another machine has got is another host. */
	CU_ASSERT_TRUE(tie(h, "2001:db8::1", "\x02\0\0\0\0\x02", 3 * SECOND_US));
	CU_ASSERT_FALSE(knows(h, "2001:db8::1", 3 * SECOND_US));
	CU_ASSERT_TRUE(knows(h, "10.0.0.1", 3 * SECOND_US));
	hosts_free(h);
}

/* Behind a router many hosts have one MAC address: none answers for another. */
static void router(void)
{
	static const char mac[6] = "\x02\0\0\0\0\x01";
	struct hosts *h = hosts_new();

	tie(h, "10.0.0.1", mac, SECOND_US);
	see(h, "10.0.0.1", HOST_PROOF, "192.0.2.1", SECOND_US);
	tie(h, "10.0.0.2", mac, 2 * SECOND_US);
	CU_ASSERT_FALSE(knows(h, "10.0.0.2", 2 * SECOND_US));
	see(h, "10.0.0.1", HOST_PROOF, "192.0.2.1", 3 * SECOND_US);
	CU_ASSERT_TRUE(knows(h, "10.0.0.1", 3 * SECOND_US));
	CU_ASSERT_FALSE(knows(h, "10.0.0.2", 3 * SECOND_US));
	hosts_free(h);

	/* The same with IPv6 alone: more prefixes than one host has. */
	h = hosts_new();
	tie(h, "2001:db8:0:1::1", mac, SECOND_US);
	tie(h, "2001:db8:0:2::1", mac, SECOND_US);
	tie(h, "2001:db8:0:3::1", mac, SECOND_US);
	see(h, "2001:db8:0:1::1", HOST_PROOF, "192.0.2.1", SECOND_US);
	CU_ASSERT_TRUE(knows(h, "2001:db8:0:3::1", SECOND_US));
	tie(h, "2001:db8:0:4::1", mac, SECOND_US);
	CU_ASSERT_FALSE(knows(h, "2001:db8:0:3::1", SECOND_US));
	CU_ASSERT_FALSE(knows(h, "2001:db8:0:4::1", SECOND_US));
	hosts_free(h);
}

/* A table that is full loses what is oldest, and is never read beyond its end. */
static void full_tables(void)
{
	struct hosts *h = hosts_new();
	struct addr other = addr_of("192.0.2.1");
	struct addr a = addr_of("10.0.0.0");

	for (uint32_t i = 0; i < 100000; i++) {
		uint8_t mac[6] = { 2, 0, (uint8_t)(i >> 24), (uint8_t)(i >> 16), (uint8_t)(i >> 8),
				   (uint8_t)i };

		memcpy(a.bytes + 1, mac + 3, 3);
		hosts_tie(h, &a, mac, SECOND_US + i);
		hosts_see(h, &a, HOST_PROOF, &other, SECOND_US + i);
	}

	CU_ASSERT_TRUE(hosts_is_known(h, &a, false, 2 * SECOND_US));
	hosts_free(h);
}

/* --- sizes -------------------------------------------------------------------- */

/* Each question is answered with so many bytes, in segments. */
static void sizes(void)
{
	static const struct {
		const char *name;
		uint32_t asks[16];
		uint32_t answer;
		bool fit;
	} cases[] = {
		{ "requests, haves, states",
		  { 68, 308, 34, 17, 26, 17, 43, 51, 5, 13 }, 16397, true },
		{ "requests of one and of two",
		  { 68, 202, 17, 17, 34, 17, 34 }, 16397, true },
		{ "the same, too few",
		  { 68, 202, 17, 34, 5 }, 16397, false },
		{ "the same, and little comes",
		  { 68, 202, 17, 17, 34, 17, 34, 17, 17 }, 2000, false },
		{ "the same, and much more comes",
		  { 68, 202, 17, 17, 34, 17, 34, 17 }, 65000, false },
		{ "haves alone",
		  { 68, 202, 9, 18, 27, 36, 9, 9, 9, 9 }, 16397, false },
		{ "one size",
		  { 300, 200, 34, 34, 34, 34, 34, 34, 34, 34 }, 16384, false },
		{ "window adjustments of SSH",
		  { 36, 44, 52, 36, 44, 52, 36, 44, 52 }, 32768, false },
		{ "HTTP/2's in Shadowsocks",
		  { 116, 312, 69, 153, 69, 69, 170, 69, 69 }, 32768, false },
		{ "one in six is another size",
		  { 68, 9, 17, 34, 17, 100, 34, 17, 51 }, 16397, true },
		{ "one in three is another size",
		  { 68, 9, 17, 100, 34, 17, 70, 101, 51 }, 16397, false },
		{ "random sizes",
		  { 85, 120, 34, 90, 150, 26, 51, 77, 200, 17, 66, 43 }, 16384, false },
	};

	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		uint32_t seq[2] = { 0xffffff00, 7 };
		struct sizes s = { 0 };
		bool fit = false;

		for (size_t i = 0; i < 16 && cases[c].asks[i]; i++) {
			sizes_add(&s, 0, seq[0], cases[c].asks[i]);
			sizes_add(&s, 0, seq[0], cases[c].asks[i]);	/* once more */
			seq[0] += cases[c].asks[i];
			fit |= sizes_fit(&s);
			for (uint32_t left = i > 1 ? cases[c].answer : 0; left;) {
				uint32_t n = left < 1448 ? left : 1448;

				sizes_add(&s, 1, seq[1], n);
				seq[1] += n;
				left -= n;
				fit |= sizes_fit(&s);
			}
		}
		UNIT_CHECK(fit == cases[c].fit, "%s", cases[c].name);
	}
}

/* --- flows -------------------------------------------------------------------- */

static bool is_likely(const struct talk *t)
{
	return t->flow->outcome.decided && t->flow->outcome.label.number == PROTO_BITTORRENT &&
	       t->flow->outcome.label.confidence == CONFIDENCE_LIKELY;
}

static const uint32_t usual[5] = { 200, 300, 124, 82, 0 };	/* as Transmission begins */
static const uint32_t handshake[5] = { 200, 300, 270, 60, 68 };	/* as libtorrent begins */
static const uint32_t messenger[5] = { 345, 105, 386, 773, 200 };

/* The host is nobody's at first: two flows to two networks make it known, and then they count. */
static void two_networks(void)
{
	struct outcome last;
	struct engine *e = new_engine(&last);
	struct talk a = talk_to(e, "10.0.0.1", 40000, "192.0.2.1", 443);
	struct talk b = talk_to(e, "10.0.0.1", 40001, "198.51.100.1", 53);
	struct talk other = talk_to(e, "10.0.0.2", 40000, "192.0.2.1", 443);

	flights(&a, usual);
	for (int i = 0; i < 20; i++)
		say(&a, i % 2, 500);
	CU_ASSERT_FALSE(a.flow->outcome.decided);
	flights(&b, handshake);
	for (int i = 0; i < 7; i++)
		say(&b, i % 2, 500);
	CU_ASSERT_TRUE(is_likely(&b));
	CU_ASSERT_EQUAL(b.flow->outcome.stage, STAGE_HOST);
	for (int i = 0; i < 7; i++)
		say(&a, i % 2, 500);
	CU_ASSERT_TRUE(is_likely(&a));

	/* Another host is another host. */
	flights(&other, usual);
	for (int i = 0; i < 200; i++)
		say(&other, i % 2, 500);
	CU_ASSERT_EQUAL(other.flow->outcome.label.number, LABEL_CLEARED);
	engine_free(e);
}

/* A messenger of random flights at a host that runs BitTorrent as well is let go. */
static void messenger_beside(void)
{
	struct outcome last;
	struct engine *e = new_engine(&last);
	struct talk bt = talk_to(e, "10.0.0.1", 40000, "192.0.2.1", 6881);
	static const uint8_t plain[68] = "\x13" "BitTorrent protocol";
	struct packet p = packet_with(bt.to, plain, sizeof(plain));

	p.tcp_flags = TCP_ACK | TCP_PSH;
	p.time_us = SECOND_US;
	CU_ASSERT_TRUE(engine_packet(e, &p)->outcome.decided);
	for (uint16_t i = 0; i < 6; i++) {
		struct talk t = talk_to(e, "10.0.0.1", 41000 + i, "198.51.100.1", 5222);

		flights(&t, messenger);
		for (int n = 0; n < 700; n++)
			say(&t, n % 3 > 0, n % 3 ? 1400 : 60 + (uint32_t)n);
		CU_ASSERT_EQUAL(t.flow->outcome.label.number, LABEL_CLEARED);
	}
	engine_free(e);
}

/* Neither length is usual, but the messages behind are of BitTorrent's sizes. */
static void by_sizes(void)
{
	static const uint32_t odd[5] = { 200, 300, 270, 60, 90 };
	static const uint32_t asks[] = { 34, 17, 26, 17, 43, 17, 17, 17 };
	struct outcome last;
	struct engine *e = new_engine(&last);
	struct talk t = talk_to(e, "10.0.0.1", 40000, "192.0.2.1", 443);

	flights(&t, odd);
	for (size_t i = 0; i < 8 && !t.flow->outcome.decided; i++) {
		say(&t, false, asks[i]);
		for (int n = 0; n < 12; n++)
			say(&t, true, 1448);
	}
	CU_ASSERT_TRUE(is_likely(&t));
	CU_ASSERT_TRUE(t.flow->payload_packets < 80);
	engine_free(e);
}

/* A connection that ran before the first packet was seen, at a host that becomes known. */
static void found_midway(void)
{
	static const uint32_t asks[] = { 34, 17, 26, 17, 43, 17, 17, 17 };
	struct outcome last;
	struct engine *e = new_engine(&last);
	static const char *const others[] = { "192.0.2.1", "198.51.100.1", "203.0.113.1" };
	struct talk t[3];

	for (int k = 0; k < 3; k++) {
		t[k] = talk_to(e, "10.0.0.1", (uint16_t)(40000 + k), others[k], 443);
		for (size_t i = 0; i < 8; i++) {
			for (int n = 0; n < 12; n++)
				say(&t[k], true, 1448);
			say(&t[k], false, asks[i]);
		}
		CU_ASSERT_EQUAL(is_likely(&t[k]), k == 2);
	}
	say(&t[0], true, 1448);
	CU_ASSERT_TRUE(is_likely(&t[0]));
	engine_free(e);
}

/* --- through a proxy ---------------------------------------------------------- */

static void say_bytes(struct talk *t, bool back, const char *bytes, size_t n)
{
	struct packet p = packet_with(back ? packet_back(t->to) : t->to, bytes, n);

	p.tcp_flags = TCP_ACK | TCP_PSH;
	p.seq = t->seq[back];
	p.time_us = t->at_us += 1000;
	t->seq[back] += (uint32_t)n;
	t->flow = engine_packet(t->engine, &p);
}

#define TURN(bytes) { bytes, sizeof(bytes) - 1 }
#define GREETING "\x13" "BitTorrent protocol" "\0\0\0\0\0\x10\0\5"

/* Turns of the talk with a proxy, the client's first; what is inside follows. */
static const struct {
	const char *name;
	struct { const char *bytes; size_t n; } turns[7];
	bool opens;
} proxies[] = {
	{ "socks 5", { TURN("\5\1\0"), TURN("\5\0"), TURN("\5\1\0\1\xc0\0\2\1\x1a\xe1"),
		       TURN("\5\0\0\1\0\0\0\0\0\0") }, true },
	{ "socks 5 with a password", { TURN("\5\2\0\2"), TURN("\5\2"), TURN("\1\3joe\4word"),
		       TURN("\1\0"), TURN("\5\1\0\3\x0btracker.org\x1a\xe1"),
		       TURN("\5\0\0\1\0\0\0\0\0\0") }, true },
	{ "socks 4a", { TURN("\4\1\x1a\xe1\0\0\0\1joe\0tracker.org\0"),
			TURN("\0\x5a\0\0\0\0\0\0") }, true },
	{ "connect", { TURN("CONNECT 192.0.2.1:6881 HTTP/1.1\r\nHost: 192.0.2.1:6881\r\n\r\n"),
		       TURN("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n") }, true },
	{ "socks 5, refused", { TURN("\5\1\0"), TURN("\5\xff") }, false },
	{ "socks 4, refused", { TURN("\4\1\x1a\xe1\xc0\0\2\1joe\0"),
				TURN("\0\x5b\0\0\0\0\0\0") }, false },
	{ "connect, refused", { TURN("CONNECT 192.0.2.1:6881 HTTP/1.1\r\n\r\n"),
				TURN("HTTP/1.1 403 Forbidden\r\n\r\n") }, false },
};

static void talk_to_proxy(struct talk *t, size_t which, bool byte_by_byte)
{
	for (size_t i = 0; i < 7 && proxies[which].turns[i].n; i++) {
		size_t n = proxies[which].turns[i].n;
		size_t step = byte_by_byte ? 1 : n;

		for (size_t at = 0; at < n; at += step)
			say_bytes(t, i % 2, proxies[which].turns[i].bytes + at, step);
	}
}

/* A handshake whose beginning does not stand at a packet's: no signature sees it. */
static void inside_proxy(void)
{
	for (size_t k = 0; k < 2 * sizeof(proxies) / sizeof(proxies[0]); k++) {
		struct outcome last;
		struct engine *e = new_engine(&last);
		struct talk t = talk_to(e, "10.0.0.1", 40000, "192.0.2.1", 1080);
		bool named;

		talk_to_proxy(&t, k / 2, k % 2);
		say_bytes(&t, false, GREETING, 5);
		say_bytes(&t, false, GREETING + 5, sizeof(GREETING) - 6);
		named = t.flow->outcome.label.number == PROTO_BITTORRENT;
		UNIT_CHECK(named == proxies[k / 2].opens, "%s", proxies[k / 2].name);
		engine_free(e);
	}
}

/* MSE inside, at a host that is known; and nothing that can be read inside. */
static void enciphered_inside_proxy(void)
{
	static const char query[] = "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe";
	struct outcome last;
	struct engine *e = new_engine(&last);
	struct packet p = packet_with(packet_between("10.0.0.1", 6000, "192.0.2.7", 6000,
						     IPPROTO_UDP), query, sizeof(query) - 1);
	struct talk t = talk_to(e, "10.0.0.1", 40000, "192.0.2.1", 1080);
	struct talk other = talk_to(e, "10.0.0.2", 40000, "192.0.2.1", 1080);

	p.time_us = SECOND_US;
	engine_packet(e, &p);
	talk_to_proxy(&t, 0, false);
	flights(&t, usual);
	for (int i = 0; i < 7; i++)
		say(&t, i % 2, 500);
	CU_ASSERT_TRUE(is_likely(&t));

	talk_to_proxy(&other, 0, false);
	for (int i = 0; i < 200; i++)
		say(&other, i % 2, 700);
	CU_ASSERT_EQUAL(other.flow->outcome.label.number, LABEL_CLEARED);
	CU_ASSERT_EQUAL(other.flow->outcome.proto, PROTO_SOCKS);
	engine_free(e);
}

/* --- forgeries ---------------------------------------------------------------- */

static struct packet forged(const char *from, uint16_t port, const char *to, const char *bytes,
			    size_t n)
{
	struct packet p = packet_with(packet_between(from, port, to, 50000, IPPROTO_UDP), bytes, n);

	p.origin = ORIGIN_WORLD;
	p.time_us = SECOND_US;
	return p;
}

/* What a stranger sends in a server's name teaches nothing about it. */
static void forged_words(void)
{
	static const char *const bytes[] = {
		"d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe",
		"d1:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re",
	};

	for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++) {
		struct outcome last;
		struct engine *e = new_engine(&last);
		struct talk t = talk_to(e, "10.0.0.1", 40000, "192.0.2.1", 8388);
		struct packet p = forged("192.0.2.1", 8388, "10.0.0.1", bytes[i], strlen(bytes[i]));

		engine_packet(e, &p);
		for (int n = 0; n < 200; n++)
			say(&t, n % 2, 300);
		CU_ASSERT_EQUAL(t.flow->outcome.label.number, LABEL_CLEARED);
		engine_free(e);
	}
}

/* The same word from the LAN is believed. */
static void own_words(void)
{
	static const char query[] = "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe";
	struct outcome last;
	struct engine *e = new_engine(&last);
	struct packet p = forged("10.0.0.1", 6000, "192.0.2.7", query, sizeof(query) - 1);
	struct talk t = talk_to(e, "10.0.0.1", 40000, "192.0.2.1", 443);

	p.origin = ORIGIN_LAN;
	engine_packet(e, &p);
	flights(&t, usual);
	for (int i = 0; i < 7; i++)
		say(&t, i % 2, 500);
	CU_ASSERT_TRUE(is_likely(&t));
	engine_free(e);
}

/* A small budget is no reason to miss the handshake's flights. */
static void small_budgets(void)
{
	static const char query[] = "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe";

	for (unsigned int budget = 1; budget <= 6; budget++) {
		struct engine_options o = {
			.budget = budget, .ports = PORTS_OFF, .flows_max = 1000,
		};
		struct outcome last;
		struct engine *e = engine_new(&o, on_end, &last);
		struct packet p = forged("10.0.0.1", 6000, "192.0.2.7", query, sizeof(query) - 1);
		struct talk t = talk_to(e, "10.0.0.1", 40000, "192.0.2.1", 443);

		p.origin = ORIGIN_LAN;
		engine_packet(e, &p);
		flights(&t, handshake);
		for (int i = 0; i < 7; i++)
			say(&t, i % 2, 500);
		UNIT_CHECK(is_likely(&t), "a budget of %u", budget);
		engine_free(e);
	}
}

static const struct unit_test tests[] = {
	{ "signs of a host", signs },
	{ "a machine of several addresses", machines },
	{ "a router", router },
	{ "full tables", full_tables },
	{ "message sizes", sizes },
	{ "two networks", two_networks },
	{ "a messenger beside BitTorrent", messenger_beside },
	{ "by sizes", by_sizes },
	{ "found midway", found_midway },
	{ "inside a proxy", inside_proxy },
	{ "enciphered inside a proxy", enciphered_inside_proxy },
	{ "forged words", forged_words },
	{ "own words", own_words },
	{ "small budgets", small_budgets },
};

UNIT_MAIN("hidden", tests)
