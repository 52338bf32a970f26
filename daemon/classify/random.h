/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_RANDOM_H
#define PEERWALL_CLASSIFY_RANDOM_H

#include "../base/rd.h"

/*
 * True when the next `max` bytes, or what there is of them, are as random as a
 * cipher makes them: between 3.4 and 4.6 of 8 bits are set (three deviations
 * around 4, or more), two in three values differ, and no long run is printable.
 * False for less than RANDOM_MIN bytes. Wu et al., USENIX Security 2023.
 */
#define RANDOM_MIN 56

bool looks_random(struct rd r, size_t max);

/* The same for short messages, which tell less: false for less than RANDOM_MIN_SHORT bytes. */
#define RANDOM_MIN_SHORT 32

bool looks_random_at_all(struct rd r, size_t max);

/* How many values the next `max` bytes have, or what there is of them. */
size_t random_distinct(struct rd r, size_t max);

#endif
