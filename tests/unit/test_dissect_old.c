/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

#define HASH "0123456789abcdef0123456789ABCDEF01234567"

static void fasttrack(void)
{
	static const struct dissect_case cases[] = {
		{ "ping", &dissect_fasttrack, TRANSPORT_UDP, { A("\x27\0\0\0\xa9\x80KaZaA\0") },
		  YES(PROTO_FASTTRACK) },
		{ "pong", &dissect_fasttrack, TRANSPORT_UDP,
		  { B("\x28\0\0\0\xa9\0\1\2\x50\3fileshare\0") }, .want = ANSWER_NO },
		{ "pong of another network", &dissect_fasttrack, TRANSPORT_UDP,
		  { B("\x28\0\0\0\xa9\0\1\2\x50\3\4Grokster\0") }, YES(PROTO_FASTTRACK) },
		{ "no such network", &dissect_fasttrack, TRANSPORT_UDP,
		  { A("\x27\0\0\0\xa9\x80Other\0") }, .want = ANSWER_NO },
		{ "file by hash", &dissect_old_http, TRANSPORT_TCP, { A("GET /.hash=" HASH) },
		  YES(PROTO_FASTTRACK), .at_once = true },
		{ "headers", &dissect_old_http, TRANSPORT_TCP,
		  { A("GET /1/song.ogg HTTP/1.1\r\nX-Kazaa-Username:") }, YES(PROTO_FASTTRACK),
		  .at_once = true },
		{ "push", &dissect_old_http, TRANSPORT_TCP, { A("GIVE 123456\r\n\r\n") },
		  YES(PROTO_FASTTRACK), .at_once = true },
		{ "openft", &dissect_old_http, TRANSPORT_TCP,
		  { A("GET /song.ogg HTTP/1.1\r\nX-OpenftAlias:") }, YES(PROTO_OPENFT),
		  .at_once = true },
		{ "a page on headers", &dissect_old_http, TRANSPORT_TCP,
		  { B("HTTP/1.1 200 OK\r\n\r\nThey send\r\nX-Kazaa-Username: name\r\n") },
		  .want = ANSWER_NO },
		{ "a page on hashes", &dissect_old_http, TRANSPORT_TCP,
		  { A("GET /.hash=none HTTP/1.1\r\nHost: example.org\r\n\r\n") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define LOGIN "bob secret 6699 \"nap v0.8\" 4"

static void napster(void)
{
	static const struct dissect_case cases[] = {
		{ "login", &dissect_napster, TRANSPORT_TCP, { A("\x1c\0\2\0" LOGIN) },
		  YES(PROTO_NAPSTER) },
		{ "new account, more behind", &dissect_napster, TRANSPORT_TCP,
		  { A("\x2a\0\6\0" LOGIN " bob@localhost") }, YES(PROTO_NAPSTER) },
		{ "no program", &dissect_napster, TRANSPORT_TCP,
		  { A("\x10\0\2\0" "bob secret 6699 4") }, .want = ANSWER_NO },
		{ "another type", &dissect_napster, TRANSPORT_TCP, { A("\x1c\0\3\0" LOGIN) },
		  .want = ANSWER_NO },
		{ "download", &dissect_napster, TRANSPORT_TCP,
		  { B("1"), A("GETbob \"\\music\\a song.mp3\" 0") }, YES(PROTO_NAPSTER) },
		{ "new account, two nicks asked for before", &dissect_napster, TRANSPORT_TCP,
		  { A("\3\0\7\0" "bob\4\0\7\0" "bob1"), B("\0\0\x09\0\0\0\x08\0"),
		    A("\x1c\0\6\0" LOGIN) }, YES(PROTO_NAPSTER) },
		{ "a nick of two words", &dissect_napster, TRANSPORT_TCP,
		  { A("\7\0\7\0" "bob bob\x1c\0\6\0" LOGIN) }, .want = ANSWER_NO },
		{ "a nick too long", &dissect_napster, TRANSPORT_TCP,
		  { A("\x68\4\7\0\0\0") }, .want = ANSWER_NO },
		{ "http", &dissect_napster, TRANSPORT_TCP,
		  { A("GET / HTTP/1.1\r\n\r\n") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define C16 "\x1f\xed\xe1\x92\xf1\x76\x33\xe6\xaa\x50\x01\x07\x15\xd8\xeb\xba"
#define C40 C16 "\x6b\x0e\xbf\x0b\x33\xb2\x20\x35\xdd\x1a\xab\x45\xe5\x87\x9f\x46\x13\xb6" \
	"\xa5\xac\x77\xa0\xaf\xf1"
#define C128 "\x36\x20\xf9\x2d\x0d\xe8\x31\x8b\x3e\x5d\x77\x61\x80\xac\x6f\x96" \
	"\x90\xdc\x26\x5b\xe9\x4f\x53\x49\x27\xab\xb7\x3f\x0a\x9e\x0a\x40" \
	"\x24\xc6\x56\xc7\x75\x31\xea\x1b\xc8\x17\xd0\x50\x3c\x77\x51\xa5" \
	"\x26\xfb\xc9\xc8\x1d\x8d\x58\x10\x7f\x69\x4d\x1e\x3f\xbc\xfe\x57" \
	"\x5c\x56\x31\x7c\x8e\xeb\x77\x8b\x65\xbb\xb9\x3d\x9c\xb1\x77\xb4" \
	"\x7d\x98\xd2\x7f\x22\xd7\x66\xd5\xeb\xc9\xfe\x35\x0e\xc9\xf6\xf9" \
	"\xda\x05\x1b\xb1\x9d\x35\x9d\x0f\x02\x97\xcd\x90\xef\x49\xb2\xd0" \
	"\x96\xa8\xee\xdb\xb4\x6a\xea\x71\x99\x63\xc6\xc6\x4b\x8d\x41\xe9"

static void ciphered(void)
{
	static const struct dissect_case cases[] = {
		{ "winmx", &dissect_winmx, TRANSPORT_TCP, { B("1"), A(C16), B(C16) },
		  YES(PROTO_WINMX), CONFIDENCE_LIKELY, .port = { 0, 6699 } },
		{ "winmx elsewhere", &dissect_winmx, TRANSPORT_TCP, { B("1"), A(C16), B(C16) },
		  .want = ANSWER_MAYBE },
		{ "winmx, nearly text behind", &dissect_winmx, TRANSPORT_TCP,
		  { B("1"), A("0123456\r9abcd\n\tf"), B(C16) }, .want = ANSWER_NO },
		{ "winmx, text behind", &dissect_winmx, TRANSPORT_TCP,
		  { B("1"), A("0123456789abcdef"), B(C16) }, .want = ANSWER_NO },
		{ "waste", &dissect_waste, TRANSPORT_TCP, { A(C40), B(C40), A(C128) },
		  YES(PROTO_WASTE), CONFIDENCE_LIKELY, .at_once = true, .port = { 0, 1337 } },
		{ "waste, the key at once", &dissect_waste, TRANSPORT_TCP,
		  { A(C40), B(C40 C128), A(C128) },
		  YES(PROTO_WASTE), CONFIDENCE_LIKELY, .at_once = true, .port = { 0, 1337 } },
		{ "waste elsewhere", &dissect_waste, TRANSPORT_TCP, { A(C40), B(C40), A(C128) },
		  .want = ANSWER_MAYBE },
		{ "twice forty and no key", &dissect_waste, TRANSPORT_TCP,
		  { A(C40), B(C40), A(C40), B(C40) }, .want = ANSWER_NO, .port = { 0, 1337 } },
		{ "forty letters", &dissect_waste, TRANSPORT_TCP,
		  { A("aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd"), B(C40) },
		  .want = ANSWER_NO, .port = { 0, 1337 } },
	};

	CHECK_CASES(cases);
}

#define REQUEST "\0\0\0\0"
#define VERSION(n) "\0\x08\0\1\0\0\0\2\0\1\0" n

static void openft(void)
{
	static const struct dissect_case cases[] = {
		{ "both told", &dissect_openft, TRANSPORT_TCP,
		  { A(REQUEST), B(REQUEST VERSION("\5")), A(VERSION("\6")) },
		  YES(PROTO_OPENFT) },
		{ "the first form, and on", &dissect_openft, TRANSPORT_TCP,
		  { A(REQUEST), B("\0\6\0\1\0\0\0\0\0\x09" REQUEST),
		    A("\0\6\0\1\0\0\0\0\0\x09\0\0\0\2") },
		  YES(PROTO_OPENFT), .yes_from = 10 },
		{ "one told", &dissect_openft, TRANSPORT_TCP,
		  { A(REQUEST), B(REQUEST VERSION("\5")) }, .want = ANSWER_MORE },
		{ "another version", &dissect_openft, TRANSPORT_TCP,
		  { A(REQUEST), B(REQUEST VERSION("\5")),
		    A("\0\x08\0\1\0\0\0\3\0\1\0\5") }, .want = ANSWER_NO },
		{ "a number too great", &dissect_openft, TRANSPORT_TCP,
		  { A(REQUEST "\0\x08\0\1\1\0\0\2\0\1\0\5") }, .want = ANSWER_NO },
		{ "another command", &dissect_openft, TRANSPORT_TCP,
		  { A(REQUEST "\0\4\0\5\0\0\0\0") }, .want = ANSWER_NO },
		{ "asked for ever", &dissect_openft, TRANSPORT_TCP,
		  { A(REQUEST REQUEST) }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define LOGIN_28 "\2\0\0\0" "0123456789abcdefghij" "\0\0\0\0"
#define ANSWER_24(last) "\2\0\x17\4\3\0\0\x84" "0123456789a\x11" "xyz" last

static void imesh(void)
{
	static const struct dissect_case cases[] = {
		{ "login and answer", &dissect_imesh, TRANSPORT_UDP,
		  { A(LOGIN_28), B(ANSWER_24("\x12")) }, YES(PROTO_IMESH), .port = { 0, 1864 } },
		{ "answer alone", &dissect_imesh, TRANSPORT_UDP, { B(ANSWER_24("\x10")) },
		  YES(PROTO_IMESH), CONFIDENCE_LIKELY },
		{ "login alone", &dissect_imesh, TRANSPORT_UDP, { A(LOGIN_28) },
		  .want = ANSWER_MORE, .port = { 0, 1864 } },
		{ "login at another port", &dissect_imesh, TRANSPORT_UDP, { A(LOGIN_28) },
		  .want = ANSWER_NO },
		{ "another end", &dissect_imesh, TRANSPORT_UDP,
		  { A(LOGIN_28), B(ANSWER_24("\x13")) }, .want = ANSWER_NO, .port = { 0, 1864 } },
		{ "another type", &dissect_imesh, TRANSPORT_UDP,
		  { B("\2\0\x17\4\3\0\0\x83" "0123456789a\x11" "xyz\x11") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define PERCENT10 "%01%23%45%67%89%ab%cd%ef%01%23"
#define ANNOUNCE "GET /announce?info_hash=" PERCENT10 PERCENT10 "&peer_id=x HTTP/1.1\r\n"

static void blizzard(void)
{
	static const struct dissect_case cases[] = {
		{ "tracker", &dissect_blizzard, TRANSPORT_TCP,
		  { A(ANNOUNCE "Host: a.example\r\nUser-Agent: Blizzard Downloader 2.2\r\n\r\n") },
		  YES(PROTO_BLIZZARD), .yes_from = sizeof(ANNOUNCE) + 47 },
		{ "tracker of another program", &dissect_blizzard, TRANSPORT_TCP,
		  { A(ANNOUNCE "User-Agent: Transmission/3.00\r\n\r\n") }, .want = ANSWER_NO },
		{ "piece", &dissect_blizzard, TRANSPORT_TCP,
		  { A("GET /d2/enUS/17?kqz HTTP/1.1\r\nUser-Agent: Blizzard Web Client\r\n") },
		  YES(PROTO_BLIZZARD), CONFIDENCE_PORT },
		{ "no piece", &dissect_blizzard, TRANSPORT_TCP,
		  { A("GET /d2/17/a1 HTTP/1.1\r\nUser-Agent: Blizzard Web Client\r\n\r\n") },
		  .want = ANSWER_NO },
		{ "a number from another program", &dissect_blizzard, TRANSPORT_TCP,
		  { A("GET /issues/17 HTTP/1.1\r\nUser-Agent: curl/7.88.1\r\n\r\n") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void xunlei(void)
{
	static const struct dissect_case cases[] = {
		{ "two of each", &dissect_xunlei, TRANSPORT_UDP,
		  { A("\x35\0\0\0\1"), B("\x29\0\0\0\2"), A("\x35\0\0\0\3"),
		    B("\x29\0\0\0\4") }, YES(PROTO_XUNLEI), CONFIDENCE_LIKELY,
		  .yes_from = 4, .port = { 0, 3076 } },
		{ "one of each", &dissect_xunlei, TRANSPORT_UDP,
		  { A("\x35\0\0\0\1"), B("\x29\0\0\0\2") }, .want = ANSWER_MORE,
		  .port = { 0, 3076 } },
		{ "another version among them", &dissect_xunlei, TRANSPORT_UDP,
		  { A("\x35\0\0\0\1"), B("\x29\0\0\0\2"), A("\x34\0\0\0\3") },
		  .want = ANSWER_NO, .port = { 0, 3076 } },
		{ "two newer ones", &dissect_xunlei, TRANSPORT_UDP,
		  { A("\x35\0\0\0\1"), B("\x34\0\0\0\2") }, .want = ANSWER_NO,
		  .port = { 0, 3076 } },
		{ "another port", &dissect_xunlei, TRANSPORT_UDP,
		  { A("\x35\0\0\0\1"), B("\x35\0\0\0\2"), A("\x35\0\0\0\3"),
		    B("\x35\0\0\0\4") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void pairs(void)
{
	static const struct dissect_case cases[] = {
		{ "manolito", &dissect_pairs, TRANSPORT_UDP,
		  { A("\x3d\x4a\xd9\1"), B("\x3e\x4a\xd9\1") }, YES(PROTO_MANOLITO),
		  CONFIDENCE_LIKELY, .yes_from = 3 },
		{ "manolito, asked", &dissect_pairs, TRANSPORT_UDP, { A("\x3d\x4a\xd9\1") },
		  .want = ANSWER_MORE },
		{ "manolito, answered with a question", &dissect_pairs, TRANSPORT_UDP,
		  { A("\x3d\x4a\xd9\1"), B("\x3d\x4a\xd9\1") }, .want = ANSWER_NO },
		{ "pando", &dissect_pairs, TRANSPORT_UDP, { A("UDPA\1"), B("UDPR\1") },
		  YES(PROTO_PANDO), CONFIDENCE_LIKELY, .yes_from = 4 },
		{ "pando, asked", &dissect_pairs, TRANSPORT_UDP, { A("UDPA\1") },
		  .want = ANSWER_MORE },
		{ "ares, asked", &dissect_pairs, TRANSPORT_TCP, { A("\3\0\x5a\6\6\5") },
		  .want = ANSWER_MORE },
		{ "ares, and more", &dissect_pairs, TRANSPORT_TCP, { A("\3\0\x5a\6\6\5\1") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define BODY "0123456789abcdef0123456789abcdef01234567"

static void streams(void)
{
	static const struct dissect_case cases[] = {
		{ "tvants", &dissect_tvants, TRANSPORT_UDP,
		  { A("\4\0\5\0\x3c\0\0\0" BODY "TVANTS123456") }, .yes_from = 60,
		  YES(PROTO_TVANTS) },
		{ "tvants in tcp", &dissect_tvants, TRANSPORT_TCP,
		  { A("\4\0\7\0\x10\0\0\0TVANTS12") }, YES(PROTO_TVANTS) },
		{ "another length", &dissect_tvants, TRANSPORT_UDP,
		  { A("\4\0\5\0\x3d\0\0\0" BODY "TVANTS123456") }, .want = ANSWER_NO },
		{ "another name", &dissect_tvants, TRANSPORT_UDP,
		  { A("\4\0\5\0\x3c\0\0\0" BODY "TVUNCL123456") }, .want = ANSWER_NO },
		{ "pando", &dissect_signature, TRANSPORT_TCP, { A("\x0ePando protocol") },
		  YES(PROTO_PANDO) },
		{ "imesh in tcp", &dissect_signature, TRANSPORT_TCP,
		  { A("\x1c\0\0\0" "012345" "\xfc\xff\7\x80\x18\0" "0123456789\x19\0") },
		  YES(PROTO_IMESH) },
	};

	CHECK_CASES(cases);
}

#define SENDER "\x8e\x4d\xf2\x8b\x72"
#define HELLO(flags, address) "packetid" "rcvr5" SENDER flags "maccheck" "\1\x0d\1\x0c\0\2" \
	"\0\0\1\x90\0\1\2\3" address "\0" BODY "0123456789abcdef01234567" "0123456789"

static void overlays(void)
{
	static const struct dissect_case cases[] = {
		{ "zerotier", &dissect_zerotier, TRANSPORT_UDP, { A(HELLO("\0", SENDER)) },
		  YES(PROTO_ZEROTIER), .yes_from = 116 },
		{ "zerotier, of somebody else", &dissect_zerotier, TRANSPORT_UDP,
		  { A(HELLO("\0", "\x8e\x4d\xf2\x8b\x73")) }, .want = ANSWER_NO },
		{ "zerotier, enciphered", &dissect_zerotier, TRANSPORT_UDP,
		  { A(HELLO("\x08", SENDER)) }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "fasttrack", fasttrack },
	{ "napster", napster },
	{ "winmx and waste", ciphered },
	{ "openft", openft },
	{ "imesh", imesh },
	{ "blizzard", blizzard },
	{ "xunlei over udp", xunlei },
	{ "questions and answers", pairs },
	{ "streams", streams },
	{ "overlays", overlays },
};

UNIT_MAIN("dissect: old networks", tests)
