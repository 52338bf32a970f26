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
		  YES(PROTO_BITTORRENT), .yes_from = 28 },
		{ "a text about it", &dissect_bt_wire, TRANSPORT_TCP,
		  { A(NAME " is great, who has tried it?\n") }, .want = ANSWER_NO },
		{ "a text with its length", &dissect_bt_wire, TRANSPORT_TCP,
		  { A(NAME "\x0d" "has ten parts") }, .want = ANSWER_NO },
		{ "reserved bits that nobody uses", &dissect_bt_wire, TRANSPORT_TCP,
		  { A(NAME "ex\0\0\xff\x10\0\5" HASH PEER) }, YES(PROTO_BITTORRENT),
		  .yes_from = 28 },
		{ "handshake of the responder", &dissect_bt_wire, TRANSPORT_TCP,
		  { B(NAME RESERVED HASH PEER) }, YES(PROTO_BITTORRENT), .yes_from = 28 },
		{ "messages, midstream", &dissect_bt_wire, TRANSPORT_TCP,
		  { A("\0\0\0\1\2" "\0\0\0\0" "\0\0\0\x0d\x06\0\0\0\x2a\0\0\x40\0\0\0\x40\0"
		      "\0\0\0\x0d\x06\0\0\0\x2a\0\0\x80\0\0\0\x40\0") },
		  YES(PROTO_BITTORRENT), .yes_from = 26 },
		{ "a request alone", &dissect_bt_wire, TRANSPORT_TCP,
		  { A("\0\0\0\x0d\x06\0\0\0\x2a\0\0\x40\0\0\0\x40\0") },
		  YES(PROTO_BITTORRENT) },
		{ "a block alone", &dissect_bt_wire, TRANSPORT_TCP,
		  { B("\0\0\x40\x09\x07\0\0\0\x2a\0\0\x40\0\x93") },
		  YES(PROTO_BITTORRENT), .yes_from = 13 },
		{ "extensions alone", &dissect_bt_wire, TRANSPORT_TCP,
		  { B("\0\0\0\x6a\x14\0" "d12:complete_agoi1e1:md11:ut_metadatai3e") },
		  YES(PROTO_BITTORRENT), .yes_from = 27 },
		{ "a request for an odd block", &dissect_bt_wire, TRANSPORT_TCP,
		  { A("\0\0\0\x0d\x06\0\0\0\x2a\0\0\x40\0\0\0\x40\1") }, .want = ANSWER_MORE },
		{ "extended handshake, bitfield, unchoke", &dissect_bt_wire, TRANSPORT_TCP,
		  { B("\0\0\0\x1b\x14\0" "d1:md6:ut_pexi1ee1:pi81ee"
		      "\0\0\0\3\5\xff\xf0" "\0\0\0\1\1") },
		  YES(PROTO_BITTORRENT), .yes_from = 11 },
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
		  { B("d1:rd2:id20:" ID20 "5:nodes26:" HASH "\xc0\0\2\1\x1a\xe1"
		      "e1:t2:aa1:y1:re") },
		  YES(PROTO_BITTORRENT), .yes_from = BEGINNING },
		{ "response with our address", &dissect_bt_dht, TRANSPORT_UDP,
		  { B("d2:ip6:\xc0\0\2\1\x1a\xe1" "1:rd2:id20:" ID20 "e1:t2:aa1:y1:re") },
		  YES(PROTO_BITTORRENT), .yes_from = 44 },
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
		  { A("d1:m4:ping4:peer20:" ID20 "5:share32:" HASH "0123456789abe") },
		  .want = ANSWER_NO },
		{ "an id too short", &dissect_bt_dht, TRANSPORT_UDP,
		  { A("d1:y1:q1:t2:aa1:q4:ping1:ad2:id4:0123ee") }, .want = ANSWER_NO },
		{ "bytes behind the dictionary", &dissect_bt_dht, TRANSPORT_UDP,
		  { A("d1:t2:aa1:y1:q1:q4:ping1:ad2:id20:" ID20 "eee") }, .want = ANSWER_NO,
		  .yes_from = sizeof("d1:t2:aa1:y1:q1:q4:ping1:ad2:id20:" ID20 "ee") - 1 },
	};

	CHECK_CASES(cases);
}

/* | type and version | extension | id | time | difference | window | seq | ack | */
#define UTP_AT(time, type, id, difference, seq, ack) \
	type "\0" id time difference "\0\4\0\0" seq ack
#define UTP(type, id, difference, seq, ack) \
	UTP_AT("\x11\x22\x33\x44", type, id, difference, seq, ack)
#define SYN UTP("\x41", "\x53\x02", "\0\0\0\0", "\x12\x34", "\0\0")
/* Its clock is 44443444 ahead; it answers 1000 later. */
#define ANSWER(type, id, seq, ack) \
	UTP_AT("\x55\x66\x77\x88", type, id, "\x44\x44\x34\x44", seq, ack)
#define STATE ANSWER("\x21", "\x53\x02", "\x56\x78", "\x12\x34")

#define SYN_LATER \
	UTP_AT("\x11\x52\x33\x44", "\x41", "\x53\x02", "\0\0\0\0", "\x12\x34", "\0\0")

static void utp(void)
{
	static const struct dissect_case cases[] = {
		{ "syn that nobody answers", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(SYN), A(SYN_LATER) }, YES(PROTO_BITTORRENT),
		  .confidence = CONFIDENCE_LIKELY },
		{ "a beacon", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(UTP_AT("\0\0\0\1", "\x41", "\0\0", "\0\0\0\0", "\0\0", "\0\0")),
		    A(UTP_AT("\0\0\0\2", "\x41", "\0\0", "\0\0\0\0", "\0\0", "\0\0")) },
		  .want = ANSWER_MAYBE },
		{ "a syn and the same once more", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(SYN), A(SYN) }, .want = ANSWER_MAYBE },
		{ "a syn and one long before", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(SYN_LATER), A(SYN) }, .want = ANSWER_MAYBE },
		{ "syn", &dissect_bt_utp, TRANSPORT_UDP, { A(SYN) }, .want = ANSWER_MAYBE },
		{ "syn with extension bits", &dissect_bt_utp, TRANSPORT_UDP,
		  { A("\x41\2\x53\2\x11\x22\x33\x44\0\0\0\0\0\4\0\0\x12\x34\0\0"
		      "\0\x08\0\0\0\0\0\0\0\0") }, .want = ANSWER_MAYBE },
		{ "syn and state", &dissect_bt_utp, TRANSPORT_UDP, { A(SYN), B(STATE) },
		  YES(PROTO_BITTORRENT) },
		{ "syn and a state of another", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(SYN), B(ANSWER("\x21", "\x53\3", "\x56\x78", "\x12\x34")) },
		  .want = ANSWER_MORE },
		{ "syn and state without a difference", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(SYN), B(UTP_AT("\x55\x66\x77\x88", "\x21", "\x53\2", "\0\0\0\0",
				     "\x56\x78", "\x12\x34")) }, YES(PROTO_BITTORRENT) },
		{ "small numbers", &dissect_bt_utp, TRANSPORT_UDP,
		  { A("\x41\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0"),
		    B("\x21\0\0\0\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0") },
		  .want = ANSWER_MORE },
		{ "handshake in data", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(UTP("\1", "\x53\3", "\0\1\2\3", "\x12\x35", "\x56\x78") NAME RESERVED) },
		  YES(PROTO_BITTORRENT), .yes_from = 40 },
		{ "midstream, both ways", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(UTP("\1", "\x53\3", "\0\1\2\3", "\x12\x35", "\x56\x78") "data"),
		    B(ANSWER("\x21", "\x53\2", "\x56\x79", "\x12\x35")) },
		  YES(PROTO_BITTORRENT) },
		{ "midstream, at another time", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(UTP("\1", "\x53\3", "\0\1\2\3", "\x12\x35", "\x56\x78") "data"),
		    B(UTP_AT("\x55\x66\x77\x88", "\x21", "\x53\2", "\0\1\2\3",
			     "\x56\x79", "\x12\x35")) },
		  .want = ANSWER_MORE },
		{ "counters beside each other", &dissect_bt_utp, TRANSPORT_UDP,
		  { A("\1\0\0\1\0\0\0\5\0\0\0\0\0\0\0\0\0\1\0\1more"),
		    B("\1\0\0\2\0\0\0\5\0\0\0\0\0\0\0\0\0\1\0\1more") },
		  .want = ANSWER_MORE },
		{ "midstream, ids of two connections", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(UTP("\1", "\x53\x13", "\0\1\2\3", "\x12\x35", "\x56\x78") "data"),
		    B(ANSWER("\x21", "\x53\2", "\x56\x79", "\x12\x35")) },
		  .want = ANSWER_MORE },
		{ "midstream, one way", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(UTP_AT("\x11\x22\x33\x44", "\1", "\x53\3", "\0\1\2\3",
			     "\x12\x35", "\x56\x78") "data"),
		    A(UTP_AT("\x11\x22\x43\x44", "\1", "\x53\3", "\0\1\3\1",
			     "\x12\x36", "\x56\x78") "data"),
		    A(UTP_AT("\x11\x22\x53\x44", "\x21", "\x53\3", "\0\1\1\7",
			     "\x12\x36", "\x56\x79")) },
		  YES(PROTO_BITTORRENT), .confidence = CONFIDENCE_LIKELY, .waits = true },
		{ "a counter, one way", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(UTP_AT("\x11\x22\x33\x44", "\1", "\x53\3", "\0\1\2\3",
			     "\x12\x35", "\x56\x78") "data"),
		    A(UTP_AT("\x11\x22\x33\x45", "\1", "\x53\3", "\0\1\2\3",
			     "\x12\x36", "\x56\x78") "data"),
		    A(UTP_AT("\x11\x22\x33\x46", "\1", "\x53\3", "\0\1\2\3",
			     "\x12\x37", "\x56\x78") "data") },
		  .want = ANSWER_MORE },
		{ "two counters and a clock, one way", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(UTP_AT("\x11\x22\x33\x44", "\1", "\x53\3", "\0\1\2\3",
			     "\x12\x35", "\x56\x78") "data"),
		    A(UTP_AT("\x11\x22\x43\x44", "\1", "\x53\3", "\0\1\2\3",
			     "\x12\x36", "\x56\x79") "data"),
		    A(UTP_AT("\x11\x22\x53\x44", "\1", "\x53\3", "\0\1\2\3",
			     "\x12\x37", "\x56\x7a") "data") },
		  .want = ANSWER_MORE },
		{ "data without data", &dissect_bt_utp, TRANSPORT_UDP,
		  { A(UTP("\1", "\x53\3", "\0\1\2\3", "\x12\x35", "\x56\x78")) },
		  .want = ANSWER_NO },
		{ "a selective ack of no length", &dissect_bt_utp, TRANSPORT_UDP,
		  { A("\x21\1\x53\2\x11\x22\x33\x44\0\1\2\3\0\4\0\0\x12\x34\0\1\0\0") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define CONNECT "\0\0\4\x17\x27\x10\x19\x80" "\0\0\0\0" "\xde\xad\xbe\xef"
#define CONNECTION "\x7a\x21\x90\x5b\x13\xfe\x08\xc4"
#define ZEROS8 "\0\0\0\0\0\0\0\0"
#define ANNOUNCE(peer) \
	CONNECTION "\0\0\0\1" "\xca\xfe\xba\xbe" HASH peer ZEROS8 ZEROS8 ZEROS8 \
	"\0\0\0\2" "\0\0\0\0" "\1\2\3\4" "\xff\xff\xff\xff" "\x1a\xe1"
#define NAMELESS "\x91\xf2zU(k!\x08\xe6\xd9\x40Y\x11\x22\x33\x44\x55\x66\x77\x88"

static void udp_tracker(void)
{
	static const struct dissect_case cases[] = {
		{ "connect", &dissect_bt_udp_tracker, TRANSPORT_UDP, { A(CONNECT) },
		  YES(PROTO_BITTORRENT) },
		{ "connect and more", &dissect_bt_udp_tracker, TRANSPORT_UDP, { A(CONNECT "x") },
		  .want = ANSWER_NO, .yes_from = 16 },
		{ "announce", &dissect_bt_udp_tracker, TRANSPORT_UDP, { A(ANNOUNCE(PEER)) },
		  YES(PROTO_BITTORRENT), .confidence = CONFIDENCE_LIKELY },
		{ "announce of a nameless client", &dissect_bt_udp_tracker, TRANSPORT_UDP,
		  { A(ANNOUNCE(NAMELESS)) }, .want = ANSWER_MAYBE },
		{ "announce, answered", &dissect_bt_udp_tracker, TRANSPORT_UDP,
		  { A(ANNOUNCE(NAMELESS)),
		    B("\0\0\0\1\xca\xfe\xba\xbe\0\0\7\x08\0\0\0\0\0\0\0\1\xc0\0\2\1\x1a\xe1") },
		  YES(PROTO_BITTORRENT), .yes_from = 20 },
		{ "announce, refused", &dissect_bt_udp_tracker, TRANSPORT_UDP,
		  { A(ANNOUNCE(NAMELESS)), B("\0\0\0\3\xca\xfe\xba\xbe" "unregistered") },
		  YES(PROTO_BITTORRENT), .yes_from = 9 },
		{ "an answer to another", &dissect_bt_udp_tracker, TRANSPORT_UDP,
		  { A(ANNOUNCE(NAMELESS)),
		    B("\0\0\0\1\xca\xfe\xba\xbf\0\0\7\x08\0\0\0\0\0\0\0\1") }, .want = ANSWER_NO },
		{ "scrape", &dissect_bt_udp_tracker, TRANSPORT_UDP,
		  { A(CONNECTION "\0\0\0\2" "\xca\xfe\xba\xbe" HASH) }, .want = ANSWER_MAYBE },
		{ "scrape, answered", &dissect_bt_udp_tracker, TRANSPORT_UDP,
		  { A(CONNECTION "\0\0\0\2" "\xca\xfe\xba\xbe" HASH),
		    B("\0\0\0\2\xca\xfe\xba\xbe\0\0\0\1\0\0\0\2\0\0\0\3") },
		    YES(PROTO_BITTORRENT) },
	};

	CHECK_CASES(cases);
}

#define HASH_TEXT "%8c%1f3%b2w%40%5e%d1%09%aal%18%f3%90%2b%e4Q%c7%3df"

static void http_tracker(void)
{
	static const struct dissect_case cases[] = {
		{ "announce", &dissect_bt_http_tracker, TRANSPORT_TCP,
		  { A("GET /announce?info_hash=" HASH_TEXT "&") }, YES(PROTO_BITTORRENT) },
		{ "announce with a passkey", &dissect_bt_http_tracker, TRANSPORT_TCP,
		  { A("GET /0123abcd/announce.php?info_hash=" HASH_TEXT "&") },
		  YES(PROTO_BITTORRENT) },
		{ "announce by another name", &dissect_bt_http_tracker, TRANSPORT_TCP,
		  { A("GET /a?peer_id=-TR4000-0123456789ab&port=6881&info_hash=" HASH_TEXT "&") },
		  YES(PROTO_BITTORRENT) },
		{ "scrape", &dissect_bt_http_tracker, TRANSPORT_TCP,
		  { A("GET /scrape?info_hash=" HASH_TEXT " ") }, YES(PROTO_BITTORRENT) },
		{ "seed", &dissect_bt_http_tracker, TRANSPORT_TCP,
		  { A("GET /webseed?info_hash=" HASH_TEXT "&") }, YES(PROTO_BITTORRENT) },
		{ "to a proxy", &dissect_bt_http_tracker, TRANSPORT_TCP,
		  { A("GET http://tracker.example.org:6969/announce?info_hash=" HASH_TEXT
		      "&peer_id=-TR4000-0123456789ab&port=6881 HTTP/1.1\r\n") },
		  YES(PROTO_BITTORRENT),
		  .yes_from = sizeof("GET http://tracker.example.org:6969/announce?info_hash="
				     HASH_TEXT "&") - 1 },
		{ "a page from a proxy", &dissect_bt_http_tracker, TRANSPORT_TCP,
		  { A("GET http://example.org/announce?info_hash=8c1f HTTP/1.1\r\n") },
		  .want = ANSWER_NO },
		{ "answer", &dissect_bt_http_tracker, TRANSPORT_TCP,
		  { B("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
		      "d8:completei5e10:incompletei2e8:intervali1800e5:peers0:") },
		  YES(PROTO_BITTORRENT),
		  .yes_from = sizeof("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
				     "d8:completei5e10:incompletei2e8:intervali1800e5:peers") - 1 },
		{ "answer in chunks", &dissect_bt_http_tracker, TRANSPORT_TCP,
		  { B("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" "2f\r\n"
		      "d8:intervali1800e6:peers6") }, YES(PROTO_BITTORRENT) },
		{ "a page about a torrent", &dissect_bt_http_tracker, TRANSPORT_TCP,
		  { A("GET /announce?info_hash=8c1f33b277405ed109aa6c18f3902be451c73d66"
		      " HTTP/1.1\r\n") },
		  .want = ANSWER_NO },
		{ "another page", &dissect_bt_http_tracker, TRANSPORT_TCP,
		  { A("GET /announce.html HTTP/1.1\r\nHost: example.org\r\n\r\n") },
		  .want = ANSWER_NO },
		{ "a torrent file", &dissect_bt_http_tracker, TRANSPORT_TCP,
		  { B("HTTP/1.1 200 OK\r\n\r\nd8:announce27:http://tracker.example.org/") },
		  .want = ANSWER_MORE },
		{ "another answer", &dissect_bt_http_tracker, TRANSPORT_TCP,
		  { B("HTTP/1.1 200 OK\r\n\r\n<html>") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define RANGE "Range: bytes=0-16383\r\n"
#define WEB_SEED(agent) "GET /film.bin HTTP/1.1\r\nHost: example.org\r\n" agent
#define YES_LIKELY YES(PROTO_BITTORRENT), .confidence = CONFIDENCE_LIKELY

static void web_seed(void)
{
	static const struct dissect_case cases[] = {
		{ "qBittorrent", &dissect_bt_web_seed, TRANSPORT_TCP,
		  { A(WEB_SEED("User-Agent: qBittorrent/4.5.2\r\n" RANGE)) }, YES_LIKELY },
		{ "the range first", &dissect_bt_web_seed, TRANSPORT_TCP,
		  { A(WEB_SEED(RANGE "user-agent:Transmission/4.0.2\r\n")) }, YES_LIKELY },
		{ "uTorrent", &dissect_bt_web_seed, TRANSPORT_TCP,
		  { A(WEB_SEED("User-Agent: BTWebClient/3560(43580)\r\n" RANGE)) }, YES_LIKELY },
		{ "Deluge", &dissect_bt_web_seed, TRANSPORT_TCP,
		  { A(WEB_SEED("User-Agent: Deluge/2.0.3 libtorrent/1.2.9.0\r\n" RANGE)) },
		  YES_LIKELY },
		{ "not all of it yet", &dissect_bt_web_seed, TRANSPORT_TCP,
		  { A(WEB_SEED("User-Agent: qBittorrent/4.5.2\r\n")) }, .want = ANSWER_MORE },
		{ "a feed", &dissect_bt_web_seed, TRANSPORT_TCP,
		  { A(WEB_SEED("User-Agent: qBittorrent/4.5.2\r\n\r\n" RANGE)) },
		  .want = ANSWER_NO },
		{ "a downloader of all kinds", &dissect_bt_web_seed, TRANSPORT_TCP,
		  { A(WEB_SEED("User-Agent: aria2/1.36.0\r\n" RANGE)) }, .want = ANSWER_NO },
		{ "a program in the comment", &dissect_bt_web_seed, TRANSPORT_TCP,
		  { A(WEB_SEED("User-Agent: Mozilla/5.0 (qBittorrent/4.5.2)\r\n" RANGE)) },
		  .want = ANSWER_NO },
		{ "a name that goes on", &dissect_bt_web_seed, TRANSPORT_TCP,
		  { A(WEB_SEED("User-Agent: qBittorrentWeb/1\r\n" RANGE)) }, .want = ANSWER_NO },
		{ "a range of other things", &dissect_bt_web_seed, TRANSPORT_TCP,
		  { A(WEB_SEED("User-Agent: Transmission/4.0.2\r\nRange: rows=1-2\r\n\r\n")) },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define VUZE_CONNECTION "\x8a\x21\x90\x5b\x13\xfe\x08\xc4"
#define VUZE(action, port) \
	VUZE_CONNECTION "\0\0\4" action "\x52\x01\x7c\xe0" "\x35\0\0\0\0\0\x35\4\xc0\0\2\1" port \
	"\x11\x22\x33\x44" "\0\0\1\x7b\x20\x10\x05\x99"
#define VUZE_REPLY(action, connection) \
	"\0\0\4" action "\x52\x01\x7c\xe0" connection "\x35\0\0\0\0\0\x11\x22\x33\x44"

static void vuze(void)
{
	static const struct dissect_case cases[] = {
		{ "find node", &dissect_bt_vuze, TRANSPORT_UDP, { A(VUZE("\4", "\x9c\x41")) },
		  YES(PROTO_BITTORRENT), .yes_from = 30 },
		{ "ping from behind a gateway", &dissect_bt_vuze, TRANSPORT_UDP,
		  { A(VUZE("\0", "\x1a\xe1")) }, .want = ANSWER_MAYBE },
		{ "ping, answered", &dissect_bt_vuze, TRANSPORT_UDP,
		  { A(VUZE("\0", "\x1a\xe1")), B(VUZE_REPLY("\1", VUZE_CONNECTION)) },
		  YES(PROTO_BITTORRENT), .yes_from = 16 },
		{ "ping, answered with an error", &dissect_bt_vuze, TRANSPORT_UDP,
		  { A(VUZE("\0", "\x1a\xe1")), B(VUZE_REPLY("\x08", VUZE_CONNECTION)) },
		  YES(PROTO_BITTORRENT), .yes_from = 16 },
		{ "an answer to another", &dissect_bt_vuze, TRANSPORT_UDP,
		  { A(VUZE("\0", "\x1a\xe1")), B(VUZE_REPLY("\1", CONNECTION)) },
		  .want = ANSWER_NO },
		{ "an answer alone", &dissect_bt_vuze, TRANSPORT_UDP,
		  { B(VUZE_REPLY("\1", VUZE_CONNECTION)) }, .want = ANSWER_NO },
		{ "a tracker's connection", &dissect_bt_vuze, TRANSPORT_UDP,
		  { A(ANNOUNCE(PEER)) }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void local_discovery(void)
{
	static const struct dissect_case cases[] = {
		{ "search", &dissect_bt_lsd, TRANSPORT_UDP,
		  { A("BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\nPort: 6881\r\n") },
		  YES(PROTO_BITTORRENT), .yes_from = 22 },
		{ "another search", &dissect_bt_lsd, TRANSPORT_UDP,
		  { A("BT-SEARCH * HTTP/2\r\n\r\n") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

/* 96 bytes as random as a key; the second differs. */
#define KEY32 "\x9e\x37\x79\xb9\x7f\x4a\x7c\x15\xf3\x9c\xc0\x60\x5c\xed\xc8\x34" \
	      "\x10\x82\x27\x6b\xf3\xa2\x72\x51\xf8\x6c\x6a\x11\xd0\xc1\x8e\x95"
#define KEYB32 "\x27\x67\xf0\xb1\x53\xd2\x7b\x7f\x03\x47\x04\x5b\x5b\xf1\x82\x7f" \
	       "\x01\x88\x6f\x09\x28\x40\x30\x02\xc1\xd6\x4b\xa4\x0f\x33\x5e\x36"
#define KEYC32 "\xf0\x6a\xd7\xae\x97\x17\x87\x7e\x85\x83\x9d\x6e\xff\xbd\x7d\xc6" \
	       "\x64\xd3\x25\xd1\xc5\x37\x16\x82\xca\xdd\x0c\xcc\xfd\xff\xbb\xe1"
#define KEY KEY32 KEYB32 KEYC32

static void mse(void)
{
	static const struct dissect_case cases[] = {
		{ "a key", &dissect_bt_mse, TRANSPORT_TCP, { A(KEY) }, .want = ANSWER_MORE },
		{ "two keys", &dissect_bt_mse, TRANSPORT_TCP, { A(KEY), B(KEYC32 KEY32 KEYB32) },
		  .want = ANSWER_MORE },
		{ "four flights", &dissect_bt_mse, TRANSPORT_TCP,
		  { A(KEY), B(KEYC32 KEY32 KEYB32), A(KEYB32 KEYC32), B("0123456789abcdef") },
		  .want = ANSWER_MAYBE },
		{ "four flights, the third too short", &dissect_bt_mse, TRANSPORT_TCP,
		  { A(KEY), B(KEYC32 KEY32 KEYB32), A(KEYB32), B("0123456789abcdef") },
		  .want = ANSWER_NO },
		{ "four flights to a known port", &dissect_bt_mse, TRANSPORT_TCP,
		  { A(KEY), B(KEYC32 KEY32 KEYB32), A(KEYB32 KEYC32), B("0123456789abcdef") },
		  .want = ANSWER_MAYBE, .port = { 0, 443 } },
		{ "a first flight too long", &dissect_bt_mse, TRANSPORT_TCP,
		  { A(KEY KEY KEY KEY KEY KEY KEY) }, .want = ANSWER_NO },
		{ "plain behind it", &dissect_bt_mse, TRANSPORT_TCP,
		  { A(KEY), B(KEYC32 KEY32 KEYB32), A(KEYB32 KEYC32),
		    B("0123456789abcdef" NAME RESERVED) },
		  YES(PROTO_BITTORRENT), .yes_from = 36 },
		{ "text", &dissect_bt_mse, TRANSPORT_TCP,
		  { A("GET /index.html HTTP/1.1\r\nHost: www.example.org\r\nUser-Agent: something "
		      "rather long\r\nAccept: text/html\r\n\r\n") }, .want = ANSWER_NO },
		{ "TLS", &dissect_bt_mse, TRANSPORT_TCP, { A("\x16\3\1\2\0\1\0\1\xfc\3\3" KEY) },
		  .want = ANSWER_NO },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		check_whole(&cases[i]);
		check_truncated(&cases[i]);
	}
}

static const struct unit_test tests[] = {
	{ "peer wire", wire },
	{ "dht", dht },
	{ "utp", utp },
	{ "udp tracker", udp_tracker },
	{ "http tracker", http_tracker },
	{ "web seed", web_seed },
	{ "local discovery", local_discovery },
	{ "vuze dht", vuze },
	{ "mse", mse },
};

UNIT_MAIN("dissect: bittorrent", tests)
