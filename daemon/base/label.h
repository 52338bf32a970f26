/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_LABEL_H
#define PEERWALL_BASE_LABEL_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A label is what the daemon says of a flow: which protocol, how sure. It
 * lives in 12 bits of the connection mark: 10 bits label, 2 bits confidence.
 *
 *   label number   0 not looked at yet · 1 looked at and let go · 2… a protocol
 *                  (let go with confidence 0: on one side's word, set aside; 1: for good)
 *   confidence     0 port, still being looked at (set by the kernel's port rule)
 *                  1 port · 2 likely · 3 certain
 */
enum confidence {
	CONFIDENCE_NONE,
	CONFIDENCE_PORT,
	CONFIDENCE_LIKELY,
	CONFIDENCE_CERTAIN,
};

#define LABEL_NONE 0
#define LABEL_CLEARED 1
#define LABEL_FIRST 2		/* the first protocol */
#define LABEL_MAX 1023

#define MARK_MASK_DEFAULT 0x0fff0000u
#define MARK_BITS 12

struct label {
	uint16_t number;		/* LABEL_… or a protocol's number */
	enum confidence confidence;	/* NONE with a protocol: its port alone, so far */
};

/* The mask must be MARK_BITS adjacent bits. */
bool mark_mask_is_right(uint32_t mask);

/*
 * What the kernel tells the daemon in a packet mark, where no label stands yet: this packet
 * answers the connection's initiator; it came in by an interface of the LAN.
 */
uint32_t mark_reply(uint32_t mask);
uint32_t mark_lan(uint32_t mask);

/* The bits of the label's number: none of them is set beside those two. */
uint32_t mark_number(uint32_t mask);

/* True when a packet mark tells that; `bit` is mark_reply() or mark_lan(). */
bool mark_tells(uint32_t mark, uint32_t mask, uint32_t bit);

/* The label as bits under `mask`; and back. */
uint32_t mark_of(struct label label, uint32_t mask);
struct label mark_label(uint32_t mark, uint32_t mask);

#endif
