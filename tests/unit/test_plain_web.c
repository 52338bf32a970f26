/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

/* TLS, HTTP and its kin, HTTP 2, QUIC: what most of a gateway's traffic is. */

#define R32 "0123456789abcdef0123456789abcdef"
#define SNI "\0\0\0\x10\0\x0e\0\0\x0b" "example.org"
/* body: version 2, random 32, session 1, ciphers 2 + 2, compression 1 + 1, extensions 2 + 20 */
#define CLIENT_HELLO "\x16\3\1\0\x43\1\0\0\x3f\3\3" R32 "\0\0\2\x13\1\1\0\0\x14" SNI
#define SERVER_HELLO "\x16\3\3\0\x2a\2\0\0\x26\3\3" R32 "\0\x13\1\0\0"
#define SSL2_HELLO "\x80\x1c\1\3\1\0\3\0\0\0\x10" "\0\0\5" "0123456789abcdef"
#define SKYPE_SERVER_HELLO "\x16\3\1\0\x4a\2\0\0\x46\3\1\x40\x1b\xe4\x86\x02\xad\xe0\x29" R32

static void tls(void)
{
	static const struct dissect_case cases[] = {
		{ "client hello", &dissect_tls, TRANSPORT_TCP, { A(CLIENT_HELLO) }, YES(PROTO_TLS),
		  .yes_from = sizeof(CLIENT_HELLO) - 1 },
		{ "client hello, its name not there yet", &dissect_tls, TRANSPORT_TCP,
		  { { SIDE_INITIATOR, CLIENT_HELLO, sizeof(CLIENT_HELLO) - 3 } },
		  .want = ANSWER_MORE },
		{ "server hello alone", &dissect_tls, TRANSPORT_TCP, { B(SERVER_HELLO) },
		  YES(PROTO_TLS), .yes_from = 12 },
		{ "data midway", &dissect_tls, TRANSPORT_TCP, { A("\x17\3\3\1\0" R32) },
		  YES(PROTO_TLS), .yes_from = 5 },
		{ "alert", &dissect_tls, TRANSPORT_TCP, { A("\x15\3\3\0\2\1\0") }, YES(PROTO_TLS),
		  .yes_from = 6 },
		{ "change of ciphers", &dissect_tls, TRANSPORT_TCP, { A("\x14\3\3\0\1\1\x16\3\3") },
		  YES(PROTO_TLS), .yes_from = 6 },
		{ "certificate", &dissect_tls, TRANSPORT_TCP,
		  { B("\x16\3\3\0\x24\x0b\0\0\x20" R32) }, YES(PROTO_TLS), .yes_from = 11 },
		{ "enciphered handshake", &dissect_tls, TRANSPORT_TCP,
		  { A("\x16\3\3\0\x20" R32 "\x17\3\3\0\x20") }, YES(PROTO_TLS), .yes_from = 40 },
		{ "ssl 2 hello waits", &dissect_ssl2, TRANSPORT_TCP, { A(SSL2_HELLO) },
		  .want = ANSWER_MORE },
		{ "ssl 2 hello, answered", &dissect_tls, TRANSPORT_TCP,
		  { A(SSL2_HELLO), B(SERVER_HELLO) }, YES(PROTO_TLS), .yes_from = 12 },
		{ "ssl 2 hello of wrong length", &dissect_ssl2, TRANSPORT_TCP,
		  { A("\x80\x1d\1\3\1\0\3\0\0\0\x10" "\0\0\5" "0123456789abcdef") },
		  .want = ANSWER_NO },
		{ "skype's imitation", &dissect_tls, TRANSPORT_TCP,
		  { A(SSL2_HELLO), B(SKYPE_SERVER_HELLO) }, .want = ANSWER_NO },
		{ "version 4", &dissect_tls, TRANSPORT_TCP, { A("\x16\4\0\0\x43\1\0\0\x3f\3\3") },
		  .want = ANSWER_NO },
		{ "record too long", &dissect_tls, TRANSPORT_TCP, { A("\x17\3\3\xff\0" R32) },
		  .want = ANSWER_NO },
		{ "hello too short", &dissect_tls, TRANSPORT_TCP,
		  { A("\x16\3\1\0\x10\1\0\0\x0c\3\3") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void check_name(const struct dissect_case *c, const char *want)
{
	struct finding f;

	/* The name is borrowed: play on memory that stays. */
	struct view v = { .transport = TRANSPORT_TCP, .full = true };

	v.now = (struct piece){ (const uint8_t *)c->say[0].bytes, c->say[0].len, c->say[0].len };
	f = (struct finding){ 0 };
	CU_ASSERT_EQUAL(c->dissector->look(&v, &f), ANSWER_YES);
	UNIT_CHECK(f.name_len == strlen(want) &&
		   (!f.name_len || memcmp(f.name, want, f.name_len) == 0),
		   "%s: name %.*s", c->name, f.name_len, f.name ? (const char *)f.name : "");
}

static void names(void)
{
	static const struct dissect_case hello = { "hello", &dissect_tls, TRANSPORT_TCP,
						   { A(CLIENT_HELLO) }, YES(PROTO_TLS) };
	static const struct dissect_case cut = { "hello, cut", &dissect_tls, TRANSPORT_TCP,
		{ { SIDE_INITIATOR, CLIENT_HELLO, sizeof(CLIENT_HELLO) - 3 } }, YES(PROTO_TLS) };
	static const struct dissect_case host = { "host", &dissect_http, TRANSPORT_TCP,
		{ A("GET / HTTP/1.1\r\nAccept: */*\r\nHost: Example.org:8080\r\n\r\n") },
		YES(PROTO_HTTP) };
	static const struct dissect_case none = { "no host", &dissect_http, TRANSPORT_TCP,
		{ A("GET / HTTP/1.0\r\nX-Host: a\r\n\r\n") }, YES(PROTO_HTTP) };

	check_name(&hello, "example.org");
	check_name(&cut, "");
	check_name(&host, "Example.org");
	check_name(&none, "");
}

static void http(void)
{
	static const struct dissect_case cases[] = {
		{ "get", &dissect_http, TRANSPORT_TCP,
		  { A("GET /a?b=c HTTP/1.1\r\nHost: example.org\r\n\r\n") }, YES(PROTO_HTTP),
		  .yes_from = 18 },
		{ "connect", &dissect_http, TRANSPORT_TCP,
		  { A("CONNECT example.org:443 HTTP/1.1\r\n") },
		  YES(PROTO_HTTP), .yes_from = 31 },
		{ "version control", &dissect_http, TRANSPORT_TCP,
		  { A("VERSION-CONTROL /x HTTP/1.1\r\n") },
		  YES(PROTO_HTTP), .yes_from = 26 },
		{ "answer alone", &dissect_http, TRANSPORT_TCP, { B("HTTP/1.1 200 OK\r\n") },
		  YES(PROTO_HTTP), .yes_from = 12 },
		{ "answer to a request in pieces", &dissect_http, TRANSPORT_TCP,
		  { A("GET /"), B("HTTP/1.1 200 OK\r\n") }, YES(PROTO_HTTP), .yes_from = 12 },
		{ "refusal of something else", &dissect_http, TRANSPORT_TCP,
		  { A("\x81\x02\xf3\x07 something else"), B("HTTP/1.1 400 Bad Request\r\n") },
		  .want = ANSWER_NO },
		{ "radio", &dissect_http, TRANSPORT_TCP, { B("ICY 200 OK\r\n") }, YES(PROTO_HTTP),
		  .yes_from = 7 },
		{ "rtsp", &dissect_http, TRANSPORT_TCP, { A("OPTIONS rtsp://h/ RTSP/1.0\r\n") },
		  YES(PROTO_RTSP), .yes_from = 26 },
		{ "sip in tcp", &dissect_http, TRANSPORT_TCP, { A("INVITE sip:b@h SIP/2.0\r\n") },
		  YES(PROTO_SIP), .yes_from = 22 },
		{ "sip", &dissect_http, TRANSPORT_UDP, { A("REGISTER sip:h SIP/2.0\r\n") },
		  YES(PROTO_SIP), .yes_from = 22 },
		{ "sip answer", &dissect_http, TRANSPORT_UDP, { A("SIP/2.0 100 Trying\r\n") },
		  YES(PROTO_SIP), .yes_from = 11 },
		{ "ssdp search", &dissect_http, TRANSPORT_UDP, { A("M-SEARCH * HTTP/1.1\r\n") },
		  YES(PROTO_SSDP), .yes_from = 19 },
		{ "ssdp notice", &dissect_http, TRANSPORT_UDP, { A("NOTIFY * HTTP/1.1\r\n") },
		  YES(PROTO_SSDP), .yes_from = 17 },
		{ "ssdp answer", &dissect_http, TRANSPORT_UDP, { B("HTTP/1.1 200 OK\r\n") },
		  YES(PROTO_SSDP), .yes_from = 12 },
		{ "local discovery", &dissect_http, TRANSPORT_UDP,
		  { A("BT-SEARCH * HTTP/1.1\r\n") }, .want = ANSWER_NO },
		{ "gnutella", &dissect_http, TRANSPORT_TCP, { A("GNUTELLA CONNECT/0.6\r\n") },
		  .want = ANSWER_NO },
		{ "giv", &dissect_http, TRANSPORT_TCP, { A("GIV 5:0123456789abcdef/x\n\n") },
		  .want = ANSWER_NO },
		{ "http 2", &dissect_magic, TRANSPORT_TCP,
		  { A("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") }, YES(PROTO_HTTP2) },
	};

	CHECK_CASES(cases);
}

static void long_request(void)
{
	char text[900] = "GET /";
	struct dissect_case c = { "long target", &dissect_http, TRANSPORT_TCP,
				  { { SIDE_INITIATOR, text, sizeof(text) } }, YES(PROTO_HTTP) };
	struct finding f;

	memset(text + 5, 'x', sizeof(text) - 5);
	CU_ASSERT_EQUAL(play(&c, 900, 0, &f), ANSWER_YES);
	CU_ASSERT_EQUAL(play(&c, 300, 0, &f), ANSWER_MORE);
	text[700] = '\1';
	CU_ASSERT_EQUAL(play(&c, 900, 0, &f), ANSWER_NO);
}

#define CID "\x08" "01234567"

static void quic(void)
{
	static const struct dissect_case cases[] = {
		{ "initial", &dissect_quic, TRANSPORT_UDP,
		  { A("\xc3\0\0\0\1" CID "\0" "\0" "\x10" "0123456789abcdef") }, YES(PROTO_QUIC) },
		{ "initial, version 2", &dissect_quic, TRANSPORT_UDP,
		  { A("\xd3\x6b\x33\x43\xcf" CID "\0" "\0" "\x10" "0123456789abcdef") },
		  YES(PROTO_QUIC) },
		{ "initial, draft", &dissect_quic, TRANSPORT_UDP,
		  { A("\xc3\xff\0\0\x1d" CID "\0" "\2ab" "\x10" "0123456789abcdef") },
		  YES(PROTO_QUIC) },
		{ "handshake", &dissect_quic, TRANSPORT_UDP,
		  { A("\xe3\0\0\0\1" CID CID "\x10" "0123456789abcdef") }, YES(PROTO_QUIC) },
		{ "negotiation", &dissect_quic, TRANSPORT_UDP,
		  { B("\x80\0\0\0\0" CID "\0" "\x1a\x2a\x3a\x4a" "\0\0\0\1") }, YES(PROTO_QUIC),
		  .yes_from = 19 },
		{ "google", &dissect_quic, TRANSPORT_UDP,
		  { A("\x0d" "01234567" "Q043" "\1" "abc") },
		  YES(PROTO_QUIC), .yes_from = 14 },
		{ "google, long", &dissect_quic, TRANSPORT_UDP,
		  { A("\xc3" "Q046" "\x50" "01234567") },
		  YES(PROTO_QUIC), .yes_from = 5 },
		{ "length too great", &dissect_quic, TRANSPORT_UDP,
		  { A("\xc3\0\0\0\1" CID "\0" "\0" "\x11" "0123456789abcdef") },
		  .want = ANSWER_NO },
		{ "id too long", &dissect_quic, TRANSPORT_UDP,
		  { A("\xc3\0\0\0\1\x15" "0123456789abcdef0123456789abcdef0123456789") },
		  .want = ANSWER_NO },
		{ "short header", &dissect_quic, TRANSPORT_UDP,
		  { A("\x41" R32) }, .want = ANSWER_NO },
		{ "unknown version", &dissect_quic, TRANSPORT_UDP,
		  { A("\xc3\0\0\0\7" CID "\0" "\0" "\x10" "0123456789abcdef") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "tls", tls },
	{ "server names", names },
	{ "http and its kin", http },
	{ "a request line without an end", long_request },
	{ "quic", quic },
};

UNIT_MAIN("plain: web", tests)
