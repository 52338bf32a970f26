/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

/* Currencies' networks: the messages as their specifications and programs have them. */

/* A version message of Bitcoin up to its user agent. */
#define VERSION "version\0\0\0\0\0"
#define ZERO8 "\0\0\0\0\0\0\0\0"
#define NODE "\x09\4\0\0\0\0\0\0" "\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\2\1" "\x20\x8d"
#define VERSION_BODY "\x80\x11\1\0" "\x09\4\0\0\0\0\0\0" "\x30\x1e\x5d\x65\0\0\0\0" NODE NODE \
	"\x3a\x91\x5c\x07\xe2\x48\xbd\x16"
#define LENGTH "\x66\0\0\0" "\x12\x34\x56\x78"
#define HEAD_LEN 20

static void bitcoin(void)
{
	static const struct dissect_case cases[] = {
		{ "main", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xf9\xbe\xb4\xd9" VERSION LENGTH) }, YES(PROTO_BITCOIN),
		  .yes_from = HEAD_LEN },
		{ "main, the first clients", &dissect_bitcoin, TRANSPORT_TCP,
		  { B("\xf9\xbe\xb4\xd9" "verack\0\0\0\0\0\0" "\0\0\0\0") }, YES(PROTO_BITCOIN) },
		{ "a command of full length", &dissect_bitcoin, TRANSPORT_TCP,
		  { B("\xf9\xbe\xb4\xd9" "getcfcheckpt" LENGTH) }, YES(PROTO_BITCOIN),
		  .yes_from = HEAD_LEN },
		{ "testnet3", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\x0b\x11\x09\x07" VERSION LENGTH) }, YES(PROTO_BITCOIN),
		  .yes_from = HEAD_LEN },
		{ "testnet4", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\x1c\x16\x3f\x28" VERSION LENGTH) }, YES(PROTO_BITCOIN),
		  .yes_from = HEAD_LEN },
		{ "signet", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\x0a\x03\xcf\x40" VERSION LENGTH) }, YES(PROTO_BITCOIN),
		  .yes_from = HEAD_LEN },
		{ "litecoin", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xfb\xc0\xb6\xdb" VERSION LENGTH) }, YES(PROTO_LITECOIN),
		  .yes_from = HEAD_LEN },
		{ "dogecoin", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xc0\xc0\xc0\xc0" VERSION LENGTH) }, YES(PROTO_DOGECOIN),
		  .yes_from = HEAD_LEN },
		{ "zcash", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\x24\xe9\x27\x64" VERSION LENGTH) }, YES(PROTO_ZCASH),
		  .yes_from = HEAD_LEN },
		{ "filler, and a word", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xc0\xc0\xc0\xc0" "config\0\0\0\0\0\0" "\4\0\0\0" "1234" "5678") },
		  .want = ANSWER_NO },
		{ "no command, and no more", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xbf\x0c\x6b\xbd" "senddsq\0\0\0\0\0" "\0\0\0\0") }, .want = ANSWER_MORE },
		{ "a network's own command", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xbf\x0c\x6b\xbd" "senddsq\0\0\0\0\0" "\1\0\0\0" "\x9c\x12\xcf\xdc" "\1") },
		  YES(PROTO_BITCOIN) },
		{ "a chain that we do not know", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\x90\xc4\xfd\xef" VERSION LENGTH VERSION_BODY) }, YES(PROTO_BITCOIN),
		  CONFIDENCE_LIKELY, .yes_from = 28, .at_once = true },
		{ "a text with a version", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("the version 1.0 of this program is old, take the next") },
		  .want = ANSWER_NO },
		{ "no command", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xf9\xbe\xb4\xd9" "Version\0\0\0\0\0" LENGTH) }, .want = ANSWER_NO },
		{ "a command that goes on", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xf9\xbe\xb4\xd9" "version\0\0\0\0\1" LENGTH) }, .want = ANSWER_NO },
		{ "another magic", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xf9\xbe\xb4\xda" VERSION LENGTH) }, .want = ANSWER_NO },
		{ "too long", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xf9\xbe\xb4\xd9" "block\0\0\0\0\0\0\0" "\0\0\0\x80") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void shared_magic(void)
{
	static const struct dissect_case cases[] = {
		{ "bitcoin", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xfa\xbf\xb5\xda" VERSION LENGTH VERSION_BODY
		      "\x10/Satoshi:25.0.0/" ZERO8) },
		  YES(PROTO_BITCOIN), .yes_from = 121 },
		{ "litecoin", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xfa\xbf\xb5\xda" VERSION LENGTH VERSION_BODY "\x15/LitecoinCore:0.21.4/") },
		  YES(PROTO_LITECOIN) },
		{ "dogecoin", &dissect_bitcoin, TRANSPORT_TCP,
		  { B("\xfa\xbf\xb5\xda" VERSION LENGTH VERSION_BODY "\x13/Shibetoshi:1.14.9/") },
		  YES(PROTO_DOGECOIN) },
		{ "litecoin by its port", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xfa\xbf\xb5\xda" VERSION LENGTH) }, YES(PROTO_LITECOIN),
		  CONFIDENCE_LIKELY, .waits = true, .yes_from = HEAD_LEN, .port = { 0, 19444 } },
		{ "no version", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xfa\xbf\xb5\xda" "ping\0\0\0\0\0\0\0\0" "\x08\0\0\0") },
		  YES(PROTO_BITCOIN) },
	};

	CHECK_CASES(cases);
}

static void monero(void)
{
	static const struct dissect_case cases[] = {
		{ "handshake", &dissect_signature, TRANSPORT_TCP,
		  { A("\1\x21\1\1\1\1\1\1" "\xe2\0\0\0\0\0\0\0" "\1\xe9\3\0\0"
		      "\0\0\0\0" "\1\0\0\0" "\1\0\0\0" "\1\x11\1\1\1\1\2\1\1") }, YES(PROTO_MONERO),
		  .yes_from = 8 },
		{ "ones", &dissect_signature, TRANSPORT_TCP,
		  { A("\1\1\1\1\1\1\1\1\1\1\1\1") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

/* EIP-8's first example of discovery 4, a ping. */
#define PING_HASH \
	"\xe9\x61\x4c\xcf\xd9\xfc\x3e\x74\x36\x00\x18\x52\x2d\x30\xe1\x41\x9a\x14\x34\x07\xff\xcc" \
	"\xe7\x48\xde\x3e\x22\x11\x6b\x7e\x8d\xc9"
#define PING_SIGNED \
	"\x2f\xf7\x47\x88\xc0\xb6\x66\x3a\xaa\x3d\x67\xd6\x41\x93\x65\x11\xc8\xf8\xd6\xad\x86\x98" \
	"\xb8\x20\xa7\xcf\x9e\x1b\xe7\x15\x5e\x9a\x24\x1f\x55\x66\x58\xc5\x54\x28\xec\x05\x63\x51" \
	"\x43\x65\x79\x9a\x4b\xe2\xbe\x5a\x68\x5a\x80\x97\x1d\xdc\xfa\x80\xcb\x42\x2c\xdd\x01\x01" \
	"\xec\x04\xcb\x84\x7f\x00\x00\x01\x82\x0c\xfa\x82\x15\xa8\xd7\x90\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x82\x08\xae\x82\x0d\x05\x84\x43\xb9\xa3\x55\x01" \
	"\x02"

/* The first bytes of EIP-8's second example of an RLPx handshake. */
#define AUTH \
	"\x01\xb3\x04\xab\x75\x78\x55\x51\x67\xbe\x81\x54\xd5\xcc\x45\x6f\x56\x7d\x5b\xa3\x02\x66" \
	"\x24\x33\x67\x42\x22\x36\x0f\x08\xd5\xf1\x53\x44\x99\xd3\x67\x8b\x51\x3b\x0f\xca\x47\x4f" \
	"\x3a\x51\x4b\x18\xe7\x56\x83\x03\x2e\xb6\x3f\xcc\xb1\x6c\x15\x6d\xc6\xeb\x2c\x0b\x15\x93" \
	"\xf0"

/* The curve's generator (SEC 2, 2.4.1). */
#define POINT_X \
	"\x79\xbe\x66\x7e\xf9\xdc\xbb\xac\x55\xa0\x62\x95\xce\x87\x0b\x07\x02\x9b\xfc\xdb\x2d\xce" \
	"\x28\xd9\x59\xf2\x81\x5b\x16\xf8\x17\x98"
#define POINT_Y \
	"\x48\x3a\xda\x77\x26\xa3\xc4\x65\x5d\xa4\xfb\xfc\x0e\x11\x08\xa8\xfd\x17\xb4\x48\xa6\x85" \
	"\x54\x19\x9c\x47\xd0\x8f\xfb\x10\xd4\xb8"
#define NOISE16 "\x93\x0b\xd7\x6c\x2e\xf1\x58\xa4\x1d\x8f\x72\xe5\x36\xca\x49\xb0"
#define NOISE48 NOISE16 "\x07\x5b\xbe\x61\xd2\x9c\x34\xef\x80\x15\xa9\x7d\xc3\x4e\x66\xfa" \
	"\x21\xb8\x55\x0c\xe3\x9f\x78\xd6\x3b\x84\x6a\xf7\x12\xcd\x40\xa6"
#define NOISE15 "\x2a\xc4\x97\x5e\x0d\xb3\x68\xf2\x1b\x86\x74\xdf\x39\xae\x53"

#define GREETING PING_HASH NOISE48 "\x5e\x81\xc6\x3f\xaa\x04\xd9\x77\xb2\x1b\xe8"

static void ethereum(void)
{
	static const struct dissect_case cases[] = {
		{ "a ping", &dissect_eth_discovery, TRANSPORT_UDP,
		  { A(PING_HASH PING_SIGNED) }, YES(PROTO_ETHEREUM) },
		{ "a ping whose hash is not right", &dissect_eth_discovery, TRANSPORT_UDP,
		  { A(NOISE16 NOISE16 PING_SIGNED) }, .want = ANSWER_NO },
		{ "discovery 5", &dissect_eth_discovery, TRANSPORT_UDP,
		  { A(NOISE48 PING_SIGNED), B(NOISE48 NOISE15) }, .want = ANSWER_MAYBE },
		{ "discovery 5, handshake", &dissect_eth_discovery, TRANSPORT_UDP,
		  { A(GREETING), B(NOISE48 NOISE15),
		    A(PING_HASH NOISE48 PING_SIGNED) },
		  YES(PROTO_ETHEREUM), .confidence = CONFIDENCE_LIKELY, .yes_from = 187,
		  .port = { 0, 9000 } },
		{ "discovery 5, handshake elsewhere", &dissect_eth_discovery, TRANSPORT_UDP,
		  { A(GREETING), B(NOISE48 NOISE15), A(PING_HASH NOISE48 PING_SIGNED) },
		  .want = ANSWER_MAYBE },
		{ "a greeting of another size", &dissect_eth_discovery, TRANSPORT_UDP,
		  { A(GREETING "x"), B(NOISE48 NOISE15), A(PING_HASH NOISE48 PING_SIGNED) },
		  .want = ANSWER_NO },
		{ "an answer of another size", &dissect_eth_discovery, TRANSPORT_UDP,
		  { A(NOISE48 PING_SIGNED), B(NOISE48 NOISE16) }, .want = ANSWER_NO },
		{ "rlpx", &dissect_eth_rlpx, TRANSPORT_TCP,
		  { A(AUTH NOISE48) }, YES(PROTO_ETHEREUM),
		  .yes_from = 67 },
		{ "its answer", &dissect_eth_rlpx, TRANSPORT_TCP,
		  { B("\x01\x20\x04" POINT_X POINT_Y) }, YES(PROTO_ETHEREUM) },
		{ "rlpx of before its size", &dissect_eth_rlpx, TRANSPORT_TCP,
		  { A("\x04" POINT_X POINT_Y NOISE48 NOISE48) }, YES(PROTO_ETHEREUM),
		  .yes_from = 65, .at_once = true },
		{ "no point", &dissect_eth_rlpx, TRANSPORT_TCP,
		  { A("\x01\x6c\x04" POINT_Y POINT_X NOISE48 NOISE48) }, .want = ANSWER_NO },
		{ "too small", &dissect_eth_rlpx, TRANSPORT_TCP,
		  { A("\0\x41\x04" POINT_X POINT_Y) }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

/* A capture that kept less than there was: no hash, but the list ends with the datagram. */
static void ethereum_cut(void)
{
	static const char ping[] = PING_HASH PING_SIGNED;
	static struct played p;
	struct finding f = { .confidence = CONFIDENCE_CERTAIN };

	play_begin(&p, &dissect_eth_discovery, TRANSPORT_UDP, NULL);
	show(&p, SIDE_INITIATOR, ping, 110);
	p.v.now.whole = sizeof(ping) - 1;
	CU_ASSERT(p.d->look(&p.v, &f) == ANSWER_YES);
	CU_ASSERT(f.confidence == CONFIDENCE_LIKELY);
	p.v.now.whole++;
	CU_ASSERT(p.d->look(&p.v, &f) == ANSWER_NO);
	play_end(&p);
}

#define COOKIE NOISE16 NOISE16
#define SIGNED COOKIE NOISE48 NOISE16
#define BLOCK136 NOISE48 NOISE48 NOISE16 NOISE16 "workwork"
#define VOTE NOISE48 NOISE48 "sequence"

static void nano(void)
{
	static const struct dissect_case cases[] = {
		{ "query", &dissect_nano, TRANSPORT_TCP,
		  { A("RC\x14\x14\x12\x0a\1\0" COOKIE) }, YES(PROTO_NANO) },
		{ "query of version 2", &dissect_nano, TRANSPORT_TCP,
		  { A("RC\x14\x14\x12\x0a\5\0" COOKIE) }, YES(PROTO_NANO) },
		{ "response and query", &dissect_nano, TRANSPORT_TCP,
		  { B("RC\x14\x13\x12\x0a\3\0" COOKIE SIGNED) }, YES(PROTO_NANO) },
		{ "keepalive", &dissect_nano, TRANSPORT_UDP,
		  { A("RA\x12\x12\x11\2\0\0" NOISE48 NOISE48 NOISE48) }, YES(PROTO_NANO) },
		{ "a block", &dissect_nano, TRANSPORT_UDP,
		  { A("RC\5\5\1\3\0\3" BLOCK136) }, YES(PROTO_NANO) },
		{ "a vote on a block", &dissect_nano, TRANSPORT_UDP,
		  { A("RC\5\5\1\5\0\3" VOTE BLOCK136) }, YES(PROTO_NANO) },
		{ "a vote on three hashes", &dissect_nano, TRANSPORT_UDP,
		  { A("RC\5\5\1\5\0\x31" VOTE NOISE48 NOISE48) }, YES(PROTO_NANO) },
		{ "a vote asked for", &dissect_nano, TRANSPORT_UDP,
		  { A("RC\5\5\1\4\0\x11" NOISE48 NOISE16) }, YES(PROTO_NANO) },
		{ "a vote on nothing", &dissect_nano, TRANSPORT_UDP,
		  { A("RC\5\5\1\5\0\1" VOTE) }, .want = ANSWER_NO },
		{ "a block of another kind", &dissect_nano, TRANSPORT_UDP,
		  { A("RC\5\5\1\3\0\2" BLOCK136) }, .want = ANSWER_NO },
		{ "a byte behind the block", &dissect_nano, TRANSPORT_UDP,
		  { A("RC\5\5\1\3\0\3" BLOCK136 "x") }, .want = ANSWER_NO, .yes_from = 144 },
		{ "blocks and votes in a stream", &dissect_nano, TRANSPORT_TCP,
		  { A("RC\5\5\1\3\0\3" BLOCK136 "RC\5\5\1\5\0\3" VOTE) }, YES(PROTO_NANO),
		  .yes_from = 144 },
		{ "a part of the ledger", &dissect_nano, TRANSPORT_TCP,
		  { A("RC\7\7\1\6\0\0" NOISE48 NOISE16) }, YES(PROTO_NANO) },
		{ "a version too high", &dissect_nano, TRANSPORT_TCP,
		  { A("RC\x12\x14\x12\x0a\1\0" COOKIE) }, .want = ANSWER_NO },
		{ "unknown extensions", &dissect_nano, TRANSPORT_TCP,
		  { A("RC\x14\x14\x12\x0a\1\1" COOKIE) }, .want = ANSWER_NO },
		{ "more than a query", &dissect_nano, TRANSPORT_TCP,
		  { A("RC\x14\x14\x12\x0a\1\0" COOKIE "x") }, .want = ANSWER_NO,
		  .yes_from = 40 },
		{ "text", &dissect_nano, TRANSPORT_TCP,
		  { A("RCPT TO:<a@example.org>\r\n") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void stratum(void)
{
	static const struct dissect_case cases[] = {
		{ "subscribe", &dissect_stratum, TRANSPORT_TCP,
		  { A("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": []}\n") },
		  YES(PROTO_STRATUM), .yes_from = 49 },
		{ "notify", &dissect_stratum, TRANSPORT_TCP,
		  { B("{\"params\":[\"bf\"],\"id\":null,\"method\":\"mining.notify\"}\n") },
		  YES(PROTO_STRATUM), .yes_from = 51 },
		{ "a log of its calls", &dissect_stratum, TRANSPORT_TCP,
		  { A("{\"id\":1,\"call\":{\"method\":\"mining.submit\",\"ms\":3}}\n") },
		  .want = ANSWER_NO },
		{ "lorries of a mine", &dissect_stratum, TRANSPORT_TCP,
		  { A("{\"id\":1,\"method\":\"mining.submit_load\",\"params\":[\"pit\"]}\n") },
		  .want = ANSWER_NO },
		{ "Ethereum", &dissect_stratum, TRANSPORT_TCP,
		  { A("{\"worker\":\"a\",\"jsonrpc\":\"2.0\",\"params\":[\"0\"],\"id\":2,"
		      "\"method\":\"eth_submitLogin\"}\n") }, YES(PROTO_STRATUM), .yes_from = 78 },
		{ "CryptoNote", &dissect_stratum, TRANSPORT_TCP,
		  { A("{\"method\":\"login\",\"params\":{\"login\":\"4\",\"pass\":\"x\","
		      "\"agent\":\"XMRig/6\"},\"id\":1}\n") },
		  YES(PROTO_STRATUM), CONFIDENCE_LIKELY, .waits = true, .yes_from = 66 },
		{ "CryptoNote, answered", &dissect_stratum, TRANSPORT_TCP,
		  { A("{\"method\":\"login\",\"params\":{\"login\":\"4\",\"pass\":\"x\","
		      "\"agent\":\"XMRig/6\"},\"id\":1}\n"),
		    B("{\"id\":1,\"result\":{\"id\":\"9\",\"job\":{\"blob\":\"06\","
		      "\"job_id\":\"3\",\"target\":\"b88d0600\"}}}\n") },
		  YES(PROTO_STRATUM), .yes_from = 70 },
		{ "a browser's login", &dissect_stratum, TRANSPORT_TCP,
		  { A("{\"method\":\"login\",\"params\":{\"login\":\"4\",\"pass\":\"x\","
		      "\"agent\":\"Mozilla/5.0\"},\"id\":1}\n") }, .want = ANSWER_NO },
		{ "a job for a compiler", &dissect_stratum, TRANSPORT_TCP,
		  { A("{\"job\":\"build\",\"job_id\":7,\"blob\":\"06\",\"target\":\"x86_64\"}\n") },
		  .want = ANSWER_NO },
		{ "anybody's login", &dissect_stratum, TRANSPORT_TCP,
		  { A("{\"method\":\"login\",\"params\":{\"login\":\"4\",\"pass\":\"x\"},"
		      "\"id\":1}\n") },
		  .want = ANSWER_NO },
		{ "answer to a subscription", &dissect_stratum, TRANSPORT_TCP,
		  { B("{\"id\":1,\"result\":[[[\"mining.set_difficulty\",\"b4b6\"],"
		      "[\"mining.notify\",\"ae68\"]],\"08000002\",4],\"error\":null}\n") },
		  YES(PROTO_STRATUM),
		  .yes_from = 100 },
		{ "its answer", &dissect_stratum, TRANSPORT_TCP,
		  { B("{\"id\":1,\"result\":{\"id\":\"9\",\"job\":{\"blob\":\"06\","
		      "\"job_id\":\"3\",\"target\":\"b88d0600\"}}}\n") },
		  YES(PROTO_STRATUM), .yes_from = 70 },
		{ "another login", &dissect_stratum, TRANSPORT_TCP,
		  { A("{\"method\":\"login\",\"params\":{\"user\":\"4\",\"pass\":\"x\"},"
		      "\"id\":1}\n") },
		  .want = ANSWER_NO },
		{ "the word elsewhere", &dissect_stratum, TRANSPORT_TCP,
		  { A("{\"method\":\"say\",\"params\":[\"mining.subscribe\"]}\n") },
		  .want = ANSWER_NO },
		{ "Ethereum's node", &dissect_stratum, TRANSPORT_TCP,
		  { A("{\"jsonrpc\":\"2.0\",\"method\":\"eth_blockNumber\",\"id\":1}\n") },
		  .want = ANSWER_NO },
		{ "no JSON", &dissect_stratum, TRANSPORT_TCP,
		  { A("{ mining.subscribe }\n") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "bitcoin and its kind", bitcoin },
	{ "one magic for several networks", shared_magic },
	{ "monero", monero },
	{ "ethereum", ethereum },
	{ "nano", nano },
	{ "stratum", stratum },
	{ "ethereum, cut short", ethereum_cut },
};

UNIT_MAIN("dissect: currencies", tests)
