/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ENGINE_H
#define PEERWALL_ENGINE_H

#include <stddef.h>

#include "classify/ladder.h"
#include "flow/flow.h"
#include "policy/policy.h"

/*
 * The engine: a packet's whole way, from the flow it belongs to, through the
 * kernel's stages as a dry run models them, up the ladder to a label. The same
 * engine runs over captures and in each worker of the daemon; it knows the time
 * from the packets alone.
 */
struct engine;

/* From its first packet on it looks for connections that are older, so long. */
#define ENGINE_MIDWAY_US (5 * 60 * 1000000LL)

struct engine_options {
	unsigned int budget;
	enum ports_mode ports;
	bool hidden;			/* hidden-p2p is looked for: the policy names it */
	size_t flows_max;
	int64_t midway_us;		/* ENGINE_MIDWAY_US, or another time */
	const struct policy *models;	/* dry run: whose kernel rules are modelled, or NULL */
	bool ask_ndpi;			/* what does it call the flows that others name? */
	struct signature_list own;	/* the policy's signatures; outlive every flow */
	bool live;			/* the kernel itself stands before the engine */
	size_t watches_max;		/* undecided flows that are watched at a time; 0: many */
	int64_t udp_us;			/* how long silent UDP is kept; 0: for three minutes, */
	int64_t udp_one_side_us;	/* where one side alone has spoken, too */
};

struct engine *engine_new(const struct engine_options *options,
			  void (*on_end)(void *ctx, const struct flow *f), void *ctx);

/* Ends all flows, which calls `on_end` for each. */
void engine_free(struct engine *e);

/* New settings, as in the options, from the next packet on. */
void engine_set(struct engine *e, unsigned int budget, enum ports_mode ports, bool hidden,
		struct signature_list own);

/*
 * One packet. Its flow, whose outcome may have been decided by it; good until
 * the next call. NULL when there was no memory for a flow.
 */
struct flow *engine_packet(struct engine *e, const struct packet *p);

/* No packet has come, and it is later now: flows end, memory goes back. */
void engine_expire(struct engine *e, int64_t now_us);

/* Live: the kernel has labelled the flow of `key`, if there is one, by itself. */
void engine_let_go(struct engine *e, const struct flow_key *key);

struct ladder *engine_ladder(struct engine *e);

struct engine_counters {
	uint64_t flows_evicted;		/* the flow table was full */
	uint64_t no_memory;
	uint64_t out_of_window;		/* TCP packets from outside that no peer can have sent */
	uint64_t labels_gone;		/* packets of flows whose label somebody took away */
	struct ladder_counters ladder;
};

struct engine_counters engine_counters(const struct engine *e);

#endif
