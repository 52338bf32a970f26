/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blind.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <libnftnl/chain.h>
#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/xt_CT.h>
#include <linux/netfilter/xt_connmark.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "batch.h"

/*
 * A rule is read from left to right, as the kernel runs it. Of each register is kept which
 * bits of the connection mark it still has in their places; where that mark is set from a
 * register that lacks one of ours, our label is gone. What a rule asks before tells whether
 * it can meet a labelled connection at all:
 *
 *   ct mark 0 …, ct state new …            no label is there yet
 *   ct mark and MASK != 0 flow add @f      the flow has its label
 *
 * Chains that see only what the gateway itself sends or takes in are left out.
 */
#define REGISTERS (NFT_REG32_15 + 1)
#define ALL_BITS 0xffffffff
#define FLOWTABLES_MAX 64
#define CHAINS_MAX 1024

struct reg {
	uint32_t kept;			/* bits of the connection mark that are in their places */
	uint32_t state;			/* bits of the connection's state that are kept */
};

/* What is known of a rule, up to where it was read. */
struct reading {
	const struct nftnl_rule *rule;
	struct reg regs[REGISTERS];
	bool no_label;
	bool labelled;
};

struct flowtable {
	uint8_t family;
	char table[64];
	char name[64];
};

/* A base chain that forwarded packets never meet. */
struct side_chain {
	uint8_t family;
	char table[64];
	char name[64];
};

struct search {
	uint32_t mask;
	bool (*is_ours)(const void *ctx, const char *device);
	const void *ctx;
	struct flowtable flowtables[FLOWTABLES_MAX];
	size_t n_flowtables;
	struct side_chain *side_chains;
	size_t n_side_chains;
	struct reading now;
	struct nft_blind *rows;
	size_t max;
	size_t n;
};

static struct reg *reg_of(struct reading *r, const struct nftnl_expr *e, uint16_t attr)
{
	uint32_t n = nftnl_expr_get_u32(e, attr);

	/* Four registers of 16 bytes are the first of each four of the sixteen short ones. */
	if (n >= NFT_REG_1 && n <= NFT_REG_4)
		n = NFT_REG32_00 + 4 * (n - NFT_REG_1);
	return n < REGISTERS ? &r->regs[n] : NULL;
}

static uint32_t word_of(const struct nftnl_expr *e, uint16_t attr)
{
	uint32_t len = 0;
	uint32_t word = 0;
	const void *data = nftnl_expr_get(e, attr, &len);

	if (data && len >= sizeof(word))
		memcpy(&word, data, sizeof(word));
	return word;
}

static void add_row(struct search *s, enum nft_blind_kind kind, const char *flowtable)
{
	static const char *const families[NFPROTO_NUMPROTO] = {
		[NFPROTO_INET] = "inet", [NFPROTO_IPV4] = "ip", [NFPROTO_IPV6] = "ip6",
		[NFPROTO_NETDEV] = "netdev", [NFPROTO_BRIDGE] = "bridge", [NFPROTO_ARP] = "arp",
	};
	const struct nftnl_rule *r = s->now.rule;
	uint32_t family = nftnl_rule_get_u32(r, NFTNL_RULE_FAMILY);
	struct nft_blind *row;

	if (s->n == s->max)
		return;
	row = &s->rows[s->n++];
	*row = (struct nft_blind){ .kind = kind };
	row->handle = nftnl_rule_get_u64(r, NFTNL_RULE_HANDLE);
	snprintf(row->family, sizeof(row->family), "%s",
		 family < NFPROTO_NUMPROTO && families[family] ? families[family] : "?");
	snprintf(row->table, sizeof(row->table), "%s", nftnl_rule_get_str(r, NFTNL_RULE_TABLE));
	snprintf(row->chain, sizeof(row->chain), "%s", nftnl_rule_get_str(r, NFTNL_RULE_CHAIN));
	snprintf(row->flowtable, sizeof(row->flowtable), "%s", flowtable);
}

/* The mark is set so that it keeps these bits of what it was. */
static void mark_is_set(struct search *s, uint32_t kept)
{
	if ((kept & s->mask) != s->mask && !s->now.no_label)
		add_row(s, NFT_BLIND_CT_MARK, "");
}

static void read_ct(struct search *s, const struct nftnl_expr *e)
{
	uint32_t key = nftnl_expr_get_u32(e, NFTNL_EXPR_CT_KEY);
	bool sets = nftnl_expr_is_set(e, NFTNL_EXPR_CT_SREG);
	struct reg *reg = reg_of(&s->now, e, sets ? NFTNL_EXPR_CT_SREG : NFTNL_EXPR_CT_DREG);

	if (sets && key == NFT_CT_MARK)
		mark_is_set(s, reg ? reg->kept : 0);
	if (sets || !reg)
		return;
	reg->kept = key == NFT_CT_MARK ? ALL_BITS : 0;
	reg->state = key == NFT_CT_STATE ? ALL_BITS : 0;
}

/* (register and MASK) xor XOR; a shift moves all bits. With two registers the first one's stay. */
static void read_bitwise(struct search *s, const struct nftnl_expr *e)
{
	const struct reg *from = reg_of(&s->now, e, NFTNL_EXPR_BITWISE_SREG);
	struct reg *to = reg_of(&s->now, e, NFTNL_EXPR_BITWISE_DREG);
	uint32_t op = nftnl_expr_get_u32(e, NFTNL_EXPR_BITWISE_OP);
	uint32_t mask = word_of(e, NFTNL_EXPR_BITWISE_MASK) & ~word_of(e, NFTNL_EXPR_BITWISE_XOR);

	if (!from || !to)
		return;
	*to = *from;
	if (op == NFT_BITWISE_BOOL) {
		to->kept &= mask;
		to->state &= mask;
	} else if (op == NFT_BITWISE_LSHIFT || op == NFT_BITWISE_RSHIFT) {
		*to = (struct reg){ 0, 0 };
	}
}

static void read_cmp(struct search *s, const struct nftnl_expr *e)
{
	const struct reg *reg = reg_of(&s->now, e, NFTNL_EXPR_CMP_SREG);
	uint32_t op = nftnl_expr_get_u32(e, NFTNL_EXPR_CMP_OP);
	uint32_t value = word_of(e, NFTNL_EXPR_CMP_DATA);

	if (!reg)
		return;
	if (op == NFT_CMP_EQ && (reg->kept & s->mask) == s->mask && !(value & s->mask))
		s->now.no_label = true;
	if (op == NFT_CMP_NEQ && reg->state == NF_CT_STATE_BIT(IP_CT_NEW) && value == 0)
		s->now.no_label = true;
	if (op == NFT_CMP_NEQ && reg->kept && !(reg->kept & ~s->mask) && value == 0)
		s->now.labelled = true;
}

/* iptables-nft: CONNMARK writes the bits of its mask, but where it restores; CT --notrack. */
static void read_target(struct search *s, const struct nftnl_expr *e)
{
	const char *name = nftnl_expr_get_str(e, NFTNL_EXPR_TG_NAME);
	uint32_t len = 0;
	const void *info = nftnl_expr_get(e, NFTNL_EXPR_TG_INFO, &len);
	struct xt_connmark_tginfo1 connmark;
	uint16_t flags;

	if (strcmp(name, "NOTRACK") == 0)
		add_row(s, NFT_BLIND_NOTRACK, "");
	if (strcmp(name, "CT") == 0 && info && len >= sizeof(flags)) {
		memcpy(&flags, info, sizeof(flags));
		if (flags & XT_CT_NOTRACK)
			add_row(s, NFT_BLIND_NOTRACK, "");
	}
	if (strcmp(name, "CONNMARK") == 0 && info && len >= sizeof(connmark)) {
		memcpy(&connmark, info, sizeof(connmark));
		if (nftnl_expr_get_u32(e, NFTNL_EXPR_TG_REV) > 1)
			connmark.mode = ((const struct xt_connmark_tginfo2 *)info)->mode;
		if (connmark.mode != XT_CONNMARK_RESTORE)
			mark_is_set(s, ~connmark.ctmask);
	}
}

static void read_offload(struct search *s, const struct nftnl_expr *e)
{
	const char *name = nftnl_expr_get_str(e, NFTNL_EXPR_FLOW_TABLE_NAME);
	const struct nftnl_rule *r = s->now.rule;

	for (size_t i = 0; i < s->n_flowtables && !s->now.labelled; i++) {
		const struct flowtable *f = &s->flowtables[i];

		if (f->family == nftnl_rule_get_u32(r, NFTNL_RULE_FAMILY) &&
		    strcmp(f->table, nftnl_rule_get_str(r, NFTNL_RULE_TABLE)) == 0 &&
		    strcmp(f->name, name) == 0)
			add_row(s, NFT_BLIND_OFFLOAD, name);
	}
}

/* Expressions that write no register. */
static bool writes_nothing(const char *name)
{
	static const char *const names[] = {
		"counter", "log", "limit", "objref", "quota", "connlimit", "match", "range", "cmp",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

static int on_expression(struct nftnl_expr *e, void *data)
{
	struct search *s = data;
	const char *name = nftnl_expr_get_str(e, NFTNL_EXPR_NAME);
	struct reg *to;

	if (strcmp(name, "ct") == 0)
		read_ct(s, e);
	else if (strcmp(name, "bitwise") == 0)
		read_bitwise(s, e);
	else if (strcmp(name, "cmp") == 0)
		read_cmp(s, e);
	else if (strcmp(name, "notrack") == 0)
		add_row(s, NFT_BLIND_NOTRACK, "");
	else if (strcmp(name, "target") == 0)
		read_target(s, e);
	else if (strcmp(name, "flow_offload") == 0)
		read_offload(s, e);
	else if (strcmp(name, "meta") == 0 && nftnl_expr_is_set(e, NFTNL_EXPR_META_DREG) &&
		 (to = reg_of(&s->now, e, NFTNL_EXPR_META_DREG)))
		*to = (struct reg){ 0, 0 };
	else if (!writes_nothing(name) && strcmp(name, "meta") != 0)
		memset(s->now.regs, 0, sizeof(s->now.regs));
	return 0;
}

static bool is_side_chain(const struct search *s, const struct nftnl_rule *r)
{
	for (size_t i = 0; i < s->n_side_chains; i++) {
		const struct side_chain *c = &s->side_chains[i];

		if (c->family == nftnl_rule_get_u32(r, NFTNL_RULE_FAMILY) &&
		    strcmp(c->table, nftnl_rule_get_str(r, NFTNL_RULE_TABLE)) == 0 &&
		    strcmp(c->name, nftnl_rule_get_str(r, NFTNL_RULE_CHAIN)) == 0)
			return true;
	}
	return false;
}

static int on_rule(const struct nlmsghdr *h, void *data)
{
	struct search *s = data;
	struct nftnl_rule *r;

	if (netlink_is_of_ours(h))
		return MNL_CB_OK;
	r = batch_need(nftnl_rule_alloc());
	s->now = (struct reading){ .rule = r };
	if (nftnl_rule_nlmsg_parse(h, r) == 0 && !is_side_chain(s, r))
		nftnl_expr_foreach(r, on_expression, s);
	nftnl_rule_free(r);
	return MNL_CB_OK;
}

static bool is_on_the_side(const struct nftnl_chain *c)
{
	uint32_t family = nftnl_chain_get_u32(c, NFTNL_CHAIN_FAMILY);
	uint32_t hook = nftnl_chain_get_u32(c, NFTNL_CHAIN_HOOKNUM);

	return nftnl_chain_is_set(c, NFTNL_CHAIN_HOOKNUM) &&
	       (family == NFPROTO_INET || family == NFPROTO_IPV4 || family == NFPROTO_IPV6) &&
	       (hook == NF_INET_LOCAL_IN || hook == NF_INET_LOCAL_OUT);
}

static int on_chain(const struct nlmsghdr *h, void *data)
{
	struct nftnl_chain *c = batch_need(nftnl_chain_alloc());
	struct search *s = data;

	if (nftnl_chain_nlmsg_parse(h, c) == 0 && is_on_the_side(c) &&
	    s->n_side_chains < CHAINS_MAX) {
		struct side_chain *side = &s->side_chains[s->n_side_chains++];

		side->family = (uint8_t)nftnl_chain_get_u32(c, NFTNL_CHAIN_FAMILY);
		snprintf(side->table, sizeof(side->table), "%s",
			 nftnl_chain_get_str(c, NFTNL_CHAIN_TABLE));
		snprintf(side->name, sizeof(side->name), "%s",
			 nftnl_chain_get_str(c, NFTNL_CHAIN_NAME));
	}
	nftnl_chain_free(c);
	return MNL_CB_OK;
}

/* True when one of the devices in a flowtable's nest of attributes is ours. */
static bool has_device(const struct search *s, const struct nlattr *hook)
{
	const struct nlattr *list;
	const struct nlattr *device;

	mnl_attr_for_each_nested(list, hook) {
		if (mnl_attr_get_type(list) != NFTA_FLOWTABLE_HOOK_DEVS)
			continue;
		mnl_attr_for_each_nested(device, list) {
			if (mnl_attr_validate(device, MNL_TYPE_NUL_STRING) == 0 &&
			    s->is_ours(s->ctx, mnl_attr_get_str(device)))
				return true;
		}
	}
	return false;
}

static int on_flowtable(const struct nlmsghdr *h, void *data)
{
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(h);
	struct search *s = data;
	struct flowtable f = { .family = nfg->nfgen_family };
	const struct nlattr *a;
	bool ours = false;

	mnl_attr_for_each(a, h, sizeof(*nfg)) {
		uint16_t type = mnl_attr_get_type(a);

		if (type == NFTA_FLOWTABLE_TABLE && mnl_attr_validate(a, MNL_TYPE_NUL_STRING) == 0)
			snprintf(f.table, sizeof(f.table), "%s", mnl_attr_get_str(a));
		if (type == NFTA_FLOWTABLE_NAME && mnl_attr_validate(a, MNL_TYPE_NUL_STRING) == 0)
			snprintf(f.name, sizeof(f.name), "%s", mnl_attr_get_str(a));
		if (type == NFTA_FLOWTABLE_HOOK)
			ours = has_device(s, a);
	}
	if (ours && s->n_flowtables < FLOWTABLES_MAX)
		s->flowtables[s->n_flowtables++] = f;
	return MNL_CB_OK;
}

static int ask_all(struct search *s, uint16_t type, mnl_cb_t on_message)
{
	char room[64];

	return netlink_ask_once(NETLINK_NETFILTER,
				nftnl_nlmsg_build_hdr(room, type, NFPROTO_UNSPEC, NLM_F_DUMP, 1),
				on_message, s);
}

static int search_once(struct search *s)
{
	int err;

	s->n = s->n_flowtables = s->n_side_chains = 0;
	err = ask_all(s, NFT_MSG_GETFLOWTABLE, on_flowtable);
	if (err && err != EINTR)
		err = 0;		/* none of them before Linux 4.16 */
	if (!err)
		err = ask_all(s, NFT_MSG_GETCHAIN, on_chain);
	return err ? err : ask_all(s, NFT_MSG_GETRULE, on_rule);
}

int nft_blind_rules(uint32_t mark_mask, bool (*is_ours)(const void *ctx, const char *device),
		    const void *ctx, struct nft_blind *rows, size_t max)
{
	struct search *s = batch_need(calloc(1, sizeof(*s)));
	int err = EINTR;
	int n;

	s->mask = mark_mask;
	s->is_ours = is_ours;
	s->ctx = ctx;
	s->rows = rows;
	s->max = max;
	s->side_chains = batch_need(calloc(CHAINS_MAX, sizeof(*s->side_chains)));
	for (int tries = 0; tries < 3 && err == EINTR; tries++)
		err = search_once(s);
	n = (int)s->n;
	free(s->side_chains);
	free(s);
	if (!err || err == EINTR)
		return n;
	errno = err;
	return -1;
}
