/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "netlink.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include "../base/rd.h"

#define MESSAGE_MAX (0xffff + 4096)	/* an attribute ends at 64 KiB */
#define READS_MAX 64			/* in one turn */

struct mnl_socket *netlink_open(void)
{
	struct mnl_socket *nl = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);

	if (!nl || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) == 0)
		return nl;

	netlink_close(nl);
	return NULL;
}

void netlink_close(struct mnl_socket *nl)
{
	int why = errno;

	if (nl)
		mnl_socket_close(nl);
	errno = why;
}

int netlink_configure(struct mnl_socket *nl, struct nlmsghdr *nlh)
{
	char answer[MNL_NLMSG_HDRLEN + 4096];
	ssize_t n;

	nlh->nlmsg_flags |= NLM_F_ACK;
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	n = mnl_socket_recvfrom(nl, answer, sizeof(answer));
	if (n < 0)
		return -1;
	n = mnl_cb_run(answer, (size_t)n, 0, mnl_socket_get_portid(nl), NULL, NULL);
	return n < 0 ? -1 : 0;
}

void netlink_make_room(struct mnl_socket *nl, int bytes)
{
	setsockopt(mnl_socket_get_fd(nl), SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes));
}

/* nfqnl_msg_packet_hw and nfulnl_msg_packet_hw: | length, be16 | pad 2 | address 8 | */
const uint8_t *netlink_mac(const struct nlattr *attr)
{
	struct rd r = rd_of(mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr));
	uint16_t len = rd_be16(&r);

	rd_take(&r, 2);
	return len == 6 ? rd_take(&r, 6) : NULL;
}

int netlink_read(struct mnl_socket *nl, mnl_cb_t on_message, void *ctx, uint64_t *overruns)
{
	char in[MESSAGE_MAX] __attribute__((aligned(NLMSG_ALIGNTO)));

	for (int i = 0; i < READS_MAX; i++) {
		ssize_t n = recv(mnl_socket_get_fd(nl), in, sizeof(in), MSG_DONTWAIT);

		if (n < 0 && errno == ENOBUFS) {
			(*overruns)++;
			continue;
		}
		if (n <= 0)
			return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
		mnl_cb_run(in, (size_t)n, 0, 0, on_message, ctx);
	}

	return 0;
}
