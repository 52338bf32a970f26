/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_NFT_NFT_H
#define PEERWALL_NFT_NFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "plan.h"

/*
 * The nftables backend: table `inet peerwall`, and nothing besides it, by
 * netlink alone. Each call opens its own socket and closes it again, works in
 * the network namespace of the caller, and logs its failure in one sentence.
 *
 * How a label gets into the connection mark: the daemon sets it in the PACKET
 * mark of its verdict (NFQA_MARK = the packet's mark | mark_of(label, mask)),
 * and chain `commit`, the next one the packet meets, moves our bits over to the
 * connection and takes them off the packet. No bits: the connection keeps what
 * it has. Not NFQA_CT: a kernel without CONFIG_NETFILTER_NETLINK_GLUE_CT refuses
 * such a verdict, and the packet with it.
 */

/* How this kernel hands packets to us; found out by trying. */
enum queue_path {
	QUEUE_NATIVE,		/* the nft expression `queue` */
	QUEUE_TARGET,		/* xt_NFQUEUE through nft_compat */
};

struct nft_kernel {
	enum queue_path queue;
	bool inner_header;	/* @ih is there (5.16): packets without payload are not queued */
	bool log;		/* NFLOG is there */
};

/* True when it has what signatures and shapes need: @ih and NFLOG. */
bool nft_compares_bytes(const struct nft_kernel *k);

/* 0 with `found` filled in, or -1: no rights, no nftables, or no way to queue packets at all. */
int nft_probe(struct nft_kernel *found);

#define NFT_KERNEL_TEXT 224

/* "queue: ...; payload match: ..." for people; returns `text`. */
const char *nft_kernel_text(const struct nft_kernel *k, char text[NFT_KERNEL_TEXT]);

/*
 * Replaces the whole table by what `plan` says, in one transaction: either all
 * of it stands afterwards or all is as before. Labels in connection marks live
 * on; counters start at zero; packets waiting in the queue are dropped by the kernel.
 * `found` (or NULL) is told what nft_probe() would tell.
 */
int nft_apply(const struct plan *plan, struct nft_kernel *found);

/* Deletes the table. 0 also when there is none. */
int nft_remove(void);

/* Loads `plan` in a throw-away network namespace (a child process), which then ends. */
int nft_check(const struct plan *plan, struct nft_kernel *found);

/* Who put the table there: written into its comment. */
struct nft_owner {
	pid_t pid;		/* 0: the comment is not ours to read */
	uint16_t queue_first;
	uint16_t n_queues;
	uint32_t mark_mask;
};

/* 1: there is a table, `owner` is filled in. 0: none. -1: could not ask. */
int nft_table_owner(struct nft_owner *owner);

/*
 * As nft_apply(), and tells the print of what stands now: as long as all of it does, and
 * nothing else is in the table, nft_table_stands() finds the same.
 */
int nft_hold(const struct plan *plan, struct nft_kernel *found, uint64_t *print);

/* 1: the table is as it was. 0: gone, or another in any part. -1: could not be asked for. */
int nft_table_stands(uint64_t print);

/* A socket that can be read whenever anybody has changed the ruleset; -1 after one sentence. */
int nft_watch_open(void);

struct nft_change {
	bool ours;		/* our table was touched (we do so, too), or messages were lost */
	pid_t by_pid;		/* by whom, last; 0: the kernel does not say */
	char by[32];
	bool in_transaction;	/* touched in one whose end has not come yet */
};

/* Reads what waits there. `c` is kept from one call to the next; it begins as zero. */
void nft_watch_read(int fd, struct nft_change *c);

struct nft_count {
	uint64_t packets;
	uint64_t bytes;
};

/* What no rule of the plan counts. */
struct nft_extra {
	struct nft_count queued;
	struct nft_count untracked;	/* of the LAN, without a connection: never looked at */
};

/* What each of plan->rules has met (`rules`, n_rules of them), and the rest; 0 without a table. */
int nft_counters(const struct plan *plan, struct nft_count *rules, struct nft_extra *extra);

/* Takes our bits out of every connection mark; `cleared` (or NULL) is told how many had any. */
int ct_clear_marks(uint32_t mask, size_t *cleared);

#endif
