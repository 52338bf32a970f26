/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

/*
 * Networks of friends and of the nameless, RetroShare, Hyphanet, I2P, GNUnet: what
 * of them is in the clear.
 */
#define ID16 "\xc0\x1d\x9a\x33\x57\x08\xf4\x6e\x82\xbb\x29\x95\x40\xd7\x1f\x6a"
#define OTHER_ID16 "\x3e\x91\xaa\x05\x78\xcd\x62\x14\xb9\xf0\x2b\x87\xe6\x4d\x53\xdc"

#define STUN_QUESTION(id) "\0\1\0\x14" id
#define STUN_REPLY(id) "\1\1\0\x1c" id "\2\0\x1e\xd2\xc0\0\2\1"

/* number, acknowledged, flags; then what follows the checksum */
#define SEGMENT(number, acknowledged, flags) \
	"\0\0\0\0" number acknowledged "\0" flags "\x40\0\0\0\0\0"
#define SYN SEGMENT("\x12\x34\x56\xff", "\0\0\0\0", "\x40")
#define SYN_ACK SEGMENT("\x9a\xbc\xde\xf0", "\x12\x34\x57\0", "\x48")

static void retroshare(void)
{
	static const struct dissect_case cases[] = {
		{ "stun, asked and answered", &dissect_retroshare, TRANSPORT_UDP,
		  { A(STUN_QUESTION(ID16)), B(STUN_REPLY(ID16)) }, YES(PROTO_RETROSHARE) },
		{ "stun, asked", &dissect_retroshare, TRANSPORT_UDP,
		  { A(STUN_QUESTION(ID16)) }, .want = ANSWER_MORE },
		{ "stun, answer to another question", &dissect_retroshare, TRANSPORT_UDP,
		  { A(STUN_QUESTION(ID16)), B(STUN_REPLY(OTHER_ID16)) }, .want = ANSWER_MORE },
		{ "stun as RFC 3489 has it", &dissect_retroshare, TRANSPORT_UDP,
		  { A("\0\1\0\0" ID16), B("\1\1\0\x0c" ID16 "\0\1\0\x08\0\1\x1e\xd2\xc0\0\2\1") },
		  .want = ANSWER_NO },
		{ "stun, an attribute where the address is", &dissect_retroshare, TRANSPORT_UDP,
		  { A(STUN_QUESTION(ID16)), B("\1\1\0\x1c" ID16 "\0\1\0\4\xc0\0\2\1") },
		  .want = ANSWER_NO },
		{ "tcp, opened", &dissect_retroshare, TRANSPORT_UDP,
		  { A(SYN), B(SYN_ACK) }, YES(PROTO_RETROSHARE) },
		{ "tcp, opened by both", &dissect_retroshare, TRANSPORT_UDP,
		  { A(SYN), B(SEGMENT("\x9a\xbc\xde\xf0", "\0\0\0\0", "\x40")),
		    A(SEGMENT("\x12\x34\x57\0", "\x9a\xbc\xde\xf1", "\x08")) },
		  YES(PROTO_RETROSHARE) },
		{ "tcp, one alone", &dissect_retroshare, TRANSPORT_UDP, { A(SYN) },
		  .want = ANSWER_MORE },
		{ "tcp, another number acknowledged", &dissect_retroshare, TRANSPORT_UDP,
		  { A(SYN), B(SEGMENT("\x9a\xbc\xde\xf0", "\x12\x34\x57\1", "\x48")) },
		  .want = ANSWER_NO },
		{ "tcp with ports", &dissect_retroshare, TRANSPORT_UDP,
		  { A("\x1e\xd2\0\x50\x12\x34\x56\xff\0\0\0\0\0\x40\x40\0\0\0\0\0") },
		  .want = ANSWER_NO },
		{ "nothing but zeros", &dissect_retroshare, TRANSPORT_UDP,
		  { A(SEGMENT("\0\0\0\0", "\0\0\0\0", "\0")) }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

/* A client hello of one cipher; `size` bytes of extensions, which the lengths must count. */
#define HELLO(record, message, size, extensions) \
	"\x16\3\1\0" record "\1\0\0" message "\3\3" ID16 OTHER_ID16 \
	"\0\0\2\x13\1\1\0\0" size extensions
#define NAMELESS HELLO("\x2f", "\x2b", "\0", "")
#define NAMED HELLO("\x42", "\x3e", "\x13", "\0\0\0\x0f\0\x0d\0\0\x0a" "example.or")

#define SERVER_HELLO "\x16\3\3\0\x2a\2\0\0\x26\3\3" ID16 OTHER_ID16 "\0\xc0\x2f\0"

/* As far as it counts: serial number, algorithm, issuer, validity. */
#define CERTIFICATE(issuer, until) \
	"\x16\3\3\1\0\x0b\0\0\xfc\0\0\xf9\0\0\xf6\x30\x81\xf3\x30\x81\xc0\2\3\6\0\1" \
	"\x30\x0d\6\x09\x2a\x86\x48\x86\xf7\x0d\1\1\5\5\0" \
	"\x30\x1b\x31\x19\x30\x17\6\3\x55\4\3\x0c\x10" issuer \
	"\x30\x1e\x17\x0d" "700101000000Z\x17\x0d" until

static void retroshare_tls(void)
{
	static const struct dissect_case cases[] = {
		{ "certificate", &dissect_retroshare_tls, TRANSPORT_TCP,
		  { A(NAMELESS), B(SERVER_HELLO CERTIFICATE("0123456789ABCDEF", "700101000000Z")) },
		  YES(PROTO_RETROSHARE) },
		{ "of another issuer", &dissect_retroshare_tls, TRANSPORT_TCP,
		  { A(NAMELESS), B(SERVER_HELLO CERTIFICATE("Our own router 1", "700101000000Z")) },
		  .want = ANSWER_NO },
		{ "that lasts", &dissect_retroshare_tls, TRANSPORT_TCP,
		  { A(NAMELESS), B(SERVER_HELLO CERTIFICATE("0123456789ABCDEF", "380119031407Z")) },
		  .want = ANSWER_NO },
		{ "asked for by name", &dissect_retroshare_tls, TRANSPORT_TCP,
		  { A(NAMED), B(SERVER_HELLO CERTIFICATE("0123456789ABCDEF", "700101000000Z")) },
		  .want = ANSWER_NO },
		{ "TLS 1.3", &dissect_retroshare_tls, TRANSPORT_TCP,
		  { A(NAMELESS), B(SERVER_HELLO "\x14\3\3\0\1\1\x17\3\3\0\x20" ID16 OTHER_ID16) },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define KEY43 "0123456789abcdefghijABCDEFGHIJ~-0123456789a"

static void freenet(void)
{
	static const struct dissect_case cases[] = {
		{ "client", &dissect_freenet, TRANSPORT_TCP,
		  { A("ClientHello\nName=frost\nExpectedVersion=2.0\nEndMessage\n") },
		  YES(PROTO_FREENET), .yes_from = 39 },
		{ "node", &dissect_freenet, TRANSPORT_TCP,
		  { B("NodeHello\nBuild=1498\nFCPVersion=2.0\nNode=Fred\nEndMessage\n") },
		  YES(PROTO_FREENET), .yes_from = 32 },
		{ "client without the version", &dissect_freenet, TRANSPORT_TCP,
		  { A("ClientHello\nName=frost\nEndMessage\nExpectedVersion=2.0\n") },
		  .want = ANSWER_NO },
		{ "another hello", &dissect_freenet, TRANSPORT_TCP,
		  { A("ClientHello 2.0\nName=frost\n") }, .want = ANSWER_NO },
		{ "a page", &dissect_freenet, TRANSPORT_TCP,
		  { A("GET /freenet:USK@" KEY43 "," KEY43 ",AQACAAE") }, YES(PROTO_FREENET) },
		{ "a file", &dissect_freenet, TRANSPORT_TCP,
		  { A("GET /CHK@" KEY43 "%2C" KEY43 "%2cAAMC--8") }, YES(PROTO_FREENET) },
		{ "a key too short", &dissect_freenet, TRANSPORT_TCP,
		  { A("GET /CHK@" KEY43 "," "short,AAMC--8 HTTP/1.1\r\n") }, .want = ANSWER_NO },
		{ "another page", &dissect_freenet, TRANSPORT_TCP,
		  { A("GET /freenet: HTTP/1.1\r\n") }, .want = ANSWER_NO },
		{ "FCP 1", &dissect_signature, TRANSPORT_TCP,
		  { A("\0\0\0\2" "ClientHello\nEndMessage\n") }, YES(PROTO_FREENET),
		  .yes_from = 16 },
	};

	CHECK_CASES(cases);
}

static void i2p(void)
{
	static const struct dissect_case cases[] = {
		{ "i2cp", &dissect_i2p, TRANSPORT_TCP, { A("\x2a\0\0\0\7\x20\6" "0.9.57") },
		  YES(PROTO_I2P) },
		{ "i2cp with options", &dissect_i2p, TRANSPORT_TCP,
		  { A("\x2a\0\0\0\x15\x20\6" "0.9.57\0\x0c\4user=\5alice;") },
		  YES(PROTO_I2P), .yes_from = 15 },
		{ "i2cp, a length that is not that of the options", &dissect_i2p, TRANSPORT_TCP,
		  { A("\x2a\0\0\0\x16\x20\6" "0.9.57\0\x0c\4user=\5alice;") }, .want = ANSWER_NO },
		{ "i2cp, too short for its version", &dissect_i2p, TRANSPORT_TCP,
		  { A("\x2a\0\0\0\2\x20\6" "0.9.57\0\0") }, .want = ANSWER_NO },
		{ "i2cp, no version", &dissect_i2p, TRANSPORT_TCP,
		  { A("\x2a\0\0\0\7\x20\6" "0.9.5x") }, .want = ANSWER_NO },
		{ "i2cp, no number first", &dissect_i2p, TRANSPORT_TCP,
		  { A("\x2a\0\0\0\7\x20\6" "....57") }, .want = ANSWER_NO },
		{ "from the router", &dissect_i2p, TRANSPORT_TCP,
		  { B("\x2a\0\0\0\7\x20\6" "0.9.57") }, .want = ANSWER_NO },
		{ "sam", &dissect_signature, TRANSPORT_TCP,
		  { A("HELLO VERSION MIN=3.0 MAX=3.1\n") }, YES(PROTO_I2P), .yes_from = 19 },
		{ "sam, the router", &dissect_signature, TRANSPORT_TCP,
		  { B("HELLO REPLY RESULT=OK VERSION=3.1\n") }, YES(PROTO_I2P), .yes_from = 21 },
		{ "another hello", &dissect_signature, TRANSPORT_TCP,
		  { A("HELLO VERSION 3\r\n") }, .want = ANSWER_NO },
		{ "bob", &dissect_signature, TRANSPORT_TCP,
		  { B("BOB 00.00.10\nOK\n") }, YES(PROTO_I2P) },
	};

	CHECK_CASES(cases);
}

/* Signed for 192.0.2.1. */
#define BEACON(first) \
	first "\x4a\x6c\x63\xe2\x9c\x52\x0a\xbe\xf5\x50\x7b\x13\x2e\xc5\xf9" \
	"\x95\x47\x76\xae\xbe\xbe\x7b\x92\x42\x1e\xea\x69\x14\x46\xd2\x2c" \
	"\x38\x6c\x34\x7c\xda\x46\x5e\x9a\x7d\x9d\x25\x3e\x09\x6e\x46\x06" \
	"\xbe\x27\x18\x33\x71\xee\x25\x0c\x78\x0c\x82\xad\x5c\x6d\xf0\x85" \
	"\xdb\xcf\x27\x2a\x72\x65\x0a\x98\x94\x04\xc7\x7a\x05\xaf\xc3\xe7" \
	"\x43\xbe\x1c\x3b\x9b\x3d\x84\x38\x3b\x8f\xab\x61\x16\x2d\xca\x0d"

static void gnunet(void)
{
	static const struct dissect_case cases[] = {
		{ "beacon", &dissect_gnunet_broadcast, TRANSPORT_UDP, { A(BEACON("\xea")) },
		  YES(PROTO_GNUNET), .port = { 2086, 2086 } },
		{ "beacon of another key", &dissect_gnunet_broadcast, TRANSPORT_UDP,
		  { A(BEACON("\xeb")) }, .want = ANSWER_NO, .port = { 2086, 2086 } },
		{ "beacon of another address", &dissect_gnunet_broadcast, TRANSPORT_UDP,
		  { B(BEACON("\xea")) }, .want = ANSWER_NO, .port = { 2086, 2086 } },
		{ "beacon to another port", &dissect_gnunet_broadcast, TRANSPORT_UDP,
		  { A(BEACON("\xea")) }, .want = ANSWER_NO, .port = { 2086, 2087 } },
		{ "and more", &dissect_gnunet_broadcast, TRANSPORT_UDP,
		  { A(BEACON("\xea") "\0") }, .want = ANSWER_NO, .yes_from = 96,
		  .port = { 2086, 2086 } },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "retroshare through a NAT", retroshare },
	{ "retroshare's certificates", retroshare_tls },
	{ "freenet", freenet },
	{ "i2p", i2p },
	{ "gnunet's beacon", gnunet },
};

UNIT_MAIN("dissect: friends and the nameless", tests)
