/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * The hash table of Vuze (Azureus, BiglyBT), over UDP (Vuze wiki, "Distributed hash
 * table"; Wireshark, packet-vuze-dht), big-endian:
 *
 *   request  | connection 8 | action 4 | transaction 4 | version 1 | vendor 1 | network 4 |
 *            | local version 1 | length of address 1 | address 4 or 16 | port 2 | …
 *   reply    | action 4 | transaction 4 | connection 8 | version 1 | …
 *
 * A connection's first bit is set, so that no tracker takes it for its own. A request
 * that names its sender's port where that stands proves itself; a reply is proof beside
 * its request.
 */
#define ACTION_FIRST 0x400	/* even: requests; but for some they are answered by the next */
#define ACTION_LAST 0x40f
#define ACTION_ERROR 0x408
#define ACTION_REPLY_STATS 0x409
#define ACTION_STATS 0x40a
#define VERSION_MIN 8		/* 2.3.0.4, of 2005 */
#define VERSION_MAX 0x50
#define NETWORK_MAX 16

struct request {
	uint64_t connection;
	uint32_t action;
	uint32_t transaction;
};

static bool is_action(uint32_t action)
{
	return action >= ACTION_FIRST && action <= ACTION_LAST;
}

static bool read_request(struct rd *r, struct request *q)
{
	q->connection = rd_be64(r);
	q->action = rd_be32(r);
	q->transaction = rd_be32(r);
	return !r->shortfall && q->connection >> 63 && is_action(q->action);
}

/* From the version on. */
static bool names_sender(const struct view *v, struct rd r)
{
	uint8_t version = rd_u8(&r);
	uint32_t network;
	uint8_t length;

	rd_u8(&r);
	network = rd_be32(&r);
	rd_u8(&r);
	length = rd_u8(&r);
	if (version < VERSION_MIN || version > VERSION_MAX || network > NETWORK_MAX)
		return false;
	if (length != 4 && length != 16)
		return false;

	rd_take(&r, length);
	return rd_be16(&r) == v->port[v->side] && !r.shortfall;
}

static bool is_reply_action(uint32_t reply, uint32_t request)
{
	if (request == ACTION_STATS)
		return reply == ACTION_REPLY_STATS || reply == ACTION_ERROR;
	return reply == request + 1 || reply == ACTION_ERROR;
}

/* The other side has sent the request of this reply. */
static bool is_reply(const struct view *v)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	uint32_t action = rd_be32(&r);
	uint32_t transaction = rd_be32(&r);
	uint64_t connection = rd_be64(&r);
	enum side other = 1 - v->side;
	struct request q;

	if (r.shortfall || !is_action(action))
		return false;
	for (size_t i = 0; i < v->n_seen[other]; i++) {
		r = rd_of(v->seen[other][i].data, v->seen[other][i].len);
		if (read_request(&r, &q) && is_reply_action(action, q.action) &&
		    transaction == q.transaction && connection == q.connection)
			return true;
	}

	return false;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	struct request q;

	out->what = "vuze dht reply";
	if (is_reply(v))
		return ANSWER_YES;
	if (!read_request(&r, &q))
		return ANSWER_NO;

	out->what = "vuze dht request";
	return names_sender(v, r) ? ANSWER_YES : ANSWER_MAYBE;
}

const struct dissector dissect_bt_vuze = {
	.name = "vuze dht",
	.proto = PROTO_BITTORRENT,
	.transports = TRANSPORT_UDP,
	.look = look,
};
