/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_WORKER_H
#define PEERWALL_WORKER_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/channel.h"
#include "classify/learned.h"
#include "classify/room.h"
#include "flow/flow.h"
#include "policy/policy.h"

/*
 * A worker: one thread with one queue and one engine, which it shares with
 * nobody. What others should know of it, it sends as notices; what it should
 * know of others comes as orders.
 */
enum notice_kind { NOTICE_LABEL, NOTICE_LATE, NOTICE_LESSON, NOTICE_FLOOD, NOTICE_BROKEN };

struct notice {
	enum notice_kind kind;
	uint16_t worker;
	struct lesson lesson;		/* LESSON */
	struct room_holder holder;	/* FLOOD: who has most of the flows that are watched */
	struct flow flow;		/* LABEL, LATE (it is over): a copy without links */
};

enum order_kind { ORDER_SETTINGS, ORDER_LESSON, ORDER_DECIDED, ORDER_STOP };

struct order {
	enum order_kind kind;
	unsigned int budget;		/* SETTINGS */
	enum ports_mode ports;		/* SETTINGS */
	bool hidden;			/* SETTINGS */
	struct signature_list own;	/* SETTINGS; lives until the worker is gone */
	bool knows_lan;			/* SETTINGS */
	struct lesson lesson;		/* LESSON */
	struct flow_key key;		/* DECIDED: the kernel has labelled it, and told of it */
};

/* Written by the worker, read by anybody; each by itself. */
struct worker_counters {
	_Atomic uint64_t packets;
	_Atomic uint64_t decided;
	_Atomic uint64_t labelled;
	_Atomic uint64_t overruns;
	_Atomic uint64_t unsent;
	_Atomic uint64_t unreadable;	/* packets that are neither TCP nor UDP, or broken */
	_Atomic uint64_t no_room;	/* packets of flows that could not be watched */
	_Atomic uint64_t evicted;	/* undecided flows that gave way to others */
	_Atomic uint64_t out_of_window;	/* TCP packets from outside that no peer can have sent */
	_Atomic uint64_t out_of_budget;
	_Atomic uint64_t unproved;
	_Atomic uint64_t labels_gone;	/* packets of flows whose label somebody took away */
	_Atomic uint64_t notices_lost;
};

struct worker;

struct worker_options {
	uint16_t number;		/* from 0 */
	uint16_t of;			/* so many workers share the room */
	uint16_t queue;
	bool fail_open;
	uint32_t mark_mask;
	unsigned int budget;
	enum ports_mode ports;
	bool hidden;			/* the policy names hidden-p2p */
	bool knows_lan;			/* the policy says which interfaces are the LAN's */
	struct signature_list own;	/* the policy's; lives until the worker is gone */
	bool sets_aside;		/* the kernel compares bytes, so it knows what is set aside */
	int64_t udp_us;			/* conntrack's time for silent UDP, answered, */
	int64_t udp_one_side_us;	/* and not */
	const struct channel *notices;	/* to send to; outlives the worker */
};

/* Binds the queue, so that what can fail fails here; reads nothing yet. NULL after one sentence. */
struct worker *worker_new(const struct worker_options *options);

/* Starts the thread. */
int worker_start(struct worker *w);

/* Stops the thread, if it runs. */
void worker_stop(struct worker *w);

/*
 * Frees it all, once stopped. What its flows have to tell at their end may be more than the
 * channel takes, and nobody reads that meanwhile: it goes to `on_notice`.
 */
void worker_free(struct worker *w, void (*on_notice)(void *ctx, const struct notice *n), void *ctx);

/* False when the worker has too many orders waiting. */
bool worker_order(struct worker *w, const struct order *o);

const struct worker_counters *worker_counters(const struct worker *w);

#endif
