/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * Peer-to-peer protocols that begin with bytes of their own, enough to be proof
 * and to need no further check: each a line. Whatever needs a length or a field
 * checked has a dissector instead.
 */
static const struct signature {
	uint16_t proto;
	uint8_t transports;
	uint8_t n;
	const char *bytes;
	const char *mask;	/* which bits count; NULL: all */
	uint32_t least;		/* UDP: the message's size */
	const char *what;
} signatures[] = {
#define BYTES(bytes) sizeof(bytes) - 1, bytes, NULL
#define MASKED(bytes, mask) sizeof(bytes) - 1, bytes, mask
#define TCP TRANSPORT_TCP
#define UDP TRANSPORT_UDP
	/* Syncthing: local discovery 4 (magic, then a device id of 32 bytes); relay protocol 1 */
	{ PROTO_SYNCTHING, UDP, BYTES("\x2e\xa7\xd9\x0b\x0a\x20"), 38, "local discovery" },
	{ PROTO_SYNCTHING, TCP, BYTES("\x9e\x79\xbc\x40\x00\x00\x00"), 0, "relay message" },

	/* Monero, and all of CryptoNote: epee's levin */
	{ PROTO_MONERO, TCP, BYTES("\x01\x21\x01\x01\x01\x01\x01\x01"), 0, "levin message" },

	/* [MS-DO] Peer-to-peer protocol of Delivery Optimization */
	{ PROTO_DELIVERY_OPTIMIZATION, TCP, BYTES("\x0e" "Swarm protocol"), 0, "handshake" },

	/* multistream-select 1: the length of a line, then the line */
	{ PROTO_IPFS, TCP, BYTES("\x13/multistream/1.0.0\n"), 0, "multistream-select" },

	/* Tor's directory over HTTP: dir-spec 4, appendix B */
	{ PROTO_TOR, TCP, BYTES("GET /tor/status-vote/"), 0, "directory request" },
	{ PROTO_TOR, TCP, BYTES("GET /tor/server/"), 0, "directory request" },
	{ PROTO_TOR, TCP, BYTES("GET /tor/micro/d/"), 0, "directory request" },

	/* OpenDHT (network_engine.cpp), in MessagePack: {a: {id: 20 bytes…, and the same with r */
	{ PROTO_OPENDHT, UDP, MASKED("\x80\xa1" "a\x80\xa2id\xc4\x14",
				     "\xf0\xff\xff\xf0\xff\xff\xff\xff\xff"), 32, "query" },
	{ PROTO_OPENDHT, UDP, MASKED("\x80\xa1r\x80\xa2id\xc4\x14",
				     "\xf0\xff\xff\xf0\xff\xff\xff\xff\xff"), 32, "answer" },

	/* BitTorrent Sync, local discovery: the name, and a bencoded dictionary */
	{ PROTO_RESILIO, UDP, BYTES("BSYNC\0d"), 20, "local discovery" },
};

#define N_SIGNATURES (sizeof(signatures) / sizeof(signatures[0]))

/* As rd_expect, for the bits that count. */
static bool expect(struct rd *r, const struct signature *s)
{
	const uint8_t *at;

	if (!s->mask)
		return rd_expect(r, s->bytes, s->n);

	at = rd_take(r, s->n);
	for (size_t i = 0; at && i < s->n; i++) {
		if ((at[i] ^ (uint8_t)s->bytes[i]) & (uint8_t)s->mask[i])
			return false;
	}

	return at != NULL;
}

static enum answer look(const struct view *v, struct finding *out)
{
	bool may_come = false;

	for (size_t i = 0; i < N_SIGNATURES; i++) {
		const struct signature *s = &signatures[i];
		struct rd r = rd_of(v->now.data, v->now.len);

		if (!(s->transports & v->transport))
			continue;
		if (expect(&r, s) && v->now.whole >= s->least) {
			out->proto = s->proto;
			out->what = s->what;
			return ANSWER_YES;
		}
		may_come |= r.shortfall;
	}

	return may_come && v->transport == TRANSPORT_TCP && !v->full ? ANSWER_MORE : ANSWER_NO;
}

const struct dissector dissect_signature = {
	.name = "signature",
	.proto = PROTO_IPFS,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("\x2e\x9e\x01\x0e\x13" "BG"
	       "\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f"),
	.look = look,
};
