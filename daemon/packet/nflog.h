/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_PACKET_NFLOG_H
#define PEERWALL_PACKET_NFLOG_H

#include <stddef.h>
#include <stdint.h>

/*
 * One NFLOG group as a source of packets: copies of what rules of ours have
 * logged. Nobody waits for an answer; what comes too fast is lost and counted.
 */
struct nflog;

struct logged {
	const char *prefix;		/* of the rule that logged it, or "" */
	uint32_t mark;			/* the packet mark it came with */
	const uint8_t *mac;		/* the sender's on its link, 6 bytes, or NULL */
	const uint8_t *ip;
	size_t len;			/* there; the kernel may have cut it */
};

/* NULL, after one sentence on stderr, when the group cannot be had. */
struct nflog *nflog_open(uint16_t group);
void nflog_close(struct nflog *l);

/* To poll for reading. */
int nflog_fd(const struct nflog *l);

/* Reads what is there, without waiting. -1: the socket is broken. */
int nflog_read(struct nflog *l, void (*on_packet)(void *ctx, const struct logged *p), void *ctx);

/* Times that packets were lost because they came too fast. */
uint64_t nflog_overruns(const struct nflog *l);

#endif
