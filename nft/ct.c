/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <string.h>

#include "../daemon/base/log.h"
#include "ask.h"
#include "nft.h"

/*
 * Connection marks through ctnetlink: all connections are dumped, and each that
 * has one of our bits is told, by its tuple and zone, to forget these bits. The
 * kernel changes a mark under a mask, so the bits of others are never written.
 */
struct clearing {
	uint32_t mask;
	size_t cleared;
	int err;
};

static struct nlmsghdr *ct_message(char *room, uint16_t type, uint16_t flags, uint8_t family)
{
	struct nlmsghdr *h = mnl_nlmsg_put_header(room);
	struct nfgenmsg *nfg;

	h->nlmsg_type = (uint16_t)(NFNL_SUBSYS_CTNETLINK << 8 | type);
	h->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	h->nlmsg_seq = 1;
	nfg = mnl_nlmsg_put_extra_header(h, sizeof(*nfg));
	nfg->nfgen_family = family;
	nfg->version = NFNETLINK_V0;
	return h;
}

/* What is needed of a connection, by attribute type; the rest is NULL. */
struct attrs {
	const struct nlattr *of[CTA_MAX + 1];
};

static int keep_attr(const struct nlattr *a, void *data)
{
	struct attrs *attrs = data;

	if (mnl_attr_type_valid(a, CTA_MAX) > 0)
		attrs->of[mnl_attr_get_type(a)] = a;
	return MNL_CB_OK;
}

/* The attribute as it is, nested ones with their flag. */
static void copy_attr(struct nlmsghdr *h, const struct nlattr *a)
{
	if (a)
		mnl_attr_put(h, a->nla_type, mnl_attr_get_payload_len(a), mnl_attr_get_payload(a));
}

/* A connection may end before it is asked; that is as good. */
static int forget(uint8_t family, const struct attrs *attrs, uint32_t mask)
{
	char room[2048];
	struct nlmsghdr *h = ct_message(room, IPCTNL_MSG_CT_NEW, NLM_F_ACK, family);
	int err;

	copy_attr(h, attrs->of[CTA_TUPLE_ORIG]);
	copy_attr(h, attrs->of[CTA_ZONE]);
	mnl_attr_put_u32(h, CTA_MARK, 0);
	mnl_attr_put_u32(h, CTA_MARK_MASK, htonl(mask));
	err = netlink_ask(h, NULL, NULL);
	return err == ENOENT ? 0 : err;
}

static int on_connection(const struct nlmsghdr *h, void *data)
{
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(h);
	struct clearing *c = data;
	struct attrs attrs = { { NULL } };
	const struct nlattr *mark;

	mnl_attr_parse(h, sizeof(*nfg), keep_attr, &attrs);
	mark = attrs.of[CTA_MARK];
	if (!mark || !(ntohl(mnl_attr_get_u32(mark)) & c->mask))
		return MNL_CB_OK;

	c->err = forget(nfg->nfgen_family, &attrs, c->mask);
	if (c->err)
		return MNL_CB_ERROR;
	c->cleared++;
	return MNL_CB_OK;
}

int ct_clear_marks(uint32_t mask, size_t *cleared)
{
	struct clearing c = { .mask = mask };
	char room[256];
	struct nlmsghdr *h = ct_message(room, IPCTNL_MSG_CT_GET, NLM_F_DUMP, AF_UNSPEC);
	int err = netlink_ask(h, on_connection, &c);

	if (cleared)
		*cleared = c.cleared;
	if (c.err)
		err = c.err;
	if (!err)
		return 0;
	log_error("conntrack: marks cannot be cleared (%s)%s", strerror(err),
		  err == EPERM ? "; needs root or CAP_NET_ADMIN" : "");
	return -1;
}
