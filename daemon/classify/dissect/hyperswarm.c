/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

/*
 * Hyperswarm over UDP: its distributed hash table (dht-rpc) and its streams (UDX).
 *
 *   request, answer   | 03 or 13 | flags | id 2 | receiver: address 4, port 2 (LE) | ...
 *   hole punch        | 00 |
 *   stream            | ff 01 | kind | padding | stream 4 | window 4 | seq 4 | ack 4 | (LE)
 *
 * Who is told his own address in a message needs no further proof: six bytes are
 * right. What comes from behind a NAT has another's, and its answer tells.
 * A stream is known by both its directions, each of which counts the other.
 */
#define PUNCH 0x00
#define REQUEST 0x03
#define ANSWER 0x13
#define FLAGS 0x3f			/* of a request or answer */
#define KINDS 0x3f			/* data, end, sack, message, destroy, heartbeat */
#define HEAD_LEN 20			/* of a stream's packet */
#define AHEAD_MAX 4096			/* packets that one side may be ahead */

static enum answer look_rpc(const struct view *v, struct rd r, struct finding *out)
{
	const struct addr *to = v->addr[1 - v->side];
	uint8_t flags = rd_u8(&r);
	const uint8_t *address;
	uint16_t port;

	rd_be16(&r);	/* id */
	address = rd_take(&r, 4);
	port = rd_le16(&r);
	if (r.shortfall || flags & ~FLAGS)
		return ANSWER_NO;

	out->what = "dht message to its receiver";
	return to->family == 4 && memcmp(address, to->bytes, 4) == 0 &&
	       port == v->port[1 - v->side] ? ANSWER_YES : ANSWER_NO;
}

struct packet_head {
	uint32_t stream, seq, ack;
};

static bool take_head(const struct piece *p, struct packet_head *head)
{
	struct rd r = rd_of(p->data, p->len);
	uint8_t kind, padding;
	uint32_t window;

	if (!rd_expect(&r, "\xff\x01", 2))
		return false;

	kind = rd_u8(&r);
	padding = rd_u8(&r);
	head->stream = rd_le32(&r);
	window = rd_le32(&r);
	head->seq = rd_le32(&r);
	head->ack = rd_le32(&r);
	return !r.shortfall && !(kind & ~KINDS) && p->whole >= HEAD_LEN + (uint32_t)padding &&
	       head->stream && window;
}

/* `ack` waits for the packet `seq` or one near it. */
static bool is_near(uint32_t ack, uint32_t seq)
{
	return ack - seq + AHEAD_MAX <= 2 * AHEAD_MAX;
}

static enum answer look_stream(const struct view *v, struct finding *out)
{
	enum side other = 1 - v->side;
	struct packet_head mine, theirs;

	if (!take_head(&v->now, &mine))
		return ANSWER_NO;

	out->what = "udx stream";
	for (size_t i = 0; i < v->n_seen[other]; i++) {
		if (take_head(&v->seen[other][i], &theirs) && theirs.stream != mine.stream &&
		    is_near(mine.ack, theirs.seq) && is_near(theirs.ack, mine.seq) &&
		    (mine.ack || theirs.ack)) {
			out->confidence = CONFIDENCE_LIKELY;
			return ANSWER_YES;
		}
	}

	return ANSWER_MAYBE;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	uint8_t first = rd_u8(&r);

	out->what = "hole punch";
	if (first == PUNCH)
		return v->now.whole == 1 ? ANSWER_MAYBE : ANSWER_NO;
	return first == REQUEST || first == ANSWER ? look_rpc(v, r, out) : look_stream(v, out);
}

const struct dissector dissect_hyperswarm = {
	.name = "hyperswarm",
	.proto = PROTO_HYPERSWARM,
	.transports = TRANSPORT_UDP,
	.FIRST("\x00\x03\x13\xff"),
	.look = look,
};
