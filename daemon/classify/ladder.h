/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_LADDER_H
#define PEERWALL_CLASSIFY_LADDER_H

#include <stdbool.h>
#include <stdint.h>

#include "../flow/flow.h"
#include "learned.h"
#include "room.h"
#include "signatures.h"

/*
 * The ladder: how a flow gets its label. Cheapest and surest first: signatures, own
 * dissectors, plain protocols, nDPI, learned peers, and, when the budget of
 * payload packets is spent, the classic port. One ladder a worker; it holds all
 * that is kept of undecided flows.
 */
struct ladder;

struct ladder_options {
	unsigned int budget;		/* payload packets looked at per flow */
	size_t watches_max;		/* undecided flows that are watched at a time */
	struct signature_list own;	/* the policy's, compared over the streams of TCP */
	int64_t midway_us;		/* from the first packet on: connections may be older */
	bool port_hint;			/* name by the classic port what nothing else names */
	bool hidden;			/* a policy names hidden-p2p: hosts are counted */
	bool ask_ndpi;			/* on each deciding packet, to tell where it differs */
};

/* Every way to give up. */
struct ladder_counters {
	uint64_t looked;		/* payload packets looked at */
	uint64_t out_of_budget;		/* flows let go because nothing was found in time */
	uint64_t no_room;		/* packets of flows that could not be watched: their host has too many */
	uint64_t evicted;		/* flows no longer watched, for others to be */
	uint64_t unproved;		/* packets whose proof would have cost too much just then */
	uint64_t lowered;		/* P2P answers lowered because a plain protocol fits too */
};

struct ladder *ladder_new(const struct ladder_options *options);
void ladder_free(struct ladder *l);

void ladder_set(struct ladder *l, const struct ladder_options *options);

/* Looks at one payload packet, sent by `end`, of an undecided flow; may decide it. */
void ladder_look(struct ladder *l, struct flow *f, const struct packet *p, uint8_t end);

/* Packet `p` of an undecided flow, sent by `end`, has signature `s`: that decides it. */
void ladder_prove(struct ladder *l, struct flow *f, const struct packet *p, uint8_t end,
		  const struct signature *s);

/* A packet that anybody may have sent has signature `s`: it counts when it is answered, or alone. */
void ladder_claim(struct ladder *l, struct flow *f, const struct signature *s);

/*
 * A flow that was set aside is undecided again, by what comes from now on; false when there is
 * no room. What it was stands if nothing better is found.
 */
bool ladder_reopen(struct ladder *l, struct flow *f);

/* The flow is over or of no more interest: gives back what was kept of it. */
void ladder_forget(struct ladder *l, struct flow *f);

/* What it has learned; lives as long as the ladder. */
struct learned *ladder_learned(struct ladder *l);

/* Who holds most of the room for undecided flows. */
struct room_holder ladder_first_holder(const struct ladder *l);

const struct ladder_counters *ladder_counters(const struct ladder *l);

/* What its classic port alone makes of a flow: the label, not decided yet. */
struct outcome ladder_port_outcome(uint16_t proto);

/* The label of a flow that nothing but its classic port names; not decided if there is none. */
struct outcome ladder_port_hint(const struct flow *f, bool asked);

/* The classic protocol of either port, the responder's first; NULL when there is none. */
const struct protocol *ladder_port_protocol(const struct flow *f);

/* "port", "signature", "dissector", "ndpi", "peer", "host", "budget" or "". */
const char *stage_name(enum stage stage);

#endif
