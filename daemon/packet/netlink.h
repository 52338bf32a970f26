/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_PACKET_NETLINK_H
#define PEERWALL_PACKET_NETLINK_H

#include <libmnl/libmnl.h>
#include <stdint.h>

/*
 * A netfilter socket that stays open: what queues, logged packets and conntrack's
 * events have in common.
 */

/* Bound to no group. NULL with errno; what could not be bound is closed. */
struct mnl_socket *netlink_open(void);

/* Takes NULL too. */
void netlink_close(struct mnl_socket *nl);

/* Sends one message and waits for the kernel's word on it: 0, or -1 with errno. */
int netlink_configure(struct mnl_socket *nl, struct nlmsghdr *nlh);

/* More room than net.core.rmem_max where we may; a smaller buffer only overruns sooner. */
void netlink_make_room(struct mnl_socket *nl, int bytes);

/* NFQA_HWADDR or NFULA_HWADDR: 6 bytes of Ethernet, borrowed; NULL for another kind of link. */
const uint8_t *netlink_mac(const struct nlattr *attr);

/*
 * Hands what is there to `on_message`, without waiting. -1: the socket is broken. Where
 * messages were lost because they came too fast, `*overruns` grows.
 */
int netlink_read(struct mnl_socket *nl, mnl_cb_t on_message, void *ctx, uint64_t *overruns);

#endif
