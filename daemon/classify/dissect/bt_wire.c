/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "bt_frames.h"

/*
 * BitTorrent between peers over TCP (BEP 3). Either side opens with
 *
 *   offset  0       1                      20         28          48        68
 *           | 0x13  | BitTorrent protocol  | reserved | info hash | peer id |
 *
 * The reserved bits are anybody's to use, but no client makes letters of more than
 * half of the bytes: that is a text about the protocol. A connection that was there
 * before us is known by its messages. A capture may have cut the name.
 */
#define RESERVED 8
#define NAME_ENOUGH 10

static bool are_letters(struct rd r)
{
	int letters = 0;

	for (int i = 0; i < RESERVED; i++) {
		uint8_t byte = rd_u8(&r);

		letters += byte >= ' ' && byte < 0x7f;
	}

	return letters > RESERVED / 2;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	struct rd frames = r;
	enum answer answer;

	if (rd_expect(&r, BT_HANDSHAKE, BT_HANDSHAKE_LEN)) {
		out->what = "bittorrent handshake";
		if (rd_left(&r) < RESERVED && !v->full)
			return ANSWER_MORE;
		return are_letters(r) ? ANSWER_NO : ANSWER_YES;
	}
	if (r.shortfall && !v->full)
		return ANSWER_MORE;
	if (r.shortfall && v->now.len >= NAME_ENOUGH) {
		out->confidence = CONFIDENCE_LIKELY;
		out->what = "beginning of a bittorrent handshake";
		return ANSWER_YES;
	}

	answer = bt_frames(frames);
	out->what = "bittorrent messages";
	return answer == ANSWER_MORE && v->full ? ANSWER_NO : answer;
}

const struct dissector dissect_bt_wire = {
	.name = "bittorrent wire",
	.proto = PROTO_BITTORRENT,
	.transports = TRANSPORT_TCP,
	.FIRST("\x13\0"),
	.look = look,
};
