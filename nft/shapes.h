/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_NFT_SHAPES_H
#define PEERWALL_NFT_SHAPES_H

#include "batch.h"
#include "nft.h"

/*
 * The part of the table that tells of shapes: a chain find_NUMBER for each label
 * number that has some. The chain of such a label begins with a jump there; what
 * fits is logged under the shape's name and goes on, whatever the policy then says.
 */
void shapes_put_chains(struct batch *b, const struct plan *p, const struct nft_kernel *k);
void shapes_put_rules(struct batch *b, const struct plan *p, const struct nft_kernel *k);

/* The jump, first of what the chain of `label` holds; nothing for a label without shapes. */
void shapes_put_call(struct batch *b, const struct plan *p, const struct nft_kernel *k,
		     const struct plan_label *label);

#endif
