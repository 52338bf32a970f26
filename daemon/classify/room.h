/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_ROOM_H
#define PEERWALL_CLASSIFY_ROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../flow/flow.h"

/*
 * The room for what is kept of undecided flows. When it is full, the flow gives way that was silent
 * for longest, and one that a single side has spoken in before any other: floods are of those. Where more
 * than half is taken, nobody may hold more than an eighth of it: the opener of a
 * flow when it is on the LAN, else all that is opened from outside to one host. Of IPv6 a
 * host is a /64.
 */
struct room;

/* NULL: no memory. `cap` flows. */
struct room *room_new(size_t cap);
void room_free(struct room *r);

/* Whoever opened `f` holds as much as one may. */
bool room_is_denied(struct room *r, const struct flow *f);

/* The flow that has to give way before another one may come in, or NULL. */
struct flow *room_oldest(const struct room *r);

/* Gives `f` a watch, zeroed; false when all is taken, or memory is short. */
bool room_take(struct room *r, struct flow *f);

/* A packet of `f`, which has a watch. */
void room_touch(struct room *r, struct flow *f);

/* Takes the watch of `f` back. */
void room_give(struct room *r, struct flow *f);

/* Who holds most, and how many flows; 0: nobody has an eighth of the room. */
struct room_holder {
	struct addr host;
	bool from_outside;		/* it is the target */
	size_t held;
};

struct room_holder room_first_holder(const struct room *r);

#endif
