/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_DESCRIBE_H
#define PEERWALL_ACT_DESCRIBE_H

#include "../flow/flow.h"
#include "../policy/policy.h"
#include "record.h"

/* From a flow to the record that all outputs print. */
#define EVIDENCE_TEXT 96

/*
 * Fills `out` from `f` and what `policy` (or NULL) decides about it. The record
 * borrows from the flow, the policy, `capture` and `evidence`.
 */
void describe_flow(struct record *out, const struct flow *f, const struct policy *policy,
		   const char *capture, char evidence[EVIDENCE_TEXT]);

#endif
