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
		  { A("\xfa\xbf\xb5\xda" VERSION LENGTH VERSION_BODY "\x10/Satoshi:25.0.0/" ZERO8) },
		  YES(PROTO_BITCOIN), .yes_from = 121 },
		{ "litecoin", &dissect_bitcoin, TRANSPORT_TCP,
		  { A("\xfa\xbf\xb5\xda" VERSION LENGTH VERSION_BODY "\x15/LitecoinCore:0.21.4/") },
		  YES(PROTO_LITECOIN) },
		{ "dogecoin", &dissect_bitcoin, TRANSPORT_TCP,
		  { B("\xfa\xbf\xb5\xda" VERSION LENGTH VERSION_BODY "\x13/Shibetoshi:1.14.9/") },
		  YES(PROTO_DOGECOIN) },
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
		      "\0\0\0\0" "\1\0\0\0" "\1\0\0\0" "\1\x11\1\1\1\1\2\1\1") }, YES(PROTO_MONERO), .yes_from = 8 },
		{ "ones", &dissect_signature, TRANSPORT_TCP,
		  { A("\1\1\1\1\1\1\1\1\1\1\1\1") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "bitcoin and its kind", bitcoin },
	{ "one magic for several networks", shared_magic },
	{ "monero", monero },
};

UNIT_MAIN("dissect: currencies", tests)
