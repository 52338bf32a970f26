/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_BLIND_H
#define PEERWALL_ACT_BLIND_H

#include <inttypes.h>
#include <stddef.h>

#include "../policy/policy.h"

/*
 * Blind spots: what this gateway is set up to hide from us, each in a sentence that says
 * what it is, what it does, and what to write instead.
 */
struct blind_spot {
	const char *kind;		/* constant: "bridge-port" */
	char text[480];
};

#define BLIND_MAX 24

/* How to set the connection mark and keep our bits: the mask is its argument. */
#define BLIND_KEEP "ct mark set ct mark and 0x%08" PRIx32 " or VALUE"

/* What can be seen in the interfaces and in the rules of others: how many there are. */
size_t blind_look(const struct policy *p, struct blind_spot spots[BLIND_MAX]);

#endif
