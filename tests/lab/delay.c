/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * delay QUEUE MILLISECONDS LOSS-PERCENT: holds every packet of that queue back so long,
 * or loses it. For networks of the lab on kernels without netem. Ends on SIGTERM.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <libnetfilter_queue/libnetfilter_queue.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define HELD_MAX 8192

struct held {
	uint32_t id;
	int64_t due_ms;
};

static struct held ring[HELD_MAX];	/* in the order of coming, so of their due times as well */
static unsigned int first, held;
static struct mnl_socket *nl;
static uint16_t queue;
static int delay_ms, loss_percent;

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void verdict(uint32_t id, int what)
{
	char buf[256];
	struct nlmsghdr *nlh = nfq_nlmsg_put(buf, NFQNL_MSG_VERDICT, queue);

	nfq_nlmsg_verdict_put(nlh, (int)id, what);
	mnl_socket_sendto(nl, nlh, nlh->nlmsg_len);
}

static void release_due(void)
{
	while (held > 0 && ring[first].due_ms <= now_ms()) {
		verdict(ring[first].id, NF_ACCEPT);
		first = (first + 1) % HELD_MAX;
		held--;
	}
}

static int take(const struct nlmsghdr *nlh, void *unused)
{
	struct nlattr *attr[NFQA_MAX + 1] = {0};
	struct nfqnl_msg_packet_hdr *ph;
	uint32_t id;

	(void)unused;
	if (nfq_nlmsg_parse(nlh, attr) < 0 || !attr[NFQA_PACKET_HDR])
		return MNL_CB_OK;
	ph = mnl_attr_get_payload(attr[NFQA_PACKET_HDR]);
	id = ntohl(ph->packet_id);

	if (held == HELD_MAX || rand() % 100 < loss_percent) {
		verdict(id, NF_DROP);
	} else {
		ring[(first + held) % HELD_MAX] = (struct held){id, now_ms() + delay_ms};
		held++;
	}
	return MNL_CB_OK;
}

static int open_queue(void)
{
	char buf[256];
	struct nlmsghdr *nlh;

	nl = mnl_socket_open(NETLINK_NETFILTER);
	if (!nl || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return -1;

	nlh = nfq_nlmsg_put(buf, NFQNL_MSG_CONFIG, queue);
	nfq_nlmsg_cfg_put_cmd(nlh, AF_UNSPEC, NFQNL_CFG_CMD_BIND);
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -1;

	nlh = nfq_nlmsg_put(buf, NFQNL_MSG_CONFIG, queue);
	nfq_nlmsg_cfg_put_params(nlh, NFQNL_COPY_META, 0);
	mnl_attr_put_u32(nlh, NFQA_CFG_QUEUE_MAXLEN, htonl(HELD_MAX));
	mnl_attr_put_u32(nlh, NFQA_CFG_FLAGS, htonl(NFQA_CFG_F_GSO));
	mnl_attr_put_u32(nlh, NFQA_CFG_MASK, htonl(NFQA_CFG_F_GSO));
	return mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0 ? -1 : 0;
}

int main(int argc, char **argv)
{
	static char buf[0x20000];

	if (argc != 4) {
		fprintf(stderr, "usage: delay QUEUE MILLISECONDS LOSS-PERCENT\n");
		return 2;
	}
	queue = (uint16_t)atoi(argv[1]);
	delay_ms = atoi(argv[2]);
	loss_percent = atoi(argv[3]);
	if (open_queue()) {
		perror("delay: the queue cannot be had");
		return 1;
	}

	for (;;) {
		struct pollfd p = {.fd = mnl_socket_get_fd(nl), .events = POLLIN};
		ssize_t n = 0;

		if (poll(&p, 1, held > 0 ? 1 : 1000) > 0)
			n = mnl_socket_recvfrom(nl, buf, sizeof(buf));
		if (n < 0 && errno != ENOBUFS)
			return 1;
		if (n > 0)
			mnl_cb_run(buf, (size_t)n, 0, 0, take, NULL);
		release_due();
	}
}
