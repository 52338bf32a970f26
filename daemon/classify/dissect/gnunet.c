/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ciphered.h"
#include "list.h"

/*
 * GNUnet's transports of before 0.20 (gnunet_protocols.h, plugin_transport_tcp.c
 * and _udp.c); those of today are enciphered from the first byte.
 *
 *   TCP, both sides   | size 2: 36 | type 2: 61 | peer 32 |
 *   UDP               | size 2     | type 2: 56 | 0, 4 bytes | peer 32 | messages |
 *
 * A peer is a key, and each message in a datagram has its size before it.
 */
#define UDP_HEAD 40
#define PEER_LEN 32
#define MESSAGES_MAX 16

static bool is_peer(struct rd *r)
{
	const uint8_t *peer = rd_take(r, PEER_LEN);

	return peer && may_be_ciphered(rd_of(peer, PEER_LEN), PEER_LEN);
}

/* They fill what is left; of the last one the end may have been cut off. */
static bool are_messages(struct rd r, uint32_t left)
{
	for (int i = 0; i < MESSAGES_MAX && left; i++) {
		uint16_t size = rd_be16(&r);

		if (r.shortfall || size < 4 || size > left)
			return false;
		rd_take(&r, size - 2u);
		left -= size;
		if (r.shortfall)
			return true;
	}

	return !left;
}

static enum answer look_welcome(const struct view *v, struct finding *out)
{
	static const uint8_t welcome[] = { 0, 36, 0, 61 };
	struct rd r = rd_of(v->now.data, v->now.len);
	struct rd other = rd_of(v->other.data, v->other.len);

	if (!rd_expect(&r, welcome, sizeof(welcome)))
		return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;

	out->what = "welcome";
	if (rd_expect(&other, welcome, sizeof(welcome)))
		return is_peer(&r) ? ANSWER_YES : r.shortfall ? ANSWER_MORE : ANSWER_NO;
	return other.shortfall ? ANSWER_MORE : ANSWER_NO;
}

static enum answer look_message(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	uint16_t size = rd_be16(&r);
	uint16_t type = rd_be16(&r);
	uint32_t reserved = rd_be32(&r);

	out->what = "udp message";
	out->confidence = CONFIDENCE_LIKELY;
	return size == v->now.whole && size > UDP_HEAD && type == 56 && !reserved &&
	       is_peer(&r) && are_messages(r, size - UDP_HEAD) ? ANSWER_YES : ANSWER_NO;
}

static enum answer look(const struct view *v, struct finding *out)
{
	return v->transport == TRANSPORT_TCP ? look_welcome(v, out) : look_message(v, out);
}

const struct dissector dissect_gnunet = {
	.name = "gnunet",
	.proto = PROTO_GNUNET,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("\x00\x01\x02\x03\x04\x05"),
	.look = look,
};
