/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_ED2K_SIZES_H
#define PEERWALL_CLASSIFY_ED2K_SIZES_H

#include <stdbool.h>
#include <stdint.h>

struct flow;

/*
 * eD2k between clients behind eMule's obfuscation: RC4, keyed by a hash of who is called. It
 * hides bytes and no lengths (aMule and eMule: EncryptedStreamSocket, BaseClient,
 * ClientCredits, DownloadClient, UploadClient). The handshake, each end waiting for the other:
 *
 *   initiator   no protocol's byte, 1 | key, 4 | RC4 { magic, 4 | methods, 2 | pad, 1 + 0…254 }
 *   responder   RC4 { magic, 4 | method, 1 | pad, 1 + 0…254 }
 *   initiator   hello, 39 and more
 *   responder   its answer, 38 and more
 *
 * Behind it come messages of lengths that never vary, a header of 6 bytes among them. Each
 * counts once a side, and only where it has been asked for:
 *
 *   11         state of the secure identification: a challenge, by both sides
 *   83         public key of 384 bits, after the other side's challenge
 *   55, 56     signature, after the same
 *   22         asks for an upload
 *   6          grants it
 *   46, 70     asks for three blocks of the file, after that
 *
 * Two that go together may come as one segment: that is a point as well, and not two. In
 * front of the challenge and of the key aMule may have put the name of its system (Linux,
 * macOS, Darwin, Windows, FreeBSD), 23 to 25 bytes. ED2K_POINTS are wanted of each side, both
 * challenges, and one message too small for a cipher that adds a tag or fills up a block. All
 * of that comes before the first byte of a file. What varies (hello, names, lists of sources)
 * is let pass, up to ED2K_OTHERS segments a side.
 */
#define ED2K_POINTS 3			/* of each side */
#define ED2K_OTHERS 6
#define ED2K_PACKETS 40			/* payload packets that such a flow is watched for */

struct ed2k_side {
	uint8_t marks;
	uint8_t points;
	uint8_t others;
};

struct ed2k_sizes {
	struct ed2k_side side[2];	/* the initiator's first */
	bool small;
};

/* A segment of `len` new bytes of `side`, behind the initiator's hello. */
void ed2k_sizes_add(struct ed2k_sizes *s, unsigned int side, uint32_t len);

bool ed2k_sizes_fit(const struct ed2k_sizes *s);

/* An undecided flow has the handshake's shape, is random, and may fit yet. */
bool ed2k_may_be(const struct flow *f);

/* It does fit. */
bool ed2k_is_likely(const struct flow *f);

#endif
