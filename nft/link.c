/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "blind.h"

/* Interfaces, by rtnetlink. */

static void read_port_kind(const struct nlattr *info, struct link *l)
{
	const struct nlattr *a;

	mnl_attr_for_each_nested(a, info) {
		if (mnl_attr_get_type(a) == IFLA_INFO_SLAVE_KIND &&
		    mnl_attr_validate(a, MNL_TYPE_NUL_STRING) == 0)
			snprintf(l->of_kind, sizeof(l->of_kind), "%s", mnl_attr_get_str(a));
	}
}

static int on_link(const struct nlmsghdr *h, void *data)
{
	struct link *l = data;
	const struct nlattr *a;

	if (h->nlmsg_type != RTM_NEWLINK || h->nlmsg_len < NLMSG_LENGTH(sizeof(struct ifinfomsg)))
		return MNL_CB_OK;

	l->there = true;
	mnl_attr_for_each(a, h, sizeof(struct ifinfomsg)) {
		if (mnl_attr_get_type(a) == IFLA_MASTER && mnl_attr_validate(a, MNL_TYPE_U32) == 0)
			if_indextoname(mnl_attr_get_u32(a), l->of);
		if (mnl_attr_get_type(a) == IFLA_LINKINFO)
			read_port_kind(a, l);
	}
	return MNL_CB_OK;
}

int link_ask(const char *name, struct link *l)
{
	char room[256];
	struct nlmsghdr *h = mnl_nlmsg_put_header(room);
	int err;

	*l = (struct link){ .there = false };
	h->nlmsg_type = RTM_GETLINK;
	h->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	h->nlmsg_seq = 1;
	mnl_nlmsg_put_extra_header(h, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(h, IFLA_IFNAME, name);

	err = netlink_ask_once(NETLINK_ROUTE, h, on_link, l);
	if (!err || err == ENODEV)
		return 0;
	errno = err;
	return -1;
}
