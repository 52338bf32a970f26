/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_PEERS_H
#define PEERWALL_CLASSIFY_PEERS_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/addr.h"

/*
 * Learned peers: endpoints that sent a proof of some protocol themselves. A
 * half-sure shape of the same protocol to or from one of them is likely it.
 * Nothing that a message merely tells of others is believed: it can be forged.
 * One entry lives PEER_LIFE_US; the table is capped, the oldest entry of a full
 * bucket gives way.
 */
#define PEER_LIFE_US (15 * 60 * 1000000LL)
#define PEER_ANY_PORT 0			/* the host as such: it runs the program on some port */

struct peers;

struct peers *peers_new(void);
void peers_free(struct peers *p);
/*
 * A socket: what is said of a port over UDP says nothing of the same port of TCP. With
 * PEER_ANY_PORT the transport is 0.
 */
struct peer_end {
	struct addr addr;
	uint16_t port;
	uint8_t transport;		/* IPPROTO_TCP or IPPROTO_UDP */
};

/* `word`: by its own word alone, in a packet that came in from the LAN. */
void peers_learn(struct peers *p, const struct peer_end *e, uint16_t proto, bool word,
		 int64_t now_us);

/*
 * `from` greeted an endpoint in that protocol. That is one side's word: the endpoint may be
 * anybody's that the other peers named. It is kept for the two of them alone.
 */
void peers_greet(struct peers *p, const struct addr *a, uint16_t port, const struct addr *from,
		 uint16_t proto, int64_t now_us);
uint16_t peers_greeted(const struct peers *p, const struct addr *a, uint16_t port,
		       const struct addr *from, int64_t now_us);

/*
 * The protocol (eDonkey for Kad, Gnutella for Gnutella2) that an endpoint is known for, or 0.
 * Its own word counts when `of_lan`: its packets come in from the LAN.
 */
uint16_t peers_proto(const struct peers *p, const struct peer_end *e, bool of_lan, int64_t now_us);

bool peers_knows(const struct peers *p, const struct peer_end *e, uint16_t proto, bool of_lan,
		 int64_t now_us);

#endif
