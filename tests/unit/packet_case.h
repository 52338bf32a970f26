/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_TESTS_PACKET_CASE_H
#define PEERWALL_TESTS_PACKET_CASE_H

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "../../daemon/packet/packet.h"

/* Packets for tests, as decode would give them: no bytes of IP, but payload. */
static inline struct packet packet_between(const char *src, uint16_t sport, const char *dst,
					   uint16_t dport, uint8_t transport)
{
	struct packet p = { .sport = sport, .dport = dport, .transport = transport };

	addr_parse(src, &p.src);
	addr_parse(dst, &p.dst);
	return p;
}

static inline struct packet packet_with(struct packet p, const void *payload, size_t len)
{
	p.payload = payload;
	p.payload_len = p.payload_whole = (uint32_t)len;
	p.ip_whole = (uint32_t)len + (p.transport == IPPROTO_TCP ? 40 : 28);
	return p;
}

/* The same the other way round. */
static inline struct packet packet_back(struct packet p)
{
	struct addr a = p.src;
	uint16_t port = p.sport;

	p.src = p.dst;
	p.sport = p.dport;
	p.dst = a;
	p.dport = port;
	return p;
}

#endif
