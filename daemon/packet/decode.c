/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packet.h"

#include <netinet/in.h>

#include "../base/label.h"
#include "../base/rd.h"

/*
 * From IP to ports and payload. Every step reads through the reader; bytes that
 * run out are CUT when the capture kept less than the wire had, and BROKEN when
 * the packet itself promises more than it holds.
 */
#define HEADER_MOBILITY 135		/* RFC 6275 */

const char *decoded_name(enum decoded kind)
{
	static const char *const names[DECODED_KINDS] = {
		[DECODED_OK] = "packets",
		[DECODED_FIRST_FRAGMENT] = "first fragments",
		[DECODED_FRAGMENT] = "later fragments",
		[DECODED_NOT_IP] = "not IP",
		[DECODED_NOT_TCP_UDP] = "neither TCP nor UDP",
		[DECODED_CUT] = "cut by the snap length",
		[DECODED_BROKEN] = "broken",
		[DECODED_LINK] = "of a link type that is not read",
		[DECODED_LARGE] = "too large for a packet",
	};

	return names[kind];
}

static enum decoded ran_out(const struct packet *p)
{
	return p->ip_len < p->ip_whole ? DECODED_CUT : DECODED_BROKEN;
}

/*
 * Reads a UDP header; returns its size, and narrows `*wire` to the datagram, or widens
 * it where this is but the first fragment of one.
 */
static uint32_t read_udp(struct rd *r, bool fragment, uint32_t *wire)
{
	uint32_t length = rd_be16(r);	/* 0 in a jumbogram and before segmentation offload */

	rd_take(r, 2);
	if (length >= 8 && (length < *wire || fragment))
		*wire = length;
	return 8;
}

/* Reads a TCP header; returns its size, or 0 when that is impossible. */
static uint32_t read_tcp(struct rd *r, struct packet *out)
{
	uint32_t header;
	uint16_t word;

	out->seq = rd_be32(r);
	out->ack = rd_be32(r);
	word = rd_be16(r);
	out->tcp_flags = (uint8_t)word;
	out->seq += out->tcp_flags & TCP_SYN ? 1 : 0;
	header = (uint32_t)(word >> 12) * 4;
	rd_take(r, header >= 20 ? header - 14 : 6);
	return header >= 20 ? header : 0;
}

/* `wire` is what the IP header leaves for TCP or UDP, of which it may be a first fragment. */
static enum decoded read_transport(struct rd *r, uint32_t wire, bool fragment, struct packet *out)
{
	uint32_t header;

	out->sport = rd_be16(r);
	out->dport = rd_be16(r);
	header = out->transport == IPPROTO_UDP ? read_udp(r, fragment, &wire) : read_tcp(r, out);
	if (r->shortfall)
		return ran_out(out);
	if (!header || wire < header)
		return DECODED_BROKEN;

	out->payload_whole = wire - header;
	out->payload_len = (uint32_t)rd_left(r);
	if (out->payload_len > out->payload_whole)
		out->payload_len = out->payload_whole;
	out->payload = rd_take(r, out->payload_len);
	return fragment ? DECODED_FIRST_FRAGMENT : DECODED_OK;
}

/* The packet ends where its header says; Ethernet padding behind it does not count. */
static void set_length(struct packet *out, struct rd *r, const uint8_t *ip, size_t len,
		       uint32_t total)
{
	if (len > total)
		len = total;
	out->ip = ip;
	out->ip_len = len;
	out->ip_whole = total;
	r->end = r->at > ip + len ? r->at : ip + len;
}

static enum decoded decode_ip4(const uint8_t *ip, size_t len, size_t whole, struct packet *out)
{
	struct rd r = rd_of(ip, len);
	uint32_t header = (uint32_t)(rd_u8(&r) & 0x0f) * 4;
	uint32_t total;
	uint16_t fragment;
	const uint8_t *src;
	const uint8_t *dst;

	rd_take(&r, 1);
	total = rd_be16(&r);
	if (total == 0)
		total = (uint32_t)whole;	/* captured before segmentation offload */
	rd_take(&r, 2);
	fragment = rd_be16(&r);
	rd_take(&r, 1);
	out->transport = rd_u8(&r);
	rd_take(&r, 2);
	src = rd_take(&r, 4);
	dst = rd_take(&r, 4);
	rd_take(&r, header >= 20 ? header - 20 : 0);
	if (r.shortfall)
		return len < whole ? DECODED_CUT : DECODED_BROKEN;
	if (header < 20 || total < header)
		return DECODED_BROKEN;

	out->src = addr_of4(src);
	out->dst = addr_of4(dst);
	set_length(out, &r, ip, len, total);
	if (fragment & 0x1fff)
		return DECODED_FRAGMENT;
	if (out->transport != IPPROTO_TCP && out->transport != IPPROTO_UDP)
		return decode_wrapped(r.at, rd_left(&r), total - header, out);

	return read_transport(&r, total - header, fragment & 0x2000, out);
}

/* One extension header of type `*next`, which becomes the one behind it. False: it is none. */
static bool skip_extension(struct rd *r, uint8_t *next, uint16_t *fragment)
{
	uint8_t then;

	switch (*next) {
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_DSTOPTS:
	case HEADER_MOBILITY:
		then = rd_u8(r);
		rd_take(r, (size_t)rd_u8(r) * 8 + 6);
		break;
	case IPPROTO_AH:		/* counts in words of four, less two (RFC 4302) */
		then = rd_u8(r);
		rd_take(r, ((size_t)rd_u8(r) + 2) * 4 - 2);
		break;
	case IPPROTO_FRAGMENT:
		then = rd_u8(r);
		rd_take(r, 1);
		*fragment = rd_be16(r);
		rd_take(r, 4);
		break;
	default:
		return false;
	}

	*next = then;
	return !r->shortfall;
}

static enum decoded decode_ip6(const uint8_t *ip, size_t len, size_t whole, struct packet *out)
{
	struct rd r = rd_of(ip, len);
	uint32_t total;
	const uint8_t *src;
	const uint8_t *dst;
	uint16_t fragment = 0;

	rd_take(&r, 4);
	total = 40 + (uint32_t)rd_be16(&r);
	if (total == 40 && whole > 40)
		total = (uint32_t)whole;	/* a jumbogram, or before segmentation offload */
	out->transport = rd_u8(&r);
	rd_take(&r, 1);
	src = rd_take(&r, 16);
	dst = rd_take(&r, 16);
	if (r.shortfall)
		return len < whole ? DECODED_CUT : DECODED_BROKEN;

	out->src = addr_of6(src);
	out->dst = addr_of6(dst);
	set_length(out, &r, ip, len, total);
	/* As many as there are, since the kernel reads them all: each has 8 bytes at least. */
	while (!(fragment & 0xfff8) && skip_extension(&r, &out->transport, &fragment))
		;
	if (r.shortfall)
		return ran_out(out);
	if (fragment & 0xfff8)
		return DECODED_FRAGMENT;
	if (out->transport != IPPROTO_TCP && out->transport != IPPROTO_UDP)
		return decode_wrapped(r.at, rd_left(&r), total - (uint32_t)(r.at - ip), out);

	return read_transport(&r, total - (uint32_t)(r.at - ip), fragment & 1, out);
}

enum decoded decode_ip(const uint8_t *ip, size_t len, size_t whole, struct packet *out)
{
	struct rd r = rd_of(ip, len);
	uint8_t version = rd_u8(&r) >> 4;

	*out = (struct packet){ .time_us = out->time_us, .is_answer = out->is_answer,
				.opens_tunnels = out->opens_tunnels, .wraps = out->wraps,
				.origin = out->origin, .mac = out->mac };
	if (r.shortfall)
		return len < whole ? DECODED_CUT : DECODED_BROKEN;
	if (version == 4)
		return decode_ip4(ip, len, whole, out);
	return version == 6 ? decode_ip6(ip, len, whole, out) : DECODED_NOT_IP;
}

enum origin packet_origin(uint32_t mark, uint32_t mask, bool knows_lan)
{
	if (!knows_lan)
		return ORIGIN_UNKNOWN;
	return mark_tells(mark, mask, mark_lan(mask)) ? ORIGIN_LAN : ORIGIN_WORLD;
}

bool packet_is_of_lan(const struct packet *p)
{
	if (p->origin != ORIGIN_UNKNOWN)
		return p->origin == ORIGIN_LAN;
	return addr_is_private(&p->src) && !addr_is_private(&p->dst);
}
