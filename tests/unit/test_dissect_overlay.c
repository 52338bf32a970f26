/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

/* Sync, overlays and anonymity networks: the messages as their specifications have them. */

#define BYTES16 "\xc0\x1d\x9a\x33\x57\x08\xf4\x6e\x82\xbb\x29\x95\x40\xd7\x1f\x6a"
#define BYTES32 BYTES16 "\x3e\x91\xaa\x05\x78\xcd\x62\x14\xb9\xf0\x2b\x87\xe6\x4d\x53\xdc"

/* A client hello of one cipher; `size` bytes of extensions, which the lengths must count. */
#define HELLO(record, message, size, extensions) \
	"\x16\x03\x01\x00" record "\x01\x00\x00" message "\x03\x03" BYTES32 \
	"\0" "\x00\x02\x13\x01" "\x01\0" "\x00" size extensions

static void alpn(void)
{
	static const struct dissect_case cases[] = {
		{ "Syncthing", &dissect_tls_alpn, TRANSPORT_TCP,
		  { A(HELLO("\x3d", "\x39", "\x0e", "\0\x10\0\x0a\0\x08\7bep/1.0")) },
		  YES(PROTO_SYNCTHING) },
		{ "Syncthing behind another", &dissect_tls_alpn, TRANSPORT_TCP,
		  { A(HELLO("\x48", "\x44", "\x19",
			    "\0\x17\0\0" "\0\x10\0\x11\0\x0f\6h2-abc\7bep/1.0")) },
		  YES(PROTO_SYNCTHING) },
		{ "relay", &dissect_tls_alpn, TRANSPORT_TCP,
		  { A(HELLO("\x3f", "\x3b", "\x10", "\0\x10\0\x0c\0\x0a\x09" "bep-relay")) },
		  YES(PROTO_SYNCTHING) },
		{ "libp2p", &dissect_tls_alpn, TRANSPORT_TCP,
		  { A(HELLO("\x3c", "\x38", "\x0d", "\0\x10\0\x09\0\x07\6libp2p")) },
		  YES(PROTO_IPFS) },
		{ "the web", &dissect_tls_alpn, TRANSPORT_TCP,
		  { A(HELLO("\x38", "\x34", "\x09", "\0\x10\0\x05\0\x03\2h2")) },
		  .want = ANSWER_NO },
		{ "a longer name", &dissect_tls_alpn, TRANSPORT_TCP,
		  { A(HELLO("\x3e", "\x3a", "\x0f", "\0\x10\0\x0b\0\x09\x08" "bep/1.00")) },
		  .want = ANSWER_NO },
		{ "the name in another extension", &dissect_tls_alpn, TRANSPORT_TCP,
		  { A(HELLO("\x3d", "\x39", "\x0e", "\0\x11\0\x0a\0\x08\7bep/1.0")) },
		  .want = ANSWER_NO },
		{ "no extension at all", &dissect_tls_alpn, TRANSPORT_TCP,
		  { A(HELLO("\x2f", "\x2b", "\x00", "")) }, .want = ANSWER_NO },
		{ "a server's hello", &dissect_tls_alpn, TRANSPORT_TCP,
		  { B("\x16\x03\x03\0\x30\2\0\0\x2c\3\3" BYTES32 "\0\x13\x01\0") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void sync_and_updates(void)
{
	static const struct dissect_case cases[] = {
		{ "Syncthing's local discovery", &dissect_signature, TRANSPORT_UDP,
		  { A("\x2e\xa7\xd9\x0b\x0a\x20" BYTES32 "\x12\x13tcp://0.0.0.0:22000") },
		  YES(PROTO_SYNCTHING), .yes_from = 38 },
		{ "another magic", &dissect_signature, TRANSPORT_UDP,
		  { A("\x9d\x79\xbc\x39\x0a\x20" BYTES32) }, .want = ANSWER_NO },
		{ "Syncthing's relay", &dissect_signature, TRANSPORT_TCP,
		  { A("\x9e\x79\xbc\x40\0\0\0\3\0\0\0\x24\0\0\0\x20" BYTES32) },
		  YES(PROTO_SYNCTHING), .yes_from = 7 },
		{ "Delivery Optimization", &dissect_signature, TRANSPORT_TCP,
		  { A("\x0eSwarm protocol" "\0\0\0\0\0\x10\0\0" BYTES32 BYTES16 "\0\0\0\0") },
		  YES(PROTO_DELIVERY_OPTIMIZATION), .yes_from = 15 },
		{ "its answer", &dissect_signature, TRANSPORT_TCP,
		  { B("\x0eSwarm protocol") },
		  YES(PROTO_DELIVERY_OPTIMIZATION) },
		{ "another swarm", &dissect_signature, TRANSPORT_TCP,
		  { A("\x0eSwarm problems, many of them") }, .want = ANSWER_NO },
		{ "Resilio in a LAN", &dissect_signature, TRANSPORT_UDP,
		  { A("BSYNC\0d2:la6:\xc0\0\2\1\x9c\x41" "1:m4:ping4:peer20:" BYTES16 "abcde") },
		  YES(PROTO_RESILIO), .yes_from = 20 },
		{ "BSYNC as a word", &dissect_signature, TRANSPORT_UDP,
		  { A("BSYNC daemon, version 2, ready") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void libp2p(void)
{
	static const struct dissect_case cases[] = {
		{ "multistream", &dissect_signature, TRANSPORT_TCP,
		  { A("\x13/multistream/1.0.0\n") }, YES(PROTO_IPFS) },
		{ "its answer", &dissect_signature, TRANSPORT_TCP,
		  { B("\x13/multistream/1.0.0\n\7/noise\n") }, YES(PROTO_IPFS), .yes_from = 20 },
		{ "a path", &dissect_signature, TRANSPORT_TCP,
		  { A("\x13/multistreams/1.0.0") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "application protocols inside TLS", alpn },
	{ "sync and updates", sync_and_updates },
	{ "libp2p", libp2p },
};

UNIT_MAIN("dissect: overlays", tests)
