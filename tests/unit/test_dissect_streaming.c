/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

#define CONNECTION "\x17\x4b\x23\x76"
#define MESSAGE(kind, sequence, acknowledged) "\2" kind "\4\0" CONNECTION sequence acknowledged

static void kontiki(void)
{
	static const struct dissect_case cases[] = {
		{ "opening", &dissect_kontiki, TRANSPORT_UDP,
		  { A("\2\5\2\0" CONNECTION "\x3a\xd2\x18\x1f\0\0\4\xe4\2\4\1\0") },
		  YES(PROTO_KONTIKI), CONFIDENCE_LIKELY },
		{ "messages that count on", &dissect_kontiki, TRANSPORT_UDP,
		  { A(MESSAGE("\7", "\x3a\xd2\x18\x20", "\x2c\x27\x2d\5")),
		    B(MESSAGE("\5", "\x2c\x27\x2d\6", "\x3a\xd2\x18\x20")) }, YES(PROTO_KONTIKI) },
		{ "messages that do not", &dissect_kontiki, TRANSPORT_UDP,
		  { A(MESSAGE("\7", "\x3a\xd2\x18\x20", "\x2c\x27\x2d\5")),
		    B(MESSAGE("\5", "\x3c\x27\x2d\6", "\x3a\xd2\x18\x20")) },
		  .want = ANSWER_MAYBE },
		{ "all zero", &dissect_kontiki, TRANSPORT_UDP,
		  { A(MESSAGE("\5", "\0\0\0\0", "\0\0\0\0")),
		    B(MESSAGE("\5", "\0\0\0\0", "\0\0\0\0")) },
		  .want = ANSWER_MAYBE },
		{ "hail", &dissect_kontiki, TRANSPORT_UDP, { A("\2\1\1\0") },
		  .want = ANSWER_MAYBE },
		{ "other xml", &dissect_kontiki, TRANSPORT_UDP,
		  { A("<?xml version=\"1.0\"?><Envelope target=\"\"/>") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

/* One message, and another with the same id but every byte changed by 5a. */
#define ID_1 "\x99\xc9\xe1\xdb\x1c\x7a\x9d\xab\xab"
#define ID_2 "\xc3\x93\xbb\x81\x46\x20\xc7\xf1\xf1"
#define CHAINED(first, twice, id) first "\x80\x9e" twice twice id "\1\2\3\4\5\6"

static void ppstream(void)
{
	static const struct dissect_case cases[] = {
		{ "two of one stream", &dissect_ppstream, TRANSPORT_UDP,
		  { A(CHAINED("\xda", "\xbb", ID_1)), B(CHAINED("\x80", "\xe1", ID_2)) },
		  YES(PROTO_PPSTREAM), .yes_from = 16 },
		{ "of one side", &dissect_ppstream, TRANSPORT_UDP,
		  { A(CHAINED("\xda", "\xbb", ID_1)), A(CHAINED("\x80", "\xe1", ID_2)) },
		  YES(PROTO_PPSTREAM), CONFIDENCE_LIKELY, .yes_from = 16 },
		{ "the same twice", &dissect_ppstream, TRANSPORT_UDP,
		  { A(CHAINED("\xda", "\xbb", ID_1)), A(CHAINED("\xda", "\xbb", ID_1)) },
		  .want = ANSWER_MAYBE },
		{ "of two streams", &dissect_ppstream, TRANSPORT_UDP,
		  { A(CHAINED("\xda", "\xbb", ID_1)),
		    B(CHAINED("\x80", "\xe1", "\xc3\x93\xbb\x82\x46\x20\xc7\xf1\xf1")) },
		  .want = ANSWER_MAYBE },
		{ "of old, in part", &dissect_ppstream, TRANSPORT_UDP, { A("\x08\0\x43\0abcd") },
		  .want = ANSWER_MAYBE },
		{ "a game's, again and again", &dissect_ppstream, TRANSPORT_UDP,
		  { A("\x08\0\x43\0abcd"), B("\x04\0\x43\0wxyz"), A("\x09\0\x43\0abcde") },
		  .want = ANSWER_MAYBE },
		{ "of old", &dissect_ppstream, TRANSPORT_UDP,
		  { A("\x10\0\x43\0a\xff\0\1\0\0\0\0\0\0\0b") },
		  YES(PROTO_PPSTREAM), CONFIDENCE_LIKELY },
		{ "of old, all of one length", &dissect_ppstream, TRANSPORT_UDP,
		  { A("\x08\0\x43\0abcd"), B("\x08\0\x43\0abcd"), A("\x08\0\x43\0abcd"),
		    B("\x08\0\x43\0abcd") }, .want = ANSWER_MAYBE },
		{ "fillers", &dissect_ppstream, TRANSPORT_UDP,
		  { A("\5\x80\0AAAAAAAAAAAAAAAA"), B("\5\x80\0BBBBBBBBBBBBBBBB") },
		  .want = ANSWER_MAYBE },
		{ "another length", &dissect_ppstream, TRANSPORT_UDP, { A("\x07\0\x43\0abcd") },
		  .want = ANSWER_NO },
		{ "sound", &dissect_ppstream, TRANSPORT_UDP,
		  { A("\x80\x80\0\1\0\0\0\xa0SSRC0123456789") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "kontiki", kontiki },
	{ "ppstream", ppstream },
};

UNIT_MAIN("dissect: streaming", tests)
