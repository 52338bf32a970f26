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
		{ "ADC or NMDC", &dissect_tls_alpn, TRANSPORT_TCP,
		  { A(HELLO("\x3e", "\x3a", "\x0f", "\0\x10\0\x0b\0\x09\3adc\4nmdc")) },
		  YES(PROTO_DIRECTCONNECT) },
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

/*
 * Initial packets with the destination id of RFC 9001's and RFC 9369's examples, so that the
 * keys are those that stand there; made with OpenSSL, each around a hello with one name.
 */
#define QUIC_BEP \
	"\xce\x00\x00\x00\x01\x08\x83\x94\xc8\xf0\x3e\x51\x57\x08\x00\x00\x40\x52\x67\xd1" \
	"\xb1\xc9\x41\xd7\x68\x9f\x6c\xec\x11\xf9\xa7\xd1\x46\x7a\xba\x15\x6d\x63\xc7\xa5" \
	"\x7e\x95\x15\xee\x0d\x8d\x59\x18\x23\x07\xc8\x41\x27\xc7\x28\xb8\xdd\xcd\xbd\xe8" \
	"\x09\x1c\x26\x08\xc4\xc6\x1f\x15\xb2\x11\x84\xf9\x15\x71\xb3\x42\x15\xee\xc3\x33" \
	"\x8c\x86\x70\x7d\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
#define QUIC_LIBP2P \
	"\xc5\x00\x00\x00\x01\x08\x83\x94\xc8\xf0\x3e\x51\x57\x08\x00\x00\x40\x51\x7d\xd1" \
	"\xb1\xc9\x40\xd7\x68\x9f\x6d\xec\x11\xf9\xa7\xd1\x46\x7a\xba\x15\x6d\x63\xc7\xa5" \
	"\x7e\x95\x15\xee\x0d\x8d\x59\x18\x23\x07\xc8\x41\x27\xc7\x28\xb8\xdd\xcd\xbd\xe8" \
	"\x09\x1c\x26\x08\xc4\xc6\x1f\x15\xb2\x12\x84\xf9\x15\x72\xb3\x4d\x14\xe0\xcf\x21" \
	"\xd3\x85\x2e\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
#define QUIC2_LIBP2P \
	"\xd7\x6b\x33\x43\xcf\x08\x83\x94\xc8\xf0\x3e\x51\x57\x08\x00\x00\x40\x51\xc1\xff" \
	"\xe6\x7b\xa7\xbc\xdb\x42\x4d\xb4\x85\xf6\xe1\xbe\xe5\xc6\x50\x72\xd4\x06\x1f\xae" \
	"\xa2\x65\x1e\x86\x0d\x10\xf7\xee\x0d\x6b\xb7\x1a\x35\x48\x4e\xd8\xd5\x43\xbd\xb6" \
	"\x94\x9f\x9a\x3b\xd4\x42\x48\xe6\xd1\x94\x2c\x2f\xf1\x87\xcf\x18\xdd\x38\xed\x4f" \
	"\x72\x23\x78\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
#define QUIC_H3 \
	"\xc0\x00\x00\x00\x01\x08\x83\x94\xc8\xf0\x3e\x51\x57\x08\x00\x00\x40\x4d\xb6\xd1" \
	"\xb1\xc9\x44\xd7\x68\x9f\x61\xec\x11\xf9\xa7\xd1\x46\x7a\xba\x15\x6d\x63\xc7\xa5" \
	"\x7e\x95\x15\xee\x0d\x8d\x59\x18\x23\x07\xc8\x41\x27\xc7\x28\xb8\xdd\xcd\xbd\xe8" \
	"\x09\x1c\x26\x08\xc4\xc6\x1f\x15\xb2\x16\x84\xf9\x15\x7e\xb3\x49\x10\xe4\x95\x00" \
	"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
#define QUIC_NONE \
	"\xcc\x00\x00\x00\x01\x08\x83\x94\xc8\xf0\x3e\x51\x57\x08\x00\x00\x40\x48\x44\xd1" \
	"\xb1\xc9\x4f\xd7\x68\x9f\x7a\xec\x11\xf9\xa7\xd1\x46\x7a\xba\x15\x6d\x63\xc7\xa5" \
	"\x7e\x95\x15\xee\x0d\x8d\x59\x18\x23\x07\xc8\x41\x27\xc7\x28\xb8\xdd\xcd\xbd\xe8" \
	"\x09\x1c\x26\x08\xc4\xc6\x1f\x15\xb2\x1b\x84\xfe\x15\x7b\x00\x01\x02\x03\x04\x05" \
	"\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"

static void alpn_in_quic(void)
{
	static const struct dissect_case cases[] = {
		{ "Syncthing", &dissect_quic_alpn, TRANSPORT_UDP, { A(QUIC_BEP) },
		  YES(PROTO_SYNCTHING), .yes_from = sizeof(QUIC_BEP) - 17 },
		{ "libp2p", &dissect_quic_alpn, TRANSPORT_UDP, { A(QUIC_LIBP2P) },
		  YES(PROTO_IPFS), .yes_from = sizeof(QUIC_LIBP2P) - 17 },
		{ "version 2", &dissect_quic_alpn, TRANSPORT_UDP, { A(QUIC2_LIBP2P) },
		  YES(PROTO_IPFS), .yes_from = sizeof(QUIC2_LIBP2P) - 17 },
		{ "in the second packet", &dissect_quic_alpn, TRANSPORT_UDP,
		  { A(QUIC_NONE), A(QUIC_LIBP2P) },
		  YES(PROTO_IPFS), .yes_from = sizeof(QUIC_LIBP2P) - 17 },
		{ "not yet", &dissect_quic_alpn, TRANSPORT_UDP, { A(QUIC_NONE) },
		  .want = ANSWER_MORE },
		{ "in neither", &dissect_quic_alpn, TRANSPORT_UDP, { A(QUIC_NONE), A(QUIC_NONE) },
		  .want = ANSWER_NO },
		{ "the web", &dissect_quic_alpn, TRANSPORT_UDP, { A(QUIC_H3) },
		  .want = ANSWER_NO },
		{ "from the server", &dissect_quic_alpn, TRANSPORT_UDP, { B(QUIC_BEP) },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void sync_and_updates(void)
{
	static const struct dissect_case cases[] = {
		{ "Syncthing's relay", &dissect_signature, TRANSPORT_TCP,
		  { A("\x9e\x79\xbc\x40\0\0\0\3\0\0\0\x24\0\0\0\x20" BYTES32) },
		  YES(PROTO_SYNCTHING), .yes_from = 7 },
		{ "Delivery Optimization", &dissect_signature, TRANSPORT_TCP,
		  { A("\x0eSwarm protocol" "\0\0\0\0\0\x10\0\0" BYTES32 BYTES16 "\0\0\0\0") },
		  YES(PROTO_DELIVERY_OPTIMIZATION), .yes_from = 20 },
		{ "its answer", &dissect_signature, TRANSPORT_TCP,
		  { B("\x0eSwarm protocol" "\0\0\0\0\0\x10\0\0") },
		  YES(PROTO_DELIVERY_OPTIMIZATION), .yes_from = 20 },
		{ "a swarm of bees", &dissect_signature, TRANSPORT_TCP,
		  { A("\x0eSwarm protocol\x0eof bees, 2009.") }, .want = ANSWER_NO },
		{ "another swarm", &dissect_signature, TRANSPORT_TCP,
		  { A("\x0eSwarm problems, many of them") }, .want = ANSWER_NO },
		{ "Resilio to a peer", &dissect_signature, TRANSPORT_TCP,
		  { A("BSYNC\0\0\0\0\x3a" "d5:nonce16:" BYTES16 "5:share20:") },
		  YES(PROTO_RESILIO), .yes_from = 12 },
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

#define SERVER_HELLO "\x16\x03\x03\0\x2f\2\0\0\x2b\3\3" BYTES32 "\0\xc0\x2f\0\0\3\0\0\0"
/* A certificate's names, in what stands for a certificate. */
#define CERTIFICATE(issuer, subject) \
	"\x16\x03\x03\0\x5b\x0b\0\0\x57\0\0\x54\0\0\x51\x30\x82" SOLE issuer \
	"\x17\x0d" "170101000000Z" SOLE subject "\x30\3key\x30"
#define SOLE "\x30\x1b\x31\x19\x30\x17\x06\3\x55\4\3\x0c\x10"
/* The same, of a firm; the same, with extensions. */
#define FIRM "\x30\x28\x31\x0b\x30\x09\x06\3\x55\4\x0a\x0c\2AG" \
	"\x31\x19\x30\x17\x06\3\x55\4\3\x0c\x10"
#define FIRM_CERTIFICATE(issuer, subject) \
	"\x16\x03\x03\0\x68\x0b\0\0\x64\0\0\x61\0\0\x5e\x30\x82" SOLE issuer \
	"\x17\x0d" "170101000000Z" FIRM subject "\x30\3key\x30"
#define NAMED_CERTIFICATE(issuer, subject) \
	"\x16\x03\x03\0\x5b\x0b\0\0\x57\0\0\x54\0\0\x51\x30\x82" SOLE issuer \
	"\x17\x0d" "170101000000Z" SOLE subject "\x30\3key\xa3"
#define SNI(name) "\0\0\0\x15\0\x13\0\0\x10" name
#define TORS_NAME SNI("www.k3vq7zxa.com")
#define P256_P224 "\0\x0a\0\6\0\4\0\x17\0\x15"

static void tor(void)
{
	static const struct dissect_case cases[] = {
		{ "hello", &dissect_tor, TRANSPORT_TCP,
		  { A(HELLO("\x52", "\x4e", "\x23", TORS_NAME P256_P224)) },
		  YES(PROTO_TOR), .confidence = CONFIDENCE_LIKELY },
		{ "hello with X25519", &dissect_tor, TRANSPORT_TCP,
		  { A(HELLO("\x54", "\x50", "\x25", TORS_NAME
			    "\0\x0a\0\x08\0\6\0\x17\0\x1d\0\x15")) },
		  YES(PROTO_TOR), .confidence = CONFIDENCE_LIKELY },
		{ "other groups", &dissect_tor, TRANSPORT_TCP,
		  { A(HELLO("\x52", "\x4e", "\x23", TORS_NAME "\0\x0a\0\6\0\4\0\x1d\0\x17")) },
		  .want = ANSWER_MORE },
		{ "another name", &dissect_tor, TRANSPORT_TCP,
		  { A(HELLO("\x52", "\x4e", "\x23", SNI("www.k3vq8zxa.com") P256_P224)) },
		  .want = ANSWER_NO },
		{ "with ALPN", &dissect_tor, TRANSPORT_TCP,
		  { A(HELLO("\x5b", "\x57", "\x2c", TORS_NAME P256_P224
			    "\0\x10\0\5\0\3\2h2")) }, .want = ANSWER_NO },
		{ "certificate", &dissect_tor, TRANSPORT_TCP,
		  { A(HELLO("\x48", "\x44", "\x19", TORS_NAME)),
		    B(SERVER_HELLO CERTIFICATE("www.n5dwtyrq.com", "www.4kolmzh2.net")) },
		  YES(PROTO_TOR) },
		{ "another site's certificate", &dissect_tor, TRANSPORT_TCP,
		  { A(HELLO("\x48", "\x44", "\x19", SNI("www.examples.com"))),
		    B(SERVER_HELLO CERTIFICATE("Certifier for it", "www.examples.com")) },
		  .want = ANSWER_NO },
		{ "a firm's certificate", &dissect_tor, TRANSPORT_TCP,
		  { A(HELLO("\x48", "\x44", "\x19", TORS_NAME)),
		    B(SERVER_HELLO FIRM_CERTIFICATE("www.bicycles.com", "www.newpaper.net")) },
		  .want = ANSWER_NO },
		{ "a certificate with extensions", &dissect_tor, TRANSPORT_TCP,
		  { A(HELLO("\x48", "\x44", "\x19", TORS_NAME)),
		    B(SERVER_HELLO NAMED_CERTIFICATE("www.bicycles.com", "www.newpaper.net")) },
		  .want = ANSWER_NO },
		{ "certificate for another hello", &dissect_tor, TRANSPORT_TCP,
		  { A(HELLO("\x2f", "\x2b", "\0", "")),
		    B(SERVER_HELLO CERTIFICATE("www.n5dwtyrq.com", "www.4kolmzh2.net")) },
		  .want = ANSWER_NO },
		{ "directory", &dissect_signature, TRANSPORT_TCP,
		  { A("GET /tor/status-vote/current/consensus-microdesc HTTP/1.0\r\n") },
		  YES(PROTO_TOR), .yes_from = 21 },
		{ "a web page", &dissect_signature, TRANSPORT_TCP,
		  { A("GET /tor/index.html HTTP/1.1\r\n") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

/* A hello of which the end, a long key, is not kept. */
static void tor_cut(void)
{
	static const char hello[] =
		HELLO("\xf0", "\xec", "\xc1", TORS_NAME P256_P224 "\0\x33\0\x9a\0\x98");
	static struct played p;
	struct finding f = { .confidence = CONFIDENCE_CERTAIN };

	play_begin(&p, &dissect_tor, TRANSPORT_TCP, NULL);
	show(&p, SIDE_INITIATOR, hello, sizeof(hello) - 1);
	CU_ASSERT(p.d->look(&p.v, &f) == ANSWER_MORE);
	p.v.full = true;
	CU_ASSERT(p.d->look(&p.v, &f) == ANSWER_YES);
	CU_ASSERT(f.confidence == CONFIDENCE_LIKELY);
	play_end(&p);
}

/* The addresses and ports are those of dissect_case.h, the ports little endian. */
#define TO_B "\xc6\x33\x64\2\x42\x9c"
#define ZERO8 "\0\0\0\0\0\0\0\0"
#define TO_A "\xc0\0\2\1\x41\x9c"

static void hyperswarm(void)
{
	static const struct dissect_case cases[] = {
		{ "request", &dissect_hyperswarm, TRANSPORT_UDP,
		  { A("\3\x0c\x94\x43" TO_B "\2" BYTES32) },
		  YES(PROTO_HYPERSWARM), .yes_from = 10 },
		{ "answer", &dissect_hyperswarm, TRANSPORT_UDP,
		  { B("\x13\1\x94\x43" TO_A BYTES32) }, YES(PROTO_HYPERSWARM), .yes_from = 10 },
		{ "for somebody else", &dissect_hyperswarm, TRANSPORT_UDP,
		  { A("\3\x0c\x94\x43" TO_A "\2" BYTES32) }, .want = ANSWER_NO },
		{ "stream", &dissect_hyperswarm, TRANSPORT_UDP,
		  { A("\xff\1\1\0" "\xaa\x85\xff\x50" "\0\0\x40\0" ZERO8 BYTES16),
		    B("\xff\1\0\0" "\x45\x59\x98\x13" "\0\0\x40\0" "\0\0\0\0" "\1\0\0\0") },
		  YES(PROTO_HYPERSWARM), .confidence = CONFIDENCE_LIKELY },
		{ "one side of a stream", &dissect_hyperswarm, TRANSPORT_UDP,
		  { A("\xff\1\1\0" "\xaa\x85\xff\x50" "\0\0\x40\0" ZERO8 BYTES16) },
		  .want = ANSWER_MAYBE },
		{ "sides that do not count each other", &dissect_hyperswarm, TRANSPORT_UDP,
		  { A("\xff\1\1\0" "\xaa\x85\xff\x50" "\0\0\x40\0" "\x17\0\x92\0" "\0\0\0\0"),
		    B("\xff\1\0\0" "\x45\x59\x98\x13" "\0\0\x40\0" "\0\0\0\0" "\1\0\0\0") },
		  .want = ANSWER_MAYBE },
		{ "hole punch", &dissect_hyperswarm, TRANSPORT_UDP, { A("\0") },
		  .want = ANSWER_MAYBE },
		{ "a game's packet", &dissect_hyperswarm, TRANSPORT_UDP,
		  { A("\xff\xff\xff\xffgetstatus") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define KEY_A BYTES32
#define KEY_B "\x74\x0e\xb6\x59\xa2\xfd\x16\x8b\x33\xc8\x4f\x97\x60\xdb\x05\xea" \
	"\x1c\xb1\x7e\x42\xd9\x86\x2f\xf3\x68\xad\x13\x94\x5b\xc6\x30\xef"
#define NOISE16 "\x93\x0b\xd7\x6c\x2e\xf1\x58\xa4\x1d\x8f\x72\xe5\x36\xca\x49\xb0"
#define NOISE48 NOISE16 "\x07\x5a\xbd\x61\xd2\x9c\x34\xee\x80\x15\xa9\x7d\xc3\x4e\x66\xfa" \
	"\x21\xb8\x55\x0c\xe3\x9f\x78\xd6\x3b\x84\x6a\xf7\x12\xcd\x40\xa6"
#define REST49 NOISE48 "\x47"
#define REST80 NOISE48 NOISE16 NOISE16

#define ONION(first, key) "\x80" first "\x5e\x81\xc6\x3f\xaa\x04\xd9\x77\xb2\x1b\xe8" \
	"\x09\xf4\x62\x9d\x37\xcb\x50\xee\x28\x8d\x71\x46" key \
	REST80 REST80 REST80 REST80 NOISE16 "tenletters"

static void tox(void)
{
	static const struct dissect_case cases[] = {
		{ "nodes asked for, pinged", &dissect_tox, TRANSPORT_UDP,
		  { A("\2" KEY_A REST80), A("\0" KEY_A REST49) }, YES(PROTO_TOX) },
		{ "ping and pong", &dissect_tox, TRANSPORT_UDP,
		  { A("\0" KEY_A REST49), B("\1" KEY_B REST49) },
		  YES(PROTO_TOX), .confidence = CONFIDENCE_LIKELY },
		{ "an onion, then nodes asked for", &dissect_tox, TRANSPORT_UDP,
		  { A(ONION("\1", KEY_A)), A("\2" KEY_A REST80) }, YES(PROTO_TOX) },
		{ "an onion alone", &dissect_tox, TRANSPORT_UDP, { A(ONION("\1", KEY_A)) },
		  .want = ANSWER_MAYBE },
		{ "onions of two keys", &dissect_tox, TRANSPORT_UDP,
		  { A(ONION("\1", KEY_A)), A(ONION("\2", KEY_B)) }, .want = ANSWER_MAYBE },
		{ "two nodes", &dissect_tox, TRANSPORT_UDP,
		  { A("\2" KEY_A REST80),
		    B("\4" KEY_B REST49 KEY_A KEY_B "abcdefgh" "\0\1\2\3\4\5") },
		  YES(PROTO_TOX), .confidence = CONFIDENCE_LIKELY, .yes_from = 82 },
		{ "a relay", &dissect_tox_tcp, TRANSPORT_TCP,
		  { A(KEY_A REST80 NOISE16), B(NOISE48 NOISE16 KEY_B), A("\0\x31" REST49) },
		  YES(PROTO_TOX), .confidence = CONFIDENCE_LIKELY, .at_once = true },
		{ "no frame behind the greetings", &dissect_tox_tcp, TRANSPORT_TCP,
		  { A(KEY_A REST80 NOISE16), B(NOISE48 NOISE16 KEY_B), A("\3\x31" REST49) },
		  .want = ANSWER_MORE },
		{ "a greeting too long", &dissect_tox_tcp, TRANSPORT_TCP,
		  { A(KEY_A REST80 NOISE48), B(NOISE48 NOISE16 KEY_B), A("\0\x31" REST49) },
		  .want = ANSWER_NO },
		{ "another key", &dissect_tox, TRANSPORT_UDP,
		  { A("\2" KEY_A REST80), A("\0" KEY_B REST49) }, .want = ANSWER_MAYBE },
		{ "another size", &dissect_tox, TRANSPORT_UDP,
		  { A("\0" KEY_A NOISE48) }, .want = ANSWER_NO },
		{ "a counter", &dissect_tox, TRANSPORT_UDP,
		  { A("\0" ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 ZERO8 "\1") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void gnunet(void)
{
	static const struct dissect_case cases[] = {
		{ "both welcome", &dissect_gnunet, TRANSPORT_TCP,
		  { A("\0\x24\0\x3d" KEY_A), B("\0\x24\0\x3d" KEY_B) },
		  YES(PROTO_GNUNET), .yes_from = 4 },
		{ "one alone", &dissect_gnunet, TRANSPORT_TCP,
		  { A("\0\x24\0\x3d" KEY_A) }, .want = ANSWER_MORE },
		{ "another answer", &dissect_gnunet, TRANSPORT_TCP,
		  { A("\0\x24\0\x3d" KEY_A), B("\0\x24\0\x3e" KEY_B) }, .want = ANSWER_NO },
		{ "datagram", &dissect_gnunet, TRANSPORT_UDP,
		  { A("\0\x30\0\x38\0\0\0\0" KEY_A "\0\x08\1\x7c\0\0\0\0") },
		  YES(PROTO_GNUNET), .confidence = CONFIDENCE_LIKELY },
		{ "another type", &dissect_gnunet, TRANSPORT_UDP,
		  { A("\0\x30\0\x37\0\0\0\0" KEY_A "\0\x08\1\x7c\0\0\0\0") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "application protocols inside TLS", alpn },
	{ "application protocols inside QUIC", alpn_in_quic },
	{ "sync and updates", sync_and_updates },
	{ "libp2p", libp2p },
	{ "tor", tor },
	{ "tor, cut short", tor_cut },
	{ "hyperswarm", hyperswarm },
	{ "tox", tox },
	{ "gnunet", gnunet },
};

UNIT_MAIN("dissect: overlays", tests)
