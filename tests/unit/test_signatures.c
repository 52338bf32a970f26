/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <netinet/in.h>
#include <string.h>

#include "../../daemon/classify/catalogue.h"
#include "../../daemon/classify/signatures.h"
#include "packet_case.h"
#include "unit.h"

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
	const struct signature *s;
	uint8_t payload[WHOLE];

	for (size_t i = 0; (s = signature_at(i)); i++) {
		make_payload(s, payload);
		UNIT_CHECK(is_same(match(s, payload, s->least), s), "%s", s->name);
		UNIT_CHECK(!match(s, payload, s->least - 1u), "%s: cut short", s->name);
		if (s->most)
			UNIT_CHECK(!match(s, payload, s->most + 1u), "%s: too long", s->name);
	}
}

static void every_bit_counts(void)
{
	const struct signature *s;
	uint8_t payload[WHOLE];

	for (size_t i = 0; (s = signature_at(i)); i++) {
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
	const struct signature *s;
	uint8_t payload[WHOLE];

	for (size_t i = 0; (s = signature_at(i)); i++) {
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
	const struct signature *s;
	size_t n = 0;

	for (size_t i = 0; (s = signature_at(i)); i++, n++) {
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
	CU_ASSERT(n > 30);
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

static const struct unit_test tests[] = {
	{ "each matches its own payload", each_matches_its_own },
	{ "every bit under the mask counts", every_bit_counts },
	{ "sides and transports", sides_and_transports },
	{ "rows are sound", rows_are_sound },
	{ "nothing matches nothing", nothing_of_nothing },
};

UNIT_MAIN("signatures", tests)
