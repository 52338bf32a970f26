/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <libnftnl/object.h>
#include <libnftnl/table.h>
#include <libnftnl/udata.h>
#include <linux/netfilter.h>
#include <stdio.h>
#include <string.h>

#include "../daemon/base/log.h"
#include "ask.h"
#include "expr.h"
#include "object.h"
#include "ruleset.h"

/*
 * The table as a whole: put there, taken away, asked whose it is and what its
 * counters say.
 */
int nft_apply(const struct plan *plan, struct nft_kernel *found)
{
	struct nft_kernel kernel;
	struct batch *b;
	int done;

	if (nft_probe(&kernel) < 0)
		return -1;
	if (found)
		*found = kernel;

	b = batch_new();
	ruleset_put(b, plan, &kernel);
	done = batch_commit(b);
	batch_free(b);
	return done;
}

int nft_remove(void)
{
	struct batch *b = batch_new();
	int done;

	put_table(b, NULL);	/* only one that is there can be deleted */
	put_no_table(b);
	done = batch_commit(b);
	batch_free(b);
	return done;
}

static void read_owner(const char *comment, struct nft_owner *owner)
{
	struct nft_owner o;
	int pid;

	if (sscanf(comment, OWNER_SCAN, &pid, &o.queue_first, &o.n_queues, &o.mark_mask) != 4)
		return;
	o.pid = pid;
	*owner = o;
}

static int on_comment(const struct nftnl_udata *attr, void *data)
{
	const char *text = nftnl_udata_get(attr);
	uint8_t len = nftnl_udata_len(attr);

	if (nftnl_udata_type(attr) == NFTNL_UDATA_TABLE_COMMENT && len > 0 && text[len - 1] == '\0')
		read_owner(text, data);
	return 0;
}

static int on_table(const struct nlmsghdr *h, void *data)
{
	struct nftnl_table *t = batch_need(nftnl_table_alloc());
	uint32_t len = 0;
	const void *comment;

	if (nftnl_table_nlmsg_parse(h, t) == 0) {
		comment = nftnl_table_get_data(t, NFTNL_TABLE_USERDATA, &len);
		if (comment)
			nftnl_udata_parse(comment, len, on_comment, data);
	}
	nftnl_table_free(t);
	return MNL_CB_OK;
}

int nft_table_owner(struct nft_owner *owner)
{
	struct nftnl_table *t = batch_need(nftnl_table_alloc());
	char room[1024];
	struct nlmsghdr *h;
	int err;

	*owner = (struct nft_owner){ 0 };
	nftnl_table_set_u32(t, NFTNL_TABLE_FAMILY, NFPROTO_INET);
	nftnl_table_set_str(t, NFTNL_TABLE_NAME, NFT_TABLE);
	h = nftnl_nlmsg_build_hdr(room, NFT_MSG_GETTABLE, NFPROTO_INET, NLM_F_ACK, 1);
	nftnl_table_nlmsg_build_payload(h, t);
	nftnl_table_free(t);

	err = netlink_ask(h, on_table, owner);
	if (err == ENOENT)
		return 0;
	if (!err)
		return 1;

	if (err == EPERM)
		log_error("nft: no right to ask for table inet %s (needs root or CAP_NET_ADMIN)",
			  NFT_TABLE);
	else
		log_error("nft: table inet %s: cannot be asked for (%s)", NFT_TABLE, strerror(err));
	return -1;
}

struct counters {
	const struct plan *plan;
	struct nft_count *rules;
	struct nft_extra *extra;
};

/* Where the counter of this name goes, or NULL. */
static struct nft_count *place_of(const struct counters *c, const char *name)
{
	if (strcmp(name, "queued") == 0)
		return &c->extra->queued;
	if (strcmp(name, "untracked") == 0)
		return &c->extra->untracked;
	for (size_t i = 0; i < c->plan->n_rules; i++) {
		if (strcmp(name, named("r_", c->plan->rules[i].name).text) == 0)
			return &c->rules[i];
	}
	return NULL;
}

static int on_counter(const struct nlmsghdr *h, void *data)
{
	struct nftnl_obj *o = batch_need(nftnl_obj_alloc());
	struct nft_count *count = NULL;

	if (nftnl_obj_nlmsg_parse(h, o) == 0)
		count = place_of(data, nftnl_obj_get_str(o, NFTNL_OBJ_NAME));
	if (count) {
		count->packets = nftnl_obj_get_u64(o, NFTNL_OBJ_CTR_PKTS);
		count->bytes = nftnl_obj_get_u64(o, NFTNL_OBJ_CTR_BYTES);
	}
	nftnl_obj_free(o);
	return MNL_CB_OK;
}

int nft_counters(const struct plan *plan, struct nft_count *rules, struct nft_extra *extra)
{
	struct counters c = { plan, rules, extra };
	struct nftnl_obj *o = batch_need(nftnl_obj_alloc());
	char room[1024];
	struct nlmsghdr *h;
	int err;

	memset(rules, 0, plan->n_rules * sizeof(*rules));
	*extra = (struct nft_extra){ { 0, 0 }, { 0, 0 } };
	nftnl_obj_set_str(o, NFTNL_OBJ_TABLE, NFT_TABLE);
	nftnl_obj_set_u32(o, NFTNL_OBJ_TYPE, NFT_OBJECT_COUNTER);
	h = nftnl_nlmsg_build_hdr(room, NFT_MSG_GETOBJ, NFPROTO_INET, NLM_F_DUMP, 1);
	nftnl_obj_nlmsg_build_payload(h, o);
	nftnl_obj_free(o);

	err = netlink_ask(h, on_counter, &c);
	if (!err || err == ENOENT)
		return 0;
	log_error("nft: counters: cannot be read (%s)", strerror(err));
	return -1;
}
