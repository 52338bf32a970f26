/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_PACKET_PACKET_H
#define PEERWALL_PACKET_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/addr.h"

/*
 * Bytes to packet: from a link-layer frame or an IP packet to the fields that
 * the flow table and the ladder need. Everything in a packet is borrowed from
 * the bytes it was made of.
 */
#define TCP_FIN 0x01
#define TCP_SYN 0x02
#define TCP_RST 0x04
#define TCP_PSH 0x08
#define TCP_ACK 0x10

/* Where a packet came in: from the users' side, or from the world's. */
enum origin { ORIGIN_UNKNOWN, ORIGIN_LAN, ORIGIN_WORLD };

struct packet {
	int64_t time_us;		/* since 1970; set by the source, as those marked * are */
	struct addr src;
	struct addr dst;
	uint16_t sport;
	uint16_t dport;
	uint8_t transport;		/* IPPROTO_TCP or IPPROTO_UDP */
	uint8_t tcp_flags;		/* TCP_… */
	uint8_t wraps;			/* mirror and tunnel headers taken off so far */
	bool is_answer;			/* * conntrack: it goes to the connection's initiator */
	bool opens_tunnels;		/* * what is in a tunnel of IP counts, not the tunnel */
	enum origin origin;		/* * */
	const uint8_t *mac;		/* the sender's address on its link, 6 bytes, or NULL */
	uint32_t seq;			/* of the first payload byte */
	uint32_t ack;			/* of the next byte its sender waits for */
	const uint8_t *ip;		/* the IP packet, as far as it is there */
	size_t ip_len;
	uint32_t ip_whole;		/* its length on the wire */
	const uint8_t *payload;
	uint32_t payload_len;		/* there */
	uint32_t payload_whole;		/* on the wire; more when the packet is cut */
};

/* Of a packet's mark under `mask`; `knows_lan`: the kernel knows the LAN's interfaces. */
enum origin packet_origin(uint32_t mark, uint32_t mask, bool knows_lan);

/*
 * The sender is on the LAN: its interface says so or, where that is not known, its address of
 * a private network when the other one is public.
 */
bool packet_is_of_lan(const struct packet *p);

/* What became of one frame. Everything but OK and FIRST_FRAGMENT is counted and left. */
enum decoded {
	DECODED_OK,
	DECODED_FIRST_FRAGMENT,		/* usable, its payload cut at the fragment's end */
	DECODED_FRAGMENT,		/* a later fragment: no ports in it */
	DECODED_NOT_IP,			/* ARP, PPPoE's discovery … */
	DECODED_NOT_TCP_UDP,		/* ICMP, SCTP, a tunnel … */
	DECODED_CUT,			/* the capture kept too little of it */
	DECODED_BROKEN,			/* contradicts itself */
	DECODED_LINK,			/* of an interface whose link type is not read */
	DECODED_LARGE,			/* larger than any packet */
	DECODED_KINDS,
};

/* For tables and JSON: "later fragments", "broken", … */
const char *decoded_name(enum decoded kind);

/* True for the link types (libpcap's DLT_…) that decode_frame() reads. */
bool decode_knows_link(int link_type);

/*
 * A frame of `len` bytes, `whole` on the wire: Ethernet, with VLAN and QinQ, MPLS and
 * PPPoE; Linux cooked 1 and 2, NFLOG, raw IP, null and loop, PPP, HDLC, and Wi-Fi that
 * is not enciphered.
 */
enum decoded decode_frame(int link_type, const uint8_t *frame, size_t len, size_t whole,
			  struct packet *out);

/*
 * What is in a packet that is neither TCP nor UDP, but `out->transport`: a mirrored frame
 * in GRE; where tunnels are opened, IP in GRE or in IP. Else DECODED_NOT_TCP_UDP.
 */
enum decoded decode_wrapped(const uint8_t *bytes, size_t len, size_t whole, struct packet *out);

/* An IPv4 or IPv6 packet (RFC 791, RFC 8200 with extension headers). */
enum decoded decode_ip(const uint8_t *ip, size_t len, size_t whole, struct packet *out);

#endif
