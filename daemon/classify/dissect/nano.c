/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

/*
 * Nano (nanocurrency/nano-node, "messages"), TCP and, in the past, UDP:
 *
 *   | 'R' | network | version: newest, in use, oldest | type | extensions 2 | body |
 *
 * A connection begins with both sides' handshakes; what is in one, and so its
 * size, stands in its extensions. Over UDP all nodes tell of eight others.
 */
#define HEAD_LEN 8
#define NETWORKS "ABCX"			/* test, beta, live, a private one */
#define VERSION_MAX 0x40
#define KEEPALIVE 0x02
#define KEEPALIVE_LEN (8 * 18)		/* addresses and ports */
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

static uint32_t size_of(uint8_t type, uint16_t extensions, bool is_tcp)
{
	if (type == HANDSHAKE)
		return handshake_size(extensions);
	return type == KEEPALIVE && !extensions && !is_tcp ? KEEPALIVE_LEN : 0;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	bool is_tcp = v->transport == TRANSPORT_TCP;
	bool fits = is_head(&r);
	uint8_t type = rd_u8(&r);
	uint16_t extensions = rd_le16(&r);
	uint32_t size = size_of(type, extensions, is_tcp);

	if (r.shortfall)
		return is_tcp && !v->full ? ANSWER_MORE : ANSWER_NO;
	if (!fits || !size)
		return ANSWER_NO;

	size += HEAD_LEN;
	if (v->now.whole < size)
		return is_tcp && !v->full ? ANSWER_MORE : ANSWER_NO;
	/* Only an answer may be followed by more at once. */
	if (v->now.whole > size && (!is_tcp || !v->other.len))
		return ANSWER_NO;

	out->what = type == HANDSHAKE ? "node id handshake" : "keepalive";
	return ANSWER_YES;
}

const struct dissector dissect_nano = {
	.name = "nano",
	.proto = PROTO_NANO,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("R"),
	.look = look,
};
