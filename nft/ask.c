/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ask.h"

#include <errno.h>

/* Until the kernel says that it was all (MNL_CB_STOP), or what was wrong. */
static int read_answer(struct mnl_socket *nl, uint32_t seq, mnl_cb_t on_message, void *data)
{
	char answer[65536] __attribute__((aligned(NLMSG_ALIGNTO)));
	unsigned int us = mnl_socket_get_portid(nl);
	int more = MNL_CB_OK;

	while (more > MNL_CB_STOP) {
		ssize_t n = mnl_socket_recvfrom(nl, answer, sizeof(answer));

		if (n < 0)
			return errno;
		more = mnl_cb_run(answer, (size_t)n, seq, us, on_message, data);
	}

	return more == MNL_CB_STOP ? 0 : errno;
}

static int ask_once(const struct nlmsghdr *request, mnl_cb_t on_message, void *data)
{
	struct mnl_socket *nl = mnl_socket_open(NETLINK_NETFILTER);
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
		err = ask_once(request, on_message, data);
	return err;
}
