/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

#define ID16 "\x1b\x42\xcd\x5b\x94\x91\xd7\x79\xc2\x0a\xb7\x55\xfe\x25\x32\x97"
#define EMULE "\x1b\x42\xcd\x5b\x94\x0e\xd7\x79\xc2\x0a\xb7\x55\xfe\x25\x6f\x97"
#define OTHER "\xe4\x52\x83\x17\x0d\x9f\x2b\x6c\x41\xaa\x38\xf1\x05\xbe\x77\xd0"

/* Tags: a string named 01, a number named 11. */
#define TAGS "\2\0\0\0" "\2\1\0\1\4\0nick" "\3\1\0\x11\x3c\0\0\0"
#define IDENTITY "\xc0\0\2\1" "\x36\x12"
#define HELLO(hash) "\xe3\x3f\0\0\0\1\x10" hash IDENTITY TAGS "\0\0\0\0\0\0" "0123456789"
#define ANSWER(hash) "\xe3\x34\0\0\0\x4c" hash IDENTITY TAGS "\0\0\0\0\0\0"

static void tcp(void)
{
	static const struct dissect_case cases[] = {
		{ "hello of eMule", &dissect_edonkey, TRANSPORT_TCP, { A(HELLO(EMULE)) },
		  YES(PROTO_EDONKEY), .yes_from = 23 },
		{ "hello of another", &dissect_edonkey, TRANSPORT_TCP, { A(HELLO(ID16)) },
		  YES(PROTO_EDONKEY), .yes_from = 57 },
		{ "hello answer", &dissect_edonkey, TRANSPORT_TCP, { B(ANSWER(ID16)) },
		  YES(PROTO_EDONKEY), .yes_from = 57 },
		{ "login", &dissect_edonkey, TRANSPORT_TCP,
		  { A("\xe3\x2e\0\0\0\1" ID16 IDENTITY TAGS) }, YES(PROTO_EDONKEY) },
		{ "emule info", &dissect_edonkey, TRANSPORT_TCP,
		  { A("\xc5\x19\0\0\0\1\x44\1" TAGS) }, YES(PROTO_EDONKEY) },
		{ "server message", &dissect_edonkey, TRANSPORT_TCP,
		  { B("\xe3\x0a\0\0\0\x38\7\0welcome") }, YES(PROTO_EDONKEY), .yes_from = 9 },
		{ "server list", &dissect_edonkey, TRANSPORT_TCP,
		  { B("\xe3\x08\0\0\0\x32\1\xc0\0\2\1\x35\x12") },
		  YES(PROTO_EDONKEY), .yes_from = 7 },
		{ "two messages", &dissect_edonkey, TRANSPORT_TCP,
		  { A("\xe3\1\0\0\0\x14" "\xe3\5\0\0\0\x1c\1\2\3\4") }, YES(PROTO_EDONKEY),
		  .yes_from = 12 },
		{ "one each way", &dissect_edonkey, TRANSPORT_TCP,
		  { A("\xe3\x11\0\0\0\x4f" ID16), B("\xe3\1\0\0\0\x55") }, YES(PROTO_EDONKEY) },
		{ "one alone", &dissect_edonkey, TRANSPORT_TCP, { A("\xe3\x11\0\0\0\x4f" ID16) },
		  .want = ANSWER_MORE },
		{ "packed, then another", &dissect_edonkey, TRANSPORT_TCP,
		  { A("\xd4\x06\0\0\0\x82\x78\x9c\1\2\3" "\xc5\x11\0\0\0\x81" ID16) },
		  YES(PROTO_EDONKEY), .yes_from = 17 },
		{ "two of any length", &dissect_edonkey, TRANSPORT_TCP,
		  { A("\xe3\x06\0\0\0\x15hello" "\xe3\x04\0\0\0\x16\1\2\3"),
		    B("\xe3\x03\0\0\0\x4e\1\2") }, .want = ANSWER_MORE },
		{ "packed by nobody", &dissect_edonkey, TRANSPORT_TCP,
		  { A("\xd4\x06\0\0\0\x82\x78\x9d\1\2\3") }, .want = ANSWER_NO },
		{ "emule info, and none", &dissect_edonkey, TRANSPORT_TCP,
		  { A("\xc5\x0d\0\0\0\1" "0123456789ab"), B("\xc5\x0d\0\0\0\2" "0123456789ab") },
		  .want = ANSWER_NO },
		{ "a length that cannot be", &dissect_edonkey, TRANSPORT_TCP,
		  { A("\xe3\x12\0\0\0\x4f" ID16 "x") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void udp(void)
{
	static const struct dissect_case cases[] = {
		{ "server status, asked and answered", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\x96\1\2\3\4"), B("\xe3\x97\1\2\3\4\5\0\0\0\6\0\0\0") },
		  YES(PROTO_EDONKEY) },
		{ "server status, asked by eMule", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\x96\x31\x7c\xaa\x55") }, YES(PROTO_EDONKEY),
		  .confidence = CONFIDENCE_LIKELY },
		{ "server description, asked by eMule", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\xa2\xff\xf0\x31\x7c") }, YES(PROTO_EDONKEY),
		  .confidence = CONFIDENCE_LIKELY },
		{ "server status, another challenge", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\x96\1\2\3\4"), B("\xe3\x97\4\3\2\1\5\0\0\0\6\0\0\0") },
		  .want = ANSWER_MAYBE },
		{ "server status, on its port", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\x96\1\2\3\4") }, YES(PROTO_EDONKEY), .confidence = CONFIDENCE_LIKELY,
		  .port = { 4672, 4665 } },
		{ "server status, on one port", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\x96\1\2\3\4") }, .want = ANSWER_MAYBE, .port = { 0, 4665 } },
		{ "server status, alone", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\x96\1\2\3\4") }, .want = ANSWER_MAYBE },
		{ "file wanted again", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xc5\x90" ID16), B("\xc5\x93") }, YES(PROTO_EDONKEY) },
		{ "file wanted again, with parts", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xc5\x90" ID16 "\x09\0\xff\1" "\2\0"), B("\xc5\x91\x09\0\x0f\0" "\7\0") },
		  YES(PROTO_EDONKEY), .yes_from = 4 },
		{ "parts miscounted", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xc5\x90" ID16), B("\xc5\x91\x12\0\x0f\0" "\7\0") },
		  .want = ANSWER_NO, .yes_from = 4 },
		{ "found", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\x98\1\4\0film"), B("\xe3\x99" ID16 IDENTITY TAGS) },
		  YES(PROTO_EDONKEY) },
		{ "found, without an end", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\x98\1\4\0film"), B("\xe3\x99" ID16 IDENTITY "\3" TAGS) },
		  .want = ANSWER_NO },
		{ "sources", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\x9a" ID16), B("\xe3\x9b" ID16 "\1\xc0\0\2\1\x36\x12") },
		  YES(PROTO_EDONKEY) },
		{ "sources of another file", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\x9a" ID16), B("\xe3\x9b" OTHER "\1\xc0\0\2\1\x36\x12") },
		  .want = ANSWER_MAYBE },
		{ "sources miscounted", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\x9a" ID16), B("\xe3\x9b" ID16 "\2\xc0\0\2\1\x36\x12") },
		  .want = ANSWER_NO },
		{ "overnet", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\x0e\2" ID16), B("\xe3\x0f" ID16 "\1" OTHER "\xc0\0\2\1\x36\x12\1") },
		  YES(PROTO_EDONKEY) },
		{ "to a name server", &dissect_edonkey_udp, TRANSPORT_UDP,
		  { A("\xe3\x96\1\2\3\4"), B("\xe3\x97\1\2\3\4\5\0\0\0\6\0\0\0") },
		  .want = ANSWER_NO, .port = { 0, 53 } },
	};

	CHECK_CASES(cases);
}

#define CONTACT ID16 "\1\2\0\xc0" "\x40\x12" "\x36\x12" "\x08"

static void kad(void)
{
	static const struct dissect_case cases[] = {
		{ "request", &dissect_kad, TRANSPORT_UDP, { A("\xe4\x21\x0b" ID16 OTHER) },
		  YES(PROTO_KAD) },
		{ "contacts", &dissect_kad, TRANSPORT_UDP,
		  { B("\xe4\x29" ID16 "\2" CONTACT CONTACT) }, YES(PROTO_KAD) },
		{ "contacts miscounted", &dissect_kad, TRANSPORT_UDP,
		  { B("\xe4\x29" ID16 "\3" CONTACT CONTACT) }, .want = ANSWER_NO },
		{ "bootstrap, answered", &dissect_kad, TRANSPORT_UDP,
		  { A("\xe4\1"), B("\xe4\x09" ID16 "\x36\x12\x08\1\0" CONTACT) }, YES(PROTO_KAD) },
		{ "bootstrap, answered with nobody", &dissect_kad, TRANSPORT_UDP,
		  { A("\xe4\1"), B("\xe4\x09" ID16 "\x36\x12\x08\0\0") }, YES(PROTO_KAD) },
		{ "hello", &dissect_kad, TRANSPORT_UDP,
		  { A("\xe4\x11" ID16 "\x36\x12\x08\1" "\x09\1\0\xfc\4") }, YES(PROTO_KAD) },
		{ "hello, and no tags", &dissect_kad, TRANSPORT_UDP,
		  { A("\xe4\x11" ID16 "\x36\x12\x08\3" "\x7b\xc4\x55\x31\x92") },
		  .want = ANSWER_NO },
		{ "ping", &dissect_kad, TRANSPORT_UDP, { A("\xe4\x60") }, .want = ANSWER_MAYBE },
		{ "ping and pong", &dissect_kad, TRANSPORT_UDP,
		  { A("\xe4\x60"), B("\xe4\x61\x40\x12") }, YES(PROTO_KAD) },
		{ "ping and ping", &dissect_kad, TRANSPORT_UDP, { A("\xe4\x60"), B("\xe4\x60") },
		  .want = ANSWER_MAYBE },
		{ "request, answer packed", &dissect_kad, TRANSPORT_UDP,
		  { A("\xe4\x33" ID16 "\0\0"), B("\xe5\x3b\x78\xda" "0123456789") }, YES(PROTO_KAD),
		  .yes_from = 4 },
		{ "the first Kad", &dissect_kad, TRANSPORT_UDP,
		  { A("\xe4\x20\x02" ID16 OTHER) }, YES(PROTO_KAD) },
		{ "no opcode", &dissect_kad, TRANSPORT_UDP, { A("\xe4\x77\x02" ID16 OTHER) },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "tcp", tcp },
	{ "udp", udp },
	{ "kad", kad },
};

UNIT_MAIN("dissect: edonkey", tests)
