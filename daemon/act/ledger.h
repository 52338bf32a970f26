/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_LEDGER_H
#define PEERWALL_ACT_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "../flow/flow.h"

/*
 * The ledger: labelled flows that still run, so that their end can be told with
 * the label and the evidence they had. Capped; a flow that finds it full has its
 * label told, but not its end.
 */
struct ledger;

struct ledger *ledger_new(size_t cap);
void ledger_free(struct ledger *l);

/* Takes a copy, as the newest; a flow of the same key is replaced. */
void ledger_add(struct ledger *l, const struct flow *f);

/* It was heard of at `now_us`: that is its last_us, and it is the newest. */
void ledger_touch(struct ledger *l, struct flow *f, int64_t now_us);

/* What was added or touched longest ago; NULL when there is none. */
struct flow *ledger_oldest(struct ledger *l);

/* The flow of `key`, to read or to add to, until the next call; NULL when it is not there. */
struct flow *ledger_find(struct ledger *l, const struct flow_key *key);

/* Takes the flow of `key` out. False when it is not there. */
bool ledger_take(struct ledger *l, const struct flow_key *key, struct flow *out);

size_t ledger_count(const struct ledger *l);
uint64_t ledger_refused(const struct ledger *l);

#endif
