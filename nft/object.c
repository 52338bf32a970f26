/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object.h"

#include <libmnl/libmnl.h>
#include <libnftnl/chain.h>
#include <libnftnl/object.h>
#include <libnftnl/table.h>
#include <libnftnl/udata.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <stdio.h>

#include "expr.h"

struct object_name named(const char *prefix, const char *name)
{
	struct object_name n;

	snprintf(n.text, sizeof(n.text), "%s%s", prefix, name);
	return n;
}

/* User data of one comment, as nft writes and lists it. */
static struct nftnl_udata_buf *comment_of(uint8_t type, const char *text)
{
	struct nftnl_udata_buf *u = batch_need(nftnl_udata_buf_alloc(NFT_USERDATA_MAXLEN));

	nftnl_udata_put_strz(u, type, text);
	return u;
}

static struct nftnl_table *table_of(void)
{
	struct nftnl_table *t = batch_need(nftnl_table_alloc());

	nftnl_table_set_u32(t, NFTNL_TABLE_FAMILY, NFPROTO_INET);
	nftnl_table_set_str(t, NFTNL_TABLE_NAME, NFT_TABLE);
	return t;
}

void put_table(struct batch *b, const char *comment)
{
	struct nlmsghdr *h = batch_add(b, NFT_MSG_NEWTABLE, NLM_F_CREATE, "table inet " NFT_TABLE);
	struct nftnl_udata_buf *u = comment ? comment_of(NFTNL_UDATA_TABLE_COMMENT, comment) : NULL;
	struct nftnl_table *t = table_of();

	if (u)
		nftnl_table_set_data(t, NFTNL_TABLE_USERDATA, nftnl_udata_buf_data(u),
				     nftnl_udata_buf_len(u));
	nftnl_table_nlmsg_build_payload(h, t);
	nftnl_table_free(t);
	if (u)
		nftnl_udata_buf_free(u);
}

void put_no_table(struct batch *b)
{
	struct nlmsghdr *h = batch_add(b, NFT_MSG_DELTABLE, 0, "table inet " NFT_TABLE ": delete");
	struct nftnl_table *t = table_of();

	nftnl_table_nlmsg_build_payload(h, t);
	nftnl_table_free(t);
}

static struct nftnl_chain *chain_of(const char *name)
{
	struct nftnl_chain *c = batch_need(nftnl_chain_alloc());

	nftnl_chain_set_u32(c, NFTNL_CHAIN_FAMILY, NFPROTO_INET);
	nftnl_chain_set_str(c, NFTNL_CHAIN_TABLE, NFT_TABLE);
	nftnl_chain_set_str(c, NFTNL_CHAIN_NAME, name);
	return c;
}

static void put_chain_message(struct batch *b, struct nftnl_chain *c)
{
	const char *name = nftnl_chain_get_str(c, NFTNL_CHAIN_NAME);
	struct nlmsghdr *h = batch_add(b, NFT_MSG_NEWCHAIN, NLM_F_CREATE, "chain %s", name);

	nftnl_chain_nlmsg_build_payload(h, c);
	nftnl_chain_free(c);
}

/* type filter hook forward priority …; policy accept */
void put_base_chain(struct batch *b, const char *name, int32_t priority)
{
	struct nftnl_chain *c = chain_of(name);

	nftnl_chain_set_str(c, NFTNL_CHAIN_TYPE, "filter");
	nftnl_chain_set_u32(c, NFTNL_CHAIN_HOOKNUM, NF_INET_FORWARD);
	nftnl_chain_set_s32(c, NFTNL_CHAIN_PRIO, priority);
	nftnl_chain_set_u32(c, NFTNL_CHAIN_POLICY, NF_ACCEPT);
	put_chain_message(b, c);
}

void put_chain(struct batch *b, const char *name)
{
	put_chain_message(b, chain_of(name));
}

void put_rule(struct batch *b, struct nftnl_rule *r, const char *comment)
{
	struct nftnl_udata_buf *u = comment_of(NFTNL_UDATA_RULE_COMMENT, comment);
	const char *chain = nftnl_rule_get_str(r, NFTNL_RULE_CHAIN);
	struct nlmsghdr *h = batch_add(b, NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND,
				       "chain %s: rule \"%s\"", chain, comment);

	nftnl_rule_set_data(r, NFTNL_RULE_USERDATA, nftnl_udata_buf_data(u),
			    nftnl_udata_buf_len(u));
	nftnl_rule_nlmsg_build_payload(h, r);
	nftnl_udata_buf_free(u);
	nftnl_rule_free(r);
}

static struct nftnl_obj *object_of(const char *name, uint32_t type)
{
	struct nftnl_obj *o = batch_need(nftnl_obj_alloc());

	nftnl_obj_set_u32(o, NFTNL_OBJ_FAMILY, NFPROTO_INET);
	nftnl_obj_set_str(o, NFTNL_OBJ_TABLE, NFT_TABLE);
	nftnl_obj_set_str(o, NFTNL_OBJ_NAME, name);
	nftnl_obj_set_u32(o, NFTNL_OBJ_TYPE, type);
	return o;
}

static void put_object(struct batch *b, struct nftnl_obj *o, const char *kind)
{
	const char *name = nftnl_obj_get_str(o, NFTNL_OBJ_NAME);
	struct nlmsghdr *h = batch_add(b, NFT_MSG_NEWOBJ, NLM_F_CREATE, "%s %s", kind, name);

	nftnl_obj_nlmsg_build_payload(h, o);
	nftnl_obj_free(o);
}

void put_counter(struct batch *b, const char *name)
{
	struct nftnl_obj *o = object_of(name, NFT_OBJECT_COUNTER);

	nftnl_obj_set_u64(o, NFTNL_OBJ_CTR_PKTS, 0);
	nftnl_obj_set_u64(o, NFTNL_OBJ_CTR_BYTES, 0);
	put_object(b, o, "counter");
}

void put_limit(struct batch *b, const char *name, uint64_t rate, uint32_t burst)
{
	struct nftnl_obj *o = object_of(name, NFT_OBJECT_LIMIT);

	nftnl_obj_set_u64(o, NFTNL_OBJ_LIMIT_RATE, rate);
	nftnl_obj_set_u64(o, NFTNL_OBJ_LIMIT_UNIT, 1);
	nftnl_obj_set_u32(o, NFTNL_OBJ_LIMIT_BURST, burst);
	nftnl_obj_set_u32(o, NFTNL_OBJ_LIMIT_TYPE, NFT_LIMIT_PKT_BYTES);
	nftnl_obj_set_u32(o, NFTNL_OBJ_LIMIT_FLAGS, NFT_LIMIT_F_INV);
	put_object(b, o, "limit");
}
