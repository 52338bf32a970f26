/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_NFT_PLAN_H
#define PEERWALL_NFT_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../daemon/base/addr.h"
#include "../daemon/base/label.h"

/*
 * What shall stand in the kernel, in the terms of nftables: the nft backend
 * knows neither policies nor protocols. The caller owns it all. Names are of
 * letters, digits and `_`, as chains and counters are made of them.
 */
enum verdict {
	VERDICT_PASS,		/* out of our chains, as it is */
	VERDICT_DROP,
	VERDICT_REJECT,		/* TCP reset, else ICMP administratively prohibited */
	VERDICT_LIMIT,		/* drop what is over the rate; the rest is let pass */
};

/* One rule of the policy. Its packets and bytes are counted in one named counter. */
struct plan_rule {
	char name[64];			/* unique; its chain and its counter are r_NAME */
	enum verdict verdict;
	const struct prefix *hosts;	/* either end; none: any */
	size_t n_hosts;
	const struct prefix *except;	/* neither end */
	size_t n_except;
	uint64_t rate_bps;		/* LIMIT: bits a second, each way */
	bool per_host;			/* LIMIT: for each LAN host of its own */
};

/*
 * A label and the rules that apply to it, in order (indexes of plan.rules); a
 * flow for which none of them is passes. A label of confidence NONE (its port
 * alone) is acted upon before the flow is looked at, and goes on being looked at.
 */
struct plan_label {
	struct label label;
	char name[48];			/* "bittorrent_certain": the chain is p_NAME */
	const uint16_t *rules;
	size_t n_rules;
};

/* Ports that give a flow its first label (ports: enforce); no two of a transport overlap. */
struct plan_port {
	uint8_t transport;		/* IPPROTO_TCP or IPPROTO_UDP */
	uint16_t first;
	uint16_t last;
	struct label label;
};

/*
 * Payload that proves a label by itself: the kernel labels the flow, tells the
 * daemon by NFLOG, and queues nothing. A bit of 0 in `mask` is not compared.
 */
enum plan_side { SIDE_ANY, SIDE_ORIGINAL, SIDE_REPLY };	/* of the connection */

struct plan_signature {
	const char *name;
	uint8_t transport;		/* IPPROTO_TCP or IPPROTO_UDP */
	enum plan_side side;
	uint16_t least;			/* payload bytes; at least `len` */
	uint16_t most;			/* 0: any; UDP alone */
	uint16_t len;			/* of the pattern, from the payload's first byte on */
	const uint8_t *bytes;
	const uint8_t *mask;
	struct label label;
};

struct plan {
	uint32_t mark_mask;
	const char *const *lan;		/* interface names; none: all that is forwarded */
	size_t n_lan;
	uint16_t queue_first;
	uint16_t n_queues;
	bool fail_open;			/* the queue's bypass flag */
	const struct plan_rule *rules;
	size_t n_rules;
	const struct plan_label *labels;
	size_t n_labels;
	const struct plan_port *ports;
	size_t n_ports;
	const struct plan_signature *signatures;	/* for kernels with @ih and NFLOG */
	size_t n_signatures;
	/* What a responder begins with in plain protocols (their label does not count); same kernels. */
	const struct plan_signature *answers;
	size_t n_answers;
	/* What to tell of in flows that have that label (its number alone counts); same kernels. */
	const struct plan_signature *shapes;
	size_t n_shapes;
	uint16_t log_group;		/* of NFLOG, to tell of what a signature or shape met */
};

#endif
