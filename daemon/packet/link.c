/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packet.h"

#include <pcap/dlt.h>

#include "../base/rd.h"

/*
 * The link layer: which protocol is inside of a frame, and where it begins. A
 * switch that mirrors a port over the network wraps each frame once more, in GRE
 * (ERSPAN, or GRE with a bare Ethernet frame inside); that is part of how the
 * capture was taken, and is taken off.
 */
#define ETHERTYPE_IP4 0x0800
#define ETHERTYPE_VLAN 0x8100
#define ETHERTYPE_IP6 0x86dd
#define ETHERTYPE_QINQ 0x88a8
#define ETHERTYPE_QINQ_OLD 0x9100
#define VLAN_TAGS_MAX 4
#define WRAPS_MAX 2			/* a mirror of a mirror */

/* GRE (RFC 2784, RFC 2890) and what a mirror sends in it. */
#define GRE_CHECKSUM 0x8000
#define GRE_KEY 0x2000
#define GRE_SEQUENCE 0x1000
#define GRE_ETHERNET 0x6558
#define GRE_ERSPAN2 0x88be		/* with a sequence number: 8 bytes more; without: none */
#define GRE_ERSPAN3 0x22eb

bool decode_knows_link(int link_type)
{
	switch (link_type) {
	case DLT_EN10MB:
	case DLT_LINUX_SLL:
	case DLT_LINUX_SLL2:
	case DLT_RAW:
	case DLT_IPV4:
	case DLT_IPV6:
	case DLT_NULL:
	case DLT_LOOP:
		return true;
	}

	return false;
}

/* The ethertype behind any VLAN tags (IEEE 802.1Q, 802.1ad). */
static uint16_t skip_tags(struct rd *r, uint16_t type)
{
	for (int i = 0; i < VLAN_TAGS_MAX; i++) {
		if (type != ETHERTYPE_VLAN && type != ETHERTYPE_QINQ && type != ETHERTYPE_QINQ_OLD)
			break;
		rd_take(r, 2);
		type = rd_be16(r);
	}

	return type;
}

/* Leaves the reader at the network header. False: no IP in it. */
static bool read_link(int link_type, struct rd *r)
{
	uint16_t type = ETHERTYPE_IP4;

	switch (link_type) {
	case DLT_EN10MB:		/* destination 6, source 6, type */
		rd_take(r, 12);
		type = skip_tags(r, rd_be16(r));
		break;
	case DLT_LINUX_SLL:		/* packet type, ARPHRD, length, address 8, protocol */
		rd_take(r, 14);
		type = skip_tags(r, rd_be16(r));
		break;
	case DLT_LINUX_SLL2:		/* protocol, 2, ifindex 4, ARPHRD, type, length, 8 */
		type = rd_be16(r);
		rd_take(r, 18);
		type = skip_tags(r, type);
		break;
	case DLT_NULL:			/* a family, byte order unknown: the IP version tells */
	case DLT_LOOP:
		rd_take(r, 4);
		break;
	}

	return type == ETHERTYPE_IP4 || type == ETHERTYPE_IP6;
}

enum decoded decode_frame(int link_type, const uint8_t *frame, size_t len, size_t whole,
			  struct packet *out)
{
	struct rd r = rd_of(frame, len);
	bool is_ip = read_link(link_type, &r);
	size_t header = (size_t)(r.at - frame);

	if (r.shortfall)
		return len < whole ? DECODED_CUT : DECODED_BROKEN;
	if (!is_ip)
		return DECODED_NOT_IP;

	return decode_ip(r.at, rd_left(&r), whole > header ? whole - header : 0, out);
}

enum decoded decode_mirrored(const uint8_t *gre, size_t len, size_t whole, struct packet *out)
{
	struct rd r = rd_of(gre, len);
	uint16_t flags = rd_be16(&r);
	uint16_t type = rd_be16(&r);
	size_t header;

	if (out->wraps++ == WRAPS_MAX)
		return DECODED_NOT_TCP_UDP;
	rd_take(&r, flags & GRE_CHECKSUM ? 4 : 0);
	rd_take(&r, flags & GRE_KEY ? 4 : 0);
	rd_take(&r, flags & GRE_SEQUENCE ? 4 : 0);
	if (type == GRE_ERSPAN2)
		rd_take(&r, flags & GRE_SEQUENCE ? 8 : 0);
	else if (type == GRE_ERSPAN3)
		rd_take(&r, 12);
	else if (type != GRE_ETHERNET)
		return DECODED_NOT_TCP_UDP;
	if (r.shortfall)
		return len < whole ? DECODED_CUT : DECODED_BROKEN;

	header = (size_t)(r.at - gre);
	return decode_frame(DLT_EN10MB, r.at, rd_left(&r),
			    whole > header ? whole - header : 0, out);
}
