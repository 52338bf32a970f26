/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "../random.h"

/*
 * Gnutella over UDP: one message a datagram (Gnutella 0.4, 0.6).
 *
 *   offset  0       16     17    18     19       23
 *           | guid  | type | ttl | hops | length | payload          little-endian
 *
 * The length must count the rest exactly, and the payload must begin as its
 * type wants it. Mojito, LimeWire's hash table, is type 44; it has its version
 * in place of ttl and hops, and goes on with an operation and its sender's
 * vendor in four letters.
 *
 * The semi-reliable layer of gtk-gnutella frames as Gnutella2 does, see g2.c.
 */
#define GUID_LEN 16
#define GUID_DISTINCT_MIN 6
#define GUID_DISTINCT_MARKED 10	/* of a GUID that is all there is to go by */
#define HOPS_MAX 10
#define TTL_DEFLATED 0x08	/* set in the ttl of a deflated answer */
#define GGEP 0xc3

enum type {
	TYPE_PING = 0x00, TYPE_PONG = 0x01, TYPE_BYE = 0x02, TYPE_VENDOR = 0x31,
	TYPE_VENDOR_STANDARD = 0x32, TYPE_PUSH = 0x40, TYPE_MOJITO = 0x44,
	TYPE_QUERY = 0x80, TYPE_HIT = 0x81,
};

/* A GUID is random; a run of the same few bytes is another protocol's padding. */
static bool is_guid(const uint8_t *guid, size_t distinct_min)
{
	return random_distinct(rd_of(guid, GUID_LEN), GUID_LEN) >= distinct_min;
}

/* What Gnutella 0.6 wants of a program's GUIDs. */
static bool is_marked(const uint8_t *guid)
{
	return guid[8] == 0xff && guid[15] == 0 && is_guid(guid, GUID_DISTINCT_MARKED);
}

/* | port, 2 | address, 4 | files, 4 | KiB, 4 | GGEP …: without GGEP of a marked GUID only */
static bool is_pong(struct rd r, bool marked)
{
	uint16_t port = rd_le16(&r);

	rd_take(&r, 12);
	return !r.shortfall && port && ((marked && !rd_left(&r)) || rd_u8(&r) == GGEP);
}

/* | servent, 16 | file, 4 | address, 4 | port, 2 | GGEP … */
static bool is_push(struct rd r)
{
	return rd_take(&r, 26) && (!rd_left(&r) || rd_u8(&r) == GGEP);
}

/* | speed or flags, 2 | text, 0 | … */
static bool is_query(struct rd r)
{
	return rd_take(&r, 2) && rd_contains(&r, "", 1);
}

/* | count | port, 2 | address, 4 | speed, 4 | results … | servent, 16 | */
static bool is_hit(struct rd r)
{
	return rd_u8(&r) && rd_le16(&r) && rd_left(&r) >= 24;
}

/* | operation | vendor, 4 | version, 2 | KUID, 20 | … */
static bool is_mojito(struct rd r)
{
	uint8_t operation = rd_u8(&r);

	return operation >= 1 && operation <= 10 && rd_printable(&r) >= 4 && rd_left(&r) >= 37;
}

/* | vendor, 4 | selector, 2 | version, 2 | … */
static bool is_vendor(struct rd r)
{
	struct rd letters = r;
	bool standard = !rd_be32(&r);

	/* The standard's own messages have four zeros for a vendor. */
	return rd_left(&r) >= 4 && (standard || rd_printable(&letters) >= 4);
}

static const char *message(const uint8_t *guid, uint8_t type, struct rd r)
{
	size_t n = rd_left(&r);

	switch (type) {
	case TYPE_PING:
		return (!n && is_marked(guid)) || rd_u8(&r) == GGEP ? "gnutella ping" : NULL;
	case TYPE_PONG:
		return is_pong(r, is_marked(guid)) ? "gnutella pong" : NULL;
	case TYPE_VENDOR:
	case TYPE_VENDOR_STANDARD:
		return is_vendor(r) ? "gnutella vendor message" : NULL;
	case TYPE_PUSH:
		return is_push(r) ? "gnutella push" : NULL;
	case TYPE_MOJITO:
		return is_mojito(r) ? "mojito" : NULL;
	case TYPE_QUERY:
		return is_query(r) ? "gnutella query" : NULL;
	case TYPE_HIT:
		return is_hit(r) ? "gnutella hit" : NULL;
	}

	return NULL;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	const uint8_t *guid = rd_take(&r, GUID_LEN);
	uint8_t type = rd_u8(&r);
	uint8_t ttl = rd_u8(&r) & (uint8_t)~TTL_DEFLATED;
	uint8_t hops = rd_u8(&r);
	uint32_t length = rd_le32(&r);

	if (r.shortfall || length != v->now.whole - (v->now.len - rd_left(&r)))
		return ANSWER_NO;
	if (ttl + hops > HOPS_MAX || !is_guid(guid, GUID_DISTINCT_MIN))
		return ANSWER_NO;
	if (!ttl && !hops && type != TYPE_MOJITO)
		return ANSWER_NO;	/* sent by nobody */

	out->what = message(guid, type, r);
	out->offset = GUID_LEN;
	return out->what ? ANSWER_YES : ANSWER_NO;
}

const struct dissector dissect_gnutella_udp = {
	.name = "gnutella udp",
	.proto = PROTO_GNUTELLA,
	.transports = TRANSPORT_UDP,
	.look = look,
};
