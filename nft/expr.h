/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_NFT_EXPR_H
#define PEERWALL_NFT_EXPR_H

#include <libnftnl/rule.h>
#include <linux/netfilter/nf_tables.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>

#include "nft.h"

/*
 * The words our rules are written with. Each call appends one expression to
 * the rule; all of them work on register 1, so that a rule function reads in
 * the order of the nft sentence above it.
 */
#define NFT_TABLE "peerwall"
/* The comment of the table: who put it there. */
#define OWNER_FORMAT "peerwall pid %d queue %u count %u mask 0x%08x"
#define OWNER_SCAN "peerwall pid %d queue %" SCNu16 " count %" SCNu16 " mask %" SCNx32

struct nftnl_rule *rule_in(const char *chain);

void load_ct_mark(struct nftnl_rule *r);
void load_ct_direction(struct nftnl_rule *r);
void load_ct_state(struct nftnl_rule *r);

/* What the connection has carried: that side's, or both (SIDE_ANY). A number of 64 bits. */
void load_ct_packets(struct nftnl_rule *r, enum plan_side side);
void load_ct_bytes(struct nftnl_rule *r, enum plan_side side);

void load_meta(struct nftnl_rule *r, enum nft_meta_keys key);
void load_address(struct nftnl_rule *r, uint8_t family, bool source);
void load_dport(struct nftnl_rule *r);

/* @ih,0,8 >= 0: true of any first byte of payload; a packet without payload has none to compare. */
void want_payload(struct nftnl_rule *r);

/*
 * Compares payload from its first byte on with `bytes` under `mask`. What is not
 * compared at all is not loaded; a packet that is too short is no match.
 */
void want_bytes(struct nftnl_rule *r, const uint8_t *bytes, const uint8_t *mask, size_t len);

/* Payload of at least so many bytes; of UDP, at most. */
void want_payload_least(struct nftnl_rule *r, uint16_t bytes);
void want_datagram_most(struct nftnl_rule *r, uint16_t bytes);

/* An IPv6 address becomes its network, a /64: one host has all the addresses there it wants. */
void keep_network(struct nftnl_rule *r);

void keep_bits(struct nftnl_rule *r, uint32_t mask);
void put_bits(struct nftnl_rule *r, uint32_t mask, uint32_t bits);
void store_ct_mark(struct nftnl_rule *r);
void store_meta_mark(struct nftnl_rule *r);

void want_u32(struct nftnl_rule *r, uint32_t value);
void want_not_u32(struct nftnl_rule *r, uint32_t value);
void want_u8(struct nftnl_rule *r, uint8_t value);
void want_u64_least(struct nftnl_rule *r, uint64_t value);
void want_u64_below(struct nftnl_rule *r, uint64_t value);

/* TCP: a segment that opens a connection, SYN or SYN and ACK. */
void want_syn(struct nftnl_rule *r);
void want_in(struct nftnl_rule *r, const char *set);
void want_not_in(struct nftnl_rule *r, const char *set);
void vmap(struct nftnl_rule *r, const char *map);

void want_family(struct nftnl_rule *r, uint8_t family);		/* 4 or 6 */
void want_l4proto(struct nftnl_rule *r, uint8_t protocol);	/* IPPROTO_… */

/* log group GROUP snaplen BYTES, each packet at once; the other under a name, the prefix. */
void log_to(struct nftnl_rule *r, uint16_t group, uint32_t bytes);
void log_as(struct nftnl_rule *r, const char *name, uint16_t group, uint32_t bytes);

void count_in(struct nftnl_rule *r, const char *counter);
void limit_by(struct nftnl_rule *r, const char *limit);

/* update @set { REGISTER timeout … limit rate over … }: the limit is each element's own. */
void limit_each(struct nftnl_rule *r, const char *set, uint64_t timeout_ms, uint64_t rate,
		uint32_t burst);

void accept_it(struct nftnl_rule *r);
void drop_it(struct nftnl_rule *r);
void go_back(struct nftnl_rule *r);
void jump_to(struct nftnl_rule *r, const char *chain);
void goto_chain(struct nftnl_rule *r, const char *chain);
void reject_tcp(struct nftnl_rule *r);
void reject_icmpx(struct nftnl_rule *r);
void queue_to(struct nftnl_rule *r, const struct plan *plan, enum queue_path path);

#endif
