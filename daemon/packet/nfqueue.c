/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "nfqueue.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libnetfilter_queue/libnetfilter_queue.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "../base/log.h"
#include "netlink.h"

/*
 * A packet comes as one netlink message, whole: with the GSO flag the kernel
 * hands over a segment before it is cut up, so up to 64 KiB. One recvmmsg()
 * takes as many as there are, up to BATCH; their verdicts wait in `out` and go
 * with one sendto().
 */
#define BATCH 16
#define MESSAGE_MAX (0xffff + 4096)
#define VERDICT_MAX 128			/* more than a verdict message takes */
#define RECEIVE_BYTES (8 << 20)
#define QUEUE_LENGTH 4096

struct nfqueue {
	struct mnl_socket *nl;
	uint16_t number;
	size_t out_len;
	struct nfqueue_counters counters;
	void (*on_packet)(void *ctx, const struct queued *p);
	void *ctx;
	struct mmsghdr headers[BATCH];
	struct iovec vectors[BATCH];
	char out[BATCH * VERDICT_MAX];
	char in[BATCH][MESSAGE_MAX];
};

static int bind_queue(struct nfqueue *q)
{
	char buffer[512];
	struct nlmsghdr *nlh = nfq_nlmsg_put(buffer, NFQNL_MSG_CONFIG, q->number);

	nfq_nlmsg_cfg_put_cmd(nlh, AF_UNSPEC, NFQNL_CFG_CMD_BIND);
	if (netlink_configure(q->nl, nlh) == 0)
		return 0;

	if (errno == EBUSY || errno == EPERM)
		log_error("queue %u: taken by another program, or no right to it; end that "
			  "program, run as root, or set other \"queues:\" in the policy (%s)",
			  q->number, strerror(errno));
	else
		log_sys("queue %u: cannot be had: this kernel may lack NFQUEUE (nfnetlink_queue)",
			q->number);
	return -1;
}

static int set_options(struct nfqueue *q, bool fail_open)
{
	uint32_t flags = NFQA_CFG_F_GSO | (fail_open ? NFQA_CFG_F_FAIL_OPEN : 0);
	uint32_t mask = NFQA_CFG_F_GSO | NFQA_CFG_F_FAIL_OPEN;
	char buffer[512];
	struct nlmsghdr *nlh = nfq_nlmsg_put(buffer, NFQNL_MSG_CONFIG, q->number);

	nfq_nlmsg_cfg_put_params(nlh, NFQNL_COPY_PACKET, 0xffff);
	nfq_nlmsg_cfg_put_qmaxlen(nlh, QUEUE_LENGTH);
	mnl_attr_put_u32(nlh, NFQA_CFG_FLAGS, htonl(flags));
	mnl_attr_put_u32(nlh, NFQA_CFG_MASK, htonl(mask));
	if (netlink_configure(q->nl, nlh) == 0)
		return 0;

	log_sys("queue %u: set copy range and GSO flag", q->number);
	return -1;
}

struct nfqueue *nfqueue_open(uint16_t number, bool fail_open)
{
	struct nfqueue *q = calloc(1, sizeof(*q));

	if (!q) {
		log_sys("queue %u", number);
		return NULL;
	}

	q->number = number;
	q->nl = netlink_open();
	if (!q->nl) {
		log_sys("queue %u: open netlink socket", number);
		goto fail;
	}
	if (bind_queue(q) < 0 || set_options(q, fail_open) < 0)
		goto fail;

	netlink_make_room(q->nl, RECEIVE_BYTES);
	for (int i = 0; i < BATCH; i++) {
		q->vectors[i] = (struct iovec){ q->in[i], sizeof(q->in[i]) };
		q->headers[i].msg_hdr = (struct msghdr){
			.msg_iov = &q->vectors[i], .msg_iovlen = 1,
		};
	}
	return q;

fail:
	nfqueue_close(q);
	return NULL;
}

void nfqueue_close(struct nfqueue *q)
{
	if (q)
		netlink_close(q->nl);
	free(q);
}

int nfqueue_fd(const struct nfqueue *q)
{
	return mnl_socket_get_fd(q->nl);
}

const struct nfqueue_counters *nfqueue_counters(const struct nfqueue *q)
{
	return &q->counters;
}

static int on_message(const struct nlmsghdr *nlh, void *ctx)
{
	struct nfqueue *q = ctx;
	struct nlattr *attr[NFQA_MAX + 1] = { 0 };
	const struct nfqnl_msg_packet_hdr *header;
	struct queued p = { 0 };

	if (nfq_nlmsg_parse(nlh, attr) < 0 || !attr[NFQA_PACKET_HDR]) {
		q->counters.unreadable++;
		return MNL_CB_OK;
	}

	header = mnl_attr_get_payload(attr[NFQA_PACKET_HDR]);
	p.id = ntohl(header->packet_id);
	if (attr[NFQA_MARK])
		p.mark = ntohl(mnl_attr_get_u32(attr[NFQA_MARK]));
	if (attr[NFQA_HWADDR])
		p.mac = netlink_mac(attr[NFQA_HWADDR]);
	if (attr[NFQA_PAYLOAD]) {
		p.ip = mnl_attr_get_payload(attr[NFQA_PAYLOAD]);
		p.len = mnl_attr_get_payload_len(attr[NFQA_PAYLOAD]);
	}
	p.whole = attr[NFQA_CAP_LEN] ? ntohl(mnl_attr_get_u32(attr[NFQA_CAP_LEN])) : p.len;
	q->counters.packets++;
	q->on_packet(q->ctx, &p);
	return MNL_CB_OK;
}

int nfqueue_read(struct nfqueue *q, void (*on_packet)(void *ctx, const struct queued *p), void *ctx)
{
	int n = recvmmsg(nfqueue_fd(q), q->headers, BATCH, MSG_DONTWAIT, NULL);

	q->on_packet = on_packet;
	q->ctx = ctx;
	q->counters.reads++;
	if (n < 0 && errno == ENOBUFS) {
		q->counters.overruns++;
		return 0;
	}
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;

	for (int i = 0; i < n; i++) {
		/* An error message here is the kernel's no to a verdict of ours. */
		if (mnl_cb_run(q->in[i], q->headers[i].msg_len, 0, 0, on_message, q) < 0)
			q->counters.unsent++;
	}

	return 0;
}

void nfqueue_pass(struct nfqueue *q, uint32_t id, uint32_t mark)
{
	struct nlmsghdr *nlh;

	if (q->out_len + VERDICT_MAX > sizeof(q->out))
		nfqueue_send(q);
	nlh = nfq_nlmsg_put(q->out + q->out_len, NFQNL_MSG_VERDICT, q->number);
	nfq_nlmsg_verdict_put(nlh, (int)id, NF_ACCEPT);
	nfq_nlmsg_verdict_put_mark(nlh, mark);
	q->out_len += NLMSG_ALIGN(nlh->nlmsg_len);
}

void nfqueue_send(struct nfqueue *q)
{
	if (q->out_len && mnl_socket_sendto(q->nl, q->out, q->out_len) < 0)
		q->counters.unsent++;
	q->out_len = 0;
}
