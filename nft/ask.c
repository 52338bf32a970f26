/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ask.h"

#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "expr.h"

#define TABLE_ATTR 1		/* the table's name, in messages of all kinds */
#define FORGED_MAX 1024		/* of others, before one of the kernel's */

ssize_t netlink_receive(int fd, void *room, size_t size, int flags)
{
	for (int i = 0; i < FORGED_MAX; i++) {
		struct sockaddr_nl from = { 0 };
		socklen_t len = sizeof(from);
		ssize_t n = recvfrom(fd, room, size, flags, (struct sockaddr *)&from, &len);

		if (n < 0 || (len == sizeof(from) && from.nl_pid == 0))
			return n;
	}

	errno = EPROTO;
	return -1;
}

/* Until the kernel says that it was all (MNL_CB_STOP), or what was wrong. */
static int read_answer(struct mnl_socket *nl, uint32_t seq, mnl_cb_t on_message, void *data)
{
	char answer[65536] __attribute__((aligned(NLMSG_ALIGNTO)));
	unsigned int us = mnl_socket_get_portid(nl);
	int more = MNL_CB_OK;

	while (more > MNL_CB_STOP) {
		ssize_t n = netlink_receive(mnl_socket_get_fd(nl), answer, sizeof(answer),
					    MSG_TRUNC);

		if (n < 0)
			return errno;
		if (n > (ssize_t)sizeof(answer))
			return ENOSPC;
		more = mnl_cb_run(answer, (size_t)n, seq, us, on_message, data);
	}

	return more == MNL_CB_STOP ? 0 : errno;
}

int netlink_ask_once(int bus, const struct nlmsghdr *request, mnl_cb_t on_message, void *data)
{
	struct mnl_socket *nl = mnl_socket_open2(bus, SOCK_CLOEXEC);
	int err;

	if (!nl)
		return errno;
	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0 ||
	    mnl_socket_sendto(nl, request, request->nlmsg_len) < 0)
		err = errno;
	else
		err = read_answer(nl, request->nlmsg_seq, on_message, data);
	mnl_socket_close(nl);
	return err;
}

/* EINTR: somebody changed the ruleset under the answer, which is to be had anew. */
int netlink_ask(const struct nlmsghdr *request, mnl_cb_t on_message, void *data)
{
	int err = EINTR;

	for (int tries = 0; tries < 5 && err == EINTR; tries++)
		err = netlink_ask_once(NETLINK_NETFILTER, request, on_message, data);
	return err;
}

bool netlink_is_of_ours(const struct nlmsghdr *h)
{
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(h);
	const struct nlattr *a;

	if (h->nlmsg_len < NLMSG_LENGTH(sizeof(*nfg)) || nfg->nfgen_family != NFPROTO_INET)
		return false;
	mnl_attr_for_each(a, h, sizeof(*nfg)) {
		if (mnl_attr_get_type(a) == TABLE_ATTR)
			return mnl_attr_validate(a, MNL_TYPE_NUL_STRING) == 0 &&
			       strcmp(mnl_attr_get_str(a), NFT_TABLE) == 0;
	}
	return false;
}
