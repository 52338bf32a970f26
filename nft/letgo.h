/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_NFT_LETGO_H
#define PEERWALL_NFT_LETGO_H

#include "batch.h"
#include "nft.h"

/*
 * Flows that were let go, and what the kernel still looks at in them. Who wants to get through
 * may send something innocent first, which never arrives (a short time to live, numbers that no
 * window holds): so a flow that was let go on one side's word is only set aside. Needs what
 * signatures need; without it both kinds leave at once.
 *
 *   let_go      (cleared for good, or known by its port) signatures, for its first packets
 *   set_aside   the other side's answer: of a plain protocol, it is let go for good; anything
 *               else, and what the first side still sends before, is queued again, within limits;
 *               beyond them signatures alone
 *
 * Limits count packets and bytes of the connection as conntrack does, so they want
 * nf_conntrack_acct; a connection that began without it has none, and the daemon ends it.
 */
#define LET_GO_PACKETS 30		/* both ways */
#define SET_ASIDE_PACKETS 40		/* of each side */
#define SET_ASIDE_BYTES 32768		/* of the initiator: whoever sends more sends no decoy */

/* The chains, what is in them, and the calls in `forward`: each to be put in its time. */
void letgo_put_chains(struct batch *b);
void letgo_put_rules(struct batch *b, const struct plan *p);
void letgo_put_call(struct batch *b, const struct plan *p);
void letgo_put_call_aside(struct batch *b, const struct plan *p);

/* The mark of a flow that was set aside; and of one that was let go for good. */
uint32_t letgo_aside(const struct plan *p);
uint32_t letgo_for_good(const struct plan *p);

#endif
