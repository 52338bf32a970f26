/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ends.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <libnetfilter_conntrack/libnetfilter_conntrack.h>
#include <linux/filter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <linux/netfilter/nfnetlink_compat.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../base/log.h"
#include "../base/rd.h"
#include "../packet/netlink.h"

#define RECEIVE_BYTES (4 << 20)
#define ACCOUNTING "/proc/sys/net/netfilter/nf_conntrack_acct"
#define UDP_TIMEOUT "/proc/sys/net/netfilter/nf_conntrack_udp_timeout"
#define UDP_TIMEOUT_S 30	/* the kernel's defaults */
#define UDP_TIMEOUT_ANSWERED_S 120

struct ends {
	struct mnl_socket *nl;
	struct nf_conntrack *ct;	/* used again for each event */
	uint64_t overruns;
	int64_t silence_us;
	void (*on_end)(void *ctx, const struct flow_end *end);
	void *ctx;
};

static void count_bytes(void)
{
	int fd = open(ACCOUNTING, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, "1", 1) != 1)
		log_warning("conntrack: cannot set net.netfilter.nf_conntrack_acct=1: flows end "
			    "without byte counts (%s)", strerror(errno));
	if (fd >= 0)
		close(fd);
}

int64_t ends_udp_timeout_us(bool answered)
{
	char text[16] = "";
	int fd = open(answered ? UDP_TIMEOUT "_stream" : UDP_TIMEOUT, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof(text));
	struct rd r = rd_of(text, n < 0 ? 0 : (size_t)n);
	uint32_t s = 0;

	if (fd >= 0)
		close(fd);
	if (!rd_decimal(&r, INT32_MAX, &s) || !s)
		s = answered ? UDP_TIMEOUT_ANSWERED_S : UDP_TIMEOUT_S;
	return 1000000LL * s;
}

/*
 * A socket filter: accepts an event with an attribute CTA_MARK that has some of
 * the bits. Attributes stand behind the netlink and the nfnetlink header.
 */
static int filter_by_mark(int fd, uint32_t mark_bits)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_IMM, NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(struct nfgenmsg))),
		BPF_STMT(BPF_LDX | BPF_IMM, CTA_MARK),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(SKF_AD_OFF + SKF_AD_NLATTR)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 3, 0),	/* no mark: out */
		BPF_STMT(BPF_MISC | BPF_TAX, 0),
		BPF_STMT(BPF_LD | BPF_W | BPF_IND, NLA_HDRLEN),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, mark_bits, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, 0),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(code[0]), code };

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
}

struct ends *ends_open(uint32_t mark_bits)
{
	struct ends *e = calloc(1, sizeof(*e));

	if (!e) {
		log_sys("conntrack");
		return NULL;
	}

	e->ct = nfct_new();
	e->nl = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);
	if (!e->ct || !e->nl || filter_by_mark(ends_fd(e), mark_bits) < 0 ||
	    mnl_socket_bind(e->nl, NF_NETLINK_CONNTRACK_DESTROY, MNL_SOCKET_AUTOPID) < 0) {
		log_sys("conntrack: listen for the ends of flows");
		ends_close(e);
		return NULL;
	}

	netlink_make_room(e->nl, RECEIVE_BYTES);
	count_bytes();
	e->silence_us = ends_udp_timeout_us(true);
	return e;
}

void ends_close(struct ends *e)
{
	if (!e)
		return;
	netlink_close(e->nl);
	if (e->ct)
		nfct_destroy(e->ct);
	free(e);
}

int ends_fd(const struct ends *e)
{
	return mnl_socket_get_fd(e->nl);
}

int64_t ends_silence_us(const struct ends *e)
{
	return e->silence_us;
}

uint64_t ends_overruns(const struct ends *e)
{
	return e->overruns;
}

static struct addr address(const struct nf_conntrack *ct, enum nf_conntrack_attr v4,
			   enum nf_conntrack_attr v6)
{
	const uint8_t *bytes;

	if (nfct_get_attr_u8(ct, ATTR_ORIG_L3PROTO) == AF_INET6) {
		bytes = nfct_get_attr(ct, v6);
		return bytes ? addr_of6(bytes) : (struct addr){ 0 };
	}

	bytes = nfct_get_attr(ct, v4);
	return bytes ? addr_of4(bytes) : (struct addr){ 0 };
}

/*
 * In the forward hook a packet has its destination behind any DNAT and its
 * source before any SNAT: the original source, and the source of the replies.
 */
static struct packet as_forwarded(const struct nf_conntrack *ct)
{
	return (struct packet){
		.transport = nfct_get_attr_u8(ct, ATTR_ORIG_L4PROTO),
		.src = address(ct, ATTR_ORIG_IPV4_SRC, ATTR_ORIG_IPV6_SRC),
		.dst = address(ct, ATTR_REPL_IPV4_SRC, ATTR_REPL_IPV6_SRC),
		.sport = ntohs(nfct_get_attr_u16(ct, ATTR_ORIG_PORT_SRC)),
		.dport = ntohs(nfct_get_attr_u16(ct, ATTR_REPL_PORT_SRC)),
	};
}

static uint64_t number(const struct nf_conntrack *ct, enum nf_conntrack_attr attr)
{
	return nfct_attr_is_set(ct, attr) > 0 ? nfct_get_attr_u64(ct, attr) : 0;
}

/* False for what has no ports. */
static bool read_connection(const struct nf_conntrack *ct, struct flow_end *end)
{
	struct packet p = as_forwarded(ct);

	if (p.transport != IPPROTO_TCP && p.transport != IPPROTO_UDP)
		return false;

	memset(end, 0, sizeof(*end));
	end->key = flow_key_of(&p, &end->initiator);
	end->mark = nfct_attr_is_set(ct, ATTR_MARK) > 0 ? nfct_get_attr_u32(ct, ATTR_MARK) : 0;
	end->packets = number(ct, ATTR_ORIG_COUNTER_PACKETS) +
		       number(ct, ATTR_REPL_COUNTER_PACKETS);
	end->bytes = number(ct, ATTR_ORIG_COUNTER_BYTES) + number(ct, ATTR_REPL_COUNTER_BYTES);
	return true;
}

static int on_event(const struct nlmsghdr *nlh, void *ctx)
{
	struct ends *e = ctx;
	struct flow_end end;

	/* nfct_nlmsg_parse() adds to what is there. */
	nfct_destroy(e->ct);
	e->ct = nfct_new();
	if (e->ct && nfct_nlmsg_parse(nlh, e->ct) >= 0 && read_connection(e->ct, &end))
		e->on_end(e->ctx, &end);
	return MNL_CB_OK;
}

struct listing {
	void (*on_flow)(void *ctx, const struct flow_end *f);
	void *ctx;
};

static int on_listed(enum nf_conntrack_msg_type type, struct nf_conntrack *ct, void *ctx)
{
	const struct listing *l = ctx;
	struct flow_end f;

	(void)type;
	if (read_connection(ct, &f))
		l->on_flow(l->ctx, &f);
	return NFCT_CB_CONTINUE;
}

int ends_running(void (*on_flow)(void *ctx, const struct flow_end *f), void *ctx)
{
	struct nfct_handle *h = nfct_open(CONNTRACK, 0);
	struct listing listing = { on_flow, ctx };
	uint32_t family = AF_UNSPEC;
	int result = -1;

	if (h && nfct_callback_register(h, NFCT_T_ALL, on_listed, &listing) == 0)
		result = nfct_query(h, NFCT_Q_DUMP, &family);
	if (result < 0)
		log_sys("conntrack: list the connections that run");
	if (h)
		nfct_close(h);
	return result < 0 ? -1 : 0;
}

int ends_read(struct ends *e, void (*on_end)(void *ctx, const struct flow_end *end), void *ctx)
{
	e->on_end = on_end;
	e->ctx = ctx;
	return netlink_read(e->nl, on_event, e, &e->overruns);
}
