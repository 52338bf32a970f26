/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_NFT_ASK_H
#define PEERWALL_NFT_ASK_H

#include <libmnl/libmnl.h>
#include <stdbool.h>

/*
 * Sends one netfilter request (of NLM_F_DUMP or NLM_F_ACK) and hands each message
 * of the answer to `on_message` (or NULL), some of them perhaps twice: 0 or the errno.
 */
int netlink_ask(const struct nlmsghdr *request, mnl_cb_t on_message, void *data);

/* Each message once, of netfilter or another `bus` (NETLINK_…); EINTR: ask it all again. */
int netlink_ask_once(int bus, const struct nlmsghdr *request, mnl_cb_t on_message, void *data);

/* What the kernel sent, as recv() gives it; what another process sent is thrown away. */
ssize_t netlink_receive(int fd, void *room, size_t size, int flags);

/* True of an nf_tables message that is about our table, or about something in it. */
bool netlink_is_of_ours(const struct nlmsghdr *h);

#endif
