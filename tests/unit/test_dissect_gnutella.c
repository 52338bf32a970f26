/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

#define GUID_HEX "0123456789abcdef0123456789ABCDEF"
#define SHA1 "PLSTHIPQGSSZTS5FJUPAKUZWUGYQYPFB"

static void handshake(void)
{
	static const struct dissect_case cases[] = {
		{ "0.4", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GNUTELLA CONNECT/0.4\n\n") }, YES(PROTO_GNUTELLA) },
		{ "0.4, answer", &dissect_gnutella, TRANSPORT_TCP,
		  { B("GNUTELLA OK\n\n") }, YES(PROTO_GNUTELLA) },
		{ "0.6", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GNUTELLA CONNECT/0.6\r\nUser-Agent: x\r\nX-Ultrapeer: False\r\n\r\n") },
		  YES(PROTO_GNUTELLA) },
		{ "0.6, answer", &dissect_gnutella, TRANSPORT_TCP,
		  { B("GNUTELLA/0.6 503 Full\r\nX-Try: 192.0.2.7:6346\r\n\r\n") },
		  YES(PROTO_GNUTELLA) },
		{ "Gnutella2", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GNUTELLA CONNECT/0.6\r\nAccept: application/x-gnutella2\r\n\r\n") },
		  YES(PROTO_GNUTELLA2) },
		{ "both kinds offered, Gnutella2 taken", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GNUTELLA CONNECT/0.6\r\nAccept: application/x-gnutella2, "
		      "application/x-gnutella-packets\r\n\r\n"),
		    B("GNUTELLA/0.6 200 OK\r\nContent-Type: application/x-gnutella2\r\n\r\n") },
		  YES(PROTO_GNUTELLA2) },
		{ "both kinds offered", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GNUTELLA CONNECT/0.6\r\nAccept: application/x-gnutella2, "
		      "application/x-gnutella-packets\r\n\r\n") }, .want = ANSWER_MORE },
		{ "both kinds offered, the other taken", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GNUTELLA CONNECT/0.6\r\nAccept: application/x-gnutella2, "
		      "application/x-gnutella-packets\r\n\r\n"),
		    B("GNUTELLA/0.6 200 OK\r\nUser-Agent: y\r\n\r\n") }, YES(PROTO_GNUTELLA) },
		{ "another GNU", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GNUTELLA DISCONNECT/0.6\r\n\r\n") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void transfer(void)
{
	static const struct dissect_case cases[] = {
		{ "by name", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GET /uri-res/N2R?urn:sha1:" SHA1) }, YES(PROTO_GNUTELLA) },
		{ "by name, head", &dissect_gnutella, TRANSPORT_TCP,
		  { A("HEAD /uri-res/N2R?urn:sha1:" SHA1) }, YES(PROTO_GNUTELLA) },
		{ "by name, its tree of hashes", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GET /uri-res/N2X?urn:sha1:" SHA1) }, YES(PROTO_GNUTELLA) },
		{ "by a tree's root", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GET /uri-res/N2R?urn:tree:tiger") }, YES(PROTO_GNUTELLA) },
		{ "what somebody shares", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GET / HTTP/1.1\r\nHost: 192.0.2.7:6346\r\nAccept: application/x-gnutella") },
		  YES(PROTO_GNUTELLA) },
		{ "Shareaza's headers", &dissect_gnutella, TRANSPORT_TCP,
		  { B("HTTP/1.1 206 OK\r\nX-Content-URN: urn:") }, YES(PROTO_GNUTELLA) },
		{ "a web cache", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GET /gwc.php?get=1&net=gnutella2&client=RAZA2.7 HTTP/1.1\r\n") },
		  YES(PROTO_GNUTELLA2), .confidence = CONFIDENCE_LIKELY },
		{ "an article on it", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GET /search?q=net=gnutella HTTP/1.1\r\nHost: example.org\r\n\r\n") },
		  .want = ANSWER_NO },
		{ "push proxy", &dissect_gnutella, TRANSPORT_TCP,
		  { A("HEAD /gnutella/push-proxy?") }, YES(PROTO_GNUTELLA) },
		{ "push answer", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GIV 12:" GUID_HEX "/") }, YES(PROTO_GNUTELLA) },
		{ "push of Gnutella2", &dissect_gnutella, TRANSPORT_TCP,
		  { A("PUSH guid:" GUID_HEX) }, YES(PROTO_GNUTELLA2) },
		{ "headers of the answer", &dissect_gnutella, TRANSPORT_TCP,
		  { B("HTTP/1.1 206 OK\r\nX-Gnutella-Content-URN: urn:") }, YES(PROTO_GNUTELLA) },
		{ "a web server's folder", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GET /get/12/song.ogg HTTP/1.1\r\nHost: example.org\r\n\r\n") },
		  .want = ANSWER_NO },
		{ "another name", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GET /uri-res/N2R?urn:isbn:0451450523 HTTP/1.1\r\n\r\n") },
		  .want = ANSWER_NO },
		{ "a page on Gnutella", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GET /gnutella/index.html HTTP/1.1\r\nHost: example.org\r\n\r\n") },
		  .want = ANSWER_NO },
		{ "a page on its headers", &dissect_gnutella, TRANSPORT_TCP,
		  { B("HTTP/1.1 200 OK\n\nAccept: application/x-gnutella-packets\r\n") },
		  .want = ANSWER_NO },
		{ "an answer to HTTP", &dissect_gnutella, TRANSPORT_TCP,
		  { B("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") }, .want = ANSWER_NO },
		{ "GIV of no servent", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GIV 12:0123/song.ogg\n\n") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define GUID "\x5d\x2f\xe2\x35\x31\x02\x00\x64\xff\xc4\xf2\xe9\x4e\x09\x70\x00"
#define DHT_ID "\x28\x9d\x0a\x8d\x06\xde\xff\xc8\x26\x3c\x33\x89\x7c\x2c\x91\x79\xfd\x84\xab\x61"

static void datagram(void)
{
	static const struct dissect_case cases[] = {
		{ "ping", &dissect_gnutella_udp, TRANSPORT_UDP, { A(GUID "\0\1\0\0\0\0\0") },
		  YES(PROTO_GNUTELLA) },
		{ "ping with extensions", &dissect_gnutella_udp, TRANSPORT_UDP,
		  { A(GUID "\0\1\0\5\0\0\0\xc3\x82QK@") }, YES(PROTO_GNUTELLA) },
		{ "pong", &dissect_gnutella_udp, TRANSPORT_UDP,
		  { B(GUID "\1\1\0\x0e\0\0\0\xca\x18\xc0\0\2\1\1\0\0\0\2\0\0\0") },
		  YES(PROTO_GNUTELLA) },
		{ "query", &dissect_gnutella_udp, TRANSPORT_UDP,
		  { A(GUID "\x80\1\0\6\0\0\0\xf9\0" "abc\0") }, YES(PROTO_GNUTELLA) },
		{ "query without an end", &dissect_gnutella_udp, TRANSPORT_UDP,
		  { A(GUID "\x80\1\0\6\0\0\0\xf9\0" "abcd") }, .want = ANSWER_NO },
		{ "pong of a GUID without marks", &dissect_gnutella_udp, TRANSPORT_UDP,
		  { B("0123456789abcdef" "\1\1\0\x0e\0\0\0\xca\x18\xc0\0\2\1\1\0\0\0\2\0\0\0") },
		  .want = ANSWER_NO },
		{ "vendor message", &dissect_gnutella_udp, TRANSPORT_UDP,
		  { A(GUID "\x31\1\0\x08\0\0\0LIME\x17\0\1\0") }, YES(PROTO_GNUTELLA) },
		{ "mojito", &dissect_gnutella_udp, TRANSPORT_UDP,
		  { A(GUID "\x44\0\0\x26\0\0\0" "\5GTKG\0\0" DHT_ID
		      "\4\xc0\0\2\1\x70\x09\1\1\0\0") }, YES(PROTO_GNUTELLA) },
		{ "a length that is not", &dissect_gnutella_udp, TRANSPORT_UDP,
		  { A(GUID "\0\1\0\1\0\0\0") }, .want = ANSWER_NO },
		{ "sent by nobody", &dissect_gnutella_udp, TRANSPORT_UDP,
		  { A(GUID "\0\0\0\0\0\0\0") }, .want = ANSWER_NO },
		{ "padding", &dissect_gnutella_udp, TRANSPORT_UDP,
		  { A("\x80\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void g2(void)
{
	static const struct dissect_case cases[] = {
		{ "a ping", &dissect_g2, TRANSPORT_UDP, { A("GND\2\0\1\1\1" "\x08PI") },
		  YES(PROTO_GNUTELLA2) },
		{ "deflated", &dissect_g2, TRANSPORT_UDP, { A("GND\3\0\1\1\2" "\x78\x9c\1") },
		  YES(PROTO_GNUTELLA2), .yes_from = 9 },
		{ "acknowledged", &dissect_g2, TRANSPORT_UDP, { B("GND\0\0\1\1\0") },
		  YES(PROTO_GNUTELLA2) },
		{ "semi-reliable", &dissect_g2, TRANSPORT_UDP, { A("GTA\3\0\1\1\1" "\x78\x9c\1") },
		  YES(PROTO_GNUTELLA), .yes_from = 9 },
		{ "text", &dissect_g2, TRANSPORT_UDP, { A("GND is ground, GTA is a game") },
		  .want = ANSWER_NO },
		{ "a part too many", &dissect_g2, TRANSPORT_UDP, { A("GND\2\0\1\3\2" "\x08PI") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "handshake", handshake },
	{ "transfer", transfer },
	{ "datagram", datagram },
	{ "Gnutella2 datagram", g2 },
};

UNIT_MAIN("dissect: gnutella", tests)
