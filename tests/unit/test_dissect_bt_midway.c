/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

/*
 * BitTorrent met midway: uTP packets with any of their fields chosen, as programs,
 * networks and other protocols make them, and streams that begin inside a block.
 */
#define BURST 16
#define PACKET_MAX 64
#define RANDOM_VIEWS 600000		/* of a newest packet and four others each */

#define AHEAD 0x44443444u		/* the responder's clock */
#define WINDOW 0x00100000u

struct packet_of {
	uint8_t type;			/* the first byte */
	uint16_t id;
	uint32_t time;
	uint32_t difference;
	uint32_t window;
	uint16_t seq;
	uint16_t ack;
	const char *rest;		/* from the extensions on */
	uint8_t extension;
	uint8_t n_rest;
};

static size_t put(uint8_t *to, uint64_t value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (uint8_t)(value >> 8 * (n - 1 - i));
	return n;
}

static size_t make(uint8_t *to, const struct packet_of *p)
{
	size_t n = put(to, p->type, 1);

	n += put(to + n, p->extension, 1);
	n += put(to + n, p->id, 2);
	n += put(to + n, p->time, 4);
	n += put(to + n, p->difference, 4);
	n += put(to + n, p->window, 4);
	n += put(to + n, p->seq, 2);
	n += put(to + n, p->ack, 2);
	if (p->n_rest)
		memcpy(to + n, p->rest, p->n_rest);
	return n + p->n_rest;
}

static struct played game;
static struct finding found;

static void begin(void)
{
	play_begin(&game, &dissect_bt_utp, TRANSPORT_UDP, NULL);
}

static enum answer say(enum side side, struct packet_of p)
{
	uint8_t bytes[PACKET_MAX];
	size_t n = make(bytes, &p);

	return hear(&game, side, (const char *)bytes, n, &found);
}

/* The opener sends with id + 1; the other's clock is ahead, and 30 ms are its way. */
static struct packet_of data(uint32_t time, uint16_t seq, uint16_t ack)
{
	return (struct packet_of){ 0x01, 0x5303, time, 30000u - AHEAD, WINDOW, seq, ack,
				   "data", 0, 4 };
}

static struct packet_of state(uint32_t time, uint16_t seq, uint16_t ack)
{
	return (struct packet_of){ 0x21, 0x5302, time + AHEAD, AHEAD + 20000u, WINDOW, seq, ack,
				   NULL, 0, 0 };
}

static void say_burst(uint32_t time, uint16_t seq, uint16_t ack)
{
	for (uint16_t i = 0; i < BURST; i++)
		UNIT_CHECK(say(SIDE_INITIATOR, data(time + 7u * i, seq + i, ack)) == ANSWER_MORE,
			   "packet %u of a burst", i);
}

#define CHECK_BURST(name, packet, want_answered, want_answers) do { \
	begin(); \
	say_burst(time, seq, ack); \
	UNIT_CHECK(say(SIDE_RESPONDER, packet) == ANSWER_YES, "%s: no YES", name); \
	UNIT_CHECK(found.answered == (want_answered), "%s: answered %d", name, found.answered); \
	UNIT_CHECK(found.answers == (want_answers), "%s: answers %d", name, found.answers); \
	play_end(&game); \
} while (0)

static void truncated(struct packet_of p)
{
	uint8_t bytes[PACKET_MAX];
	size_t whole = make(bytes, &p);

	for (size_t n = 1; n < whole; n++) {
		begin();
		say_burst(0x11223344, 0x1235, 0x5678);
		UNIT_CHECK(hear(&game, SIDE_RESPONDER, (const char *)bytes, n, &found) == ANSWER_NO,
			   "%zu bytes of %zu", n, whole);
		play_end(&game);
	}
}

/* At every place where a number passes its end. */
static void burst_from(uint32_t time, uint16_t seq, uint16_t ack)
{
	struct packet_of sack = state(time + 60000, ack + 1, seq + 1);

	sack.extension = 1;
	sack.rest = "\0\4\xff\x7f\0\0";
	sack.n_rest = 6;
	CHECK_BURST("its first", state(time + 60000, ack + 1, seq), true, true);
	CHECK_BURST("its last", state(time + 60000, ack + 1, seq + BURST - 1), true, true);
	CHECK_BURST("what was sent before", state(time + 60000, ack + 1, seq - 200), true, false);
	CHECK_BURST("selective ack", sack, true, true);
	CHECK_BURST("all 16 and 900 more on their way", state(time + 60000, ack + 9, seq + 916),
		    false, false);
}

static void bursts(void)
{
	burst_from(0x11223344, 0x1235, 0x5678);
	burst_from(0x11223344, 0xfffa, 0x5678);
	burst_from(0x11223344, 0x1235, 0xffff);
	burst_from(0xffffffc0, 0x1235, 0x5678);
	burst_from(0u - AHEAD - 70000, 0xfff0, 0xfffd);
}

static void cut_short(void)
{
	struct packet_of sack = state(0x11233344, 0x5679, 0x1236);

	truncated(sack);
	sack.extension = 2;
	sack.rest = "\1\x08\0\0\0\0\0\0\0\0" "\3\4\xff\x7f\0\0" "\0\4\0\0\0\1";
	sack.n_rest = 22;
	truncated(sack);
	begin();
	say_burst(0x11223344, 0x1235, 0x5678);
	UNIT_CHECK(say(SIDE_RESPONDER, sack) == ANSWER_YES, "all extensions");
	play_end(&game);
}

static void lost_and_late(void)
{
	struct packet_of late = state(0x11223344 + 20000000, 0x5679, 0x1235);

	begin();
	say(SIDE_INITIATOR, data(0x11229000, 0x1239, 0x5678));
	say(SIDE_INITIATOR, data(0x11223344, 0x1235, 0x5678));	/* overtaken */
	UNIT_CHECK(say(SIDE_RESPONDER, state(0x11233344, 0x5680, 0x1250)) == ANSWER_YES,
		   "many lost in between");
	play_end(&game);

	late.difference += 20000000;
	begin();
	say(SIDE_INITIATOR, data(0x11223344, 0x1235, 0x5678));
	UNIT_CHECK(say(SIDE_RESPONDER, late) == ANSWER_YES, "one clock, and an exact ack");
	play_end(&game);
}

#define CHECK_NOT(name, side, packet) do { \
	enum answer answer = say(side, packet); \
	UNIT_CHECK(answer != ANSWER_YES, "%s: %s", name, found.what); \
	play_end(&game); \
} while (0)

static void begin_with_data(void)
{
	begin();
	say(SIDE_INITIATOR, data(0x11223344, 0x1235, 0x5678));
}

static void near_misses(void)
{
	struct packet_of p = state(0x11233344, 0x5679, 0x1240);

	begin_with_data();
	p.id = 0x5304 + 1;
	CHECK_NOT("ids two apart", SIDE_RESPONDER, p);

	begin_with_data();
	p = state(0x11233344, 0x5679, 0x1235 + 1025);
	CHECK_NOT("an ack of what was not sent yet", SIDE_RESPONDER, p);

	begin_with_data();
	p = state(0x11233344, 0x5678 + 1026, 0x1240);
	CHECK_NOT("a seq far from its ack", SIDE_RESPONDER, p);

	begin_with_data();
	p = state(0x11233344, 0x5690, 0x1240);
	p.difference += 11000000;
	p.time += 11000000;
	CHECK_NOT("one clock and a near ack", SIDE_RESPONDER, p);

	begin_with_data();
	p = state(0x11233344, 0x5679, 0x1240);
	p.window = 0x08000001;
	CHECK_NOT("a window of 128 MiB", SIDE_RESPONDER, p);

	begin_with_data();
	p = state(0x11233344, 0x5679, 0x1235);
	p.type = 0x31;
	CHECK_NOT("a reset", SIDE_RESPONDER, p);

	begin_with_data();
	p = data(0x11223344, 0x1234, 0x5678);
	p.id++;
	say(SIDE_INITIATOR, p);
	p = state(0x11233344, 0x5680, 0x1240);
	p.id++;
	say(SIDE_RESPONDER, p);
	CHECK_NOT("a counter for an id", SIDE_RESPONDER, state(0x11233444, 0x5680, 0x1240));
}

/*
 * Who has echoed a number of the other. A SYN in somebody's name costs nothing, nor do
 * packets with a guess; the one who spoke first can try it often.
 */
static void who_is_proved(void)
{
	struct packet_of syn = { 0x41, 0x5302, 0x11223344, 0, WINDOW, 0x1234, 0, NULL, 0, 0 };
	struct packet_of greeting = data(0x11224344, 0x1235, 0x5678);

	begin();
	say(SIDE_INITIATOR, syn);
	UNIT_CHECK(say(SIDE_RESPONDER, state(0x11233344, 0x5679, 0x1234)) == ANSWER_YES, "syn");
	UNIT_CHECK(found.answers && !found.answered, "the one who answers a syn");
	say(SIDE_INITIATOR, data(0x11243344, 0x1235, 0x5678));
	UNIT_CHECK(found.answers && found.answered, "the one who acks its answer");
	play_end(&game);

	begin();
	say(SIDE_RESPONDER, state(0x11233344, 0x5679, 0x1234));
	UNIT_CHECK(say(SIDE_INITIATOR, syn) == ANSWER_MAYBE, "a syn after its answer");
	play_end(&game);

	begin_with_data();
	say(SIDE_RESPONDER, state(0x11233344, 0x5780, 0x1300));
	UNIT_CHECK(say(SIDE_INITIATOR, data(0x11243344, 0x1236, 0x5781)) == ANSWER_YES, "a guess");
	UNIT_CHECK(!found.answers, "the one who spoke first, with an ack that is near");
	play_end(&game);

	greeting.rest = "\x13" "BitTorrent protocol";
	greeting.n_rest = 20;
	begin();
	UNIT_CHECK(say(SIDE_INITIATOR, greeting) == ANSWER_YES, "greeting");
	UNIT_CHECK(!found.answers && !found.answered, "a greeting that answers nothing");
	play_end(&game);

	begin();
	say(SIDE_RESPONDER, state(0x11233344, 0x5679, 0x1234));
	UNIT_CHECK(say(SIDE_INITIATOR, greeting) == ANSWER_YES, "greeting behind a state");
	UNIT_CHECK(found.answers && found.answered, "a greeting that acks a state");
	play_end(&game);
}

static void one_way(void)
{
	struct packet_of next = data(0x11233344, 0x1250, 0x5680);

	begin();
	say_burst(0x11223344, 0x1235, 0x5678);
	next.difference += 77;
	UNIT_CHECK(say(SIDE_INITIATOR, next) == ANSWER_YES && found.may_change &&
		   found.confidence == CONFIDENCE_LIKELY, "two bursts");
	play_end(&game);

	begin();
	say_burst(0x11223344, 0x1235, 0x5678);
	CHECK_NOT("a counter that jumps", SIDE_INITIATOR, data(0x11233344, 0x1250, 0x5678));

	begin();
	for (unsigned int i = 0; i < 2; i++) {
		say(SIDE_INITIATOR, data(0x11223344 + 70000 * i, 0x1235 + 2 * i, 0x5678));
		say(SIDE_INITIATOR, data(0x1122334b + 70000 * i, 0x1236 + 2 * i, 0x5678));
	}
	UNIT_CHECK(say(SIDE_INITIATOR, data(0x11264344, 0x1239, 0x5678)) == ANSWER_YES,
		   "three bursts");
	play_end(&game);
}

/* STUN, DTLS 1.3, QUIC, OpenVPN, RTP-like and game headers, each way. */
static void other_protocols(void)
{
	static const struct dissect_case cases[] = {
		{ "stun", &dissect_bt_utp, TRANSPORT_UDP,
		  { A("\0\1\0\x08\x21\x12\xa4\x42" "abcdefghijkl" "\x80\x22\0\4test"),
		    B("\1\1\0\x0c\x21\x12\xa4\x42" "abcdefghijkl"
		      "\0\x20\0\x08\0\1\x12\x34\1\2\3\4") },
		  .want = ANSWER_NO },
		{ "stun of old, without the cookie", &dissect_bt_utp, TRANSPORT_UDP,
		  { A("\1\1\0\x08\x11\x12\xa4\x42" "abcdefghijkl" "\x80\x22\0\4test"),
		    B("\1\1\0\x08\x11\x12\xa4\x43" "abcdefghijkl" "\x80\x22\0\4test") },
		  .want = ANSWER_NO },
		{ "turn channel", &dissect_bt_utp, TRANSPORT_UDP,
		  { A("\x41\0\0\x10" "0123456789abcdef"), B("\x41\0\0\x10" "0123456789abcdee") },
		  .want = ANSWER_NO },
		{ "quic, short header", &dissect_bt_utp, TRANSPORT_UDP,
		  { A("\x41\0\x31\x12\x9c\x55\x07\xaa\0\0\0\0\x81\x12\x13\x77\x21\x22\x23\x24"),
		    B("\x41\0\x31\x13\x9c\x55\x07\xab\0\0\0\0\x81\x12\x13\x78\x23\x24\x21\x22") },
		  .want = ANSWER_MAYBE },
		{ "openvpn with its hard reset", &dissect_bt_utp, TRANSPORT_UDP,
		  { A("\x38\x11\x22\x33\x44\x55\x66\x77\x88\0\0\0\0\0"),
		    B("\x40\x21\x22\x23\x24\x25\x26\x27\x28\1\0\0\0\0"
		      "\x11\x22\x33\x44\x55\x66\x77\x88") },
		  .want = ANSWER_NO },
		{ "a game that counts", &dissect_bt_utp, TRANSPORT_UDP,
		  { A("\1\0\0\7\0\0\x10\x01\0\0\0\x21\0\0\0\x01\0\x09\0\x08more"),
		    B("\1\0\0\x08\0\0\x10\x07\0\0\0\x22\0\0\0\x01\0\x08\0\x09more") },
		  .want = ANSWER_MORE },
		{ "constants", &dissect_bt_utp, TRANSPORT_UDP,
		  { A("\1\0\0\7\x60\0\0\1\0\0\0\x21\0\0\0\0\0\1\0\1more"),
		    B("\1\0\0\x08\x60\0\0\2\0\0\0\x21\0\0\0\0\0\1\0\1more") },
		  .want = ANSWER_MORE },
		{ "rtp", &dissect_bt_utp, TRANSPORT_UDP,
		  { A("\x80\x60\x12\x34\x11\x22\x33\x44\xde\xad\xbe\xef" "voicevoicevoice"),
		    B("\x80\x60\x12\x35\x11\x22\x33\x45\xde\xad\xbe\xee" "voicevoicevoice") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

/* Headers that are formed right, and no more; `alike`: ids and numbers beside each other. */
static void put_header(uint8_t *to, uint64_t *seed, bool alike)
{
	static const uint8_t types[] = { 0x01, 0x11, 0x21, 0x01, 0x21, 0x31, 0x41, 0x01 };
	uint64_t r = next_random(seed);
	uint64_t s = next_random(seed);
	struct packet_of p = {
		.type = types[r & 7], .id = r >> 8, .time = r >> 32, .difference = (uint32_t)s,
		.window = s >> 32, .seq = next_random(seed) >> 16, .ack = next_random(seed) >> 16,
	};

	if (alike) {
		p.id = 0x5302 + (r >> 8) % 2;
		p.window &= 0xffffff;
		p.seq = 0x1000 + p.seq % 512;
		p.ack = 0x1000 + p.ack % 512;
	}
	p.rest = "x";
	p.n_rest = p.type == 0x01;
	make(to, &p);
}

static struct piece as_piece(const void *bytes, uint32_t len)
{
	return (struct piece){ bytes, len, len };
}

static unsigned int hits_in(uint64_t views, bool alike, enum confidence least)
{
	static const struct addr addr[2] = { { 4, { 192, 0, 2, 1 } }, { 4, { 198, 51, 100, 2 } } };
	uint8_t bytes[3 * PIECES_MAX][24];
	uint64_t seed = 20;
	unsigned int hits = 0;

	for (uint64_t n = 0; n < views; n++) {
		struct view v = { .transport = TRANSPORT_UDP, .addr = { &addr[0], &addr[1] },
				  .n_seen = { PIECES_MAX, PIECES_MAX } };
		struct finding f = { .confidence = CONFIDENCE_CERTAIN };

		for (int i = 0; i <= 2 * PIECES_MAX; i++) {
			uint32_t len;

			put_header(bytes[i], &seed, alike);
			len = 20 + (bytes[i][0] == 0x01);
			if (i < 2 * PIECES_MAX)
				v.seen[i / PIECES_MAX][i % PIECES_MAX] = as_piece(bytes[i], len);
			else
				v.now = as_piece(bytes[i], len);
		}
		hits += dissect_bt_utp.look(&v, &f) == ANSWER_YES && f.confidence >= least;
	}

	return hits;
}

static void noise(void)
{
	unsigned int hits = hits_in(RANDOM_VIEWS, false, CONFIDENCE_LIKELY);

	UNIT_CHECK(hits == 0, "%u random headers fit", hits);
}

/* All but the clocks is as it should be: one pair in 2^15 passes, or in 2^7 an exact ack. */
static void clocks(void)
{
	unsigned int views = RANDOM_VIEWS / 4;
	unsigned int hits = hits_in(views, true, CONFIDENCE_CERTAIN);

	UNIT_CHECK(hits < views / 1000, "%u of %u", hits, views);
}

#define NOISE16 "\x8c\x1f\x33\xb2\x77\x40\x5e\xd1\x09\xaa\x6c\x18\xf3\x90\x2b\xe4"
#define BLOCK "\0\0\x40\x09\x07\0\0\0\x2a\0\0\x40\0"
#define REQUEST "\0\0\0\x0d\x06\0\0\0\x2a\0\0\x40\0\0\0\x40\0"
#define HAVE(piece) "\0\0\0\5\4\0\0" piece

static void streams(void)
{
	static const struct dissect_case cases[] = {
		{ "a block's end and the next", &dissect_bt_wire, TRANSPORT_TCP,
		  { B(NOISE16 NOISE16 BLOCK) }, YES(PROTO_BITTORRENT), .at_once = true },
		{ "zeros and a block", &dissect_bt_wire, TRANSPORT_TCP,
		  { B(NOISE16 "\0\0\0\0\0\0\0" BLOCK) }, YES(PROTO_BITTORRENT), .at_once = true },
		{ "the end of a request and the next", &dissect_bt_wire, TRANSPORT_TCP,
		  { A("\x2a\0\0\x40\0\0\0\x40\0" REQUEST) },
		  YES(PROTO_BITTORRENT), .at_once = true },
		{ "a cancel", &dissect_bt_wire, TRANSPORT_TCP,
		  { A("\x40\0" "\0\0\0\x0d\x08\0\0\0\x2a\0\0\x40\0\0\0\x40\0") },
		  YES(PROTO_BITTORRENT), .at_once = true },
		{ "a block of another place", &dissect_bt_wire, TRANSPORT_TCP,
		  { B(NOISE16 "\0\0\x40\x09\x07\0\0\0\x2a\0\0\x40\1") }, .want = ANSWER_NO },
		{ "a block of a great number", &dissect_bt_wire, TRANSPORT_TCP,
		  { B(NOISE16 "\0\0\x40\x09\x07\1\0\0\x2a\0\0\x40\0") }, .want = ANSWER_NO },
		{ "a block of another length", &dissect_bt_wire, TRANSPORT_TCP,
		  { B(NOISE16 "\0\0\x40\x0a\x07\0\0\0\x2a\0\0\x40\0") }, .want = ANSWER_NO },
		{ "a text with a block in it", &dissect_bt_wire, TRANSPORT_TCP,
		  { B("HTTP/1.1 200 OK\r\n\r\n" BLOCK) }, .want = ANSWER_NO },
		{ "zeros alone", &dissect_bt_wire, TRANSPORT_TCP,
		  { B("\x8c\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") }, .want = ANSWER_NO },
		{ "haves", &dissect_bt_wire, TRANSPORT_TCP,
		  { A(HAVE("\1\7")), A(HAVE("\0\x21")), A(HAVE("\4\x02")), A(HAVE("\2\x50")) },
		  YES(PROTO_BITTORRENT), .confidence = CONFIDENCE_LIKELY },
		{ "haves and an answer", &dissect_bt_wire, TRANSPORT_TCP,
		  { B("\0\0\0\1\1"), A(HAVE("\1\7") HAVE("\0\x21") HAVE("\4\x02") HAVE("\2\x50")) },
		  YES(PROTO_BITTORRENT) },
		{ "haves that count", &dissect_bt_wire, TRANSPORT_TCP,
		  { A(HAVE("\0\7") HAVE("\0\x08") HAVE("\0\x09") HAVE("\0\x0b") HAVE("\0\x0c")) },
		  .want = ANSWER_MORE },
		{ "the same have", &dissect_bt_wire, TRANSPORT_TCP,
		  { A(HAVE("\0\7") HAVE("\0\7") HAVE("\0\7") HAVE("\0\7") HAVE("\0\7")) },
		  .want = ANSWER_MORE },
		{ "three haves", &dissect_bt_wire, TRANSPORT_TCP,
		  { A(HAVE("\0\x09") HAVE("\0\7") HAVE("\0\x08")) }, .want = ANSWER_MORE },
	};

	CHECK_CASES(cases);
}

static void random_streams(void)
{
	uint64_t seed = 21;
	unsigned int hits = 0;

	for (unsigned int n = 0; n < 4000; n++) {
		uint64_t words[256];
		struct view v = { .transport = TRANSPORT_TCP, .full = true,
				  .now = as_piece(words, sizeof(words)) };
		struct finding f = { 0 };

		/* Half of them with many zeros, in which more looks like a header. */
		for (size_t i = 0; i < 256; i++)
			words[i] = next_random(&seed) & (next_random(&seed) | -(uint64_t)(n % 2));
		hits += dissect_bt_wire.look(&v, &f) == ANSWER_YES;
	}

	UNIT_CHECK(hits == 0, "%u random streams", hits);
}

static const struct unit_test tests[] = {
	{ "bursts", bursts },
	{ "cut short", cut_short },
	{ "lost and late", lost_and_late },
	{ "near misses", near_misses },
	{ "who is proved", who_is_proved },
	{ "one way", one_way },
	{ "other protocols", other_protocols },
	{ "random headers", noise },
	{ "numbers alike", clocks },
	{ "streams", streams },
	{ "random streams", random_streams },
};

UNIT_MAIN("dissect: bittorrent midway", tests)
