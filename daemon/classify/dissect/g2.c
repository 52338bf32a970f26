/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * Gnutella2 over UDP, and gtk-gnutella's copy of its layer for Gnutella:
 *
 *   offset  0               3       4          6      7       8
 *           | GND (or GTA)  | flags | sequence | part | parts | data
 *
 *   flags  01 deflated · 02 wants an acknowledgement · 10 seen, meaning not published
 *   parts  0: this acknowledges `part`, and nothing follows
 *
 * Three letters are few, so plain data must begin with a Gnutella2 packet:
 *
 *           | control | length, 1 to 3 | name, 1 to 8 letters | …
 *   control  bits 7-6 bytes of the length · 5-3 letters of the name less one · 0 not set
 */
#define HEADER_LEN 8
#define FLAGS_KNOWN 0x13
#define FLAG_DEFLATED 0x01
#define PARTS_MAX 128

static bool is_packet(struct rd r)
{
	uint8_t control = rd_u8(&r);
	size_t letters = (control >> 3 & 7) + 1;

	rd_take(&r, control >> 6);
	for (size_t i = 0; i < letters; i++) {
		uint8_t c = rd_u8(&r);

		if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')))
			return false;
	}

	return !(control & 1) && !r.shortfall;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	bool g2 = rd_expect(&r, "GND", 3);
	uint8_t flags, part, parts;

	if (!g2 && !rd_expect(&r, "GTA", 3))
		return ANSWER_NO;

	flags = rd_u8(&r);
	rd_take(&r, 2);
	part = rd_u8(&r);
	parts = rd_u8(&r);
	if (r.shortfall || flags & ~FLAGS_KNOWN || !part || part > PARTS_MAX)
		return ANSWER_NO;
	if (!parts ? v->now.whole != HEADER_LEN : parts < part || !rd_left(&r))
		return ANSWER_NO;
	if (g2 && part == 1 && parts && !(flags & FLAG_DEFLATED) && !is_packet(r))
		return ANSWER_NO;

	out->proto = g2 ? PROTO_GNUTELLA2 : PROTO_GNUTELLA;
	out->what = g2 ? "gnutella2 datagram" : "gnutella semi-reliable datagram";
	return ANSWER_YES;
}

const struct dissector dissect_g2 = {
	.name = "gnutella2 udp",
	.proto = PROTO_GNUTELLA2,
	.transports = TRANSPORT_UDP,
	.FIRST("G"),
	.look = look,
};
