/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_RANKING_H
#define PEERWALL_ACT_RANKING_H

#include <stddef.h>

#include "tally.h"

/*
 * A tally's tables in the order people read them, largest first. Each array is
 * to be freed, its entries are the tally's. NULL when empty or without memory.
 */
const struct tally_protocol **ranking_protocols(const struct tally *t);	/* P2P, plain, unknown */
const struct tally_host **ranking_hosts(const struct tally *t);
const struct ports_row **ranking_ports(const struct tally *t);
const struct tally_capture **ranking_captures(const struct tally *t);

/* What one host ran, into `out`, at most `max`; returns how many there are. */
size_t ranking_of_host(const struct tally *t, const struct addr *host,
		       const struct tally_pair *out[], size_t max);

/* The protocol of a pair; the i-th P2P protocol of the timeline or of a rule's bits, or NULL. */
const struct tally_protocol *ranking_of_pair(const struct tally *t, const struct tally_pair *pair);
const struct tally_protocol *ranking_p2p(const struct tally *t, unsigned int i);

#endif
