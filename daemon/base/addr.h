/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_ADDR_H
#define PEERWALL_BASE_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An IPv4 or IPv6 address in network order; IPv4 uses the first four bytes, the rest is zero. */
struct addr {
	uint8_t family;		/* 4, 6, or 0: none */
	uint8_t bytes[16];
};

/* A network: the first `bits` bits of `addr` count, the others are zero. */
struct prefix {
	struct addr addr;
	uint8_t bits;
};

#define ADDR_TEXT 46		/* longest text with its NUL */
#define PREFIX_TEXT 50

struct addr addr_of4(const uint8_t bytes[4]);
struct addr addr_of6(const uint8_t bytes[16]);

/* False when `text` is no address. */
bool addr_parse(const char *text, struct addr *out);

/* Writes the usual text (RFC 5952 for IPv6) and returns `text`. */
const char *addr_text(const struct addr *a, char text[ADDR_TEXT]);

/* Order by family, then bytes: below, equal to or above zero. */
int addr_compare(const struct addr *a, const struct addr *b);

/* "192.0.2.0/24", "2001:db8::/32" or one address. False when neither, or host bits are set. */
bool prefix_parse(const char *text, struct prefix *out);

const char *prefix_text(const struct prefix *p, char text[PREFIX_TEXT]);

/* The network of the first `bits` bits of `a`. */
struct prefix prefix_of(const struct addr *a, uint8_t bits);

/* True when all of `inner` lies in `outer`. */
bool prefix_covers(const struct prefix *outer, const struct prefix *inner);

bool prefix_holds(const struct prefix *p, const struct addr *a);

/* RFC 1918, RFC 6598, RFC 4193, link-local: an address of somebody's own network. */
bool addr_is_private(const struct addr *a);

/* Multicast, broadcast, loopback or unspecified: never one host of a network. */
bool addr_is_special(const struct addr *a);

#endif
