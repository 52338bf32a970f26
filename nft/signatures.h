/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_NFT_SIGNATURES_H
#define PEERWALL_NFT_SIGNATURES_H

#include "batch.h"
#include "nft.h"

/*
 * The part of the table that knows signatures: chains sig_tcp and sig_udp, which
 * `forward` calls for payload of undecided flows. One that matches labels the
 * connection, tells the daemon by NFLOG, and lets the packet go on to `commit`.
 */
bool signatures_work(const struct plan *p, const struct nft_kernel *k);

/* The chains, then what is in them, then the calls: each to be put in its time. */
void signatures_put_chains(struct batch *b, const struct plan *p);
void signatures_put_rules(struct batch *b, const struct plan *p);
void signatures_put_calls(struct batch *b, const struct plan *p);

struct nftnl_rule;

#define LOGGED_BYTES 256	/* of a packet: headers, any signature, what is read of a message */

/* What must be true of a packet that has it: the side, the bytes, how many there are. */
void want_signature(struct nftnl_rule *r, const struct plan_signature *s);

/* True when none before the i-th of `list` is the same in that: so the chain is not there yet. */
bool signature_is_first(const struct plan_signature *list, size_t i,
		   bool (*same)(const struct plan_signature *a, const struct plan_signature *b));
bool signatures_share_label(const struct plan_signature *a, const struct plan_signature *b);

#endif
