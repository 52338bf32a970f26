/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packet.h"

#include <netinet/in.h>
#include <pcap/dlt.h>

#include "../base/rd.h"

/*
 * The link layer: which protocol is inside of a frame, and where it begins. Between
 * the frame and IP may stand VLAN tags, MPLS labels and PPPoE.
 *
 * A switch that mirrors a port over the network wraps each frame once more, in GRE
 * (ERSPAN, or GRE with a bare Ethernet frame inside); that is part of how the
 * capture was taken, and is taken off. A tunnel of IP is opened in captures alone:
 * the gateway may be its end, and then forwards what is inside.
 */
#define ETHERTYPE_IP4 0x0800
#define ETHERTYPE_VLAN 0x8100
#define ETHERTYPE_IP6 0x86dd
#define ETHERTYPE_MPLS 0x8847
#define ETHERTYPE_MPLS_MULTICAST 0x8848
#define ETHERTYPE_PPPOE 0x8864
#define ETHERTYPE_QINQ 0x88a8
#define ETHERTYPE_QINQ_OLD 0x9100
#define ETHERTYPE_LENGTH 0x0600		/* below: IEEE 802.3's length of an LLC packet */
#define NO_IP 0
#define SHIMS_MAX 6			/* tags, labels and the like, before we give up */
#define WRAPS_MAX 2			/* a mirror of a mirror, a tunnel in a tunnel */

#define PPP_IP4 0x0021
#define PPP_IP6 0x0057
#define PPP_MPLS 0x0281

/* IEEE 802.11, the frame control's two bytes. */
#define WIFI_KIND 0x0c00
#define WIFI_DATA 0x0800
#define WIFI_QOS 0x8000
#define WIFI_EMPTY 0x4000
#define WIFI_BOTH_WAYS 0x0003		/* to and from the distribution system: four addresses */
#define WIFI_CIPHERED 0x0040
#define WIFI_ORDER 0x0080		/* with QoS: four bytes of HT control */

/* GRE (RFC 2784, RFC 2890) and what a mirror sends in it. */
#define GRE_CHECKSUM 0x8000
#define GRE_KEY 0x2000
#define GRE_SEQUENCE 0x1000
#define GRE_VERSION 0x0007
#define GRE_ETHERNET 0x6558
#define GRE_ERSPAN2 0x88be		/* with a sequence number: 8 bytes more; without: none */
#define GRE_ERSPAN3 0x22eb

#define NFLOG_PAYLOAD 9

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
	case DLT_PPP:
	case DLT_PPP_SERIAL:
	case DLT_PPP_ETHER:
	case DLT_C_HDLC:
	case DLT_IEEE802_11:
	case DLT_IEEE802_11_RADIO:
	case DLT_NFLOG:
		return true;
	}

	return false;
}

/* The version of IP tells what stands there. */
static uint16_t type_of_ip(const struct rd *r)
{
	struct rd at = *r;
	uint8_t version = rd_u8(&at) >> 4;

	return version == 4 ? ETHERTYPE_IP4 : version == 6 ? ETHERTYPE_IP6 : NO_IP;
}

/* Labels, the last of which is marked (RFC 3032). Then IP, or a wire of Ethernet (RFC 4448). */
static uint16_t skip_labels(struct rd *r)
{
	uint32_t label;
	uint16_t type;

	do {
		label = rd_be32(r);
	} while (!r->shortfall && !(label & 0x100));

	type = type_of_ip(r);
	if (type == NO_IP && rd_expect(r, "\0\0", 2)) {
		rd_take(r, 2 + 12);
		type = rd_be16(r);
	}
	return type;
}

/* | ff 03, or nothing | protocol, 2, or 1 when compressed (RFC 1661) | */
static uint16_t skip_ppp(struct rd *r)
{
	uint16_t protocol;

	rd_expect(r, "\xff\x03", 2);
	protocol = rd_u8(r);
	if (!(protocol & 1))
		protocol = (uint16_t)(protocol << 8 | rd_u8(r));

	switch (protocol) {
	case PPP_IP4:
		return ETHERTYPE_IP4;
	case PPP_IP6:
		return ETHERTYPE_IP6;
	case PPP_MPLS:
		return ETHERTYPE_MPLS;
	}
	return NO_IP;
}

/* LLC of a packet with an ethertype: | aa aa 03 | 00 00 00 | type, 2 | */
static uint16_t skip_snap(struct rd *r)
{
	return rd_expect(r, "\xaa\xaa\x03\0\0\0", 6) ? rd_be16(r) : NO_IP;
}

/* What is behind VLAN tags (IEEE 802.1Q, 802.1ad), labels and PPPoE (RFC 2516). */
static uint16_t skip_shims(struct rd *r, uint16_t type)
{
	for (int i = 0; i < SHIMS_MAX && !r->shortfall; i++) {
		switch (type) {
		case ETHERTYPE_VLAN:
		case ETHERTYPE_QINQ:
		case ETHERTYPE_QINQ_OLD:
			rd_take(r, 2);
			type = rd_be16(r);
			break;
		case ETHERTYPE_MPLS:
		case ETHERTYPE_MPLS_MULTICAST:
			type = skip_labels(r);
			break;
		case ETHERTYPE_PPPOE:	/* | 11 | code 0 | session, 2 | length, 2 | */
			if (!rd_expect(r, "\x11\0", 2))
				return NO_IP;
			rd_take(r, 4);
			type = skip_ppp(r);
			break;
		default:
			return type < ETHERTYPE_LENGTH ? skip_snap(r) : type;
		}
	}

	return type;
}

/* | control, 2 | duration, 2 | three or four addresses, a sequence | QoS, 2 | LLC */
static uint16_t skip_wifi(struct rd *r)
{
	uint16_t control = rd_be16(r);

	if ((control & WIFI_KIND) != WIFI_DATA || control & (WIFI_EMPTY | WIFI_CIPHERED))
		return NO_IP;
	rd_take(r, 22);
	rd_take(r, (control & WIFI_BOTH_WAYS) == WIFI_BOTH_WAYS ? 6 : 0);
	if (control & WIFI_QOS)
		rd_take(r, control & WIFI_ORDER ? 6 : 2);
	return skip_snap(r);
}

/* | family | 0 | id, 2 |, then | length, 2 | type, 2 | value | in the host's order, padded to 4 */
static uint16_t skip_nflog(struct rd *r)
{
	rd_take(r, 4);
	while (!r->shortfall) {
		uint32_t length = rd_le16(r);
		uint16_t type = rd_le16(r);

		if (type == NFLOG_PAYLOAD || length < 4)
			break;
		rd_take(r, ((length + 3) & ~3u) - 4);
	}

	return ETHERTYPE_IP4;
}

/* Leaves the reader at the network header; NO_IP when there is none. */
static uint16_t read_link(int link_type, struct rd *r)
{
	uint16_t type;

	switch (link_type) {
	case DLT_EN10MB:		/* destination 6, source 6, type */
		rd_take(r, 12);
		return skip_shims(r, rd_be16(r));
	case DLT_LINUX_SLL:		/* packet type, ARPHRD, length, address 8, protocol */
		rd_take(r, 14);
		return skip_shims(r, rd_be16(r));
	case DLT_LINUX_SLL2:		/* protocol, 2, ifindex 4, ARPHRD, type, length, 8 */
		type = rd_be16(r);
		rd_take(r, 18);
		return skip_shims(r, type);
	case DLT_NULL:			/* a family, byte order unknown */
	case DLT_LOOP:
		rd_take(r, 4);
		break;
	case DLT_PPP:
	case DLT_PPP_SERIAL:
		if (rd_expect(r, "\x0f\0", 2))	/* as Cisco's HDLC */
			return skip_shims(r, rd_be16(r));
		return skip_shims(r, skip_ppp(r));
	case DLT_PPP_ETHER:
		return skip_shims(r, ETHERTYPE_PPPOE);
	case DLT_C_HDLC:		/* address, control, type */
		rd_take(r, 2);
		return skip_shims(r, rd_be16(r));
	case DLT_IEEE802_11_RADIO:	/* version, 0, length of this header, 2 */
		rd_take(r, 2);
		rd_take(r, (size_t)rd_le16(r) - 4);
		return skip_shims(r, skip_wifi(r));
	case DLT_IEEE802_11:
		return skip_shims(r, skip_wifi(r));
	case DLT_NFLOG:
		return skip_nflog(r);
	}

	return ETHERTYPE_IP4;		/* or IPv6: the packet says */
}

enum decoded decode_frame(int link_type, const uint8_t *frame, size_t len, size_t whole,
			  struct packet *out)
{
	struct rd r = rd_of(frame, len);
	uint16_t type = read_link(link_type, &r);
	size_t header = (size_t)(r.at - frame);
	struct rd link = rd_of(frame, len);

	rd_take(&link, 6);
	out->mac = link_type == DLT_EN10MB ? rd_take(&link, 6) : NULL;
	if (r.shortfall)
		return len < whole ? DECODED_CUT : DECODED_BROKEN;
	if (type != ETHERTYPE_IP4 && type != ETHERTYPE_IP6)
		return DECODED_NOT_IP;

	return decode_ip(r.at, rd_left(&r), whole > header ? whole - header : 0, out);
}

/* What GRE has inside: IP, an Ethernet frame, or, with NO_IP, nothing of ours. */
static uint16_t skip_gre(struct rd *r)
{
	uint16_t flags = rd_be16(r);
	uint16_t type = rd_be16(r);

	if (flags & GRE_VERSION)
		return NO_IP;
	rd_take(r, flags & GRE_CHECKSUM ? 4 : 0);
	rd_take(r, flags & GRE_KEY ? 4 : 0);
	rd_take(r, flags & GRE_SEQUENCE ? 4 : 0);

	switch (type) {
	case GRE_ERSPAN2:
		rd_take(r, flags & GRE_SEQUENCE ? 8 : 0);
		return GRE_ETHERNET;
	case GRE_ERSPAN3:
		rd_take(r, 12);
		return GRE_ETHERNET;
	case GRE_ETHERNET:
	case ETHERTYPE_IP4:
	case ETHERTYPE_IP6:
		return type;
	}
	return NO_IP;
}

enum decoded decode_wrapped(const uint8_t *bytes, size_t len, size_t whole, struct packet *out)
{
	struct rd r = rd_of(bytes, len);
	uint16_t type = ETHERTYPE_IP4;
	size_t header;

	if (out->transport == IPPROTO_GRE)
		type = skip_gre(&r);
	else if (out->transport != IPPROTO_IPIP && out->transport != IPPROTO_IPV6)
		return DECODED_NOT_TCP_UDP;
	if (type == NO_IP || (type != GRE_ETHERNET && !out->opens_tunnels) ||
	    out->wraps++ == WRAPS_MAX)
		return DECODED_NOT_TCP_UDP;
	if (r.shortfall)
		return len < whole ? DECODED_CUT : DECODED_BROKEN;

	header = (size_t)(r.at - bytes);
	whole = whole > header ? whole - header : 0;
	return type == GRE_ETHERNET ? decode_frame(DLT_EN10MB, r.at, rd_left(&r), whole, out) :
				      decode_ip(r.at, rd_left(&r), whole, out);
}
