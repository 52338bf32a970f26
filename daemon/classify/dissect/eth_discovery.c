/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <nettle/sha3.h>
#include <string.h>

#include "../random.h"

/*
 * Ethereum's node discovery over UDP (ethereum/devp2p).
 *
 *   version 4   | hash 32 | signature 65 | type 1 | RLP list |
 *               hash = Keccak-256 of all that follows
 *   version 5   | iv 16 | header 23 and more, enciphered | message, enciphered |
 *
 * Version 4 proves itself. Version 5 is enciphered by its receiver's name, which
 * is not on the wire; all there is to see is the sizes that two nodes begin with
 * that do not know each other: a message of noise, which programs make 20 or 44
 * bytes long, a challenge, 63 bytes and never more or less, a handshake. With
 * the right size all three are likely on a port that nodes listen on; elsewhere
 * one in a million of others looks like that.
 */
#define HASH_LEN 32
#define RECOVERY_AT 96			/* the signature's last byte, 0 or 1 */
#define LIST_AT 98
#define LANE 8				/* bytes */
#define DATAGRAM_MAX 1280
#define CHALLENGE_LEN 63
#define RANDOM_LOOK 96
#define ORDINARY_MIN 87			/* head 39, sender's name 32, message of at least 16 */
#define GREETING_GETH 91		/* and nim-eth, with 20 bytes of noise */
#define GREETING_SIGP 115		/* and its like, with 44 */
#define HANDSHAKE_MIN 187		/* head 39, names, signature and key 131, message */

/* ping, pong, find node, neighbours, and the two of EIP-868 */
static bool is_type(uint8_t type)
{
	return type >= 1 && type <= 6;
}

/* The list's size with its head, or 0 when there is no list (RLP, yellow paper appendix B). */
static uint32_t list_size(struct rd r)
{
	uint8_t head = rd_u8(&r);

	if (head >= 0xc0 && head <= 0xf7)
		return 1u + head - 0xc0;
	if (head == 0xf8)
		return 2u + rd_u8(&r);
	if (head == 0xf9)
		return 3u + rd_be16(&r);
	return 0;
}

/*
 * Keccak-256 is SHA3-256 with the padding of before the standard. So we pad, to
 * a whole block, and have the state instead of the library's digest.
 */
static bool is_hash(const uint8_t hash[HASH_LEN], struct rd of)
{
	size_t n = SHA3_256_BLOCK_SIZE - rd_left(&of) % SHA3_256_BLOCK_SIZE;
	uint8_t padding[SHA3_256_BLOCK_SIZE] = { 0x01 };
	struct sha3_256_ctx sha3;
	bool same = true;

	padding[n - 1] |= 0x80;
	sha3_256_init(&sha3);
	sha3_256_update(&sha3, rd_left(&of), of.at);
	sha3_256_update(&sha3, n, padding);
	for (size_t i = 0; i < HASH_LEN; i++)
		same &= hash[i] == (uint8_t)(sha3.state.a[i / LANE] >> i % LANE * 8);
	return same;
}

/* A message that a capture cut short has no hash to check; its list must end with it. */
static enum answer look_v4(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	const uint8_t *hash = rd_take(&r, HASH_LEN);
	struct rd signed_part = r;
	uint8_t recovery, type;
	uint32_t size;

	rd_take(&r, RECOVERY_AT - HASH_LEN);
	recovery = rd_u8(&r);
	type = rd_u8(&r);
	size = list_size(r);
	if (r.shortfall || recovery > 1 || !is_type(type) || !size)
		return ANSWER_NO;

	out->what = "discovery 4";
	if (v->now.len < v->now.whole) {
		out->confidence = CONFIDENCE_LIKELY;
		return LIST_AT + size == v->now.whole ? ANSWER_YES : ANSWER_NO;
	}

	return is_hash(hash, signed_part) ? ANSWER_YES : ANSWER_NO;
}

static bool is_enciphered(const struct piece *p)
{
	return looks_random(rd_of(p->data, p->len), RANDOM_LOOK);
}

static bool is_ordinary(const struct piece *p)
{
	return p->whole >= ORDINARY_MIN && p->whole <= DATAGRAM_MAX && is_enciphered(p);
}

static bool is_greeting(const struct piece *p)
{
	return (p->whole == GREETING_GETH || p->whole == GREETING_SIGP) && is_enciphered(p);
}

static bool is_challenge(const struct piece *p)
{
	return p->whole == CHALLENGE_LEN && is_enciphered(p);
}

static enum answer look_challenge(const struct view *v, struct finding *out)
{
	out->what = "discovery 5 challenge";
	return !v->n_seen[SIDE_RESPONDER] && is_challenge(&v->now) && v->n_seen[SIDE_INITIATOR] &&
	       is_ordinary(&v->seen[SIDE_INITIATOR][0]) ? ANSWER_MAYBE : ANSWER_NO;
}

/* geth and its like; those of the consensus: most of them, Prysm */
static bool is_port(uint16_t port)
{
	return port == 30303 || port == 9000 || port == 12000;
}

/* Whoever is not greeted in one of the known sizes gets no further. */
static enum answer look_handshake(const struct view *v, struct finding *out)
{
	if (!v->n_seen[SIDE_RESPONDER])
		return is_greeting(&v->now) ? ANSWER_MORE : ANSWER_NO;

	out->what = "discovery 5 handshake";
	out->confidence = CONFIDENCE_LIKELY;
	if (!is_challenge(&v->seen[SIDE_RESPONDER][0]) || !v->n_seen[SIDE_INITIATOR] ||
	    !is_greeting(&v->seen[SIDE_INITIATOR][0]) || v->now.whole < HANDSHAKE_MIN ||
	    !is_ordinary(&v->now))
		return ANSWER_NO;
	return is_port(v->port[0]) || is_port(v->port[1]) ? ANSWER_YES : ANSWER_MAYBE;
}

static enum answer look(const struct view *v, struct finding *out)
{
	enum answer answer = look_v4(v, out);

	if (answer != ANSWER_NO)
		return answer;
	return v->side == SIDE_INITIATOR ? look_handshake(v, out) : look_challenge(v, out);
}

const struct dissector dissect_eth_discovery = {
	.name = "ethereum discovery",
	.proto = PROTO_ETHEREUM,
	.transports = TRANSPORT_UDP,
	.look = look,
};
