/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nflog.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_log.h>
#include <stdlib.h>
#include <string.h>

#include "../base/log.h"
#include "netlink.h"

#define COPY_RANGE 0xffff	/* the rule says how much of a packet is logged */
#define RECEIVE_BYTES (1 << 20)

struct nflog {
	struct mnl_socket *nl;
	uint16_t group;
	uint64_t overruns;
	void (*on_packet)(void *ctx, const struct logged *p);
	void *ctx;
};

static struct nlmsghdr *config(struct nflog *l, char *buffer)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct nfgenmsg *head;

	nlh->nlmsg_type = NFNL_SUBSYS_ULOG << 8 | NFULNL_MSG_CONFIG;
	nlh->nlmsg_flags = NLM_F_REQUEST;
	head = mnl_nlmsg_put_extra_header(nlh, sizeof(*head));
	head->nfgen_family = AF_UNSPEC;
	head->version = NFNETLINK_V0;
	head->res_id = htons(l->group);
	return nlh;
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
	if (netlink_configure(l->nl, nlh) < 0)
		return -1;
	nlh = config(l, buffer);
	mnl_attr_put(nlh, NFULA_CFG_MODE, sizeof(mode), &mode);
	mnl_attr_put_u32(nlh, NFULA_CFG_QTHRESH, htonl(1));
	return netlink_configure(l->nl, nlh);
}

struct nflog *nflog_open(uint16_t group)
{
	struct nflog *l = calloc(1, sizeof(*l));

	if (!l) {
		log_sys("nflog %u", group);
		return NULL;
	}

	l->group = group;
	l->nl = netlink_open();
	if (!l->nl) {
		log_sys("nflog %u: open netlink socket", group);
		goto fail;
	}
	if (bind_group(l) < 0) {
		log_error("nflog %u: taken by another program, or no right to it; end that "
			  "program, or set other \"queues:\" in the policy (%s)", group,
			  strerror(errno));
		goto fail;
	}

	netlink_make_room(l->nl, RECEIVE_BYTES);
	return l;

fail:
	nflog_close(l);
	return NULL;
}

void nflog_close(struct nflog *l)
{
	if (l)
		netlink_close(l->nl);
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
		case NFULA_HWADDR:
			p.mac = netlink_mac(attr);
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
	return netlink_read(l->nl, on_message, l, &l->overruns);
}
