/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_RECORD_H
#define PEERWALL_ACT_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/addr.h"
#include "../base/found.h"

/*
 * One flow as the outputs see it: CSV, JSON, text, reports and events print
 * records and compute nothing themselves. Strings are borrowed, never NULL
 * ("" where there is nothing), and live as long as the call that brings them.
 */
struct record {
	const char *capture;		/* the file, or "" for a live flow */
	int64_t first_us;		/* microseconds since 1970 */
	int64_t last_us;
	const char *transport;		/* "tcp" or "udp" */
	struct addr src;		/* sent the flow's first packet */
	uint16_t sport;
	struct addr dst;
	uint16_t dport;
	uint64_t packets;
	uint64_t bytes;			/* IP bytes, both ways */
	const char *protocol;		/* a name, for plain traffic too; "" when nobody knows */
	const char *category;
	const char *confidence;		/* certain, likely, port, cleared or "" */
	const char *stage;		/* port, kernel, dissector, ndpi, peer, budget or "" */
	const char *evidence;		/* "handshake at 0" */
	uint32_t decided_packet;	/* the payload packet that decided, from 1; 0: none */
	const char *action;		/* allow, report, block, reject, throttle or "" */
	const char *rule;		/* "FILE:LINE" or "" */
	const char *rule_name;		/* the rule's name as written, or "" */
	const char *ndpi;		/* what nDPI calls it, where it differs, or "" */
	uint8_t findings;		/* bits of enum found */
	bool unanswered;		/* a sender outside said so alone: it accuses no host */
	const char *port_protocol;	/* what the classic port list would have called it, or "" */
};

#define RECORD_SECONDS 24	/* longest text of a time with its NUL */

/* Microseconds as seconds with six decimals: "1714557600.000250". Returns `text`. */
const char *record_seconds(int64_t us, char text[RECORD_SECONDS]);

#endif
