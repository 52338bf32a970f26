/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "batch.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <libnftnl/common.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "../daemon/base/log.h"

/*
 * The messages lie in one buffer and leave in one send, for the kernel reads a
 * transaction from one datagram. It works the whole batch off before that send
 * returns and answers errors alone: what is to be read can be read at once,
 * and an empty socket means success.
 *
 * Without its closing message a batch is checked and then undone: a dry run.
 */
#define MESSAGE_MAX (UINT16_MAX + 4096)	/* a nest of attributes ends at 64 KiB */

struct batch {
	uint8_t *data;
	size_t len;		/* of the messages that are complete */
	size_t size;
	struct nlmsghdr *open;	/* the one being written, behind them */
	char **names;		/* by sequence number */
	uint32_t n_names;
};

void *batch_need(void *p)
{
	if (!p) {
		log_error("nft: out of memory");
		abort();
	}
	return p;
}

static void close_message(struct batch *b)
{
	if (b->open)
		b->len += MNL_ALIGN(b->open->nlmsg_len);
	b->open = NULL;
}

/* Room for one more message of whatever length, and its number. */
static void *make_room(struct batch *b, char *name)
{
	size_t size = 2 * b->size + MESSAGE_MAX;

	close_message(b);
	if (b->size < b->len + MESSAGE_MAX) {
		b->data = batch_need(realloc(b->data, size));
		/* The gaps between attributes go to the kernel as they are. */
		memset(b->data + b->size, 0, size - b->size);
		b->size = size;
	}

	if (b->n_names % 64 == 0)
		b->names = batch_need(reallocarray(b->names, b->n_names + 64, sizeof(*b->names)));
	b->names[b->n_names++] = name;
	return b->data + b->len;
}

struct batch *batch_new(void)
{
	struct batch *b = batch_need(calloc(1, sizeof(*b)));

	b->open = nftnl_batch_begin(make_room(b, batch_need(strdup("the transaction"))), 0);
	return b;
}

void batch_free(struct batch *b)
{
	if (!b)
		return;
	for (uint32_t i = 0; i < b->n_names; i++)
		free(b->names[i]);
	free(b->names);
	free(b->data);
	free(b);
}

struct nlmsghdr *batch_add(struct batch *b, uint16_t type, uint16_t flags, const char *what, ...)
{
	char *name = NULL;
	va_list args;
	void *room;

	va_start(args, what);
	if (vasprintf(&name, what, args) < 0)
		name = NULL;
	va_end(args);

	room = make_room(b, batch_need(name));
	b->open = nftnl_nlmsg_build_hdr(room, type, NFPROTO_INET, flags, b->n_names - 1);
	return b->open;
}

const void *batch_messages(struct batch *b, size_t *len)
{
	close_message(b);
	*len = b->len;
	return b->data;
}

/* The kernel takes no datagram longer than the send buffer, whatever its free room. */
static int make_buffer(const struct mnl_socket *nl, size_t len)
{
	int fd = mnl_socket_get_fd(nl);
	int size = (int)len + 4096;
	int on = 1;

	/* An error without the message it is about: many fit the receive buffer. */
	mnl_socket_setsockopt(nl, NETLINK_CAP_ACK, &on, sizeof(on));

	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)) == 0)
		return 0;
	return setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
}

/* The first error in the socket: its errno and, in `seq`, the message it is about. 0: none. */
static int first_error(const struct mnl_socket *nl, uint32_t *seq)
{
	char answer[8192] __attribute__((aligned(NLMSG_ALIGNTO)));
	ssize_t n = recv(mnl_socket_get_fd(nl), answer, sizeof(answer), MSG_DONTWAIT);
	const struct nlmsghdr *h = (const void *)answer;
	const struct nlmsgerr *e;

	if (n < 0)
		return errno == EAGAIN ? 0 : errno;
	if (!mnl_nlmsg_ok(h, (int)n) || h->nlmsg_type != NLMSG_ERROR)
		return EPROTO;

	e = mnl_nlmsg_get_payload(h);
	*seq = h->nlmsg_seq;
	return -e->error;
}

static int send_all(struct batch *b, uint32_t *seq)
{
	struct mnl_socket *nl = mnl_socket_open(NETLINK_NETFILTER);
	int err = 0;

	*seq = 0;
	if (!nl)
		return errno;
	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0 || make_buffer(nl, b->len) < 0 ||
	    mnl_socket_sendto(nl, b->data, b->len) < 0)
		err = errno;
	else
		err = first_error(nl, seq);
	mnl_socket_close(nl);
	return err;
}

static void complain(const struct batch *b, uint32_t seq, int err)
{
	const char *what = seq < b->n_names ? b->names[seq] : "a message that is not ours";

	if (err == EPERM)
		log_error("nft: no right to change the ruleset (needs root or CAP_NET_ADMIN)");
	else
		log_error("nft: %s: the kernel did not take it (%s); the ruleset is as before",
			  what, strerror(err));
}

int batch_commit(struct batch *b)
{
	void *room = make_room(b, batch_need(strdup("the end of the transaction")));
	uint32_t seq;
	int err;

	b->open = nftnl_batch_end(room, b->n_names - 1);
	close_message(b);
	err = send_all(b, &seq);
	if (!err)
		return 0;

	complain(b, seq, err);
	return -1;
}

int batch_dry_run(struct batch *b)
{
	uint32_t seq;

	close_message(b);
	return send_all(b, &seq);
}
