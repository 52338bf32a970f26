/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * GNUnet's transports of before 0.20 (gnunet_protocols.h, plugin_transport_tcp.c
 * and _udp.c); those of today are enciphered from the first byte.
 *
 *   TCP, both sides   | size 2: 36 | type 2: 61 | peer 32 |
 *   UDP               | size 2     | type 2: 56 | 0, 4 bytes | peer 32 | ...
 */
#define UDP_HEAD 40

static enum answer look_welcome(const struct view *v, struct finding *out)
{
	static const uint8_t welcome[] = { 0, 36, 0, 61 };
	struct rd r = rd_of(v->now.data, v->now.len);
	struct rd other = rd_of(v->other.data, v->other.len);

	if (!rd_expect(&r, welcome, sizeof(welcome)))
		return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;

	out->what = "welcome";
	if (rd_expect(&other, welcome, sizeof(welcome)))
		return ANSWER_YES;
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
	return size == v->now.whole && size > UDP_HEAD && type == 56 && !reserved ?
		ANSWER_YES : ANSWER_NO;
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
