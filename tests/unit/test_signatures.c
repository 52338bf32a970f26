/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <netinet/in.h>
#include <string.h>

#include "../../daemon/classify/catalogue.h"
#include "../../daemon/classify/signatures.h"
#include "dissect_case.h"
#include "packet_case.h"

#define WHOLE 1400

/* The least payload that has the signature; what it does not compare is 0x5a. */
static void make_payload(const struct signature *s, uint8_t payload[WHOLE])
{
	memset(payload, 0x5a, WHOLE);
	for (size_t i = 0; i < s->len; i++)
		payload[i] = (uint8_t)((payload[i] & ~s->mask[i]) | s->bytes[i]);
}

/* Of what is shipped, the first that a packet of `len` bytes has; NULL: none. */
static const struct signature *proved(uint8_t transport, bool answer, const void *payload,
				      size_t len)
{
	struct packet p = packet_between("10.0.0.1", 40000, "192.0.2.1", 40001, transport);

	p = packet_with(p, payload, len);
	return signature_of(&p, answer, (struct signature_list){ 0 });
}

static const struct signature *match(const struct signature *s, const uint8_t *payload,
				     uint32_t whole)
{
	return proved(s->transport, s->side == SIGNATURE_RESPONDER, payload, whole);
}

/* Of two rows that both fit the first counts; they must then be of one protocol. */
static bool is_same(const struct signature *a, const struct signature *b)
{
	return a && a->proto == b->proto;
}

static void each_matches_its_own(void)
{
	const struct signature_list all = signatures_shipped();
	uint8_t payload[WHOLE];

	for (size_t i = 0; i < all.n; i++) {
		const struct signature *s = &all.each[i];

		make_payload(s, payload);
		UNIT_CHECK(is_same(match(s, payload, s->least), s), "%s", s->name);
		UNIT_CHECK(!match(s, payload, s->least - 1u), "%s: cut short", s->name);
		if (s->most)
			UNIT_CHECK(!match(s, payload, s->most + 1u), "%s: too long", s->name);
	}
}

static void every_bit_counts(void)
{
	const struct signature_list all = signatures_shipped();
	uint8_t payload[WHOLE];

	for (size_t i = 0; i < all.n; i++) {
		const struct signature *s = &all.each[i];

		for (size_t bit = 0; bit < s->len * 8u; bit++) {
			const struct signature *got;
			bool compared = s->mask[bit / 8] >> bit % 8 & 1;

			make_payload(s, payload);
			payload[bit / 8] ^= (uint8_t)(1u << bit % 8);
			got = match(s, payload, s->least);
			UNIT_CHECK(compared ? got != s : is_same(got, s), "%s: bit %zu", s->name,
				   bit);
		}
	}
}

static void sides_and_transports(void)
{
	const struct signature_list all = signatures_shipped();
	uint8_t payload[WHOLE];

	for (size_t i = 0; i < all.n; i++) {
		const struct signature *s = &all.each[i];
		uint8_t other = s->transport == IPPROTO_TCP ? IPPROTO_UDP : IPPROTO_TCP;
		bool wrong = s->side == SIGNATURE_INITIATOR;

		make_payload(s, payload);
		CU_ASSERT(proved(other, !wrong, payload, s->least) != s);
		if (s->side == SIGNATURE_EITHER)
			continue;
		CU_ASSERT(proved(s->transport, wrong, payload, s->least) != s);
	}
}

/* A row must be long enough for chance to be out of the question, and name a protocol for rules. */
static void rows_are_sound(void)
{
	const struct signature_list all = signatures_shipped();

	for (size_t i = 0; i < all.n; i++) {
		const struct signature *s = &all.each[i];
		unsigned int bits = 0;

		for (size_t at = 0; at < s->len; at++)
			bits += (unsigned int)__builtin_popcount(s->mask[at]);
		UNIT_CHECK(bits >= 48, "%s: %u bits", s->name, bits);
		UNIT_CHECK(s->mask[0] != 0, "%s: its first byte is not compared", s->name);
		UNIT_CHECK(!s->most || s->transport == IPPROTO_UDP, "%s", s->name);
		UNIT_CHECK(!protocol_is_plain(catalogue_get(s->proto)), "%s", s->name);
		for (size_t at = 0; at < s->len; at++)
			UNIT_CHECK(!(s->bytes[at] & ~s->mask[at]), "%s: byte %zu", s->name, at);
	}
	CU_ASSERT(all.n > 30);
}

static void nothing_of_nothing(void)
{
	static const uint8_t zeros[WHOLE];

	struct packet cut = { .transport = IPPROTO_UDP, .payload_whole = WHOLE };

	CU_ASSERT(!proved(IPPROTO_TCP, false, zeros, 0));
	CU_ASSERT(!signature_of(&cut, false, (struct signature_list){ 0 }));
	CU_ASSERT(!proved(IPPROTO_TCP, false, zeros, WHOLE));
	CU_ASSERT(!proved(IPPROTO_UDP, true, zeros, WHOLE));
}

#define BYTES8 "\xc0\x1d\x9a\x33\x57\x08\xf4\x6e"
#define BYTES16 BYTES8 "\x82\xbb\x29\x95\x40\xd7\x1f\x6a"
#define BYTES20 BYTES16 "abcd"
#define BYTES32 BYTES16 BYTES16
#define BYTES48 BYTES16 BYTES32

/* Datagrams as their programs send them, and what only looks like one. */
static const struct datagram {
	const char *name;
	const char *bytes;
	size_t len;
	uint16_t proto;		/* 0: none that is known */
	size_t from;		/* bytes that tell it; 0: all */
	bool answer;
} datagrams[] = {
#define D(text) (text), sizeof(text) - 1
	{ "Syncthing's local discovery",
	  D("\x2e\xa7\xd9\x0b\x0a\x20" BYTES32 "\x12\x13tcp://0.0.0.0:22000"),
	  PROTO_SYNCTHING, 38, false },
	{ "Syncthing's before version 0.14",
	  D("\x7d\x79\xbc\x40\0\0\0\x20" BYTES32 "\0\0\0\1"), PROTO_SYNCTHING, 40, false },
	{ "another magic", D("\x9d\x79\xbc\x39\x0a\x20" BYTES32), 0, 0, false },
	{ "Resilio in a LAN",
	  D("BSYNC\0d2:la6:\xc0\0\2\1\x9c\x41" "1:m4:ping4:peer20:" BYTES20 "e"),
	  PROTO_RESILIO, 20, false },
	{ "BSYNC as a word", D("BSYNC daemon, version 2, ready"), 0, 0, false },
	{ "BSYNC, done", D("BSYNC\0done: 14 of 14 records"), 0, 0, false },
	{ "webrtc-direct",
	  D("\0\1\0\x48\x21\x12\xa4\x42" "0123456789ab" "\0\6\0\x21" "libp2p+webrtc+v1/"),
	  PROTO_IPFS, 0, false },
	{ "OpenDHT's query",
	  D("\x85\xa1" "a\x81\xa2id\xc4\x14" BYTES20
	    "\xa1q\xa4ping" "\xa1t\xce\1\2\3\4\xa1y\xa1q\xa1v\xa4RNG1"),
	  PROTO_OPENDHT, 32, false },
	{ "OpenDHT's answer",
	  D("\x84\xa1r\x82\xa2id\xc4\x14" BYTES20 "\xa2sa\xc4\4\xc0\0\2\1\xa1t"),
	  PROTO_OPENDHT, 32, true },
	{ "another map", D("\x85\xa1" "a\x81\xa2ip\xc4\x14" BYTES20), 0, 0, false },
	{ "media", D("\x80\x60\x12\x34\0\0\0\xa0" BYTES32), 0, 0, false },
	{ "Pando",
	  D("\0\0\0\x09\0\0" "0123456789abcdefghi" "Pando protocol" BYTES48),
	  PROTO_PANDO, 0, false },
	{ "iMesh",
	  D("\2\0\0\0\1\0\0\x83" BYTES16 "\x40\0\0\0" BYTES8), PROTO_IMESH, 0, false },
	{ "SopCast", D("\xff\xff\1" "01234" "\2\xff\0\x2c\0\0\0" BYTES32 "01234"),
	  PROTO_SOPCAST, 0, false },
	{ "PPLive", D("\xe9\3\x41\1\x98\xab\1\2" BYTES48), PROTO_PPLIVE, 51, false },
	{ "PPLive, no more", D("\xe9\3\x41\2\x98\xab\1\2" BYTES48), 0, 0, false },
	{ "Tailscale", D("TS\xf0\x9f\x92\xac" BYTES48 BYTES32), PROTO_TAILSCALE, 78, false },
	{ "Steam", D("\xff\xff\xff\xff\x21\x4c\x5f\xa0" "0123456789ab"),
	  PROTO_STEAM_PEER, 0, false },
	{ "a game's server", D("\xff\xff\xff\xffTSource Engine Query"), 0, 0, false },
#undef D
};

static void datagrams_by_name(void)
{
	for (size_t i = 0; i < sizeof(datagrams) / sizeof(datagrams[0]); i++) {
		const struct datagram *d = &datagrams[i];
		size_t from = d->from ? d->from : d->len;

		for (size_t len = 1; len <= d->len; len++) {
			const struct signature *s = proved(IPPROTO_UDP, d->answer, d->bytes, len);
			uint16_t proto = d->proto && len >= from ? d->proto : 0;

			UNIT_CHECK((s ? s->proto : 0) == proto, "%s: %zu bytes of it are %s",
				   d->name, len, s ? s->name : "none");
		}
	}
}

/* What begins with no such byte is not compared at all. */
static void first_bytes(void)
{
	const struct signature_list all = signatures_shipped();
	const struct dissector *d = &dissect_signature;
	uint8_t payload[WHOLE];

	for (unsigned int byte = 0; byte < 256; byte++) {
		bool any = false;

		for (size_t i = 0; i < all.n; i++) {
			make_payload(&all.each[i], payload);
			payload[0] = (uint8_t)byte;
			any |= all.each[i].transport == IPPROTO_TCP &&
			       match(&all.each[i], payload, all.each[i].least) != NULL;
		}
		CU_ASSERT_EQUAL(any, memchr(d->first, (int)byte, d->n_first) != NULL);
	}
	CU_ASSERT_EQUAL(d->transports, TRANSPORT_TCP);
}

static const struct unit_test tests[] = {
	{ "each matches its own payload", each_matches_its_own },
	{ "every bit under the mask counts", every_bit_counts },
	{ "sides and transports", sides_and_transports },
	{ "rows are sound", rows_are_sound },
	{ "datagrams by name", datagrams_by_name },
	{ "first bytes over TCP", first_bytes },
	{ "nothing matches nothing", nothing_of_nothing },
};

UNIT_MAIN("signatures", tests)
