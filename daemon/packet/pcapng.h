/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_PACKET_PCAPNG_H
#define PEERWALL_PACKET_PCAPNG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/*
 * A pcapng capture, block by block (draft-ietf-opsawg-pcapng). Unlike libpcap it reads several
 * interfaces of different link types and snapshot lengths, and interfaces that are
 * described after the first packet. The stream is the caller's.
 */
struct pcapng;

struct pcapng_frame {
	int link_type;			/* libpcap's DLT_…, or -1: of an interface too many */
	int64_t time_us;
	const uint8_t *bytes;		/* until the next call */
	uint32_t len;
	uint32_t whole;			/* on the wire */
};

enum pcapng_state {
	PCAPNG_FRAME,
	PCAPNG_LARGE,			/* a packet larger than any that counts: skipped */
	PCAPNG_END,
	PCAPNG_TORN,
};

/* NULL when there is no memory. */
struct pcapng *pcapng_new(FILE *in);
void pcapng_free(struct pcapng *p);

enum pcapng_state pcapng_next(struct pcapng *p, struct pcapng_frame *out);

/*
 * The link type of the first interface if none that comes before the first packet is one
 * that decode_frame() reads; else -1.
 */
int pcapng_unread_link(struct pcapng *p);

/* After PCAPNG_TORN: what is wrong. */
const char *pcapng_trouble(const struct pcapng *p);

#endif
