/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_POLICY_VALUES_H
#define PEERWALL_POLICY_VALUES_H

#include "schema.h"

/*
 * The kinds of value a policy is made of. What each stores, and where:
 * at key->at of the record, unless it says otherwise.
 */
struct choice {
	const char *name;
	unsigned int value;
};

struct range {
	unsigned int least;
	unsigned int most;
};

extern const struct kind kind_version;		/* nothing: it must be 1 */
extern const struct kind kind_name;		/* const char * */
extern const struct kind kind_choice;		/* an enum; allowed: struct choice[], NULL-ended */
extern const struct kind kind_number;		/* unsigned int; allowed: struct range */
extern const struct kind kind_mask;		/* uint32_t, the mark mask */
extern const struct kind kind_queues;		/* queue_first and n_queues of struct policy */
extern const struct kind kind_rate;		/* rate_bps and per_host of struct rule */

extern const struct kind kind_section;		/* a map in the same record; allowed: its keys */
extern const struct kind kind_signatures;	/* own of struct policy, and of struct reading */

/* In lists.c */
extern const struct kind kind_interfaces;	/* lan and n_lan of struct policy */
extern const struct kind kind_hosts;		/* hosts and except of struct rule */
extern const struct kind kind_protocols;	/* labels of struct rule */

void choose_all_protocols(struct reading *r, bool *labels);

/* What the rules of this policy may name, NULL-ended; it lasts as the policy does. */
const struct protocol *const *known_protocols(struct reading *r);

/* Whether the list has items at all; those that are no word are complained about. */
bool has_items(struct reading *r, const struct key *key, const struct node *list, size_t most);

#endif
