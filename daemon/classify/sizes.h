/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_SIZES_H
#define PEERWALL_CLASSIFY_SIZES_H

#include <stdbool.h>
#include <stdint.h>

/*
 * BitTorrent's message sizes (BEP 3, 6), which a stream cipher does not hide. Who fetches a
 * file sends requests, 17 bytes each, and haves, 9 bytes each, several in one segment: 17a + 9b.
 * The pieces come the other way. Keep-alives (4), states without a body (5, and 1 or 4 of one
 * that is cut), extension bits (13) and the handshake (68) tell nothing.
 *
 * Of all sizes up to 1,448 bytes 29 % are 17a + 9b with b up to SIZES_HAVES_MAX, 6 % with b = 0.
 */
#define SIZES_HAVES_MAX 4
#define SIZES_HITS_MIN 6
#define SIZES_BYTES_MIN (48 * 1024)	/* of pieces */

struct sizes_side {
	uint32_t next_seq;
	bool spoke;
	bool pure;			/* a segment of requests alone */
	uint16_t hits;
	uint16_t misses;
	uint32_t bytes;
};

struct sizes {
	struct sizes_side side[2];	/* by end of the flow */
};

/* A TCP segment of `len` bytes, from sequence number `seq` on; what came before is no news. */
void sizes_add(struct sizes *s, unsigned int end, uint32_t seq, uint32_t len);

/* Counting begins anew; the streams go on. */
void sizes_restart(struct sizes *s);

/* One end asks for pieces, and the other one sends them. */
bool sizes_fit(const struct sizes *s);

#endif
