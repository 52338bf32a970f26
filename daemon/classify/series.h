/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_SERIES_H
#define PEERWALL_CLASSIFY_SERIES_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/addr.h"

/*
 * Series: programs that number what they send from one socket, to whomever it
 * goes. One datagram of a shape may be chance; SERIES_PROOF of them in a row,
 * each to somebody else and each with the next number or one soon after, are
 * not. The table is capped; of two senders in one place the later one stays.
 */
#define SERIES_PROOF 4

struct series;

struct series *series_new(void);
void series_free(struct series *s);

/* `from` and `port` sent a message of `proto` with this number. True once that is proof. */
bool series_add(struct series *s, const struct addr *from, uint16_t port, uint16_t proto,
		const struct addr *to, uint16_t number);

#endif
