/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_GATEWAY_INSIDE_H
#define PEERWALL_GATEWAY_INSIDE_H

/* What the gateway's files share: set-up (gateway.c), loop (gateway_loop.c), gateway_status.c. */
#include "gateway.h"

#include "../nft/nft.h"
#include "act/events.h"
#include "act/ledger.h"
#include "flow/ends.h"
#include "worker.h"

#define WORKERS_MAX QUEUES_MAX

struct gateway {
	struct gateway_options options;
	struct policy *policy;
	struct plan *plan;
	struct nft_kernel kernel;
	struct nft_count *met;		/* of each rule, before the last reload; or NULL */
	struct nft_count queued;	/* the same for the queue */
	bool holds;			/* our table is in the kernel */
	struct channel notices;
	struct worker *workers[WORKERS_MAX];
	uint16_t n_workers;
	struct ends *ends;
	struct events events;
	struct ledger *ledger;
	int listener;
	int signals;
	int ruleset;			/* tells of changes in the kernel's tables */
	int64_t put_back_us;		/* when our table was put back last */
	int epoll;
	bool stopping;
	bool flushes;			/* at the end, whatever the policy says */
	bool broken;
	int64_t started_us;
	uint64_t reloads;
	uint64_t flows_labelled[LABEL_MAX + 1];
};

int64_t gateway_now_us(void);

/* Takes a turn's worth of the notices that are waiting: true when there may be more. */
bool gateway_drain(struct gateway *g);

/* What each rule of the policy has met since the start, to free(); NULL when it cannot be read. */
struct nft_count *gateway_counts(const struct gateway *g, struct nft_count *queued);

/* Status as one JSON object. */
bool gateway_status(struct gateway *g, FILE *out);

#endif
