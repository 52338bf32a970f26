/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

/*
 * Nano (nanocurrency/nano-node, "messages"), TCP and, in the past, UDP:
 *
 *   | 'R' | network | version: newest, in use, oldest | type | extensions 2 | body |
 *
 * A connection begins with both sides' handshakes; before there were any, with a
 * request for a part of the ledger. What is in a message, and so its size, its type and
 * extensions tell:
 *
 *   extensions   low byte of a handshake: query 1, response 2 …
 *                0f00: the kind of block in it, 1 for none but hashes · f000: how many of those
 *   publish      a block          confirm_req  a block, or hashes and roots
 *   confirm_ack  a vote of 104 bytes, and a block or hashes
 *
 * A message of its very size is proof; in a stream another head may follow it.
 */
#define HEAD_LEN 8
#define NETWORKS "ABCX"			/* test, beta, live, a private one */
#define VERSION_MAX 0x40
#define KEEPALIVE 0x02
#define KEEPALIVE_LEN (8 * 18)		/* addresses and ports */
#define PUBLISH 0x03
#define CONFIRM_REQ 0x04
#define CONFIRM_ACK 0x05
#define VOTE_LEN (32 + 64 + 8)		/* account, signature, sequence */
#define HASH_LEN 32
#define HASHES 1			/* in the place of a kind of block */
#define BULK_PULL 0x06
#define BULK_PULL_LEN (32 + 32)		/* account, end */
#define FRONTIER_REQ 0x08
#define FRONTIER_REQ_LEN (32 + 4 + 4)	/* account, age, count */
#define HANDSHAKE 0x0a
#define QUERY 0x0001			/* a cookie, 32 bytes */
#define RESPONSE 0x0002			/* an account and a signature, 96 bytes, */
#define SECOND 0x0004			/* and of version 2 a salt and a block's hash */

/* False with a shortfall: not yet. */
static bool is_head(struct rd *r)
{
	uint8_t network, newest, used, oldest;

	if (!rd_expect(r, "R", 1))
		return false;

	network = rd_u8(r);
	newest = rd_u8(r);
	used = rd_u8(r);
	oldest = rd_u8(r);
	return !r->shortfall && network && strchr(NETWORKS, network) && oldest &&
	       oldest <= used && used <= newest && newest <= VERSION_MAX;
}

/* A handshake's size behind its head; 0 when there is no such one. */
static uint32_t handshake_size(uint16_t extensions)
{
	uint32_t response = extensions & SECOND ? 160 : 96;

	if (extensions & ~(QUERY | RESPONSE | SECOND))
		return 0;
	return (extensions & QUERY ? 32 : 0) + (extensions & RESPONSE ? response : 0);
}

/* Send, receive, open, change, state, each with its signature and work; 0: no such kind. */
static uint32_t block_size(uint16_t kind)
{
	static const uint8_t size[] = { 0, 0, 152, 136, 168, 136, 216 };

	return kind < sizeof(size) ? size[kind] : 0;
}

/* A block, or hashes of which each stands with `beside` more. */
static uint32_t content_size(uint16_t extensions, uint32_t beside)
{
	uint16_t kind = extensions >> 8 & 0x0f;

	if (extensions & 0xff)
		return 0;
	if (kind == HASHES)
		return (extensions >> 12) * (HASH_LEN + beside);
	return extensions >> 12 ? 0 : block_size(kind);
}

/* A message's size behind its head; 0 when there is no such message. */
static uint32_t size_of(uint8_t type, uint16_t extensions)
{
	uint32_t content;

	switch (type) {
	case KEEPALIVE:
		return extensions ? 0 : KEEPALIVE_LEN;
	case PUBLISH:
		return extensions & 0xf0ff ? 0 : block_size(extensions >> 8);
	case CONFIRM_REQ:
		return content_size(extensions, HASH_LEN);
	case CONFIRM_ACK:
		content = content_size(extensions, 0);
		return content ? VOTE_LEN + content : 0;
	case BULK_PULL:
		return extensions ? 0 : BULK_PULL_LEN;
	case FRONTIER_REQ:
		return extensions ? 0 : FRONTIER_REQ_LEN;
	case HANDSHAKE:
		return handshake_size(extensions);
	}

	return 0;
}

static const char *name_of(uint8_t type)
{
	switch (type) {
	case KEEPALIVE:
		return "keepalive";
	case PUBLISH:
		return "block";
	case CONFIRM_REQ:
	case CONFIRM_ACK:
		return "vote";
	case HANDSHAKE:
		return "node id handshake";
	}

	return "ledger request";
}

/* TCP: more than a message of `size` is there. Only what begins as one may stand behind it. */
static enum answer look_behind(const struct view *v, uint32_t size)
{
	struct rd r = rd_of(v->now.data, v->now.len);

	rd_take(&r, size);
	if (is_head(&r))
		return ANSWER_YES;
	if (!r.shortfall)
		return ANSWER_NO;
	if (v->full)
		return v->other.len ? ANSWER_YES : ANSWER_NO;	/* it was not kept */
	return ANSWER_MORE;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	bool is_tcp = v->transport == TRANSPORT_TCP;
	bool fits = is_head(&r);
	uint8_t type = rd_u8(&r);
	uint16_t extensions = rd_le16(&r);
	uint32_t size = size_of(type, extensions);

	if (r.shortfall)
		return is_tcp && !v->full ? ANSWER_MORE : ANSWER_NO;
	if (!fits || !size)
		return ANSWER_NO;

	size += HEAD_LEN;
	if (v->now.whole < size)
		return is_tcp && !v->full ? ANSWER_MORE : ANSWER_NO;
	out->what = name_of(type);
	if (v->now.whole == size)
		return ANSWER_YES;
	return is_tcp ? look_behind(v, size) : ANSWER_NO;
}

const struct dissector dissect_nano = {
	.name = "nano",
	.proto = PROTO_NANO,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("R"),
	.look = look,
};
