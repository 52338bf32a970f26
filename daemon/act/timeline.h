/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_TIMELINE_H
#define PEERWALL_ACT_TIMELINE_H

#include <stdint.h>

#define TIMELINE_STEPS 96
#define TIMELINE_SERIES 16	/* the last one takes all that have no series of their own */

/*
 * Bytes over time in a fixed number of steps, whatever span comes: when a flow
 * lies outside, the steps double in width and pairs of them become one. Zero to start with.
 */
struct timeline {
	int64_t width_us;	/* of a step; 0: nothing added yet */
	int64_t first;		/* number of the first step, counted from 1970 */
	int64_t n;		/* steps in use */
	uint64_t bytes[TIMELINE_STEPS][TIMELINE_SERIES];
};

/* Spreads the bytes of a flow evenly over its life. */
void timeline_add(struct timeline *t, unsigned int series, int64_t first_us, int64_t last_us,
		  uint64_t bytes);

#endif
