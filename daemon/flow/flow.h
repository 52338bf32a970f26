/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_FLOW_FLOW_H
#define PEERWALL_FLOW_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/found.h"
#include "../base/label.h"
#include "../packet/packet.h"

/*
 * A flow: all packets between two endpoints, both ways, as conntrack sees
 * them. Its two ends are numbered 0 and 1, the lower endpoint first, so that
 * both directions have one key.
 */
struct flow_key {
	uint8_t family;			/* 4 or 6 */
	uint8_t transport;		/* IPPROTO_… */
	uint16_t port[2];
	uint8_t addr[2][16];
};

enum stage {
	STAGE_NONE,
	STAGE_PORT,			/* the classic port list */
	STAGE_SIGNATURE,		/* the kernel can tell by itself, and does where it may */
	STAGE_DISSECTOR,
	STAGE_NDPI,
	STAGE_PEER,			/* a half-sure shape at an endpoint proved before */
	STAGE_HOST,			/* lengths, at a host that is known for the protocol */
	STAGE_BUDGET,			/* nothing found within the budget */
};

/* What was found out about a flow, and why. */
struct outcome {
	bool decided;
	struct label label;
	uint16_t proto;			/* PROTO_…, 0: none of the catalogue */
	const char *name;		/* with proto 0: nDPI's name, constant, or NULL */
	enum stage stage;
	const char *what;		/* the signature, constant, or NULL */
	uint16_t offset;
	uint16_t packet;		/* payload packet that decided, from 1 */
	uint16_t ndpi;			/* PROTO_…: what nDPI calls it, where it differs, or 0 */
	bool unanswered;		/* one side said so, which may be forged, and nobody answered */
	int64_t decided_us;
};

struct watch;

struct flow {
	struct flow_key key;
	uint8_t first;			/* the end that sent the first packet seen */
	uint8_t initiator;		/* the end that opened it, as far as can be told */
	bool told;			/* live: that it was decided */
	bool closing;			/* FIN or RST was seen, or it was let go */
	bool spoke[2];			/* payload of this end was seen */
	bool lost_label;		/* live: decided, and queued all the same, long after */
	bool relayed;			/* its responder is a proxy: what it says is another's */
	bool of_lan[2];			/* a packet of this end came from the LAN */
	bool aside;			/* it was let go on one side's word: it may be looked at again */
	bool unwatched;			/* there is no room to watch it */
	bool doubted;			/* its newest packet can be forged: that alone proves nothing */
	bool unlogged;			/* its host has too many: the event log has a number alone */
	uint8_t rounds;			/* how often it was looked at again */
	uint32_t next_seq[2];		/* TCP: behind the newest payload of this end */
	uint16_t payload_packets;
	uint64_t packets;
	uint64_t bytes;			/* of IP */
	uint32_t sent[2];		/* packets of each end, and */
	uint32_t sent_bytes[2];		/* bytes of IP, up to what fits */
	int64_t first_us;
	int64_t last_us;
	struct outcome outcome;
	struct found_state found;	/* by its packets; the label may add to it */
	struct watch *watch;		/* while it is looked at; owned by the ladder */

	struct flow *hash_next;		/* the table's own */
	struct flow *newer;
	struct flow *older;
	uint8_t queue;
};

/* The key of a packet; `*end` is the end that sent it. */
struct flow_key flow_key_of(const struct packet *p, uint8_t *end);

struct addr flow_addr(const struct flow *f, unsigned int end);

#endif
