/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ciphered.h"
#include "list.h"
#include "plain.h"

/*
 * WASTE (its documentation): no byte of it is in the clear. What shows is how
 * much each side says in turn:
 *
 *   initiator   40       16 random bytes, and 24 under the network's password
 *   responder   40       the same; or more, when its key block follows at once
 *   initiator   128…512  a key block, by the length of its key in steps of 8
 *
 * On WASTE's port that is likely it.
 */
#define PORT 1337
#define HELLO_LEN 40
#define KEY_MIN 128
#define KEY_MAX 512

static bool is_key(uint32_t len)
{
	return len >= KEY_MIN && len <= KEY_MAX && len % 8 == 0;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd mine = plain_rd(v);
	struct rd theirs = plain_rd_other(v);

	/* The greeting is sent at once; less of anything is no reason to wait. */
	if (v->flight[0] != HELLO_LEN || !may_be_ciphered(mine, HELLO_LEN))
		return ANSWER_NO;
	if (v->n_flights < 2 || v->flight[1] < HELLO_LEN)
		return ANSWER_MORE;
	if (v->flight[1] > HELLO_LEN + KEY_MAX || v->flight[2] > KEY_MAX ||
	    (v->side == SIDE_RESPONDER && !may_be_ciphered(theirs, HELLO_LEN)))
		return ANSWER_NO;
	if (!is_key(v->flight[2]) ||
	    (v->flight[1] != HELLO_LEN && !is_key(v->flight[1] - HELLO_LEN)))
		return v->n_flights > 3 ? ANSWER_NO : ANSWER_MORE;

	out->what = "waste greetings";
	out->confidence = CONFIDENCE_LIKELY;
	if (!may_be_ciphered(theirs, HELLO_LEN))
		return ANSWER_NO;
	return v->port[SIDE_RESPONDER] == PORT ? ANSWER_YES : ANSWER_MAYBE;
}

const struct dissector dissect_waste = {
	.name = "waste",
	.proto = PROTO_WASTE,
	.transports = TRANSPORT_TCP,
	.look = look,
};
