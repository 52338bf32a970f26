/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_NFT_BLIND_H
#define PEERWALL_NFT_BLIND_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What makes us blind, as far as the kernel tells when it is asked: rules of other
 * tables, and interfaces. Nothing is logged.
 */
enum nft_blind_kind {
	NFT_BLIND_CT_MARK,	/* a rule sets the connection mark and drops our bits */
	NFT_BLIND_NOTRACK,	/* a rule takes packets out of connection tracking */
	NFT_BLIND_OFFLOAD,	/* a rule gives a flow to a flowtable before it has its label */
};

struct nft_blind {
	enum nft_blind_kind kind;
	char family[8];		/* "inet" */
	char table[64];
	char chain[64];
	char flowtable[64];	/* OFFLOAD */
	uint64_t handle;	/* of the rule */
};

/*
 * The rules of other tables that are so, in at most `max` rows: how many there are, -1 with errno
 * when the kernel cannot be asked. A flowtable counts when `is_ours` says so of one of its devices.
 */
int nft_blind_rules(uint32_t mark_mask, bool (*is_ours)(const void *ctx, const char *device),
		    const void *ctx, struct nft_blind *rows, size_t max);

/* An interface, and which one it is a port of. */
struct link {
	bool there;
	char of[IF_NAMESIZE];		/* "" : of none */
	char of_kind[16];		/* "bridge", "bond", … */
};

/* 0, or -1 with errno when the kernel cannot be asked. */
int link_ask(const char *name, struct link *l);

#endif
