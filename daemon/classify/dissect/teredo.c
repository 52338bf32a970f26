/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/*
 * Teredo (RFC 4380): IPv6 in UDP. Up to two indications may stand before the
 * packet:
 *
 *   authentication  | 00 01 | length of id 1 | of value 1 | id | value | nonce 8 | 1 |
 *   origin          | 00 00 | port 2 | address 4 |
 *   packet          | 6. | … 3 | length 2 | next header 1 | hops 1 | from 16 | to 16 | … |
 *
 * The packet's length must end where the datagram does; behind a bubble (no
 * next header, no length) anything may stand. One of the two addresses is in
 * Teredo's own network, 2001::/32, or, of one who has none yet and asks on
 * Teredo's port for it, of the link; any other IPv6 in UDP is somebody's tunnel.
 */
#define TEREDO_PORT 3544
#define NO_NEXT_HEADER 59

static void skip_indications(struct rd *r)
{
	if (rd_expect(r, "\0\1", 2)) {
		size_t id = rd_u8(r);
		size_t value = rd_u8(r);

		rd_take(r, id + value + 9);
	}
	if (rd_expect(r, "\0\0", 2))
		rd_take(r, 6);
}

/* fe80::/10, a router that is asked and whoever asks it */
static bool is_of_link(struct rd address)
{
	return (rd_be16(&address) & 0xffc0) == 0xfe80;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint32_t cut = v->now.whole - v->now.len;
	uint8_t version;
	uint16_t len;
	uint8_t next;
	struct rd from, to;

	skip_indications(&r);
	version = (uint8_t)(rd_u8(&r) >> 4);
	rd_take(&r, 3);
	len = rd_be16(&r);
	next = rd_u8(&r);
	rd_take(&r, 1);
	from = r;
	rd_take(&r, 16);
	to = r;
	rd_take(&r, 16);
	if (r.shortfall || version != 6)
		return ANSWER_NO;
	if (len != rd_left(&r) + cut && !(len == 0 && next == NO_NEXT_HEADER))
		return ANSWER_NO;

	out->what = "ipv6 from or to teredo";
	if (rd_expect(&from, "\x20\1\0\0", 4) || rd_expect(&to, "\x20\1\0\0", 4))
		return ANSWER_YES;
	out->what = "ipv6 on the port of teredo";
	return is_of_link(from) && plain_port(v, TEREDO_PORT) ? ANSWER_YES : ANSWER_NO;
}

const struct dissector dissect_teredo = {
	.name       = "teredo",
	.proto      = PROTO_TEREDO,
	.transports = TRANSPORT_UDP,
	.FIRST("\x00\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"),
	.look       = look,
};
