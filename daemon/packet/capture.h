/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_PACKET_CAPTURE_H
#define PEERWALL_PACKET_CAPTURE_H

#include <stdint.h>

#include "packet.h"

/*
 * A capture (pcap, through libpcap, or pcapng) as a source of packets: a file, compressed or
 * not, or "-", standard input. A packet's bytes live until the next call.
 */
struct capture;
struct input;

enum capture_state {
	CAPTURE_PACKET,
	CAPTURE_END,
	CAPTURE_TORN,		/* the file ends, or is damaged, in the middle of a record */
};

/* NULL, after one clear sentence on stderr, when `file` is no capture that can be read. */
struct capture *capture_open(const char *file);

/* The same of an open input, of which nothing was read; it is the capture's from now on. */
struct capture *capture_of(struct input *in, const char *file);
void capture_close(struct capture *c);

/* The next frame: `*kind` and, for OK and FIRST_FRAGMENT, `*out`. */
enum capture_state capture_next(struct capture *c, struct packet *out, enum decoded *kind);

/* After CAPTURE_TORN: what is wrong. */
const char *capture_trouble(struct capture *c);

/* How far we are, in bytes read and bytes in all (0 when that is not known). */
void capture_progress(struct capture *c, uint64_t *done, uint64_t *all);

#endif
