/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <libnftnl/common.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "../daemon/base/hash.h"
#include "../daemon/base/log.h"
#include "ask.h"
#include "batch.h"
#include "expr.h"

/*
 * The print of our table: a sum over the hashes of all that stands in it, so that the
 * order of an answer does not matter. A handle is given once in a table's life: a chain or
 * set that was made anew has another one. A rule that is replaced keeps its own, so what it
 * says counts too, and elements, which have none, by their bytes. What packets change is left
 * out: counters, and the sets that rules fill.
 *
 * The print is taken after our transaction. Whether somebody else came in between, the
 * ruleset's generation tells, which each transaction raises by one.
 */
#define SETS_MAX 4096		/* two a rule and family */
#define ASKS_MAX 5

struct set_name {
	char text[128];
};

struct print {
	uint64_t sum;
	uint16_t generation;
	struct set_name *sets;	/* whose elements are ours alone */
	size_t n_sets;
};

/* What counts of a message: these attributes, by their number. */
#define ATTR(n) (1u << (n))
#define OF_TABLE (ATTR(NFTA_TABLE_FLAGS) | ATTR(NFTA_TABLE_HANDLE) | ATTR(NFTA_TABLE_USERDATA))
#define OF_CHAIN (ATTR(NFTA_CHAIN_HANDLE) | ATTR(NFTA_CHAIN_NAME) | ATTR(NFTA_CHAIN_HOOK) | \
		  ATTR(NFTA_CHAIN_POLICY))
#define OF_RULE (ATTR(NFTA_RULE_CHAIN) | ATTR(NFTA_RULE_HANDLE) | ATTR(NFTA_RULE_EXPRESSIONS))
#define OF_SET (ATTR(NFTA_SET_NAME) | ATTR(NFTA_SET_FLAGS) | ATTR(NFTA_SET_HANDLE))
#define OF_OBJECT (ATTR(NFTA_OBJ_NAME) | ATTR(NFTA_OBJ_TYPE) | ATTR(NFTA_OBJ_HANDLE))
#define TABLE_ATTR 1		/* the table's name, in each of them */

static uint32_t counted_of(uint16_t type)
{
	switch (type) {
	case NFT_MSG_NEWTABLE:
		return OF_TABLE;
	case NFT_MSG_NEWCHAIN:
		return OF_CHAIN;
	case NFT_MSG_NEWRULE:
		return OF_RULE;
	case NFT_MSG_NEWSET:
		return OF_SET;
	case NFT_MSG_NEWOBJ:
		return OF_OBJECT;
	}
	return 0;
}

static void note_set(struct print *p, const struct nlmsghdr *h)
{
	const struct nlattr *a;
	const char *name = NULL;
	uint32_t flags = 0;

	mnl_attr_for_each(a, h, sizeof(struct nfgenmsg)) {
		if (mnl_attr_get_type(a) == NFTA_SET_NAME &&
		    mnl_attr_validate(a, MNL_TYPE_NUL_STRING) == 0)
			name = mnl_attr_get_str(a);
		if (mnl_attr_get_type(a) == NFTA_SET_FLAGS &&
		    mnl_attr_validate(a, MNL_TYPE_U32) == 0)
			flags = ntohl(mnl_attr_get_u32(a));
	}

	if (name && strlen(name) < sizeof(p->sets->text) && !(flags & NFT_SET_EVAL) &&
	    p->n_sets < SETS_MAX)
		strcpy(p->sets[p->n_sets++].text, name);
}

static int on_thing(const struct nlmsghdr *h, void *data)
{
	uint16_t type = h->nlmsg_type & 0xff;
	uint32_t counted = counted_of(type);
	struct print *p = data;
	uint64_t sum = type;
	const struct nlattr *a;

	if (!netlink_is_of_ours(h))
		return MNL_CB_OK;

	mnl_attr_for_each(a, h, sizeof(struct nfgenmsg)) {
		if (mnl_attr_get_type(a) < 32 && counted & ATTR(mnl_attr_get_type(a)))
			sum = sum * 31 + hash_of(a, a->nla_len);
	}
	p->sum += sum;
	if (type == NFT_MSG_NEWSET)
		note_set(p, h);
	return MNL_CB_OK;
}

static int on_elements(const struct nlmsghdr *h, void *data)
{
	uint64_t *sum = data;
	const struct nlattr *list;
	const struct nlattr *a;

	if (h->nlmsg_len < NLMSG_LENGTH(sizeof(struct nfgenmsg)))
		return MNL_CB_OK;
	mnl_attr_for_each(list, h, sizeof(struct nfgenmsg)) {
		if (mnl_attr_get_type(list) != NFTA_SET_ELEM_LIST_ELEMENTS)
			continue;
		mnl_attr_for_each_nested(a, list)
			*sum += hash_of(a, a->nla_len);
	}
	return MNL_CB_OK;
}

static struct nlmsghdr *request(char *room, uint16_t type, uint16_t flags)
{
	struct nlmsghdr *h = nftnl_nlmsg_build_hdr(room, type, NFPROTO_INET, flags, 1);

	mnl_attr_put_strz(h, TABLE_ATTR, NFT_TABLE);
	return h;
}

static int on_generation(const struct nlmsghdr *h, void *data)
{
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(h);
	uint16_t *generation = data;

	*generation = ntohs(nfg->res_id);
	return MNL_CB_OK;
}

/* The lower half of the ruleset's generation; 0 or the errno. */
static int ask_generation(uint16_t *generation)
{
	char room[64];
	struct nlmsghdr *h = nftnl_nlmsg_build_hdr(room, NFT_MSG_GETGEN, AF_UNSPEC, NLM_F_ACK, 1);

	return netlink_ask_once(NETLINK_NETFILTER, h, on_generation, generation);
}

static int add_elements(struct print *p, const char *set)
{
	char room[512];
	struct nlmsghdr *h = request(room, NFT_MSG_GETSETELEM, NLM_F_DUMP);
	uint64_t of[2] = { hash_of(set, strlen(set)), 0 };
	int err;

	mnl_attr_put_strz(h, NFTA_SET_ELEM_LIST_SET, set);
	err = netlink_ask_once(NETLINK_NETFILTER, h, on_elements, &of[1]);
	p->sum += hash_of(of, sizeof(of));
	return err;
}

static int take_once(struct print *p)
{
	static const uint16_t types[] = {
		NFT_MSG_GETTABLE, NFT_MSG_GETCHAIN, NFT_MSG_GETRULE, NFT_MSG_GETSET, NFT_MSG_GETOBJ,
	};
	char room[256];
	int err = ask_generation(&p->generation);

	p->sum = 0;
	p->n_sets = 0;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]) && !err; i++)
		err = netlink_ask_once(NETLINK_NETFILTER, request(room, types[i], NLM_F_DUMP),
				       on_thing, p);
	for (size_t i = 0; i < p->n_sets && !err; i++)
		err = add_elements(p, p->sets[i].text);
	return err;
}

/*
 * EINTR: the ruleset changed under the answer. ENOENT: a set went between two questions. When
 * all tries have met that, the sum is of what was seen: no table of ours that stands gives it.
 */
static int take(struct print *p)
{
	int err = EINTR;

	p->sets = batch_need(calloc(SETS_MAX, sizeof(*p->sets)));
	for (int i = 0; i < ASKS_MAX && (err == EINTR || err == ENOENT); i++)
		err = take_once(p);
	free(p->sets);
	if (!err || err == EINTR || err == ENOENT)
		return err;
	log_error("nft: table inet %s: what stands cannot be asked for (%s)", NFT_TABLE,
		  strerror(err));
	return err;
}

int nft_table_stands(uint64_t print)
{
	struct print p = { .sum = 0 };
	int err = take(&p);

	if (!err)
		return p.sum == print;
	return err == ENOENT ? 0 : -1;
}

/* True when the table of generation `before` + 1, ours, is what was seen. */
static bool take_ours(uint16_t before, uint64_t *print)
{
	struct print p = { .sum = 0 };
	uint16_t after = 0;

	if (take(&p) != 0 || ask_generation(&after) != 0)
		return false;
	*print = p.sum;
	return p.generation == (uint16_t)(before + 1) && after == p.generation;
}

/*
 * Where the ruleset changes without a pause there is no moment between two changes: what is
 * seen last is taken for ours.
 */
int nft_hold(const struct plan *plan, struct nft_kernel *found, uint64_t *print)
{
	*print = 0;
	for (int i = 0; i < 3; i++) {
		uint16_t before = 0;

		ask_generation(&before);
		if (nft_apply(plan, found) < 0)
			return -1;
		if (take_ours(before, print))
			break;
	}
	return 0;
}
