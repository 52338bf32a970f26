/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_GATEWAY_INSIDE_H
#define PEERWALL_GATEWAY_INSIDE_H

/* What the gateway's files share: set-up (gateway.c), loop (gateway_loop.c), and the rest. */
#include "gateway.h"

#include "../nft/nft.h"
#include "act/blind.h"
#include "act/events.h"
#include "act/json.h"
#include "act/ledger.h"
#include "flow/ends.h"
#include "packet/nflog.h"
#include "policy/own.h"
#include "worker.h"

#define WORKERS_MAX QUEUES_MAX

/* Our table in the kernel: does it stand, and what has become of it? */
struct hold {
	struct nft_change change;	/* what was heard of it last */
	uint64_t print;			/* of the table as we put it there */
	bool look;			/* it was touched: does all of it stand? */
	bool lost;			/* it does not */
	int64_t lost_us;		/* the last time */
	char by[32];			/* who did it, with by_pid; 0: not known */
	pid_t by_pid;
	unsigned int row;		/* losses after which it did not stand for long */
	int64_t put_ms;			/* tried last to put it there; by the monotonic clock */
	int64_t looked_ms;
	uint64_t losses;
	uint64_t restored;
};

/* What hides traffic from us; and what of that the log was told. */
#define BLIND_SAID 64
struct met_of_late {
	uint64_t total;
	int64_t until_ms;
};

struct blindness {
	struct blind_spot spots[BLIND_MAX];
	size_t n;
	struct met_of_late gone;	/* labels, out of connection marks */
	struct met_of_late untracked;	/* packets without a connection */
	uint64_t said[BLIND_SAID];	/* sentences, by their hashes */
	size_t n_said;
	int64_t looked_ms;
};

/* Undecided flows without room: who holds most of it, and when that was last. */
struct flood {
	struct room_holder holder;
	int64_t since_us;		/* of the row of seconds; 0: there was none */
	int64_t last_us;
	int64_t logged_us;
};

struct gateway {
	struct gateway_options options;
	struct policy *policy;
	struct own_signatures *old_signatures;	/* of policies before; flows name them */
	struct plan *plan;
	struct nft_kernel kernel;
	struct nft_count *met;		/* of each rule, before the last reload; or NULL */
	struct nft_extra extra;		/* the same for what no rule counts */
	bool holds;			/* our table is in the kernel */
	struct channel notices;
	struct worker *workers[WORKERS_MAX];
	uint16_t n_workers;
	struct ends *ends;
	struct nflog *logged;		/* what the kernel labels by itself, or NULL */
	uint64_t labelled_by_kernel;	/* packets that did it */
	uint64_t logged_unreadable;
	struct events events;
	struct ledger *ledger;
	int listener;
	int signals;
	int ruleset;			/* tells of changes in the kernel's tables */
	struct hold hold;
	struct blindness blind;
	struct flood flood;
	int64_t looked_us;		/* when silent flows were looked for last */
	int64_t listed_us;		/* when conntrack listed last what runs; 0: not yet */
	int epoll;
	bool stopping;
	bool flushes;			/* at the end, whatever the policy says */
	bool broken;
	int64_t started_us;
	uint64_t reloads;
	uint64_t flows_labelled[LABEL_MAX + 1];
	uint64_t flows_found[FOUND_KINDS];
};

int64_t gateway_now_us(void);

/* By a clock that nobody sets. */
int64_t gateway_clock_ms(void);

/* A flow has got its label: in the ledger, in the counters, in the event log. */
void gateway_tell_label(struct gateway *g, const struct flow *f);

/* Its end, told at `at_us`; it is out of the ledger. */
void gateway_tell_end(struct gateway *g, const struct flow *f, int64_t at_us);

/* True when the flow has that label already, and runs: it is told of once. */
bool gateway_heard_again(struct gateway *g, const struct flow *f);

/* Each turn, and as often as this while flows run: ends those that conntrack does not know. */
#define LOOK_EVERY_US 2000000
void gateway_look_for_silent(struct gateway *g);

/* Something was found in a flow that has its label, by a packet of that shape. */
void gateway_tell_finding(struct gateway *g, const struct flow *f, enum found kind,
			  const char *shape);

/* A packet that a signature's or a shape's rule in the kernel has logged; `ctx` is the gateway. */
void gateway_on_logged(void *ctx, const struct logged *l);

/* A worker is out of room for undecided flows. */
void gateway_on_flood(struct gateway *g, const struct room_holder *holder);

/* The latest flood, or null. */
json_t *gateway_flood_json(const struct gateway *g);

/* What a worker tells; `ctx` is the gateway. */
void gateway_on_notice(void *ctx, const struct notice *n);

/* Takes a turn's worth of the notices that are waiting: true when there may be more. */
bool gateway_drain(struct gateway *g);

/* What each rule of the policy has met since the start, to free(); NULL when it cannot be read. */
struct nft_count *gateway_counts(const struct gateway *g, struct nft_extra *extra);

/* Puts the plan's table there, in place of what may stand: 0, or -1 when the log says why not. */
int gateway_put_table(struct gateway *g, const struct plan *plan);

/* Somebody changed the ruleset. */
void gateway_on_ruleset(struct gateway *g);

/* Does our table stand, now? Puts it back or sees to that. */
void gateway_look_at_table(struct gateway *g);

/* Each turn: what is due to hold the table. And how long until then; -1: nothing is. */
void gateway_hold_table(struct gateway *g);
int gateway_hold_wait_ms(const struct gateway *g);

/* Looks for what hides traffic from us, and tells the log what is new; how long until the next. */
void gateway_look_for_blind(struct gateway *g);
int gateway_blind_wait_ms(const struct gateway *g);
json_t *gateway_blind_json(const struct gateway *g);

/* What has become of the table, for the status. */
json_t *gateway_hold_json(const struct gateway *g);

/* Status as one JSON object. */
bool gateway_status(struct gateway *g, FILE *out);

#endif
