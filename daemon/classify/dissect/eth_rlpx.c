/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "../secp256k1.h"

/*
 * RLPx (ethereum/devp2p), what Ethereum's nodes speak over TCP. Each side begins
 * with a message enciphered by ECIES, in the form of EIP-8:
 *
 *   | size 2 | 04 | public key 64 | iv 16 | enciphered | mac 32 |
 *
 * The key is of this one connection, and a point of the curve: that is proof.
 */
#define SIZE_MIN (1 + 64 + 16 + 32)
#define SIZE_MAX_EIP8 2048		/* what the programs take */

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	uint16_t size = rd_be16(&r);
	const uint8_t *point;

	if (!r.shortfall && (size < SIZE_MIN || size > SIZE_MAX_EIP8))
		return ANSWER_NO;
	if (!rd_expect(&r, "\x04", 1))
		return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;

	point = rd_take(&r, SECP256K1_POINT_LEN);
	if (!point)
		return v->full ? ANSWER_NO : ANSWER_MORE;

	out->what = "rlpx handshake";
	return secp256k1_is_point(point) ? ANSWER_YES : ANSWER_NO;
}

const struct dissector dissect_eth_rlpx = {
	.name = "ethereum rlpx",
	.proto = PROTO_ETHEREUM,
	.transports = TRANSPORT_TCP,
	.FIRST("\0\1\2\3\4\5\6\7\x08"),
	.look = look,
};
