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
		{ "an answer to HTTP", &dissect_gnutella, TRANSPORT_TCP,
		  { B("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") }, .want = ANSWER_NO },
		{ "GIV of no servent", &dissect_gnutella, TRANSPORT_TCP,
		  { A("GIV 12:0123/song.ogg\n\n") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "handshake", handshake },
	{ "transfer", transfer },
};

UNIT_MAIN("dissect: gnutella", tests)
