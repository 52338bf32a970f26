/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_MSE_H
#define PEERWALL_CLASSIFY_MSE_H

#include <stdbool.h>
#include <stdint.h>

#include "../flow/flow.h"
#include "learned.h"
#include "sizes.h"

/*
 * The long look at TCP flows that may be BitTorrent behind MSE. Its bytes are random to all;
 * what there is are lengths, and what else the hosts do:
 *
 *   shape    the four flights of the handshake (dissect/bt_mse.c); other protocols have it
 *   exact    the shape, and a length that common programs give the third or the fifth flight
 *   sizes    the shape, and behind it the sizes of requests one way and pieces the other
 *   midway   the sizes alone, random from the first byte seen on: the handshake was missed.
 *            In each segment a block's or a request's header is looked for as well, since it
 *            may begin anywhere where nothing is enciphered: that is proof
 *
 * A flow of shape, and exact or sizes, is likely BitTorrent at a host that is known for it
 * (hosts.h), and nothing elsewhere: but each such flow is a sign that makes its host known.
 * Midway counts at such a host as well.
 */
#define MSE_PACKETS 160			/* payload packets that such a flow is watched for, */
#define MSE_PACKETS_KNOWN 640		/* and at a known host; the points begin anew each 160 */

enum mse_state { MSE_NONE, MSE_SHAPE, MSE_MIDWAY };

struct mse {
	enum mse_state state;
	bool exact;
	bool fits;			/* in its sizes */
	bool enciphered;		/* midway: all that was seen is random */
	bool frames;			/* midway: a message's header was found, */
	uint16_t segments;
	uint8_t speaker;		/* and the end that sent it */
	struct sizes sizes;
};

/* A segment with payload, of any TCP flow that is undecided; before mse_found() for it. */
void mse_add(struct mse *m, const struct packet *p, uint8_t end);

/* The handshake's shape is there, `exact` or not; `over`: the fifth flight has begun. */
void mse_found(struct mse *m, struct learned *l, const struct flow *f, bool exact, bool over,
	       int64_t now_us);

/* Nothing was found in the flow, random or not; its handshake may have been missed. */
void mse_midway(struct mse *m, bool enciphered);

/* What is known of the flow now makes it likely. New signs are told to `l`. */
bool mse_is_likely(struct mse *m, struct learned *l, const struct flow *f, int64_t now_us);

/* Why, once it is likely: a constant text. */
const char *mse_why(const struct mse *m);

#endif
