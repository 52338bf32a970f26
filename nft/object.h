/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_NFT_OBJECT_H
#define PEERWALL_NFT_OBJECT_H

#include <libnftnl/rule.h>
#include <stdint.h>

#include "batch.h"

/*
 * The things a table is made of: each put_… adds one of them to the batch,
 * named for the log as nft names it.
 */

/* "p_" + "bittorrent_certain": by value, so that a name can be made where it is used. */
struct object_name {
	char text[96];
};

struct object_name named(const char *prefix, const char *name);

/* The table, unless it is there. With a comment it must be new. */
void put_table(struct batch *b, const char *comment);

/* Deletes the table, which must be there. */
void put_no_table(struct batch *b);

void put_base_chain(struct batch *b, const char *name, int32_t priority);
void put_chain(struct batch *b, const char *name);

/* The rule goes to the end of its chain and is given back. `comment` is seen in `nft list`. */
void put_rule(struct batch *b, struct nftnl_rule *r, const char *comment);

void put_counter(struct batch *b, const char *name);

/* limit rate over `rate` bytes/second burst `burst` bytes */
void put_limit(struct batch *b, const char *name, uint64_t rate, uint32_t burst);

#endif
