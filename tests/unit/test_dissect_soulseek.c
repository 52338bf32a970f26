/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

#define HASH "0123456789abcdef0123456789abcdef"
#define LOGIN "\x48\0\0\0\1\0\0\0\3\0\0\0bob\5\0\0\0hello\xa0\0\0\0\x20\0\0\0" HASH "\1\0\0\0"
#define PEER(kind) "\x11\0\0\0\1\3\0\0\0bob\1\0\0\0" kind "\x78\x56\x34\x12"
#define PIERCE "\5\0\0\0\0\x78\x56\x34\x12"

static void plain(void)
{
	static const struct dissect_case cases[] = {
		{ "login", &dissect_soulseek, TRANSPORT_TCP, { A(LOGIN) }, YES(PROTO_SOULSEEK),
		  .yes_from = sizeof(LOGIN) - 1 - 4 },
		{ "login answered", &dissect_soulseek, TRANSPORT_TCP,
		  { B("\x34\0\0\0\1\0\0\0\1" "\2\0\0\0hi" "\1\2\0\xc0" "\x20\0\0\0"
		      "0123456789abcdef0123456789abcdef\0") }, YES(PROTO_SOULSEEK),
		  .yes_from = 56 - 5 },
		{ "login refused", &dissect_soulseek, TRANSPORT_TCP,
		  { B("\x14\0\0\0\1\0\0\0\0" "\x0b\0\0\0INVALIDPASS") }, YES(PROTO_SOULSEEK),
		  .yes_from = 20 },
		{ "another's answer", &dissect_soulseek, TRANSPORT_TCP,
		  { B("\x14\0\0\0\1\0\0\0\0" "\x0b\0\0\0" "not allowed") }, .want = ANSWER_NO },
		{ "login without its hash", &dissect_soulseek, TRANSPORT_TCP,
		  { A("\x48\0\0\0\1\0\0\0\3\0\0\0bob\5\0\0\0hello\xa0\0\0\0\x20\0\0\0"
		      "0123456789abcdef0123456789abcdex\1\0\0\0") }, .want = ANSWER_NO },
		{ "peer", &dissect_soulseek, TRANSPORT_TCP, { A(PEER("P")) },
		  YES(PROTO_SOULSEEK), .yes_from = 17 },
		{ "file", &dissect_soulseek, TRANSPORT_TCP, { A(PEER("F")) },
		  YES(PROTO_SOULSEEK), .yes_from = 17 },
		{ "branch", &dissect_soulseek, TRANSPORT_TCP, { A(PEER("D")) },
		  YES(PROTO_SOULSEEK), .yes_from = 17 },
		{ "another kind", &dissect_soulseek, TRANSPORT_TCP, { A(PEER("X")) },
		  .want = ANSWER_NO },
		{ "another length", &dissect_soulseek, TRANSPORT_TCP,
		  { A("\x12\0\0\0\1\3\0\0\0bob\1\0\0\0P\x78\x56\x34\x12") }, .want = ANSWER_NO },
		{ "hole in a firewall", &dissect_soulseek, TRANSPORT_TCP, { A(PIERCE) },
		  .want = ANSWER_MORE },
		{ "hole in a firewall, and a list asked for", &dissect_soulseek, TRANSPORT_TCP,
		  { A(PIERCE "\4\0\0\0\4\0\0\0") }, YES(PROTO_SOULSEEK) },
		{ "hole in a firewall, and an answer", &dissect_soulseek, TRANSPORT_TCP,
		  { B("\x40\1\0\0\x09\0\0\0\x78\x9c\1"), A(PIERCE) }, YES(PROTO_SOULSEEK) },
		{ "a frame of five, and one of four", &dissect_soulseek, TRANSPORT_TCP,
		  { A("\5\0\0\0\0\1\0\0\0" "\4\0\0\0\4\0\0\0") }, .want = ANSWER_MORE },
		{ "hole in a firewall, and anything", &dissect_soulseek, TRANSPORT_TCP,
		  { A(PIERCE "abcdefgh") }, .want = ANSWER_MORE },
	};

	CHECK_CASES(cases);
}

/* The key a1b2c3d4, and what it hides. */
static void hidden(void)
{
	static const struct dissect_case cases[] = {
		{ "hole in a firewall", &dissect_soulseek_hidden, TRANSPORT_TCP,
		  { A("\xa1\xb2\xc3\xd4\x46\x65\x87\xa9\x87\xb2\x58\x67\x1c") },
		  YES(PROTO_SOULSEEK), .yes_from = 9, .at_once = true },
		{ "another key", &dissect_soulseek_hidden, TRANSPORT_TCP,
		  { A("\xa1\xb2\xc3\xd5\x46\x65\x87\xa9\x87\xb2\x58\x67\x1c") },
		  .want = ANSWER_NO },
		{ "all zero", &dissect_soulseek_hidden, TRANSPORT_TCP,
		  { A("\0\0\0\0\0\0\0\0\0\0\0\0\0") }, .want = ANSWER_NO },
		{ "no key at all", &dissect_soulseek_hidden, TRANSPORT_TCP,
		  { A("\0\0\0\0" PIERCE) }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define GET "GET / HTTP/1.1\r\nHost: tracker.example\r\nUpgrade: websocket\r\n\r\n"
#define SWITCH "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
#define ANSWER "{\"complete\":1,\"action\":\"announce\",\"info_hash\":\"x\"}"

static void webtorrent(void)
{
	static const struct dissect_case cases[] = {
		{ "a tracker's answer", &dissect_websocket, TRANSPORT_TCP,
		  { A(GET), B(SWITCH "\x81\x32" ANSWER) }, YES(PROTO_WEBTORRENT),
		  .yes_from = sizeof(SWITCH) + 1 + 47, .at_once = true },
		{ "asked, under a mask", &dissect_websocket, TRANSPORT_TCP,
		  { A(GET "\x81\xa5\1\1\1\1" "z#`buhno#;#`oontobd#-#hogn^i`ri#;#y#|") },
		  YES(PROTO_WEBTORRENT), .yes_from = sizeof(GET) + 5 + 34, .at_once = true },
		{ "libp2p's answer", &dissect_websocket, TRANSPORT_TCP,
		  { A(GET), B(SWITCH "\x82\x14\x13/multistream/1.0.0\n") }, YES(PROTO_IPFS),
		  .at_once = true },
		{ "libp2p under a mask", &dissect_websocket, TRANSPORT_TCP,
		  { A(GET "\x82\x94\0\1\0\1\x13.mtluirtse`m.1/0/0\x0b") }, YES(PROTO_IPFS),
		  .at_once = true },
		{ "opened", &dissect_websocket, TRANSPORT_TCP, { A(GET) }, .want = ANSWER_MORE },
		{ "a chat", &dissect_websocket, TRANSPORT_TCP,
		  { A(GET), B(SWITCH "\x81\x15{\"action\":\"announce\"}") },
		  .want = ANSWER_MORE },
		{ "a page", &dissect_websocket, TRANSPORT_TCP,
		  { A("GET / HTTP/1.1\r\nHost: tracker.example\r\n\r\n") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "soulseek", plain },
	{ "soulseek, hidden", hidden },
	{ "webtorrent", webtorrent },
};

UNIT_MAIN("dissect: soulseek and webtorrent", tests)
