/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_NFT_RULESET_H
#define PEERWALL_NFT_RULESET_H

#include "batch.h"
#include "nft.h"

/* The whole table of `plan`, for a kernel like this one, as messages of `b`. */
void ruleset_put(struct batch *b, const struct plan *plan, const struct nft_kernel *kernel);

/* The plan's rules: for each its counter, its chain r_NAME and, with hosts, m_NAME. */
void verdicts_put_objects(struct batch *b, const struct plan *plan);
void verdicts_put_rules(struct batch *b, const struct plan *plan);

/* True when some flows of a label pass this rule by. */
bool verdicts_has_match(const struct plan_rule *rule);

/* What chain r_NAME of a LIMIT needs, and its rules. */
void throttle_put_objects(struct batch *b, const struct plan_rule *rule);
void throttle_put_rules(struct batch *b, const struct plan *plan, const struct plan_rule *rule);

#endif
