/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/*
 * Protocols that show little of themselves: a few fixed bits at the start and
 * a length that must be right. Each is a line, and nearly all are believed on
 * their well-known port alone; a line without a port leaves so little to
 * chance that it may stand anywhere. The first line that fits counts.
 */
enum length {
	LENGTH_NONE,
	LENGTH_8,
	LENGTH_BE16,
	LENGTH_LE16,
	LENGTH_BE24,
	LENGTH_BE32,
	LENGTH_LE32,
};

struct shape {
	uint16_t proto;
	uint8_t transports;
	uint16_t port;		/* 0: any */
	uint32_t mask;		/* the first four bytes under `mask` are `value` */
	uint32_t value;
	enum length length;	/* how the message's length is written, */
	uint8_t at;		/* where, */
	uint8_t add;		/* and how much longer the message is than it says */
	uint16_t least;		/* the message's size */
	uint32_t most;
	const char *what;
};

#define TCP TRANSPORT_TCP
#define UDP TRANSPORT_UDP
#define BOTH (TRANSPORT_TCP | TRANSPORT_UDP)
#define DATAGRAM UINT16_MAX
#define NO_LENGTH LENGTH_NONE, 0, 0

static const struct shape shapes[] = {
	/* RFC 7011; and InMon's sFlow version 5 */
	{ PROTO_NETFLOW, UDP, 0, 0xffff0000, 0x000a0000, LENGTH_BE16, 2, 0, 20, DATAGRAM, "ipfix" },
	{ PROTO_NETFLOW, UDP, 6343, ~0u, 5, NO_LENGTH, 28, DATAGRAM, "sflow" },
	{ PROTO_NETFLOW, UDP, 2055, 0xfff00000, 0, NO_LENGTH, 20, DATAGRAM, "netflow" },
	{ PROTO_NETFLOW, UDP, 9995, 0xfff00000, 0, NO_LENGTH, 20, DATAGRAM, "netflow" },
	{ PROTO_NETFLOW, UDP, 9996, 0xfff00000, 0, NO_LENGTH, 20, DATAGRAM, "netflow" },

	/* RFC 2865, 2866, 5176: code, identifier, length */
	{ PROTO_RADIUS, UDP, 1812, 0xc0000000, 0, LENGTH_BE16, 2, 0, 20, 4096, "radius message" },
	{ PROTO_RADIUS, UDP, 1813, 0xc0000000, 0, LENGTH_BE16, 2, 0, 20, 4096, "radius message" },
	{ PROTO_RADIUS, UDP, 1645, 0xc0000000, 0, LENGTH_BE16, 2, 0, 20, 4096, "radius message" },
	{ PROTO_RADIUS, UDP, 1646, 0xc0000000, 0, LENGTH_BE16, 2, 0, 20, 4096, "radius message" },
	{ PROTO_RADIUS, UDP, 3799, 0xc0000000, 0, LENGTH_BE16, 2, 0, 20, 4096, "radius message" },

	/* RFC 6733 */
	{ PROTO_DIAMETER, TCP, 3868, 0xff000003, 0x01000000, LENGTH_BE24, 1, 0, 20, 1 << 20,
	  "diameter message" },

	/* 3GPP TS 29.060, 29.281 (version 1), 29.274 (version 2), 32.295 (charging) */
	{ PROTO_GTP, UDP, 2152, 0xf0000000, 0x30000000, LENGTH_BE16, 2, 8, 8, DATAGRAM,
	  "user data" },
	{ PROTO_GTP, UDP, 2123, 0xf0000000, 0x30000000, LENGTH_BE16, 2, 8, 8, DATAGRAM, "control" },
	{ PROTO_GTP, UDP, 2123, 0xe0000000, 0x40000000, LENGTH_BE16, 2, 4, 8, DATAGRAM, "control" },
	{ PROTO_GTP, UDP, 3386, 0xe0000000, 0, LENGTH_BE16, 2, 6, 6, DATAGRAM, "charging" },
	{ PROTO_GTP, UDP, 3386, 0xe0000000, 0, LENGTH_BE16, 2, 20, 20, DATAGRAM, "charging" },

	/* RFC 7348; draft-ietf-nvo3-vxlan-gpe; RFC 8926: what is inside */
	{ PROTO_VXLAN, UDP, 4789, 0x08000000, 0x08000000, NO_LENGTH, 22, DATAGRAM, "tunnel" },
	{ PROTO_VXLAN, UDP, 8472, 0x08000000, 0x08000000, NO_LENGTH, 22, DATAGRAM, "tunnel" },
	{ PROTO_VXLAN, UDP, 4790, 0x08000000, 0x08000000, NO_LENGTH, 12, DATAGRAM, "tunnel" },
	{ PROTO_GENEVE, UDP, 6081, 0xc03fffff, 0x00006558, NO_LENGTH, 8, DATAGRAM, "ethernet" },
	{ PROTO_GENEVE, UDP, 6081, 0xc03fffff, 0x00000800, NO_LENGTH, 8, DATAGRAM, "ipv4" },
	{ PROTO_GENEVE, UDP, 6081, 0xc03fffff, 0x000086dd, NO_LENGTH, 8, DATAGRAM, "ipv6" },

	/* RFC 8086 (GRE in UDP), RFC 9301, RFC 5415 */
	{ PROTO_GRE, UDP, 4754, 0x4ff8ffff, 0x00000800, NO_LENGTH, 24, DATAGRAM, "ipv4" },
	{ PROTO_GRE, UDP, 4754, 0x4ff8ffff, 0x000086dd, NO_LENGTH, 44, DATAGRAM, "ipv6" },
	{ PROTO_GRE, UDP, 4754, 0x4ff8ffff, 0x00006558, NO_LENGTH, 18, DATAGRAM, "ethernet" },
	{ PROTO_LISP, UDP, 4342, 0x80000000, 0, NO_LENGTH, 12, DATAGRAM, "map message" },
	{ PROTO_CAPWAP, UDP, 5246, 0xfe000000, 0, NO_LENGTH, 8, DATAGRAM, "control" },
	{ PROTO_CAPWAP, UDP, 5247, 0xfe000000, 0, NO_LENGTH, 8, DATAGRAM, "data" },

	/* Routing: RFC 2453, 2080; 2281; Cisco GLBP; 5880; 5036; 8029; 8966 */
	{ PROTO_ROUTING, UDP, 520, 0xf8fc0000, 0, NO_LENGTH, 4, DATAGRAM, "rip" },
	{ PROTO_ROUTING, UDP, 521, 0xfcff0000, 0x00010000, NO_LENGTH, 4, DATAGRAM, "ripng" },
	{ PROTO_ROUTING, UDP, 1985, 0xf8f80000, 0, NO_LENGTH, 12, DATAGRAM, "hsrp" },
	{ PROTO_ROUTING, UDP, 1985, 0xf8ff0000, 0x00280000, NO_LENGTH, 42, DATAGRAM, "hsrp 2" },
	{ PROTO_ROUTING, UDP, 2029, 0xf8ff0000, 0x00280000, NO_LENGTH, 42, DATAGRAM, "hsrp 2" },
	{ PROTO_ROUTING, UDP, 3222, 0xff000000, 0x01000000, NO_LENGTH, 12, DATAGRAM, "glbp" },
	{ PROTO_ROUTING, UDP, 3784, 0xe0000000, 0x20000000, LENGTH_8, 3, 0, 24, 255, "bfd" },
	{ PROTO_ROUTING, UDP, 4784, 0xe0000000, 0x20000000, LENGTH_8, 3, 0, 24, 255, "bfd" },
	{ PROTO_ROUTING, BOTH, 646, 0xffff0000, 0x00010000, LENGTH_BE16, 2, 4, 14, DATAGRAM,
	  "ldp" },
	{ PROTO_ROUTING, UDP, 3503, 0xffff0000, 0x00010000, NO_LENGTH, 32, DATAGRAM, "lsp ping" },
	{ PROTO_ROUTING, UDP, 6696, 0xffff0000, 0x2a020000, NO_LENGTH, 4, DATAGRAM, "babel" },

	/* IEEE 1588; a message may be followed by padding */
	{ PROTO_PTP, UDP, 319, 0x000f0000, 0x00020000, NO_LENGTH, 34, 512, "event" },
	{ PROTO_PTP, UDP, 320, 0x000f0000, 0x00020000, NO_LENGTH, 34, 1500, "general" },

	/* ONF OpenFlow; DMTF ASF (RMCP); Cisco SCCP; CQL native protocol; RFC 7252 */
	{ PROTO_OPENFLOW, TCP, 6633, 0xf8c00000, 0, LENGTH_BE16, 2, 0, 8, DATAGRAM, "message" },
	{ PROTO_OPENFLOW, TCP, 6653, 0xf8c00000, 0, LENGTH_BE16, 2, 0, 8, DATAGRAM, "message" },
	{ PROTO_IPMI, UDP, 623, 0xffff0000, 0x06000000, NO_LENGTH, 4, DATAGRAM, "rmcp message" },
	{ PROTO_SKINNY, TCP, 2000, 0x0000ffff, 0, LENGTH_LE32, 0, 8, 12, 1 << 16, "message" },
	{ PROTO_CASSANDRA, TCP, 9042, 0x78e00000, 0, LENGTH_BE32, 5, 9, 9, 1 << 28, "frame" },
	{ PROTO_COAP, UDP, 5683, 0xc8e00000, 0x40000000, NO_LENGTH, 4, DATAGRAM, "request" },
	{ PROTO_COAP, UDP, 5683, 0xc8e00000, 0x40400000, NO_LENGTH, 4, DATAGRAM, "answer" },
	{ PROTO_COAP, UDP, 5683, 0xc8c00000, 0x40800000, NO_LENGTH, 4, DATAGRAM, "error" },

	/* Discord's discovery; RFC 2661; RFC 7143; Oracle TNS; Kafka; AMQP 0-9-1; Apple DSI */
	{ PROTO_DISCORD, UDP, 0, ~0u, 0x00010046, NO_LENGTH, 74, 74, "discovery" },
	{ PROTO_DISCORD, UDP, 0, ~0u, 0x00020046, NO_LENGTH, 74, 74, "discovery" },
	{ PROTO_L2TP, UDP, 1701, 0xffff0000, 0xc8020000, LENGTH_BE16, 2, 0, 12, DATAGRAM,
	  "control" },
	{ PROTO_ISCSI, TCP, 3260, 0xbfff0000, 0x03870000, NO_LENGTH, 48, ~0u, "login" },
	{ PROTO_ISCSI, TCP, 3260, 0xbfff0000, 0x03810000, NO_LENGTH, 48, ~0u, "login" },
	{ PROTO_ORACLE, TCP, 1521, 0x0000ffff, 0, LENGTH_BE16, 0, 0, 8, DATAGRAM, "packet" },
	{ PROTO_KAFKA, TCP, 9092, 0xff000000, 0, LENGTH_BE32, 0, 4, 14, 1 << 24, "request" },
	{ PROTO_AMQP, TCP, 5672, 0xfc000000, 0, LENGTH_BE32, 3, 8, 8, 1 << 24, "frame" },
	{ PROTO_AFP, TCP, 548, 0xfef00000, 0, LENGTH_BE32, 8, 16, 16, 1 << 24, "dsi" },

	/* Industry: Modbus TCP, IEC 60870-5-104, RFC 1006 at the port of S7 and MMS */
	{ PROTO_MODBUS, TCP, 502, 0x0000ffff, 0, LENGTH_BE16, 4, 6, 8, 260, "modbus message" },
	{ PROTO_IEC104, TCP, 2404, 0xff000000, 0x68000000, LENGTH_8, 1, 2, 6, 255, "apdu" },
	{ PROTO_S7, TCP, 102, 0xffff0000, 0x03000000, LENGTH_BE16, 2, 0, 7, 65535, "iso packet" },
	{ PROTO_ENIP, BOTH, 44818, 0x00ff0000, 0, LENGTH_LE16, 2, 24, 24, 65535, "encapsulation" },
	{ PROTO_ENIP, UDP, 2222, 0xffff0000, 0x02000000, NO_LENGTH, 18, 1500, "io data" },
	{ PROTO_BACNET, UDP, 47808, 0xfff00000, 0x81000000, LENGTH_BE16, 2, 0, 4, 1600, "bvlc" },
	{ PROTO_KNX, BOTH, 3671, 0xffff0000, 0x06100000, LENGTH_BE16, 4, 0, 6, 1500, "knx frame" },
	{ PROTO_ADS, TCP, 48898, 0xffff0000, 0, LENGTH_LE32, 2, 6, 38, 1 << 20, "ams packet" },
	{ PROTO_DLMS, BOTH, 4059, ~0u << 16, 0x00010000, LENGTH_BE16, 6, 8, 9, 65535, "wrapper" },
	{ PROTO_SYNPHASOR, TCP, 4712, 0xff8c0000, 0xaa000000, LENGTH_BE16, 2, 0, 16, 65535,
	  "frame" },
	{ PROTO_SYNPHASOR, UDP, 4713, 0xff8c0000, 0xaa000000, LENGTH_BE16, 2, 0, 16, 65535,
	  "frame" },
	{ PROTO_DICOM, TCP, 104, 0xffff0000, 0x01000000, LENGTH_BE32, 2, 6, 74, 65535,
	  "associate" },
	{ PROTO_DICOM, TCP, 11112, 0xffff0000, 0x01000000, LENGTH_BE32, 2, 6, 74, 65535,
	  "associate" },
};

#define HEAD_LEN 16		/* of a stream; nothing that is looked at lies further on */
#define N_SHAPES (sizeof(shapes) / sizeof(shapes[0]))

/* The size of the message. */
static uint64_t take_size(const struct shape *s, struct rd r)
{
	rd_take(&r, s->at);

	switch (s->length) {
	case LENGTH_8:
		return rd_u8(&r) + (uint64_t)s->add;
	case LENGTH_BE16:
		return rd_be16(&r) + (uint64_t)s->add;
	case LENGTH_LE16:
		return rd_le16(&r) + (uint64_t)s->add;
	case LENGTH_BE24:
		return rd_be24(&r) + (uint64_t)s->add;
	case LENGTH_BE32:
		return rd_be32(&r) + (uint64_t)s->add;
	case LENGTH_LE32:
		return rd_le32(&r) + (uint64_t)s->add;
	case LENGTH_NONE:
		break;
	}

	return 0;
}

static enum answer fits(const struct view *v, const struct shape *s)
{
	struct rd r = plain_rd(v);
	uint32_t first = rd_be32(&r);
	uint64_t size = v->now.whole;
	uint32_t head = s->least < HEAD_LEN ? s->least : HEAD_LEN;

	/* What is not there reads as zero. */
	if (!plain_is_tcp(v) && size < s->least)
		return ANSWER_NO;
	if (plain_is_tcp(v) && v->now.len < head)
		return v->full ? ANSWER_NO : ANSWER_MORE;
	if ((first & s->mask) != s->value)
		return ANSWER_NO;

	if (s->length != LENGTH_NONE) {
		size = take_size(s, plain_rd(v));
		if (!plain_fits(v, size))
			return ANSWER_NO;
	}

	return size >= s->least && size <= s->most ? ANSWER_YES : ANSWER_NO;
}

static enum answer look(const struct view *v, struct finding *out)
{
	enum answer best = ANSWER_NO;

	for (size_t i = 0; i < N_SHAPES && best == ANSWER_NO; i++) {
		const struct shape *s = &shapes[i];

		if (!(s->transports & v->transport) || (s->port && !plain_port(v, s->port)))
			continue;
		best = fits(v, s);
		if (best == ANSWER_YES)
			plain_yes(out, s->proto, s->what);
	}

	return best;
}

const struct dissector dissect_shape = {
	.name       = "shape",
	.proto      = PROTO_MODBUS,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.look       = look,
};
