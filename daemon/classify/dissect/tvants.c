/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * TVAnts (OpenDPI's tvants.c): a length in little-endian, and the program's
 * name in its greeting.
 *
 *   | 04 00 | 05..07 | 00 | length of all 2 | 00 00 | … TVANTS … |
 */
#define NAME_WITHIN 64

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	bool known = rd_expect(&r, "\4\0", 2);
	uint8_t kind = rd_u8(&r);
	bool zero = rd_u8(&r) == 0;
	uint16_t len = rd_le16(&r);
	bool zeros = rd_expect(&r, "\0\0", 2);
	size_t n = rd_left(&r) < NAME_WITHIN ? rd_left(&r) : NAME_WITHIN;
	struct rd start = rd_of(rd_take(&r, n), n);

	out->what = "tvants greeting";
	if (!known || kind < 5 || kind > 7 || !zero || !zeros || !start.at)
		return r.shortfall && v->transport == TRANSPORT_TCP && !v->full ? ANSWER_MORE :
										  ANSWER_NO;
	if (v->transport == TRANSPORT_TCP && v->now.len < len && !v->full)
		return ANSWER_MORE;
	return v->now.whole >= len && rd_contains(&start, "TVANTS", 6) &&
	       (v->transport == TRANSPORT_TCP || v->now.whole == len) ? ANSWER_YES : ANSWER_NO;
}

const struct dissector dissect_tvants = {
	.name = "tvants",
	.proto = PROTO_TVANTS,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("\4"),
	.look = look,
};
