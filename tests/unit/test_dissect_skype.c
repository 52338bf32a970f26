/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

#include "../../daemon/classify/series.h"

#define CIPHERED "\x1f\xed\xe1\x92\xf1\x76\x33\xe6\xaa\x50\x01\x07\x15\xd8\xeb\xba\x6b\x0e"

static void datagrams(void)
{
	static const struct dissect_case cases[] = {
		{ "a message", &dissect_skype_udp, TRANSPORT_UDP, { A("\x12\x34\2" CIPHERED) },
		  .want = ANSWER_MAYBE },
		{ "plain text behind", &dissect_skype_udp, TRANSPORT_UDP,
		  { A("\x12\x34\2aaaabbbbccccddddeeee") }, .want = ANSWER_NO },
		{ "another kind", &dissect_skype_udp, TRANSPORT_UDP, { A("\x12\x34\1" CIPHERED) },
		  .want = ANSWER_NO },
		{ "address report", &dissect_skype_udp, TRANSPORT_UDP,
		  { A("\x12\x34\2" CIPHERED), B("\x12\x34\x75\xc0\0\2\1\xcb\0\x71\1") },
		  YES(PROTO_SKYPE) },
		{ "address report, nothing asked", &dissect_skype_udp, TRANSPORT_UDP,
		  { B("\x12\x34\x75\xc0\0\2\1\xcb\0\x71\1") }, YES(PROTO_SKYPE),
		  CONFIDENCE_LIKELY },
		{ "of somebody else", &dissect_skype_udp, TRANSPORT_UDP,
		  { B("\x12\x34\x75\xc0\0\2\7\xcb\0\x71\1") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define EMPTY "\x16\3\1\0\0"
#define SSL2_CIPHERS "\0\0\5\0\0\4\0\0\x0a\0\0\x09\0\0\x64\0\0\x62\0\0\x08\0\0\3\0\0\6" \
	"\1\0\x80\7\0\xc0\3\0\x80\6\0\x40\2\0\x80\4\0\x80"
#define SSL2_HELLO "\x80\x46\1\3\1\0\x2d\0\0\0\x10" SSL2_CIPHERS "0123456789abcdef"

static void imitations(void)
{
	static const struct dissect_case cases[] = {
		{ "empty record", &dissect_skype, TRANSPORT_TCP, { A(EMPTY) },
		  YES(PROTO_SKYPE), CONFIDENCE_LIKELY, .waits = true },
		{ "empty record, answered", &dissect_skype, TRANSPORT_TCP,
		  { A(EMPTY), B("\x17\3\1\0\0") }, YES(PROTO_SKYPE) },
		{ "a record with something in it", &dissect_skype, TRANSPORT_TCP,
		  { A("\x16\3\1\0\x05hello") }, .want = ANSWER_NO },
		{ "hello with no ssl behind", &dissect_skype, TRANSPORT_TCP,
		  { A(SSL2_HELLO CIPHERED) }, YES(PROTO_SKYPE), CONFIDENCE_LIKELY,
		  .yes_from = 88 },
		{ "hello and a record", &dissect_skype, TRANSPORT_TCP,
		  { A(SSL2_HELLO "\x16\3\1\0\x10" CIPHERED) }, .want = ANSWER_NO },
		{ "hello alone", &dissect_skype, TRANSPORT_TCP, { A(SSL2_HELLO) },
		  .want = ANSWER_MORE },
		{ "its server", &dissect_skype, TRANSPORT_TCP,
		  { A(SSL2_HELLO), B("\x16\3\1\0\x4a\2\0\0\x46\3\1"
				     "\x40\x1b\xe4\x86\x02\xad\xe0\x29") },
		  YES(PROTO_SKYPE) },
	};

	CHECK_CASES(cases);
}

static struct addr host(uint8_t n)
{
	return addr_of4((const uint8_t[]){ 192, 0, 2, n });
}

/* Plays numbers to the hosts 2, 3, …; what was said to the last one. */
static bool play_series(const uint16_t *numbers, size_t n, bool same_host)
{
	struct series *s = series_new();
	struct addr from = host(1);
	bool proof = false;

	for (size_t i = 0; i < n; i++) {
		struct addr to = host(same_host ? 2 : (uint8_t)(2 + i));

		proof = series_add(s, &from, 4000, PROTO_SKYPE, &to, numbers[i]);
	}
	series_free(s);
	return proof;
}

static void series(void)
{
	UNIT_CHECK(play_series((const uint16_t[]){ 10, 12, 14, 17 }, 4, false), "four in a row");
	UNIT_CHECK(play_series((const uint16_t[]){ 65534, 65535, 1, 2 }, 4, false), "around zero");
	UNIT_CHECK(!play_series((const uint16_t[]){ 10, 12, 14 }, 3, false), "three");
	UNIT_CHECK(!play_series((const uint16_t[]){ 10, 12, 14, 9000 }, 4, false), "a jump");
	UNIT_CHECK(!play_series((const uint16_t[]){ 10, 12, 11, 12 }, 4, false), "back");
	UNIT_CHECK(!play_series((const uint16_t[]){ 5, 5, 5, 5, 5 }, 5, false), "standing still");
	UNIT_CHECK(!play_series((const uint16_t[]){ 1, 2, 3, 4, 5, 6 }, 6, true), "to one host");
}

static const struct unit_test tests[] = {
	{ "datagrams", datagrams },
	{ "imitations of TLS", imitations },
	{ "a series", series },
};

UNIT_MAIN("dissect: skype", tests)
