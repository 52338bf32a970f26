/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/*
 * WinMX (public notes on its Peer Network Protocol; OpenDPI's winmx.c). All of
 * it is enciphered, but how it begins shows:
 *
 *   responder   31
 *   initiator   key block 16
 *   responder   key block 16, and on it goes
 *
 * On WinMX's ports that is likely it.
 */
#define KEY_LEN 16
#define GREETING_LEN 1
#define TEXT_MIN 13

static bool is_port(uint16_t port)
{
	return port == 6699 || (port >= 7950 && port <= 7952) || (port >= 7729 && port <= 7735);
}

/* A third of a key's bytes are printable, give or take a few. */
static bool is_text(struct rd r)
{
	int printable = 0;

	for (int i = 0; i < KEY_LEN; i++) {
		uint8_t c = rd_u8(&r);

		printable += c >= ' ' && c <= '~';
	}

	return printable >= TEXT_MIN;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd client = v->side == SIDE_INITIATOR ? plain_rd(v) : plain_rd_other(v);
	struct rd server = v->side == SIDE_INITIATOR ? plain_rd_other(v) : plain_rd(v);

	if (!rd_expect(&server, "1", 1) || v->flight[0] || v->flight[1] != GREETING_LEN)
		return ANSWER_NO;
	if (v->flight[2] > KEY_LEN || is_text(client))
		return ANSWER_NO;
	if (v->flight[2] < KEY_LEN)
		return v->flight[3] ? ANSWER_NO : ANSWER_MORE;
	if (rd_left(&client) < KEY_LEN)
		return ANSWER_NO;	/* the capture has cut it: it may be text */
	if (v->flight[3] < KEY_LEN)
		return ANSWER_MORE;

	out->what = "winmx greeting and keys";
	out->confidence = CONFIDENCE_LIKELY;
	return is_port(v->port[SIDE_RESPONDER]) ? ANSWER_YES : ANSWER_MAYBE;
}

const struct dissector dissect_winmx = {
	.name = "winmx",
	.proto = PROTO_WINMX,
	.transports = TRANSPORT_TCP,
	.look = look,
};
