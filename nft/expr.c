/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr.h"

#include <arpa/inet.h>
#include <endian.h>
#include <libnftnl/expr.h>
#include <linux/netfilter.h>
#include <linux/netfilter/xt_NFQUEUE.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"

#define REGISTER_BYTES 16	/* of register 1, and of what can be compared at once */

/* Every expression is made here and owned by its rule. */
static struct nftnl_expr *word(struct nftnl_rule *r, const char *name)
{
	struct nftnl_expr *e = batch_need(nftnl_expr_alloc(name));

	nftnl_rule_add_expr(r, e);
	return e;
}

struct nftnl_rule *rule_in(const char *chain)
{
	struct nftnl_rule *r = batch_need(nftnl_rule_alloc());

	nftnl_rule_set_u32(r, NFTNL_RULE_FAMILY, NFPROTO_INET);
	nftnl_rule_set_str(r, NFTNL_RULE_TABLE, NFT_TABLE);
	nftnl_rule_set_str(r, NFTNL_RULE_CHAIN, chain);
	return r;
}

static struct nftnl_expr *load_ct(struct nftnl_rule *r, enum nft_ct_keys key)
{
	struct nftnl_expr *e = word(r, "ct");

	nftnl_expr_set_u32(e, NFTNL_EXPR_CT_KEY, key);
	nftnl_expr_set_u32(e, NFTNL_EXPR_CT_DREG, NFT_REG_1);
	return e;
}

void load_ct_mark(struct nftnl_rule *r)
{
	load_ct(r, NFT_CT_MARK);
}

void load_ct_direction(struct nftnl_rule *r)
{
	load_ct(r, NFT_CT_DIRECTION);
}

static void load_ct_of(struct nftnl_rule *r, enum nft_ct_keys key, enum plan_side side)
{
	struct nftnl_expr *e = load_ct(r, key);

	if (side != SIDE_ANY)
		nftnl_expr_set_u8(e, NFTNL_EXPR_CT_DIR, side == SIDE_REPLY);
}

void load_ct_packets(struct nftnl_rule *r, enum plan_side side)
{
	load_ct_of(r, NFT_CT_PKTS, side);
}

void load_ct_bytes(struct nftnl_rule *r, enum plan_side side)
{
	load_ct_of(r, NFT_CT_BYTES, side);
}

void load_ct_state(struct nftnl_rule *r)
{
	load_ct(r, NFT_CT_STATE);
}

void load_meta(struct nftnl_rule *r, enum nft_meta_keys key)
{
	struct nftnl_expr *e = word(r, "meta");

	nftnl_expr_set_u32(e, NFTNL_EXPR_META_KEY, key);
	nftnl_expr_set_u32(e, NFTNL_EXPR_META_DREG, NFT_REG_1);
}

static void load_payload(struct nftnl_rule *r, enum nft_payload_bases base, uint32_t offset,
			 uint32_t len)
{
	struct nftnl_expr *e = word(r, "payload");

	nftnl_expr_set_u32(e, NFTNL_EXPR_PAYLOAD_DREG, NFT_REG_1);
	nftnl_expr_set_u32(e, NFTNL_EXPR_PAYLOAD_BASE, base);
	nftnl_expr_set_u32(e, NFTNL_EXPR_PAYLOAD_OFFSET, offset);
	nftnl_expr_set_u32(e, NFTNL_EXPR_PAYLOAD_LEN, len);
}

/* Where the addresses stand in the IPv4 (RFC 791) and IPv6 (RFC 8200) headers. */
void load_address(struct nftnl_rule *r, uint8_t family, bool source)
{
	if (family == 4)
		load_payload(r, NFT_PAYLOAD_NETWORK_HEADER, source ? 12 : 16, 4);
	else
		load_payload(r, NFT_PAYLOAD_NETWORK_HEADER, source ? 8 : 24, 16);
}

/* TCP and UDP alike: source port, destination port. */
void load_dport(struct nftnl_rule *r)
{
	load_payload(r, NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2);
}

/* register = (register & mask) ^ xor */
static void bitwise(struct nftnl_rule *r, uint32_t mask, uint32_t xor)
{
	struct nftnl_expr *e = word(r, "bitwise");

	nftnl_expr_set_u32(e, NFTNL_EXPR_BITWISE_SREG, NFT_REG_1);
	nftnl_expr_set_u32(e, NFTNL_EXPR_BITWISE_DREG, NFT_REG_1);
	nftnl_expr_set_u32(e, NFTNL_EXPR_BITWISE_OP, NFT_BITWISE_BOOL);
	nftnl_expr_set_u32(e, NFTNL_EXPR_BITWISE_LEN, sizeof(mask));
	nftnl_expr_set(e, NFTNL_EXPR_BITWISE_MASK, &mask, sizeof(mask));
	nftnl_expr_set(e, NFTNL_EXPR_BITWISE_XOR, &xor, sizeof(xor));
}

void keep_bits(struct nftnl_rule *r, uint32_t mask)
{
	bitwise(r, mask, 0);
}

void put_bits(struct nftnl_rule *r, uint32_t mask, uint32_t bits)
{
	bitwise(r, ~mask, bits);
}

void store_ct_mark(struct nftnl_rule *r)
{
	struct nftnl_expr *e = word(r, "ct");

	nftnl_expr_set_u32(e, NFTNL_EXPR_CT_KEY, NFT_CT_MARK);
	nftnl_expr_set_u32(e, NFTNL_EXPR_CT_SREG, NFT_REG_1);
}

void store_meta_mark(struct nftnl_rule *r)
{
	struct nftnl_expr *e = word(r, "meta");

	nftnl_expr_set_u32(e, NFTNL_EXPR_META_KEY, NFT_META_MARK);
	nftnl_expr_set_u32(e, NFTNL_EXPR_META_SREG, NFT_REG_1);
}

static void compare(struct nftnl_rule *r, enum nft_cmp_ops op, const void *data, uint32_t len)
{
	struct nftnl_expr *e = word(r, "cmp");

	nftnl_expr_set_u32(e, NFTNL_EXPR_CMP_SREG, NFT_REG_1);
	nftnl_expr_set_u32(e, NFTNL_EXPR_CMP_OP, op);
	nftnl_expr_set(e, NFTNL_EXPR_CMP_DATA, data, len);
}

void want_u32(struct nftnl_rule *r, uint32_t value)
{
	compare(r, NFT_CMP_EQ, &value, sizeof(value));
}

void want_not_u32(struct nftnl_rule *r, uint32_t value)
{
	compare(r, NFT_CMP_NEQ, &value, sizeof(value));
}

/* Registers are compared byte by byte, so a number of this machine is turned around first. */
static void compare_u64(struct nftnl_rule *r, enum nft_cmp_ops op, uint64_t value)
{
	struct nftnl_expr *e = word(r, "byteorder");
	uint64_t wire = htobe64(value);

	nftnl_expr_set_u32(e, NFTNL_EXPR_BYTEORDER_SREG, NFT_REG_1);
	nftnl_expr_set_u32(e, NFTNL_EXPR_BYTEORDER_DREG, NFT_REG_1);
	nftnl_expr_set_u32(e, NFTNL_EXPR_BYTEORDER_OP, NFT_BYTEORDER_HTON);
	nftnl_expr_set_u32(e, NFTNL_EXPR_BYTEORDER_LEN, sizeof(wire));
	nftnl_expr_set_u32(e, NFTNL_EXPR_BYTEORDER_SIZE, sizeof(wire));
	compare(r, op, &wire, sizeof(wire));
}

void want_u64_least(struct nftnl_rule *r, uint64_t value)
{
	compare_u64(r, NFT_CMP_GTE, value);
}

void want_u64_below(struct nftnl_rule *r, uint64_t value)
{
	compare_u64(r, NFT_CMP_LT, value);
}

void want_u8(struct nftnl_rule *r, uint8_t value)
{
	compare(r, NFT_CMP_EQ, &value, sizeof(value));
}

/* register &= mask, of up to 16 bytes */
static void keep_bytes(struct nftnl_rule *r, const uint8_t *mask, uint32_t len)
{
	static const uint8_t none[REGISTER_BYTES];
	struct nftnl_expr *e = word(r, "bitwise");

	nftnl_expr_set_u32(e, NFTNL_EXPR_BITWISE_SREG, NFT_REG_1);
	nftnl_expr_set_u32(e, NFTNL_EXPR_BITWISE_DREG, NFT_REG_1);
	nftnl_expr_set_u32(e, NFTNL_EXPR_BITWISE_OP, NFT_BITWISE_BOOL);
	nftnl_expr_set_u32(e, NFTNL_EXPR_BITWISE_LEN, len);
	nftnl_expr_set(e, NFTNL_EXPR_BITWISE_MASK, mask, len);
	nftnl_expr_set(e, NFTNL_EXPR_BITWISE_XOR, none, len);
}

void keep_network(struct nftnl_rule *r)
{
	static const uint8_t network[REGISTER_BYTES] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	};

	keep_bytes(r, network, sizeof(network));
}

/* The flags are the 14th byte of the header (RFC 9293). */
void want_syn(struct nftnl_rule *r)
{
	uint8_t syn = 0x02;
	uint8_t none = 0;

	load_payload(r, NFT_PAYLOAD_TRANSPORT_HEADER, 13, 1);
	keep_bytes(r, &syn, 1);
	compare(r, NFT_CMP_NEQ, &none, 1);
}

/* One load's worth of bytes that are all compared: as far as the next byte of any value. */
static uint32_t run_length(const uint8_t *mask, size_t len)
{
	uint32_t n = 0;

	while (n < len && n < REGISTER_BYTES && mask[n])
		n++;
	return n;
}

static bool is_whole(const uint8_t *mask, uint32_t len)
{
	for (uint32_t i = 0; i < len; i++) {
		if (mask[i] != 0xff)
			return false;
	}

	return true;
}

void want_bytes(struct nftnl_rule *r, const uint8_t *bytes, const uint8_t *mask, size_t len)
{
	for (size_t at = 0; at < len;) {
		uint32_t n = run_length(mask + at, len - at);

		if (n == 0) {
			at++;
			continue;
		}
		load_payload(r, NFT_PAYLOAD_INNER_HEADER, (uint32_t)at, n);
		if (!is_whole(mask + at, n))
			keep_bytes(r, mask + at, n);
		compare(r, NFT_CMP_EQ, bytes + at, n);
		at += n;
	}
}

void want_payload(struct nftnl_rule *r)
{
	want_payload_least(r, 1);
}

void want_payload_least(struct nftnl_rule *r, uint16_t bytes)
{
	uint8_t lowest = 0;

	load_payload(r, NFT_PAYLOAD_INNER_HEADER, bytes - 1u, 1);
	compare(r, NFT_CMP_GTE, &lowest, sizeof(lowest));
}

/* The length in the UDP header (RFC 768) counts its own 8 bytes. */
void want_datagram_most(struct nftnl_rule *r, uint16_t bytes)
{
	uint16_t most = htons((uint16_t)(bytes + 8));

	load_payload(r, NFT_PAYLOAD_TRANSPORT_HEADER, 4, sizeof(most));
	compare(r, NFT_CMP_LTE, &most, sizeof(most));
}

static struct nftnl_expr *lookup(struct nftnl_rule *r, const char *set)
{
	struct nftnl_expr *e = word(r, "lookup");

	nftnl_expr_set_u32(e, NFTNL_EXPR_LOOKUP_SREG, NFT_REG_1);
	nftnl_expr_set_str(e, NFTNL_EXPR_LOOKUP_SET, set);
	return e;
}

void want_in(struct nftnl_rule *r, const char *set)
{
	lookup(r, set);
}

void want_not_in(struct nftnl_rule *r, const char *set)
{
	nftnl_expr_set_u32(lookup(r, set), NFTNL_EXPR_LOOKUP_FLAGS, NFT_LOOKUP_F_INV);
}

void vmap(struct nftnl_rule *r, const char *map)
{
	nftnl_expr_set_u32(lookup(r, map), NFTNL_EXPR_LOOKUP_DREG, NFT_REG_VERDICT);
}

void want_family(struct nftnl_rule *r, uint8_t family)
{
	load_meta(r, NFT_META_NFPROTO);
	want_u8(r, family == 4 ? NFPROTO_IPV4 : NFPROTO_IPV6);
}

void want_l4proto(struct nftnl_rule *r, uint8_t protocol)
{
	load_meta(r, NFT_META_L4PROTO);
	want_u8(r, protocol);
}

static void object(struct nftnl_rule *r, uint32_t type, const char *name)
{
	struct nftnl_expr *e = word(r, "objref");

	nftnl_expr_set_u32(e, NFTNL_EXPR_OBJREF_IMM_TYPE, type);
	nftnl_expr_set_str(e, NFTNL_EXPR_OBJREF_IMM_NAME, name);
}

void count_in(struct nftnl_rule *r, const char *counter)
{
	object(r, NFT_OBJECT_COUNTER, counter);
}

static struct nftnl_expr *log_word(struct nftnl_rule *r, uint16_t group, uint32_t bytes)
{
	struct nftnl_expr *e = word(r, "log");

	nftnl_expr_set_u16(e, NFTNL_EXPR_LOG_GROUP, group);
	nftnl_expr_set_u32(e, NFTNL_EXPR_LOG_SNAPLEN, bytes);
	nftnl_expr_set_u16(e, NFTNL_EXPR_LOG_QTHRESHOLD, 1);
	return e;
}

void log_to(struct nftnl_rule *r, uint16_t group, uint32_t bytes)
{
	log_word(r, group, bytes);
}

void log_as(struct nftnl_rule *r, const char *name, uint16_t group, uint32_t bytes)
{
	nftnl_expr_set_str(log_word(r, group, bytes), NFTNL_EXPR_LOG_PREFIX, name);
}

void limit_by(struct nftnl_rule *r, const char *limit)
{
	object(r, NFT_OBJECT_LIMIT, limit);
}

void limit_each(struct nftnl_rule *r, const char *set, uint64_t timeout_ms, uint64_t rate,
		uint32_t burst)
{
	struct nftnl_expr *limit = batch_need(nftnl_expr_alloc("limit"));
	struct nftnl_expr *e = word(r, "dynset");

	nftnl_expr_set_u64(limit, NFTNL_EXPR_LIMIT_RATE, rate);
	nftnl_expr_set_u64(limit, NFTNL_EXPR_LIMIT_UNIT, 1);
	nftnl_expr_set_u32(limit, NFTNL_EXPR_LIMIT_BURST, burst);
	nftnl_expr_set_u32(limit, NFTNL_EXPR_LIMIT_TYPE, NFT_LIMIT_PKT_BYTES);
	nftnl_expr_set_u32(limit, NFTNL_EXPR_LIMIT_FLAGS, NFT_LIMIT_F_INV);

	nftnl_expr_set_u32(e, NFTNL_EXPR_DYNSET_SREG_KEY, NFT_REG_1);
	nftnl_expr_set_u32(e, NFTNL_EXPR_DYNSET_OP, NFT_DYNSET_OP_UPDATE);
	nftnl_expr_set_u64(e, NFTNL_EXPR_DYNSET_TIMEOUT, timeout_ms);
	nftnl_expr_set_str(e, NFTNL_EXPR_DYNSET_SET_NAME, set);
	nftnl_expr_add_expr(e, NFTNL_EXPR_DYNSET_EXPR, limit);
}

static void verdict(struct nftnl_rule *r, int code, const char *chain)
{
	struct nftnl_expr *e = word(r, "immediate");

	nftnl_expr_set_u32(e, NFTNL_EXPR_IMM_DREG, NFT_REG_VERDICT);
	nftnl_expr_set_u32(e, NFTNL_EXPR_IMM_VERDICT, (uint32_t)code);
	if (chain)
		nftnl_expr_set_str(e, NFTNL_EXPR_IMM_CHAIN, chain);
}

void accept_it(struct nftnl_rule *r)
{
	verdict(r, NF_ACCEPT, NULL);
}

void drop_it(struct nftnl_rule *r)
{
	verdict(r, NF_DROP, NULL);
}

void go_back(struct nftnl_rule *r)
{
	verdict(r, NFT_RETURN, NULL);
}

void jump_to(struct nftnl_rule *r, const char *chain)
{
	verdict(r, NFT_JUMP, chain);
}

void goto_chain(struct nftnl_rule *r, const char *chain)
{
	verdict(r, NFT_GOTO, chain);
}

static void reject(struct nftnl_rule *r, uint32_t type, uint8_t code)
{
	struct nftnl_expr *e = word(r, "reject");

	nftnl_expr_set_u32(e, NFTNL_EXPR_REJECT_TYPE, type);
	nftnl_expr_set_u8(e, NFTNL_EXPR_REJECT_CODE, code);
}

void reject_tcp(struct nftnl_rule *r)
{
	reject(r, NFT_REJECT_TCP_RST, 0);
}

void reject_icmpx(struct nftnl_rule *r)
{
	reject(r, NFT_REJECT_ICMPX_UNREACH, NFT_REJECT_ICMPX_ADMIN_PROHIBITED);
}

/* The kernel wants the size of a target's data rounded up to 8 bytes. */
union nfqueue_target {
	struct xt_NFQ_info_v3 info;
	uint64_t aligned;
};

/* xt_NFQUEUE through nft_compat. libnftnl takes the data over and frees it. */
static void queue_target(struct nftnl_rule *r, const struct plan *plan)
{
	struct nftnl_expr *e = word(r, "target");
	union nfqueue_target *t = batch_need(calloc(1, sizeof(*t)));

	t->info.queuenum = plan->queue_first;
	t->info.queues_total = plan->n_queues;
	t->info.flags = plan->fail_open ? NFQ_FLAG_BYPASS : 0;
	nftnl_expr_set_str(e, NFTNL_EXPR_TG_NAME, "NFQUEUE");
	nftnl_expr_set_u32(e, NFTNL_EXPR_TG_REV, 3);
	nftnl_expr_set(e, NFTNL_EXPR_TG_INFO, t, sizeof(*t));
}

static void queue_native(struct nftnl_rule *r, const struct plan *plan)
{
	struct nftnl_expr *e = word(r, "queue");

	nftnl_expr_set_u16(e, NFTNL_EXPR_QUEUE_NUM, plan->queue_first);
	nftnl_expr_set_u16(e, NFTNL_EXPR_QUEUE_TOTAL, plan->n_queues);
	nftnl_expr_set_u16(e, NFTNL_EXPR_QUEUE_FLAGS, plan->fail_open ? NFT_QUEUE_FLAG_BYPASS : 0);
}

/* Both hash the pair of addresses over the queues: the two ways of a flow meet one worker. */
void queue_to(struct nftnl_rule *r, const struct plan *plan, enum queue_path path)
{
	switch (path) {
	case QUEUE_NATIVE:
		queue_native(r, plan);
		break;
	case QUEUE_TARGET:
		queue_target(r, plan);
		break;
	}
}
