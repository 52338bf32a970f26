/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

#include "../../daemon/classify/catalogue.h"

/*
 * What is not peer-to-peer, before every dissector there is: none of those for
 * a protocol that a policy may name may say YES. A YES for a plain protocol
 * is right.
 */
#define RANDOM_ROUNDS 25000	/* of four pieces each */
#define PIECE_MAX 300

#define Z20 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

static const struct { const char *name; struct say say[SAYS_MAX]; } tcp[] = {
	{ "HTTP", { A("GET /announce.html?page=1 HTTP/1.1\r\nHost: example.org\r\n"
		      "User-Agent: BitTorrent/7\r\n\r\n"),
		    B("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nd8:announce") } },
	{ "a range of a page", { A("GET /film.bin HTTP/1.1\r\nHost: example.org\r\n"
				   "User-Agent: Wget/1.21\r\nRange: bytes=0-\r\n\r\n") } },
	{ "TLS", { A("\x16\3\1\0\x31\1\0\0\x2d\3\3" "0123456789abcdef0123456789abcdef"
		     "\0\0\6\x13\1\x13\2\x13\3\1\0\0\0"),
		   B("\x16\3\3\0\x2a\2\0\0\x26\3\3" "0123456789abcdef0123456789abcdef"
		     "\0\x13\1\0\0") } },
	{ "SSH", { B("SSH-2.0-OpenSSH_9.2\r\n"), A("SSH-2.0-OpenSSH_9.3\r\n") } },
	{ "SMTP", { B("220 mx.example.org ESMTP\r\n"), A("EHLO mail.example.org\r\n"),
		    B("250-mx.example.org\r\n250 STARTTLS\r\n") } },
	{ "DNS", { A("\0\x1d\xe3\1\1\0\0\1\0\0\0\0\0\0\7example\3org\0\0\1\0\1") } },
	{ "RESP", { A("$6\r\nfoobar\r\n$4\r\nLock\r\n") } },
	{ "a shell", { A("$Lock the door\n$Key=1\n$MyNick\n") } },
	{ "frames behind their length",
	  { A("\0\0\0\1\1" "\0\0\0\5\4\0\0\0\7" "\0\0\0\5\4\0\0\0\x8" "\0\0\0\2\5\0"
	      "\0\0\0\x0d\6\0\0\0\1\0\0\0\0\0\0\0\x30"),
	    B("\0\0\0\1\0" "\0\0\0\x0c\7" "hello, world" "\0\0\0\5\4\0\0\0\x9") } },
	{ "JSON that logs in", { A("{\"method\":\"login\",\"params\":{\"login\":\"joe\","
				   "\"pass\":\"x\"},\"id\":1}\n"),
				 B("{\"id\":1,\"result\":{\"token\":\"7d1c\"}}\n") } },
	{ "counters of 32 bits", { A("\0\0\0\4\0\0\0\1\0\0\0\4\0\0\0\2\0\0\0\4\0\0\0\3") } },
};

static const struct { const char *name; struct say say[SAYS_MAX]; } udp[] = {
	{ "STUN", { A("\0\1\0\0\x21\x12\xa4\x42" "0123456789ab"),
		    B("\1\1\0\x0c\x21\x12\xa4\x42" "0123456789ab"
		      "\0\x20\0\x08\0\1\x11\x2b\xe1\x12\xa6\x43") } },
	{ "STUN without its cookie", { A("\0\1\0\0" "0123456789abcdef"),
		    B("\1\1\0\x0c" "0123456789abcdef" "\0\1\0\x08\0\1\x11\x2b\xe1\x12\xa6\x43") } },
	{ "TURN channel", { A("\x41\0\0\x10" "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") } },
	{ "DNS", { A("\xe3\x96\1\0\0\1\0\0\0\0\0\0\7example\3org\0\0\1\0\1"),
		   B("\xe3\x96\x81\x80\0\1\0\0\0\0\0\0\7example\3org\0\0\1\0\1") } },
	{ "DTLS", { A("\x16\xfe\xff\0\0\0\0\0\0\0\0\0\x10" "\1\0\0\4\0\0\0\0\0\0\0\4" "abcd") } },
	{ "RTP", { A("\x80\0\0\1\0\0\0\xa0\1\2\3\4" "0123456789abcdef"),
		   A("\x80\0\0\2\0\0\1\x40\1\2\3\4" "0123456789abcdef") } },
	{ "QUIC", { A("\xc3\0\0\0\1\x08" "01234567" "\0\0\x44\x9e" "0123456789abcdef"),
		    A("\x41" "0123456789abcdef0123456789abcdef") } },
	{ "NTP", { A("\xe3\0\x04\xfa\0\1\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		     "\0\0\0\0\0\0\0\0\xd2\x01\x02\x03\x04\x05\x06\x07") } },
	{ "SNMP", { A("\x30\x26\2\1\1\4\6public\xa0\x19\2\4\x01\x02\x03\x04\2\1\0\2\1\0"
		      "\x30\x0b\x30\x09\6\5\x2b\6\1\2\1\5\0") } },
	{ "SIP", { A("OPTIONS sip:bob@example.org SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n\r\n") } },
	{ "zeros", { A("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		     B("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") } },
	{ "a name of 16 bytes and zeros", { A("0123456789abcdef" "\0\1\0\0\0\0\0"),
					    B("0123456789abcdef" "\0\1\0\0\0\0\0") } },
	{ "a filler", { A("\2\5\0\0" "AAAAAAAAAAAA"), B("\2\5\0\0" "AAAAAAAAAAAA") } },
	{ "the number of who speaks",
	  { A("\xff\1\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
	    B("\xff\1\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") } },
	{ "a length and a type", { A("\0\x30\0\x38\0\0\0\0" Z20 Z20) } },
	{ "sparse, and eights",
	  { A("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\x8\0\0\0\0"
	      "\0\0\0\0\0\0\0\0" Z20 Z20 Z20 Z20) } },
	{ "small numbers asked and answered",
	  { A("\0\0\0\0\0\0\0\7\0\0\0\1\0\0\0\0" Z20 Z20 Z20 Z20 "\0\1"),
	    B("\0\0\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\1") } },
	{ "counters", { A("\1\0\0\5\0\0\0\1\0\0\0\2\0\0\0\0\0\0\0\0"),
			B("\1\0\0\6\0\0\0\1\0\0\0\2\0\0\0\0\0\0\0\0") } },
};

/* The case's dissector is set to each in turn. */
static void check_none(const struct say say[SAYS_MAX], uint8_t transport, const char *name)
{
	struct dissect_case c = { .transport = transport };
	struct finding f;

	memcpy(c.say, say, sizeof(c.say));
	for (size_t i = 0; dissectors[i]; i++) {
		enum answer answer;

		c.dissector = dissectors[i];
		if (!(c.dissector->transports & transport))
			continue;
		answer = play(&c, last_len(&c), 0, &f);
		UNIT_CHECK(answer != ANSWER_YES || !protocol_in_all(catalogue_get(f.proto)),
			   "%s taken for %s (%s)", name, c.dissector->name, f.what);
	}
}

static void known(void)
{
	for (size_t i = 0; i < sizeof(tcp) / sizeof(tcp[0]); i++)
		check_none(tcp[i].say, TRANSPORT_TCP, tcp[i].name);
	for (size_t i = 0; i < sizeof(udp) / sizeof(udp[0]); i++)
		check_none(udp[i].say, TRANSPORT_UDP, udp[i].name);
}

/* Two random pieces each way; half of them begin as `d` wants it. */
static void check_random(const struct dissector *d, uint8_t transport, uint64_t *state)
{
	struct dissect_case c = { .dissector = d, .transport = transport };
	char bytes[4][PIECE_MAX];
	struct finding f;

	for (int i = 0; i < 4; i++) {
		size_t len = 1 + next_random(state) % PIECE_MAX;

		for (size_t k = 0; k < len; k++)
			bytes[i][k] = (char)next_random(state);
		if (d->first && next_random(state) & 1)
			bytes[i][0] = d->first[next_random(state) % d->n_first];
		c.say[i] = (struct say){ i & 1 ? SIDE_RESPONDER : SIDE_INITIATOR, bytes[i], len };
	}

	if (play(&c, last_len(&c), 0, &f) == ANSWER_YES)
		UNIT_CHECK(f.proto >= PROTO_PLAIN_FIRST, "chance taken for %s (%s)",
			   d->name, f.what);
}

static void chance(void)
{
	for (size_t i = 0; dissectors[i]; i++) {
		const struct dissector *d = dissectors[i];
		uint64_t state = 0x9e3779b97f4a7c15;	/* whatever stands before it in the list */

		for (size_t n = 0; n < RANDOM_ROUNDS && d->proto < PROTO_PLAIN_FIRST; n++) {
			if (d->transports & TRANSPORT_TCP)
				check_random(d, TRANSPORT_TCP, &state);
			if (d->transports & TRANSPORT_UDP)
				check_random(d, TRANSPORT_UDP, &state);
		}
	}
}

static const struct unit_test tests[] = {
	{ "plain protocols", known },
	{ "chance", chance },
};

UNIT_MAIN("dissect: what only looks like it", tests)
