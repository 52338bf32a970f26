/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_PROXY_H
#define PEERWALL_CLASSIFY_PROXY_H

#include "dissect.h"

/*
 * What a client says to a proxy before its own protocol begins: SOCKS 5 with its user and
 * password (RFC 1928, RFC 1929), SOCKS 4 and 4a, HTTP CONNECT (RFC 9110, 9.3.6). What comes
 * behind is another protocol's stream, and is looked at as one.
 */
struct proxy_talk {
	uint16_t proto;			/* PROTO_SOCKS or PROTO_HTTP */
	size_t len[2];			/* bytes of the talk, by side */
};

/*
 * From the first bytes of both sides: YES when the proxy has said that the way is open, with
 * `*out`; MORE while it may still do so; NO when this is none, or the proxy refuses.
 */
enum answer proxy_talk(const struct piece *initiator, const struct piece *responder,
		       struct proxy_talk *out);

/*
 * The length of the header before a datagram that goes through a SOCKS 5 proxy, either way
 * (RFC 1928, 7), or 0 when there is none: | 0 0 | fragment 0 | address | port 2 |
 */
size_t proxy_datagram(const uint8_t *bytes, size_t len);

#endif
