/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_NFT_ASK_H
#define PEERWALL_NFT_ASK_H

#include <libmnl/libmnl.h>

/*
 * Sends one netfilter request (of NLM_F_DUMP or NLM_F_ACK) and hands each message
 * of the answer to `on_message` (or NULL), some of them perhaps twice: 0 or the errno.
 */
int netlink_ask(const struct nlmsghdr *request, mnl_cb_t on_message, void *data);

#endif
