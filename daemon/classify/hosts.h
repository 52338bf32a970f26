/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_HOSTS_H
#define PEERWALL_CLASSIFY_HOSTS_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/addr.h"

/*
 * Which hosts run BitTorrent. A host is known for HOST_LIFE_US after the last of
 *
 *   HOST_PROOF      it sent a proof of BitTorrent itself, which cannot have been forged
 *   HOST_WORD       the same in a packet that came in from the LAN; one of its neighbours may
 *                   have sent it, so it counts where the host is seen to be on the LAN alone
 *   HOST_SIZES      a TCP flow of it has an MSE handshake's shape, and message sizes behind it
 *   HOST_EXACT      flows with an MSE handshake's shape and an exact length to HOST_NETWORKS
 *                   networks within HOST_WINDOW_US, of at most HOST_SHARE times as many flows
 *                   of that shape
 *   HOST_MIDWAY     message sizes alone, of flows met midway, to HOST_NETWORKS_MIDWAY networks
 *
 * A network is an IPv4 /16 or an IPv6 /32: whoever owns one address owns more.
 *
 * A machine on the LAN has several addresses: one of IPv4, some of IPv6. Its MAC address
 * ties them together, so that a proof over one counts for all. A MAC address with two
 * addresses of IPv4, or with more than TIE_PREFIXES /64 of IPv6, is a router's: behind it are
 * many hosts, and each address stands for itself.
 *
 * All tables are capped; the oldest entry of a full bucket gives way. Times are those of the
 * packets, in microseconds.
 */
#define HOST_LIFE_US (15 * 60 * 1000000LL)
#define HOST_WINDOW_US (10 * 60 * 1000000LL)
#define HOST_NETWORKS 2
#define HOST_NETWORKS_MIDWAY 3
#define HOST_SHARE 5
#define TIE_PREFIXES 3

enum host_sign { HOST_SHAPE, HOST_EXACT, HOST_MIDWAY, HOST_SIZES, HOST_WORD, HOST_PROOF };

struct hosts;

/* NULL: no memory. */
struct hosts *hosts_new(void);
void hosts_free(struct hosts *h);

/*
 * A packet of `a` came from the LAN with this source MAC address. True when that is news, so
 * that the caller tells other tables.
 */
bool hosts_tie(struct hosts *h, const struct addr *a, const uint8_t mac[6], int64_t now_us);

/* What stands for the machine that has address `a`: one address or MAC for all of its own. */
struct addr hosts_key(const struct hosts *h, const struct addr *a);

/* A sign that `a` runs BitTorrent, in a flow with `other`. HOST_SHAPE is only counted. */
void hosts_see(struct hosts *h, const struct addr *a, enum host_sign sign,
	       const struct addr *other, int64_t now_us);

/* `of_lan`: its packets come in from the LAN. */
bool hosts_is_known(const struct hosts *h, const struct addr *a, bool of_lan, int64_t now_us);

#endif
