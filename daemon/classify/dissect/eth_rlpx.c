/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <secp256k1.h>

/*
 * RLPx (ethereum/devp2p), what Ethereum's nodes speak over TCP. Each side begins
 * with a message enciphered by ECIES, in the form of EIP-8:
 *
 *   | size 2 | 04 | public key 64 | iv 16 | enciphered | mac 32 |
 *
 * The key is of this one connection, and a point of the curve: that is proof. Before
 * EIP-8 the size was left out; these messages have 307 bytes, or 210, and come at once.
 */
#define SIZE_MIN (1 + 64 + 16 + 32)
#define POINT_LEN 65			/* with the 04 before it */
#define SIZE_MAX_EIP8 2048		/* what the programs take */

/* The library's constant context is enough for it: nothing is made, nothing secret is done. */
static bool is_point(const uint8_t point[POINT_LEN])
{
	secp256k1_pubkey key;

	return secp256k1_ec_pubkey_parse(secp256k1_context_static, &key, point, POINT_LEN);
}

static bool is_old(const struct view *v)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	const uint8_t *point = rd_take(&r, POINT_LEN);

	return point && *point == 4 && is_point(point);
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	uint16_t size = rd_be16(&r);
	const uint8_t *point;
	struct rd key = r;

	out->what = "rlpx handshake of before eip-8";
	if (is_old(v))
		return ANSWER_YES;
	if (!r.shortfall && (size < SIZE_MIN || size > SIZE_MAX_EIP8))
		return ANSWER_NO;
	if (!rd_expect(&r, "\x04", 1))
		return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;

	point = rd_take(&key, POINT_LEN);
	if (!point)
		return v->full ? ANSWER_NO : ANSWER_MORE;

	out->what = "rlpx handshake";
	return is_point(point) ? ANSWER_YES : ANSWER_NO;
}

const struct dissector dissect_eth_rlpx = {
	.name = "ethereum rlpx",
	.proto = PROTO_ETHEREUM,
	.transports = TRANSPORT_TCP,
	.FIRST("\0\1\2\3\4\5\6\7\x08"),
	.look = look,
};
