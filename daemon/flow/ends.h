/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_FLOW_ENDS_H
#define PEERWALL_FLOW_ENDS_H

#include <stdint.h>

#include "flow.h"

/*
 * Conntrack's word that a connection is over, with what it came to. Bytes and
 * packets are counted only with net.netfilter.nf_conntrack_acct=1, which
 * ends_open() sets for the network namespace it runs in.
 */
struct ends;

struct flow_end {
	struct flow_key key;		/* as packets in the forward hook look */
	uint8_t initiator;		/* its end that opened the connection */
	uint32_t mark;
	uint64_t packets;		/* both ways */
	uint64_t bytes;
};

/*
 * NULL, after one sentence on stderr. Only ends of connections whose mark has
 * some bit of `mark_bits` come; the kernel leaves out the others, which are many.
 */
struct ends *ends_open(uint32_t mark_bits);
void ends_close(struct ends *e);

int ends_fd(const struct ends *e);

/* Reads what is there, without waiting. -1: the socket is broken. */
int ends_read(struct ends *e, void (*on_end)(void *ctx, const struct flow_end *end), void *ctx);

/*
 * All connections that run now, each as its end would be told of, in one go. -1, after one
 * sentence, when they could not be asked for.
 */
int ends_running(void (*on_flow)(void *ctx, const struct flow_end *f), void *ctx);

/* How long conntrack keeps silent UDP, answered or not: the kernel's numbers as they are now. */
int64_t ends_udp_timeout_us(bool answered);

/* How long conntrack keeps UDP that is silent: its own number, read by ends_open(). */
int64_t ends_silence_us(const struct ends *e);

/* Times that events were lost because they came too fast. */
uint64_t ends_overruns(const struct ends *e);

#endif
