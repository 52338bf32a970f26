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
 * half of the bytes: that is a text about the protocol. A capture may have cut the name.
 *
 * A connection that was there before us is known by its messages. What a side sends
 * next begins with one, as small ones are, or inside a block: then a header may follow
 * in the same segment. A text may hold anything, and is no block as far as we can tell.
 */
#define RESERVED 8
#define NAME_ENOUGH 10
#define TEXT_MIN 8
#define MESSAGE_MIN 5

static bool are_letters(struct rd r)
{
	int letters = 0;

	for (int i = 0; i < RESERVED; i++) {
		uint8_t byte = rd_u8(&r);

		letters += byte >= ' ' && byte < 0x7f;
	}

	return letters > RESERVED / 2;
}

/* By what is there: to wait would keep every other protocol waiting too. */
static enum answer look_inside(struct rd r, struct finding *out)
{
	int at = rd_printable(&r) < TEXT_MIN ? bt_frames_inside(r) : -1;

	if (at < 0)
		return ANSWER_NO;

	out->what = "bittorrent messages, midway";
	out->offset = (uint16_t)at;
	return ANSWER_YES;
}

/* Haves alone: do messages come back? */
static enum answer look_across(const struct piece *other, struct finding *out)
{
	bool back = other->len >= MESSAGE_MIN &&
		    bt_frames(rd_of(other->data, other->len)) != ANSWER_NO;

	out->confidence = back ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY;
	return ANSWER_YES;
}

static enum answer look_midway(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	struct rd frames = r;
	enum answer answer = rd_u8(&frames) ? ANSWER_NO : bt_frames(r);

	out->what = "bittorrent messages";
	if (answer == ANSWER_MAYBE)
		return look_across(&v->other, out);
	if (answer == ANSWER_NO || (answer == ANSWER_MORE && v->full))
		return look_inside(r, out);
	return answer;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);

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

	return look_midway(v, out);
}

const struct dissector dissect_bt_wire = {
	.name = "bittorrent wire",
	.proto = PROTO_BITTORRENT,
	.transports = TRANSPORT_TCP,
	.look = look,
};
