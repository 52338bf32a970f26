/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

/*
 * Peer-to-peer messages, before every dissector of plain traffic: none may
 * say YES, for a flow that is cleared is never looked at again. Then random
 * bytes, which is what encrypted peer-to-peer traffic looks like.
 */
#define RANDOM_ROUNDS 100000
#define PIECE_MAX 600

#define ID "0123456789abcdef0123"
#define Z4 "\0\0\0\0"
#define R32 "0123456789abcdef0123456789abcdef"

static const struct { const char *name; struct say say[SAYS_MAX]; } tcp[] = {
	{ "bittorrent", { A("\x13" "BitTorrent protocol" Z4 Z4 ID ID),
			  B("\x13" "BitTorrent protocol" Z4 Z4 ID ID) } },
	{ "bittorrent messages", { A("\0\0\0\1\2\0\0\0\x0d\6\0\0\0\1\0\0\0\0\0\0\x40\0"),
				   B("\0\0\0\5\4\0\0\0\7\0\0\0\1\1") } },
	{ "gnutella", { A("GNUTELLA CONNECT/0.6\r\nUser-Agent: x\r\n\r\n"),
			B("GNUTELLA/0.6 200 OK\r\n\r\n"), A("GNUTELLA/0.6 200 OK\r\n\r\n") } },
	{ "giv", { A("GIV 5:0123456789ABCDEF0123456789ABCDEF/file\n\n") } },
	{ "ed2k hello", { A("\xe3\x27\0\0\0\1\x10" "01234\x0e" "6789abcd\x6f" "f"
			    "\1\2\3\4\x36\x12\0\0\0\0"
			    "\0\0\0\0\0\0"),
			  B("\xe3\x26\0\0\0\x4c" "01234\x0e" "6789abcd\x6f" "f") } },
	{ "ed2k server message", { B("\xe3\7\0\0\0\x38\4\0text") } },
	{ "nmdc", { B("$Lock EXTENDEDPROTOCOLabc Pk=x|"), A("$Key x|$ValidateNick bob|") } },
	{ "adc", { A("HSUP ADBASE ADTIGR\n"), B("ISUP ADBASE ADTIGR\nISID AAAB\n") } },
	{ "adc client", { A("CSUP ADBASE ADTIGR\n"), B("CSUP ADBASE ADTIGR\n") } },
	{ "smb 1", { A("\0\0\0\x2f\xffSMB\x72" Z4 "\x18\1\x28" Z4 Z4 Z4
		    "\0\0\0\0\0\0\0\0\0\0\0\x0c\0") } },
	{ "smb 2", { A("\0\0\0\x68\xfeSMB\x40\0\0\0" Z4 Z4 Z4 Z4 Z4 Z4 Z4 Z4 Z4 Z4),
		     B("\0\0\0\x68\xfeSMB\x40\0\0\0" Z4 "\0\0\1\0\1" Z4 Z4 Z4 Z4 Z4 Z4 Z4) } },
	{ "smb 3, encrypted", { A("\0\0\0\x90\xfdSMB" R32 R32) } },
	{ "netbios session", { A("\x81\0\0\x44\x20" "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0\x20"
				 "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0"), B("\x82\0\0\0") } },
	{ "soulseek", { A("\x09\0\0\0\1\4\0\0\0user"), B("\5\0\0\0\0\1\2\3\4") } },
	{ "webseed of gnutella", { A("GIV 0:00\n\n") } },
	{ "acestream", { A("\x11" "AceStreamProtocol" Z4 Z4 ID ID) } },
};

static const struct { const char *name; struct say say[SAYS_MAX]; } udp[] = {
	{ "dht query", { A("d1:ad2:id20:" ID "e1:q4:ping1:t2:aa1:y1:qe") } },
	{ "dht answer", { B("d1:rd2:id20:" ID "e1:t2:aa1:y1:re") } },
	{ "tracker connect", { A("\0\0\4\x17\x27\x10\x19\x80" Z4 "abcd"),
			       B(Z4 "abcd" "01234567") } },
	{ "tracker announce", { A("01234567\0\0\0\1abcd" ID ID Z4 Z4 Z4 Z4 Z4 Z4 Z4 Z4 "key!"
				  "\xff\xff\xff\xff\x1a\xe1"),
				B("\0\0\0\1abcd\0\0\7\x08\0\0\0\1\0\0\0\1") } },
	{ "utp syn", { A("\x41\0\x53\2time" Z4 "\0\x10\0\0\0\1\0\0") } },
	{ "utp syn as wide as a channel", { A("\x41\0\0\x10time" Z4 "\0\x10\0\0\0\1\0\0") } },
	{ "utp state, data", { B("\x21\0\x53\2timediff\0\x10\0\0\0\1\0\1"),
			       A("\1\0\x53\3timediff\0\x10\0\0\0\2\0\1"
				 "\x13" "BitTorrent protocol") } },
	{ "utp state with selective ack", { B("\x21\1\x53\2timediff\0\x10\0\0\0\1\0\1\0\4abcd") } },
	{ "local discovery", { A("BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\n"
			       "Port: 6881\r\n") } },
	{ "ed2k status", { A("\xe3\x96" "abcd"), B("\xe3\x97" "abcd" "\1\0\0\0\2\0\0\0") } },
	{ "ed2k reask", { A("\xc5\x90" "0123456789abcdef") } },
	{ "kad request", { A("\xe4\x21\2" R32) } },
	{ "kad bootstrap", { A("\xe4\1") } },
	{ "kad hello", { A("\xe4\x11" "0123456789abcdef" "\x36\x12\x08\1\x09\xfc\1\2") } },
	{ "kad, packed", { A("\xe5\x29\x78\xda" R32) } },
	{ "gnutella ping", { A("01234567\xff" "9abcde\0" "\0\1\0\0\0\0\0") } },
	{ "gnutella pong", { B("01234567\xff" "9abcde\0" "\1\1\0\x0e\0\0\0" "01234567890123") } },
	{ "gnd", { A("GND\2\0\1\1\1" R32) } },
	{ "netbios name", { A("\x12\x34\1\x10\0\1\0\0\0\0\0\0\x20"
			      "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
			      "\0\0\x21\0\1") } },
	{ "netbios answer", { B("\x12\x34\x85\0\0\0\0\1\0\0\0\0\x20"
				"CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
				"\0\0\x20\0\1\0\0\0\0\0\6\0\0\1\2\3\4") } },
	{ "netbios datagram", { A("\x11\x02\x80\1\1\2\3\4\0\x8a\0\x10\0\0" R32) } },
};

static bool is_plain(const struct dissector *d)
{
	return d->proto >= PROTO_PLAIN_FIRST;
}

static void check_none(const struct say say[SAYS_MAX], uint8_t transport, const char *name)
{
	struct dissect_case c = { .transport = transport };
	struct finding f;

	memcpy(c.say, say, sizeof(c.say));
	for (size_t i = 0; dissectors[i]; i++) {
		c.dissector = dissectors[i];
		if (!is_plain(c.dissector) || !(c.dissector->transports & transport))
			continue;
		for (size_t step = 0; step < 2; step++)
			UNIT_CHECK(play(&c, last_len(&c), step, &f) != ANSWER_YES,
				   "%s cleared as %s (%s)", name, c.dissector->name, f.what);
	}
}

static void known(void)
{
	for (size_t i = 0; i < sizeof(tcp) / sizeof(tcp[0]); i++)
		check_none(tcp[i].say, TRANSPORT_TCP, tcp[i].name);
	for (size_t i = 0; i < sizeof(udp) / sizeof(udp[0]); i++)
		check_none(udp[i].say, TRANSPORT_UDP, udp[i].name);
}

/* One piece to every plain dissector of the transport; how many said YES. */
static unsigned int count_yes(const uint8_t *bytes, uint32_t len, uint8_t transport)
{
	static const struct addr addr[2] = { { 4, { 192, 0, 2, 1 } }, { 4, { 198, 51, 100, 2 } } };
	struct view v = { .transport = transport, .addr = { &addr[0], &addr[1] },
			  .port = { 40001, 40002 }, .now = { bytes, len, len } };
	unsigned int yes = 0;

	for (size_t i = 0; dissectors[i]; i++) {
		const struct dissector *d = dissectors[i];
		struct finding f = { .proto = d->proto };

		if (!is_plain(d) || !(d->transports & transport))
			continue;
		if (may_begin(d, (const char *)bytes, len) && d->look(&v, &f) == ANSWER_YES) {
			fprintf(stderr, "    %s: %s of %u random bytes\n", d->name, f.what, len);
			yes++;
		}
	}

	return yes;
}

/*
 * The weakest of them leave 23 bits to chance (RTCP, a TLS data record): of a
 * hundred thousand pieces none should be taken for anything.
 */
static void random_bytes(void)
{
	uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
	unsigned int yes[2] = { 0, 0 };
	uint8_t bytes[PIECE_MAX];

	for (int i = 0; i < RANDOM_ROUNDS; i++) {
		uint32_t len = 1 + (uint32_t)(next_random(&state) % PIECE_MAX);

		for (uint32_t b = 0; b < len; b++)
			bytes[b] = (uint8_t)(next_random(&state) >> 32);
		yes[0] += count_yes(bytes, len, TRANSPORT_TCP);
		yes[1] += count_yes(bytes, len, TRANSPORT_UDP);
	}

	CU_ASSERT_EQUAL(yes[0], 0);
	CU_ASSERT_EQUAL(yes[1], 0);
}

/* Gnutella's messages begin with 16 random bytes, so the ends of short ones are what is left. */
static void short_bytes(void)
{
	uint64_t state = UINT64_C(0xd1b54a32d192ed03);
	unsigned int yes = 0;
	uint8_t bytes[32] = { 0 };

	for (int i = 0; i < RANDOM_ROUNDS; i++) {
		uint32_t len = 1 + (uint32_t)(next_random(&state) % 32);

		for (uint32_t b = 0; b < 32; b++)
			bytes[b] = b < 16 ? (uint8_t)(next_random(&state) >> 32) : 0;
		yes += count_yes(bytes, len, TRANSPORT_UDP);
	}

	CU_ASSERT_EQUAL(yes, 0);
}

static const struct unit_test tests[] = {
	{ "peer-to-peer messages", known },
	{ "random bytes", random_bytes },
	{ "random beginnings", short_bytes },
};

UNIT_MAIN("plain: look-alikes", tests)
