/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_FLOW_HEAD_H
#define PEERWALL_FLOW_HEAD_H

#include "flow.h"

/*
 * The head of one direction of a flow: its first bytes, kept while the flow is
 * undecided, so that a handshake cut into single bytes is still seen whole.
 * TCP: the stream in sequence order from the first payload seen, or from right
 * before it where two segments were swapped; a hole stops it until the hole is
 * filled, and what came behind it then counts. UDP: the first datagrams and the newest, each cut
 * to what fits.
 *
 * The longest things to wait for are BitTorrent's obfuscated greeting, at most
 * 1176 bytes with all its padding, and the plain handshake behind it, and a
 * browser's TLS hello with a key of ML-KEM, 1700 to 1900 bytes.
 */
#define HEAD_BYTES 2048
#define HEAD_DATAGRAMS 4
#define HEAD_DATAGRAM_BYTES 256

struct head_datagram {
	uint16_t at;			/* in bytes[] */
	uint16_t len;			/* kept */
	uint32_t whole;			/* on the wire */
};

#define HEAD_ISLANDS 8

/* TCP: bytes[from] to bytes[to], behind a hole. */
struct head_island {
	uint16_t from;
	uint16_t to;
};

struct head {
	uint16_t len;
	bool started;
	bool maybe_probe;		/* TCP: all there is may be a keep-alive */
	bool skipped;			/* TCP: nothing comes in front of it */
	bool full;			/* TCP: it will not grow any more */
	uint8_t n_datagrams;
	uint8_t n_islands;
	uint32_t first_seq;
	uint32_t whole;			/* TCP: bytes of the stream seen in order */
	struct head_island islands[HEAD_ISLANDS];
	struct head_datagram datagrams[HEAD_DATAGRAMS];
	uint8_t bytes[HEAD_BYTES];
};

/* True when the stream begins elsewhere than was thought: `bytes` begin anew. */
bool head_add_segment(struct head *h, const struct packet *p);
/* TCP: the stream begins `n` bytes later than was thought; `n` are there. */
void head_skip(struct head *h, uint16_t n);

void head_add_datagram(struct head *h, const struct packet *p);

#endif
