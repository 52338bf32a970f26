/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_PACKET_NFQUEUE_H
#define PEERWALL_PACKET_NFQUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet.h"

/*
 * One netfilter queue as a source of packets. All that one read brings is
 * handed out first and answered with one write: nfqueue_read(), then a verdict
 * for each packet, then nfqueue_send().
 */
struct nfqueue;

struct nfqueue_counters {
	uint64_t packets;
	uint64_t reads;
	uint64_t overruns;		/* the socket's buffer was full; the kernel decided alone */
	uint64_t unreadable;		/* messages that were no packet */
	uint64_t unsent;		/* verdicts that the kernel did not take */
};

/* A packet in the queue: answered by nfqueue_pass(). */
struct queued {
	uint32_t id;
	uint32_t mark;			/* the packet mark it came with */
	const uint8_t *mac;		/* the sender's on its link, 6 bytes, or NULL */
	const uint8_t *ip;
	size_t len;			/* there */
	size_t whole;			/* on the wire */
};

/* NULL, after one sentence on stderr, when the queue cannot be had. */
struct nfqueue *nfqueue_open(uint16_t number, bool fail_open);
void nfqueue_close(struct nfqueue *q);

/* To poll for reading. */
int nfqueue_fd(const struct nfqueue *q);

/* Reads what is there, without waiting; `on_packet` gets each packet. -1: the socket is broken. */
int nfqueue_read(struct nfqueue *q, void (*on_packet)(void *ctx, const struct queued *p),
		 void *ctx);

/* Verdict "accept" with this packet mark, kept for nfqueue_send(). */
void nfqueue_pass(struct nfqueue *q, uint32_t id, uint32_t mark);
void nfqueue_send(struct nfqueue *q);

const struct nfqueue_counters *nfqueue_counters(const struct nfqueue *q);

#endif
