/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_CROWD_H
#define PEERWALL_CLASSIFY_CROWD_H

#include <stdbool.h>
#include <stdint.h>

#include "../flow/flow.h"

/*
 * Which hosts of the LAN run a peer-to-peer program that hides: within CROWD_WINDOW_US they
 * opened flows to CROWD_NETWORKS networks and CROWD_PORTS ports, over one transport, that were
 * answered, are random from the first byte both ways, and that nothing explains. Such a host
 * is known for CROWD_LIFE_US, for that transport. A network is an IPv4 /16 or an IPv6 /32.
 *
 * What a host did not open does not count: a stranger decides on that. Nor does a port below
 * 1024, where servers are and where a TLS connection seen midway is random too, nor Telegram's
 * third one. An endpoint with CROWD_SERVER_FLOWS flows is a server, as of a VPN or a proxy: it
 * does not count, and its flows are let go.
 *
 * Hosts are told apart by the key that hosts_key() gives. The table is capped; the oldest
 * entry of a full bucket gives way.
 */
#define CROWD_WINDOW_US (10 * 60 * 1000000LL)
#define CROWD_LIFE_US (15 * 60 * 1000000LL)
#define CROWD_NETWORKS 8
#define CROWD_PORTS 4
#define CROWD_SERVER_FLOWS 4

struct crowd;

/* NULL: no memory. */
struct crowd *crowd_new(void);
void crowd_free(struct crowd *c);

/* The other end of a flow of `host`, over one transport. */
struct remote {
	struct addr addr;
	uint16_t port;
	uint8_t transport;
};

/* True for a flow that counts if it is random and nothing explains it. */
bool crowd_may_count(const struct flow *f);

/* `host` opened such a flow to `r`; it was let go, or (not `let_go`) got its label. */
void crowd_see(struct crowd *c, const struct addr *host, const struct remote *r, bool let_go,
	       int64_t now_us);

/* `host` is known, and `r` is no server of it. */
bool crowd_knows(const struct crowd *c, const struct addr *host, const struct remote *r,
		 int64_t now_us);

#endif
