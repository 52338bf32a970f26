/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_NFT_SET_H
#define PEERWALL_NFT_SET_H

#include <stddef.h>
#include <stdint.h>

#include "../daemon/base/addr.h"
#include "batch.h"

/*
 * Sets and verdict maps: made, filled, then put into the batch, however many
 * messages their elements take, and given back.
 */
struct nftnl_set;

/* The numbers nft knows its data types by, so that it lists elements as people write them. */
enum set_key {
	SET_IPV4 = 7,
	SET_IPV6 = 8,
	SET_PORT = 13,
	SET_MARK = 19,
	SET_IFNAME = 41,
};

/* `flags`: NFT_SET_… */
struct nftnl_set *set_new(const char *name, enum set_key key, uint32_t flags);
void set_put(struct batch *b, struct nftnl_set *s);

void set_add(struct nftnl_set *s, const void *key, uint32_t len);

/* The networks of one family (4 or 6); those that overlap or touch become one range. */
void set_add_networks(struct nftnl_set *s, const struct prefix *nets, size_t n, uint8_t family);

/* A map's element: `verdict` (NF_ACCEPT, NFT_GOTO …) and the chain it names, or NULL. */
void set_add_verdict(struct nftnl_set *s, const void *key, uint32_t len, int verdict,
		     const char *chain);
void set_add_port_verdict(struct nftnl_set *s, uint16_t first, uint16_t last, int verdict,
			  const char *chain);

/* A set that rules fill: elements time out, at most `size` of them. */
struct nftnl_set *set_new_dynamic(const char *name, enum set_key key, uint32_t size,
				  uint64_t timeout_ms);

#endif
