/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_AMOUNT_H
#define PEERWALL_ACT_AMOUNT_H

#include <stdint.h>

#include "record.h"

/* How much traffic: what every table of a summary counts. */
struct amount {
	uint64_t flows;
	uint64_t packets;
	uint64_t bytes;
};

static inline void amount_add(struct amount *a, const struct record *r)
{
	a->flows++;
	a->packets += r->packets;
	a->bytes += r->bytes;
}

#define AMOUNT_TEXT 40

/* For people; each returns `text`. */
const char *amount_count(uint64_t n, char text[AMOUNT_TEXT]);		/* "1,204" */
const char *amount_bytes(uint64_t bytes, char text[AMOUNT_TEXT]);	/* "38.2 MB" */
const char *amount_rate(uint64_t bps, char text[AMOUNT_TEXT]);		/* "2 Mbit/s" */
const char *amount_time(int64_t us, char text[AMOUNT_TEXT]);	/* "2024-05-01 10:00:03 UTC" */
const char *amount_span(int64_t us, char text[AMOUNT_TEXT]);	/* "4 min 10 s" */

/* "flow" or "flows". */
#define AMOUNT_PLURAL(n) ((n) == 1 ? "" : "s")

#endif
