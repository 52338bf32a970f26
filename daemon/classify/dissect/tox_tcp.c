/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "../random.h"

/*
 * Tox over TCP, to a relay (TokTok/spec, "TCP client" and "TCP server"):
 *
 *   client   | public key 32 | nonce 24 | enciphered 72 |
 *   relay    | nonce 24 | enciphered 72 |
 *   both     | length 2 | enciphered, with a mac of 16 | ...
 *
 * All of it is random but the lengths, which count a flight to its last byte.
 * With the two sizes before them they are likely Tox.
 */
#define HELLO_LEN 128
#define ANSWER_LEN 96
#define FRAME_MIN (16 + 1)
#define FRAME_MAX 2050
#define RANDOM_LOOK 96

static bool is_enciphered(const struct piece *p)
{
	return looks_random(rd_of(p->data, p->len), RANDOM_LOOK);
}

/* Whole frames and nothing else. */
static enum answer walk(const struct view *v, struct rd r)
{
	while (rd_left(&r)) {
		uint16_t len = rd_be16(&r);

		if (!r.shortfall && (len < FRAME_MIN || len > FRAME_MAX))
			return ANSWER_NO;
		rd_take(&r, len);
	}

	if (r.shortfall)
		return v->full ? ANSWER_NO : ANSWER_MORE;
	return ANSWER_YES;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	unsigned int n = v->n_flights;

	if (v->flight[0] > HELLO_LEN || (n > 1 && v->flight[0] < HELLO_LEN) ||
	    v->flight[1] > ANSWER_LEN || (n > 2 && v->flight[1] < ANSWER_LEN) ||
	    !is_enciphered(&v->now))
		return ANSWER_NO;
	if (n < 3)
		return ANSWER_MORE;

	rd_take(&r, v->side == SIDE_INITIATOR ? HELLO_LEN : ANSWER_LEN);
	if (!rd_left(&r))
		return ANSWER_MORE;
	out->what = "tox relay's handshake and frames";
	out->confidence = CONFIDENCE_LIKELY;
	return walk(v, r);
}

const struct dissector dissect_tox_tcp = {
	.name = "tox tcp",
	.proto = PROTO_TOX,
	.transports = TRANSPORT_TCP,
	.look = look,
};
