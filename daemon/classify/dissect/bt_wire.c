/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "bt_frames.h"

/*
 * BitTorrent between peers over TCP (BEP 3). Either side opens with
 *
 *   offset  0       1                      20         28          48        68
 *           | 0x13  | BitTorrent protocol  | reserved | info hash | peer id |
 *
 * A connection that was there before us is known by its messages.
 */
static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	struct rd frames = r;
	enum answer answer;

	if (rd_expect(&r, BT_HANDSHAKE, BT_HANDSHAKE_LEN)) {
		out->what = "bittorrent handshake";
		return ANSWER_YES;
	}
	if (r.shortfall && !v->full)
		return ANSWER_MORE;

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
