/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

#define Z4 "\0\0\0\0"
#define Z8 Z4 Z4
#define Z16 Z8 Z8

/* Frame and header: | 00 | length, 3 | ff SMB | command | status, 4 | flags | 22 bytes | */
#define SMB1(length, command, flags) \
	"\0\0\0" length "\xffSMB" command Z4 flags Z16 Z4 "\0\0"
#define OLD_DIALECTS "\0\x0c\0\2NT LM 0.12\0"
#define NEW_DIALECTS "\0\x22\0\2NT LM 0.12\0\2SMB 2.002\0\2SMB 2.???\0"
#define ASKS_OLD SMB1("\x2f", "\x72", "\x18") OLD_DIALECTS
#define ASKS_BOTH SMB1("\x45", "\x72", "\x18") NEW_DIALECTS

/* | 00 | length, 3 | fe SMB | 0040 | charge | status | command | credits | flags | 44 bytes | */
#define SMB2(length, command, flags) \
	"\0\0\0" length "\xfeSMB" "\x40\0\1\0" Z4 command "\0\1\0" flags "\0\0\0" Z16 Z16 Z8 Z4
#define PICKS(dialect) SMB2("\x80", "\0", "\1") "\x41\0\1\0" dialect "\1\0" Z16 Z16 Z16 Z8
#define OFFERS(dialects) \
	SMB2("\x68", "\0", "\0") "\x24\0\2\0\1\0\0\0" Z4 Z16 Z8 dialects
#define SETUP SMB2("\x58", "\1", "\0") Z16 Z8

/* A file is opened: | 57 or 89, 2 | … | contexts at, 4 | their length, 4 | contexts | */
#define OPENS(length, contexts) SMB2(length, "\5", "\0") "\x39\0" Z16 Z16 Z8 Z4 "\0\0" \
	"\x78\0\0\0" "\x30\0\0\0" contexts
#define OPENED(length, contexts) SMB2(length, "\5", "\1") "\x59\0" Z16 Z16 Z16 Z16 Z8 Z4 "\0\0" \
	"\x98\0\0\0" "\x30\0\0\0" contexts
#define CONTEXT(name, data_len) Z4 "\x10\0\4\0\0\0\x18\0" data_len "\0\0\0" name Z4
#define DURABLE(name) CONTEXT(name, "\x20") Z16 Z16
#define LEASE(data_len) CONTEXT("RqLs", data_len)

/* | 00 | length, 3 | fd SMB | signature, 16 | nonce, 16 | size, 4 | 0, 2 | 1, 2 | session, 8 | */
#define ENCIPHERED(size, flags) \
	"\0\0\0\x60\xfdSMB" Z16 Z16 size "\0\0\0\0\0" flags "\0" Z8
/* | 00 | length, 3 | fc SMB | size, 4 | algorithm, 2 | flags, 2 | offset, 4 | */
#define COMPRESSED(algorithm) "\0\0\0\x60\xfcSMB\0\1\0\0" algorithm "\0\0\0" Z4

#define NAME "\x20" "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" "\0"
#define SESSION "\x81\0\0\x44" NAME NAME
#define GRANTED "\x82\0\0\0"

static void smb1(void)
{
	static const struct dissect_case cases[] = {
		{ "negotiate, SMB 1 alone", &dissect_smb, TRANSPORT_TCP, { A(ASKS_OLD) },
		  YES(PROTO_SMB1) },
		{ "negotiate with SMB 2", &dissect_smb, TRANSPORT_TCP, { A(ASKS_BOTH) },
		  .want = ANSWER_MORE },
		{ "negotiate with SMB 2, SMB 1 picked", &dissect_smb, TRANSPORT_TCP,
		  { A(ASKS_BOTH), B(SMB1("\x25", "\x72", "\x98") "\0\0\0\0\0") },
		  YES(PROTO_SMB1), .yes_from = 14 },
		{ "session setup", &dissect_smb, TRANSPORT_TCP, { A(SMB1("\x20", "\x73", "\x18")) },
		  YES(PROTO_SMB1), .yes_from = 14 },
		{ "in a NetBIOS session", &dissect_smb, TRANSPORT_TCP,
		  { A(SESSION), B(GRANTED), A(ASKS_OLD) }, YES(PROTO_SMB1) },
		{ "no room for a header", &dissect_smb, TRANSPORT_TCP,
		  { A("\0\0\0\x13\xffSMBS ARE WELCOME!!!") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void smb2(void)
{
	static const struct dissect_case cases[] = {
		{ "offer of 3.1.1 waits", &dissect_smb, TRANSPORT_TCP,
		  { A(OFFERS("\x10\2\x11\3")) }, .want = ANSWER_MORE },
		{ "offer of 2.1 and below", &dissect_smb, TRANSPORT_TCP,
		  { A(OFFERS("\2\2\x10\2")) }, YES(PROTO_SMB2) },
		{ "2.1 picked", &dissect_smb, TRANSPORT_TCP,
		  { A(OFFERS("\x10\2\x11\3")), B(PICKS("\x10\2")) },
		  YES(PROTO_SMB2), .yes_from = 74 },
		{ "3.1.1 picked", &dissect_smb, TRANSPORT_TCP,
		  { A(OFFERS("\x10\2\x11\3")), B(PICKS("\x11\3")) },
		  YES(PROTO_SMB3), .yes_from = 74 },
		{ "2.??? picked", &dissect_smb, TRANSPORT_TCP, { A(ASKS_BOTH), B(PICKS("\xff\2")) },
		  .want = ANSWER_MORE },
		{ "2.??? picked, then 3.0", &dissect_smb, TRANSPORT_TCP,
		  { A(ASKS_BOTH), B(PICKS("\xff\2")), A(OFFERS("\x10\2\0\3")), B(PICKS("\0\3")) },
		  YES(PROTO_SMB3), .yes_from = 74 },
		{ "2.0.2 picked at once", &dissect_smb, TRANSPORT_TCP,
		  { A(ASKS_BOTH), B(PICKS("\2\2")) }, YES(PROTO_SMB2), .yes_from = 74 },
		{ "midstream", &dissect_smb, TRANSPORT_TCP, { A(SETUP) }, YES(PROTO_SMB_MIDWAY),
		  .yes_from = 24, .waits = true },
		{ "midstream, a priority", &dissect_smb, TRANSPORT_TCP,
		  { A(SMB2("\x58", "\x0b", "\x10") Z16 Z8) }, YES(PROTO_SMB3), .yes_from = 24 },
		{ "midstream, durable handle asked for", &dissect_smb, TRANSPORT_TCP,
		  { A(SETUP), A(OPENS("\xa8", DURABLE("DH2Q"))) }, YES(PROTO_SMB3),
		  .yes_from = 143 },
		{ "midstream, durable handle of SMB 2", &dissect_smb, TRANSPORT_TCP,
		  { A(OPENS("\xa8", DURABLE("DHnQ"))) }, YES(PROTO_SMB_MIDWAY),
		  .yes_from = 24, .waits = true },
		{ "midstream, a lease of SMB 3 granted", &dissect_smb, TRANSPORT_TCP,
		  { A(SETUP), B(OPENED("\xec", LEASE("\x34") Z16 Z16 Z16 Z4)) }, YES(PROTO_SMB3),
		  .yes_from = 24 },
		{ "midstream, a lease of SMB 2.1", &dissect_smb, TRANSPORT_TCP,
		  { B(OPENED("\xd8", LEASE("\x20") Z16 Z16)) }, YES(PROTO_SMB_MIDWAY),
		  .yes_from = 24, .waits = true },
		{ "midstream, a context beyond the end", &dissect_smb, TRANSPORT_TCP,
		  { A(SMB2("\x78", "\5", "\0") "\x39\0" Z16 Z16 Z8 Z4 "\0\0" "\xff\xff\xff\x7f"
		    "\xff\0\0\0") }, YES(PROTO_SMB_MIDWAY), .yes_from = 24, .waits = true },
		{ "choice not heard yet", &dissect_smb, TRANSPORT_TCP,
		  { A(ASKS_BOTH), B(PICKS("\xff\2")), A(SETUP) }, .want = ANSWER_MORE },
		{ "enciphered", &dissect_smb, TRANSPORT_TCP, { B(ENCIPHERED("\x2c", "\1")) },
		  YES(PROTO_SMB3), .yes_from = 48 },
		{ "enciphered, more than there is", &dissect_smb, TRANSPORT_TCP,
		  { B(ENCIPHERED("\x2d", "\1")) }, .want = ANSWER_NO },
		{ "enciphered, another way", &dissect_smb, TRANSPORT_TCP,
		  { B(ENCIPHERED("\x2c", "\7")) }, .want = ANSWER_NO },
		{ "enciphered, too short", &dissect_smb, TRANSPORT_TCP,
		  { B("\0\0\0\x20\xfdSMB" Z16 Z8 Z4) }, .want = ANSWER_NO },
		{ "compressed", &dissect_smb, TRANSPORT_TCP, { A(COMPRESSED("\1")) },
		  YES(PROTO_SMB3), .yes_from = 16 },
		{ "compressed, nobody knows how", &dissect_smb, TRANSPORT_TCP,
		  { A(COMPRESSED("\6")) }, .want = ANSWER_NO },
		{ "in a NetBIOS session", &dissect_smb, TRANSPORT_TCP,
		  { A(SESSION), B(GRANTED), A(ASKS_BOTH), B(PICKS("\x10\2")) },
		  YES(PROTO_SMB2), .yes_from = 74 },
		{ "another 00", &dissect_smb, TRANSPORT_TCP,
		  { A("\0\0\0\x20\x01\x02\x03\x04\x05") }, .want = ANSWER_NO },
		{ "the signature alone", &dissect_smb, TRANSPORT_TCP,
		  { A("\0\0\0\x60\xfeSMB" "\x41\0\1\0" Z4 "\1\0\1\0\0\0\0\0") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void session(void)
{
	static const struct dissect_case cases[] = {
		{ "asked for", &dissect_smb, TRANSPORT_TCP, { A(SESSION) }, .want = ANSWER_MORE },
		{ "granted", &dissect_smb, TRANSPORT_TCP, { A(SESSION), B(GRANTED) },
		  .want = ANSWER_MORE },
		{ "refused", &dissect_smb, TRANSPORT_TCP, { A(SESSION), B("\x83\0\0\1\x82") },
		  YES(PROTO_NETBIOS), .yes_from = 4 },
		{ "sent elsewhere", &dissect_smb, TRANSPORT_TCP,
		  { A(SESSION), B("\x84\0\0\6\xc0\0\2\1\0\x8b") },
		  YES(PROTO_NETBIOS), .yes_from = 4 },
		{ "without SMB", &dissect_smb, TRANSPORT_TCP,
		  { A(SESSION), B(GRANTED), A("\0\0\0\x14" "0123") }, YES(PROTO_NETBIOS),
		  .yes_from = 6 },
		{ "refused, request not seen", &dissect_smb, TRANSPORT_TCP, { B("\x83\0\0\1\x82") },
		  YES(PROTO_NETBIOS), .yes_from = 4, .port = { 0, 139 } },
		{ "refused what nobody asked for", &dissect_smb, TRANSPORT_TCP,
		  { A("\x81\0\0\x44" Z16 Z16), B("\x83\0\0\1\x82") }, .want = ANSWER_NO,
		  .port = { 0, 139 } },
		{ "refused at some length", &dissect_smb, TRANSPORT_TCP,
		  { B("\x83\x12\x34\x56\x82") }, .want = ANSWER_NO, .port = { 0, 139 } },
		{ "nothing but a first byte", &dissect_smb, TRANSPORT_TCP, { B("\x83\0\0\1\x82") },
		  .want = ANSWER_NO },
		{ "a name that is none", &dissect_smb, TRANSPORT_TCP,
		  { A("\x81\0\0\x44\x20" "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZ") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define QUERY_NAME "\xa3\xe5\1\x10\0\1\0\0\0\0\0\0" NAME
#define DATAGRAM(type, length) type "\x0a\x12\x34\xc0\0\2\1\0\x8a\0" length "\0\0" NAME NAME

static void netbios(void)
{
	static const struct dissect_case cases[] = {
		{ "name query", &dissect_netbios, TRANSPORT_UDP, { A(QUERY_NAME "\0\x20\0\1") },
		  YES(PROTO_NETBIOS), .yes_from = sizeof(QUERY_NAME) + 1 },
		{ "no such name", &dissect_netbios, TRANSPORT_UDP,
		  { A("\xa3\xe5\x85\x83\0\0\0\1\0\0\0\0" NAME "\0\x0a\0\1\0\0\0\0\0\0") },
		  YES(PROTO_NETBIOS), .yes_from = sizeof(QUERY_NAME) + 1 },
		{ "a host of 32 letters", &dissect_netbios, TRANSPORT_UDP,
		  { A(QUERY_NAME "\0\1\0\1") }, .want = ANSWER_NO },
		{ "datagram", &dissect_netbios, TRANSPORT_UDP,
		  { A(DATAGRAM("\x11", "\x48") "data") }, YES(PROTO_NETBIOS) },
		{ "datagram, reserved flags", &dissect_netbios, TRANSPORT_UDP,
		  { A("\x11\x1a\x12\x34\xc0\0\2\1\0\x8a\0\x48\0\0" NAME NAME "data") },
		  YES(PROTO_NETBIOS) },
		{ "a length that is not", &dissect_netbios, TRANSPORT_UDP,
		  { A(DATAGRAM("\x11", "\x47") "data") }, .want = ANSWER_NO,
		  .yes_from = sizeof(DATAGRAM("\x11", "\x47") "dat") - 1 },
		{ "a name of DNS", &dissect_netbios, TRANSPORT_UDP,
		  { A("\xa3\xe5\1\0\0\1\0\0\0\0\0\0\7example\3org\0\0\1\0\1") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "SMB 1", smb1 },
	{ "SMB 2 and 3", smb2 },
	{ "NetBIOS session", session },
	{ "NetBIOS datagrams", netbios },
};

UNIT_MAIN("dissect: smb", tests)
