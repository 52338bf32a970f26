/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_SIZES_H
#define PEERWALL_CLASSIFY_SIZES_H

#include <stdbool.h>
#include <stdint.h>

/*
 * BitTorrent's message sizes (BEP 3, 6, 10), which a stream cipher does not hide. Who fetches a
 * file sends requests, 17 bytes each, often with haves, 9 bytes each: a segment of 17a + 9b.
 * For each request a block of 16 KiB comes the other way, so requests and blocks keep pace.
 * States without a body have 5 bytes: ciphers that add a tag to each message have none so small.
 *
 * Each segment of the side that asks is worth some points:
 *
 *   +2   requests alone: 17a
 *   +1   requests and up to SIZES_HAVES_MAX haves: 17a + 9b, other than the latest such size
 *   +1   5, 9, 13, 18 or 27 bytes; three times at most
 *   -3   any other size, behind the first two segments (handshake, extensions, bitfield)
 *    0   a full segment, and the one behind it, which ends a bulk; 1, 4, 10 or 14 bytes; the
 *        handshake's 68 before any request
 *
 * SIZES_POINTS of them are wanted behind a handshake's shape, two segments of requests alone,
 * SIZES_BYTES_MIN the other way, between 0.3 and 2 blocks for each request, and from one
 * of the sides a message of 17 bytes or less that is BitTorrent's: a cipher that adds a length
 * and a tag has none, and SSH inside Shadowsocks (34 bytes more a message) has all the rest.
 */
#define SIZES_POINTS 6
#define SIZES_POINTS_MIDWAY 3
#define SIZES_HAVES_MAX 4
#define SIZES_BYTES_MIN (20 * 1024)
#define SIZES_BYTES_MIDWAY (8 * 1024)

struct sizes_side {
	uint32_t next_seq;
	bool spoke;
	uint8_t segments;		/* counted up to the first that may be a miss */
	uint8_t tiny;
	uint8_t pure;
	bool small;			/* a message that no tag of a cipher fits into */
	bool bulk;			/* the newest was a full segment */
	bool asks;			/* a segment of requests was there */
	uint16_t mixed;			/* the latest one of requests and haves */
	int16_t points;
	uint32_t asked;			/* requests, in the segments behind that */
	uint32_t bytes;
	uint32_t answered_from;		/* bytes of the other side when it was */
};

struct sizes {
	struct sizes_side side[2];	/* by end of the flow */
};

/* A TCP segment of `len` bytes, from sequence number `seq` on; what came before is no news. */
void sizes_add(struct sizes *s, unsigned int end, uint32_t seq, uint32_t len);

/* Counting begins anew; the streams go on. */
void sizes_restart(struct sizes *s);

/* One end asks for blocks, and the other one sends them. */
bool sizes_fit(const struct sizes *s);

/*
 * The same of a flow met midway, by less: SIZES_POINTS_MIDWAY, one segment of requests alone,
 * SIZES_BYTES_MIDWAY and a small message of the side that asks. It is worth something where a
 * host has several.
 */
bool sizes_fit_midway(const struct sizes *s);

#endif
