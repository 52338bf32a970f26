/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_BUDGET_H
#define PEERWALL_CLASSIFY_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

#include "../flow/flow.h"
#include "learned.h"

/* How long an undecided flow is looked at, by its payload packets. */

/* Packets of the flow or, where it goes through a proxy, of what is inside. */
uint32_t budget_packets(const struct flow *f);

/* `budget` packets have been looked at, and nothing is a reason to look on. */
bool budget_is_spent(const struct flow *f, unsigned int budget, const struct learned *l);

/* Nothing was found by reading; what comes now is counted by its sizes alone. */
bool budget_is_past_reading(const struct flow *f, unsigned int budget);

/* Packets that a likely answer waits for proof. */
uint32_t budget_patience(const struct flow *f);

#endif
