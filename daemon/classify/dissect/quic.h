/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_QUIC_H
#define PEERWALL_CLASSIFY_DISSECT_QUIC_H

#include "../../base/rd.h"

/* QUIC's versions that are standards (RFC 9000, 9369), and its numbers (RFC 9000, 16). */
#define QUIC_V1 1
#define QUIC_V2 0x6b3343cf
#define QUIC_ID_MAX 20

static inline uint64_t quic_take_varint(struct rd *r)
{
	uint8_t first = rd_u8(r);
	uint64_t value = first & 0x3f;

	for (int n = (1 << (first >> 6)) - 1; n > 0; n--)
		value = value << 8 | rd_u8(r);
	return value;
}

#endif
