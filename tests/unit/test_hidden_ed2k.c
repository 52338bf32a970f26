/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "hidden_case.h"

#include "../../daemon/classify/catalogue.h"
#include "../../daemon/classify/ed2k_sizes.h"

/* eD2k behind eMule's obfuscation: message sizes, and what comes of a flow that has them. */
#define TURNS_MAX 40
#define CASES(a) (sizeof(a) / sizeof((a)[0]))

/* Bytes of each segment in turn; the responder's are negative, 0 ends it. */
struct dialogue {
	const char *name;
	int turns[TURNS_MAX];
	bool fits;
};

#define FIRST 23, -16, 97, -96
static const struct dialogue dialogues[] = {
	{ "two that never met",
	  { FIRST, -11, 11, 41, 83, -83, -54, -55, 55, 22, -6, 46 }, true },
	{ "with what is left out and put in by programs",
	  { 12, -260, 240, -200, -23, -11, 11, 6, 41, 23, 83, -83, -10, -54, -56, 56 }, true },
	{ "two that met before: no keys",
	  { FIRST, -11, 11, 41, 55, -54, -55, 22, -6 }, true },
	{ "two in a segment",
	  { FIRST, -11, 11, 41, 83, -138, 77, -6 }, true },
	{ "the challenge and the key in one", { FIRST, 11, -94, 83, -55, 55, 22, -6 }, true },
	{ "names of systems in front",
	  { FIRST, -34, 11, 147, -83, 55, -110, 22, -6 }, true },
	{ "the same, and of the key", { FIRST, -36, 11, 41, 106, -83, -55, 55, 22, -6 }, true },
	{ "none that is small", { FIRST, -34, 34, 83, -83, -55, 55, 22 }, false },
	{ "who is called is the one who asks",
	  { FIRST, -11, 11, 83, -83, -55, 55, -22, 6, -46 }, true },
	{ "a hash set in between",
	  { FIRST, -11, 11, 41, 83, -83, -1448, -300, -55, 55, 22, -6 }, true },
	{ "one challenge alone", { FIRST, -11, 41, 83, 55, -54, 22, -6, 46 }, false },
	{ "keys that nobody asked for", { FIRST, 83, -83, 55, -55, -11, 11, 22, -6 }, false },
	{ "one side alone", { FIRST, -11, 11, 83, 55, 22, 46, 70, 11, 83, 55 }, false },
	{ "the same again and again",
	  { FIRST, -11, 11, -11, 11, -11, 11, -11, 11, -11, 11 }, false },
	{ "granted unasked, and fetched", { FIRST, -11, 11, -6, 46, -83, 55, 70 }, false },
	{ "ten others before", { FIRST, 60, 61, 62, 63, 64, 65, 66, 67, 68, -11, 11, 83, -83, -55,
				 55, 22, -6 }, false },
	{ "a first flight too long", { 267, -16, 97, -96, -11, 11, 83, -83, -55, 55 }, false },
	{ "a first flight too short", { 11, -16, 97, -96, -11, 11, 83, -83, -55, 55 }, false },
	{ "a second flight too long", { 23, -261, 97, -96, -11, 11, 83, -83, -55, 55 }, false },
	{ "no hello", { 23, -16, 38, -96, -11, 11, 83, -83, -55, 55 }, false },
	{ "a messenger", { 105, -105, 345, -105, 386, -773, 89, -137, 105, -233, 89 }, false },
	{ "a cipher that adds 16 bytes to each",
	  { 39, -32, 113, -112, -27, 27, 99, -99, -71, 71, 38, -22, 62 }, false },
	{ "requests of BitTorrent",
	  { 120, -120, 124, -82, 17, -13, 34, -9, 17, 9, 5, -5, 17 }, false },
};

static bool is_likely(const struct flow *f)
{
	return f->outcome.decided && f->outcome.label.number == PROTO_EDONKEY &&
	       f->outcome.label.confidence == CONFIDENCE_LIKELY;
}

static void play(struct talk *t, const int *turns)
{
	for (int i = 0; i < TURNS_MAX && turns[i]; i++)
		say(t, turns[i] < 0, (uint32_t)abs(turns[i]));
}

/* Through the engine, at a host that nothing is known of. */
static void flows(void)
{
	for (size_t c = 0; c < CASES(dialogues); c++) {
		struct outcome last;
		struct engine *e = new_engine(&last);
		struct talk t = talk_to(e, "10.0.0.1", 40000, "192.0.2.1", 41000);

		play(&t, dialogues[c].turns);
		UNIT_CHECK(is_likely(t.flow) == dialogues[c].fits, "%s", dialogues[c].name);
		if (dialogues[c].fits) {
			CU_ASSERT_EQUAL(t.flow->outcome.stage, STAGE_HOST);
			for (int i = 0; i < 3; i++)
				say(&t, true, 1448);
			CU_ASSERT_TRUE(is_likely(t.flow));
		}
		engine_free(e);
	}
}

/* It is known before a byte of the file has come, with a small budget as well. */
static void in_time(void)
{
	for (unsigned int budget = 1; budget <= 64; budget++) {
		struct engine_options o = {
			.budget = budget, .ports = PORTS_OFF, .flows_max = 10,
		};
		struct outcome last;
		struct engine *e = engine_new(&o, on_end, &last);
		struct talk t = talk_to(e, "10.0.0.1", 40000, "192.0.2.1", 41000);

		play(&t, dialogues[0].turns);
		UNIT_CHECK(is_likely(t.flow), "a budget of %u", budget);
		CU_ASSERT_EQUAL(t.flow->outcome.packet, 12);
		engine_free(e);
	}
}

/* A flow that begins with a plain message's first byte is none of these. */
static void plain_marker(void)
{
	static const uint8_t markers[] = { 0xe3, 0xc5, 0xd4 };

	for (size_t i = 0; i < CASES(markers); i++) {
		uint8_t first[23] = { markers[i], 0x51, 0x9c, 0x07, 0xf0, 0x3a, 0xe8, 0x11 };
		struct outcome last;
		struct engine *e = new_engine(&last);
		struct talk t = talk_to(e, "10.0.0.1", 40000, "192.0.2.1", 41000);
		struct packet p = packet_with(t.to, first, sizeof(first));

		p.tcp_flags = TCP_ACK | TCP_PSH;
		p.time_us = SECOND_US;
		engine_packet(e, &p);
		t.seq[0] = sizeof(first);
		play(&t, dialogues[0].turns + 1);
		CU_ASSERT_FALSE(is_likely(t.flow));
		engine_free(e);
	}
}

/* Who met a moment ago shows nothing the second time; the port where one listens does. */
static void same_listener(void)
{
	static const int again[TURNS_MAX] = { FIRST, 41, -54, 22, -6, 46 };
	struct outcome last;
	struct engine *e = new_engine(&last);
	struct talk before = talk_to(e, "10.0.0.2", 40000, "192.0.2.1", 41000);
	struct talk first = talk_to(e, "10.0.0.1", 40000, "192.0.2.1", 41000);
	struct talk second = talk_to(e, "10.0.0.1", 40001, "192.0.2.1", 41000);
	struct talk other = talk_to(e, "10.0.0.1", 40002, "192.0.2.1", 41001);

	play(&before, again);
	CU_ASSERT_FALSE(is_likely(before.flow));
	play(&first, dialogues[0].turns);
	CU_ASSERT_TRUE(is_likely(first.flow));
	play(&second, again);
	CU_ASSERT_TRUE(is_likely(second.flow));
	CU_ASSERT_EQUAL(second.flow->outcome.stage, STAGE_PEER);
	play(&other, again);
	CU_ASSERT_FALSE(is_likely(other.flow));
	engine_free(e);
}

/*
 * Random sizes over random bytes, behind the handshake's shape: none of 20,000 flows. The sizes
 * alone fit 2 in 100,000 of flows whose every segment has 1 to 100 bytes.
 */
static void by_chance(void)
{
	static const uint32_t most[] = { 100, 200, 1448 };
	unsigned int hits = 0;

	for (unsigned int n = 0; n < 20000; n++) {
		struct ed2k_sizes s = { 0 };

		for (unsigned int i = 0; i < ED2K_PACKETS; i++) {
			uint32_t len = 1 + (next_byte() << 8 | next_byte()) % most[n % 3];

			ed2k_sizes_add(&s, next_byte() % 2, len);
		}
		hits += ed2k_sizes_fit(&s);
	}
	UNIT_CHECK(hits <= 2, "%u of 20000", hits);
}

static const struct unit_test tests[] = {
	{ "flows", flows },
	{ "in time", in_time },
	{ "a plain marker", plain_marker },
	{ "the same listener", same_listener },
	{ "by chance", by_chance },
};

UNIT_MAIN("hidden_ed2k", tests)
