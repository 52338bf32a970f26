/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nflog.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_log.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "../base/log.h"

#define COPY_RANGE 0xffff	/* the rule says how much of a packet is logged */
#define RECEIVE_BYTES (1 << 20)
#define READS_MAX 64		/* in one turn */

struct nflog {
	struct mnl_socket *nl;
	uint16_t group;
	uint64_t overruns;
	void (*on_packet)(void *ctx, const struct logged *p);
	void *ctx;
	char in[0x10000 + 4096];
};

static struct nlmsghdr *config(struct nflog *l, char *buffer)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct nfgenmsg *head;

	nlh->nlmsg_type = NFNL_SUBSYS_ULOG << 8 | NFULNL_MSG_CONFIG;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	head = mnl_nlmsg_put_extra_header(nlh, sizeof(*head));
	head->nfgen_family = AF_UNSPEC;
	head->version = NFNETLINK_V0;
	head->res_id = htons(l->group);
	return nlh;
}

/* Sends one message and waits for its answer: 0, or -1 with errno. */
static int configure(struct nflog *l, struct nlmsghdr *nlh)
{
	ssize_t n;

	if (mnl_socket_sendto(l->nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	n = mnl_socket_recvfrom(l->nl, l->in, sizeof(l->in));
	if (n < 0)
		return -1;
	n = mnl_cb_run(l->in, (size_t)n, 0, mnl_socket_get_portid(l->nl), NULL, NULL);
	return n < 0 ? -1 : 0;
}

static int bind_group(struct nflog *l)
{
	char buffer[256];
	struct nlmsghdr *nlh = config(l, buffer);
	struct nfulnl_msg_config_cmd bind = { .command = NFULNL_CFG_CMD_BIND };
	struct nfulnl_msg_config_mode mode = {
		.copy_range = htonl(COPY_RANGE), .copy_mode = NFULNL_COPY_PACKET,
	};

	mnl_attr_put(nlh, NFULA_CFG_CMD, sizeof(bind), &bind);
	if (configure(l, nlh) < 0)
		return -1;
	nlh = config(l, buffer);
	mnl_attr_put(nlh, NFULA_CFG_MODE, sizeof(mode), &mode);
	mnl_attr_put_u32(nlh, NFULA_CFG_QTHRESH, htonl(1));
	return configure(l, nlh);
}

struct nflog *nflog_open(uint16_t group)
{
	struct nflog *l = calloc(1, sizeof(*l));
	int size = RECEIVE_BYTES;

	if (!l) {
		log_sys("nflog %u", group);
		return NULL;
	}

	l->group = group;
	l->nl = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);
	if (!l->nl || mnl_socket_bind(l->nl, 0, MNL_SOCKET_AUTOPID) < 0) {
		log_sys("nflog %u: open netlink socket", group);
		goto fail;
	}
	if (bind_group(l) < 0) {
		log_error("nflog %u: taken by another program, or no right to it; end that "
			  "program, or set other \"queues:\" in the policy (%s)", group,
			  strerror(errno));
		goto fail;
	}

	/* A smaller buffer only overruns sooner. */
	setsockopt(nflog_fd(l), SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	return l;

fail:
	nflog_close(l);
	return NULL;
}

void nflog_close(struct nflog *l)
{
	if (l && l->nl)
		mnl_socket_close(l->nl);
	free(l);
}

int nflog_fd(const struct nflog *l)
{
	return mnl_socket_get_fd(l->nl);
}

uint64_t nflog_overruns(const struct nflog *l)
{
	return l->overruns;
}

static int on_message(const struct nlmsghdr *nlh, void *ctx)
{
	struct nflog *l = ctx;
	struct logged p = { .prefix = "" };
	struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct nfgenmsg)) {
		switch (mnl_attr_get_type(attr)) {
		case NFULA_PREFIX:
			if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) == 0)
				p.prefix = mnl_attr_get_str(attr);
			break;
		case NFULA_MARK:
			p.mark = ntohl(mnl_attr_get_u32(attr));
			break;
		case NFULA_PAYLOAD:
			p.ip = mnl_attr_get_payload(attr);
			p.len = mnl_attr_get_payload_len(attr);
			break;
		}
	}

	if (p.ip)
		l->on_packet(l->ctx, &p);
	return MNL_CB_OK;
}

int nflog_read(struct nflog *l, void (*on_packet)(void *ctx, const struct logged *p), void *ctx)
{
	l->on_packet = on_packet;
	l->ctx = ctx;
	for (int i = 0; i < READS_MAX; i++) {
		ssize_t n = recv(nflog_fd(l), l->in, sizeof(l->in), MSG_DONTWAIT);

		if (n < 0 && errno == ENOBUFS) {
			l->overruns++;
			continue;
		}
		if (n <= 0)
			return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
		mnl_cb_run(l->in, (size_t)n, 0, 0, on_message, l);
	}

	return 0;
}
