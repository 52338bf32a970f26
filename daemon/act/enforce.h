/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_ENFORCE_H
#define PEERWALL_ACT_ENFORCE_H

#include <stdint.h>

#include "../../nft/plan.h"
#include "../policy/policy.h"

/*
 * The policy as the kernel shall act on it. plan->rules[i] is policy->rules[i],
 * so that counters and rules go by one index. The plan borrows the policy's
 * strings and networks: the policy must outlive it.
 */
struct plan *enforce_plan(const struct policy *policy, uint16_t n_queues);
void enforce_free(struct plan *plan);

#endif
