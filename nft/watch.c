/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../daemon/base/log.h"
#include "ask.h"
#include "nft.h"

/*
 * The kernel tells of each transaction: first the changes, each with its table's name
 * as attribute 1, then the new generation with the process that made it. Packets
 * that put elements into our sets make no transaction, and so are not told of.
 */
#define READS_MAX 4096
#define RECEIVE_BYTES (4 << 20)	/* our whole table deleted is a message for each rule */

int nft_watch_open(void)
{
	const struct sockaddr_nl us = { .nl_family = AF_NETLINK };
	const int group = NFNLGRP_NFTABLES;
	const int room = RECEIVE_BYTES;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_NETFILTER);

	if (fd >= 0 && bind(fd, (const struct sockaddr *)&us, sizeof(us)) == 0 &&
	    setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) == 0) {
		/* Less would do, but then it is not always known who it was. */
		setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
		return fd;
	}

	log_sys("nft: watch the ruleset");
	if (fd >= 0)
		close(fd);
	return -1;
}

static void read_author(const struct nlmsghdr *h, struct nft_change *c)
{
	const struct nlattr *a;

	c->by_pid = 0;
	c->by[0] = '\0';
	mnl_attr_for_each(a, h, sizeof(struct nfgenmsg)) {
		if (mnl_attr_get_type(a) == NFTA_GEN_PROC_PID &&
		    mnl_attr_validate(a, MNL_TYPE_U32) == 0)
			c->by_pid = (pid_t)ntohl(mnl_attr_get_u32(a));
		if (mnl_attr_get_type(a) == NFTA_GEN_PROC_NAME &&
		    mnl_attr_validate(a, MNL_TYPE_NUL_STRING) == 0)
			snprintf(c->by, sizeof(c->by), "%s", mnl_attr_get_str(a));
	}
}

static void read_message(const struct nlmsghdr *h, struct nft_change *c)
{
	if (h->nlmsg_len < NLMSG_LENGTH(sizeof(struct nfgenmsg)) ||
	    h->nlmsg_type >> 8 != NFNL_SUBSYS_NFTABLES)
		return;

	if ((h->nlmsg_type & 0xff) != NFT_MSG_NEWGEN) {
		c->in_transaction |= netlink_is_of_ours(h);
		return;
	}
	if (c->in_transaction) {
		c->ours = true;
		read_author(h, c);
	}
	c->in_transaction = false;
}

void nft_watch_read(int fd, struct nft_change *c)
{
	char room[65536] __attribute__((aligned(NLMSG_ALIGNTO)));

	c->ours = false;
	for (int i = 0; i < READS_MAX; i++) {
		ssize_t n = netlink_receive(fd, room, sizeof(room), MSG_TRUNC);
		int left = (int)n;

		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			break;
		if (n < 0 || n > (ssize_t)sizeof(room)) {
			/* Something was lost: it may have been this. */
			c->ours = true;
			c->by_pid = 0;
			continue;
		}
		for (const struct nlmsghdr *h = (const void *)room; mnl_nlmsg_ok(h, left);
		     h = mnl_nlmsg_next(h, &left))
			read_message(h, c);
	}
}
