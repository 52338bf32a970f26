/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

#define NAME "\x13" "BitTorrent protocol"
#define RESERVED "\0\0\0\0\0\x10\0\x05"
#define HASH "\x8c\x1f\x33\xb2\x77\x40\x5e\xd1\x09\xaa\x6c\x18\xf3\x90\x2b\xe4\x51\xc7\x3d\x66"
#define PEER "-QQ4450-\x91\xf2zU(k!\x08\xe6\xd9\x40Y"
#define ID20 "\xd3\x0b\x95\x6e\xa1\x4c\x77\xf0\x12\x8a\x3b\xc9\x60\x5d\xee\x81\x27\xb4\x9f\x08"

static void wire(void)
{
	static const struct dissect_case cases[] = {
		{ "handshake", &dissect_bt_wire, TRANSPORT_TCP, { A(NAME RESERVED HASH PEER) },
		  YES(PROTO_BITTORRENT), .yes_from = 20 },
		{ "handshake of the responder", &dissect_bt_wire, TRANSPORT_TCP,
		  { B(NAME RESERVED HASH PEER) }, YES(PROTO_BITTORRENT), .yes_from = 20 },
		{ "messages, midstream", &dissect_bt_wire, TRANSPORT_TCP,
		  { A("\0\0\0\1\2" "\0\0\0\0" "\0\0\0\x0d\x06\0\0\0\x2a\0\0\x40\0\0\0\x40\0"
		      "\0\0\0\x0d\x06\0\0\0\x2a\0\0\x80\0\0\0\x40\0") },
		  YES(PROTO_BITTORRENT), .yes_from = 31 },
		{ "extended handshake, bitfield, unchoke", &dissect_bt_wire, TRANSPORT_TCP,
		  { B("\0\0\0\x1b\x14\0" "d1:md6:ut_pexi1ee1:pi81ee"
		      "\0\0\0\3\5\xff\xf0" "\0\0\0\1\1") },
		  YES(PROTO_BITTORRENT) },
		{ "a request for too much", &dissect_bt_wire, TRANSPORT_TCP,
		  { A("\0\0\0\x0d\x06\0\0\0\x2a\0\0\x40\0\x7f\0\x40\0") }, .want = ANSWER_NO },
		{ "messages of one byte alone", &dissect_bt_wire, TRANSPORT_TCP,
		  { A("\0\0\0\1\0\0\0\0\1\1\0\0\0\1\2\0\0\0\1\3") }, .want = ANSWER_MORE },
		{ "zeros", &dissect_bt_wire, TRANSPORT_TCP,
		  { A("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") }, .want = ANSWER_MORE },
		{ "another protocol's name", &dissect_bt_wire, TRANSPORT_TCP,
		  { A("\x13" "BitTorrent pro-tocol") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

/* This much and an "e" at the end is proof. */
#define BEGINNING (sizeof("d1:ad2:id20:" ID20) - 1)

static void dht(void)
{
	static const struct dissect_case cases[] = {
		{ "ping", &dissect_bt_dht, TRANSPORT_UDP,
		  { A("d1:ad2:id20:" ID20 "e1:q4:ping1:t2:aa1:y1:qe") },
		  YES(PROTO_BITTORRENT), .yes_from = BEGINNING },
		{ "find_node, read-only", &dissect_bt_dht, TRANSPORT_UDP,
		  { A("d1:ad2:id20:" ID20 "6:target20:" HASH "4:wantl2:n42:n6ee1:q9:find_node"
		      "2:roi1e1:t4:\1\2\3\4" "1:v4:LT\1\2" "1:y1:qe") },
		  YES(PROTO_BITTORRENT), .yes_from = BEGINNING },
		{ "response", &dissect_bt_dht, TRANSPORT_UDP,
		  { B("d1:rd2:id20:" ID20 "5:nodes26:" HASH "\xc0\0\2\1\x1a\xe1" "e1:t2:aa1:y1:re") },
		  YES(PROTO_BITTORRENT), .yes_from = BEGINNING },
		{ "response with our address", &dissect_bt_dht, TRANSPORT_UDP,
		  { B("d2:ip6:\xc0\0\2\1\x1a\xe1" "1:rd2:id20:" ID20 "e1:t2:aa1:y1:re") },
		  YES(PROTO_BITTORRENT) },
		{ "error", &dissect_bt_dht, TRANSPORT_UDP,
		  { B("d1:eli201e13:Generic Errore1:t2:aa1:y1:ee") },
		  YES(PROTO_BITTORRENT) },
		{ "unsorted keys", &dissect_bt_dht, TRANSPORT_UDP,
		  { A("d1:y1:q1:t2:aa1:q4:ping1:ad2:id20:" ID20 "ee") },
		  YES(PROTO_BITTORRENT) },
		{ "broken in the middle", &dissect_bt_dht, TRANSPORT_UDP,
		  { A("d1:ad2:id20:" ID20 "6:target99:xe") }, YES(PROTO_BITTORRENT),
		  .yes_from = BEGINNING },
		{ "another dictionary", &dissect_bt_dht, TRANSPORT_UDP,
		  { A("d1:m4:ping4:peer20:" ID20 "5:share32:" HASH "0123456789abe") }, .want = ANSWER_NO },
		{ "an id too short", &dissect_bt_dht, TRANSPORT_UDP,
		  { A("d1:y1:q1:t2:aa1:q4:ping1:ad2:id4:0123ee") }, .want = ANSWER_NO },
		{ "bytes behind the dictionary", &dissect_bt_dht, TRANSPORT_UDP,
		  { A("d1:t2:aa1:y1:q1:q4:ping1:ad2:id20:" ID20 "eee") }, .want = ANSWER_NO,
		  .yes_from = sizeof("d1:t2:aa1:y1:q1:q4:ping1:ad2:id20:" ID20 "ee") - 1 },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "peer wire", wire },
	{ "dht", dht },
};

UNIT_MAIN("dissect: bittorrent", tests)
