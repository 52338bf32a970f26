/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../daemon/base/log.h"
#include "nft.h"

#define READS_MAX 4096

int nft_watch_open(void)
{
	const struct sockaddr_nl us = { .nl_family = AF_NETLINK };
	const int group = NFNLGRP_NFTABLES;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_NETFILTER);

	if (fd >= 0 && bind(fd, (const struct sockaddr *)&us, sizeof(us)) == 0 &&
	    setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) == 0)
		return fd;

	log_sys("nft: watch the ruleset");
	if (fd >= 0)
		close(fd);
	return -1;
}

/* What the messages say does not matter, nor whether some were lost: somebody changed something. */
void nft_watch_drain(int fd)
{
	char some[64];

	for (int i = 0; i < READS_MAX; i++) {
		if (recv(fd, some, sizeof(some), MSG_TRUNC) < 0)
			break;
	}
}
