/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/*
 * DNS (RFC 1035), in TCP behind a length of two bytes; multicast DNS
 * (RFC 6762) and LLMNR (RFC 4795) by their ports.
 *
 *   | id 2 | flags 2 | questions 2 | answers 2 | authorities 2 | additional 2 |
 *   question: name, type 2, class 2;  record: name, type 2, class 2, ttl 4, length 2, data
 *   flags: QR, opcode 4, AA TC RD RA, zero, AD, CD, rcode 4
 *
 * NetBIOS has the same header. Its names are one label of 32 letters A to P;
 * a message with one is left to NetBIOS.
 */
#define PORT_DNS 53
#define PORT_MDNS 5353
#define PORT_LLMNR 5355
#define NAME_MAX_LEN 255
#define RECORD_LEN_MIN 11
#define QUESTION_LEN_MIN 5
#define TCP_LEN_MIN 17

#define FLAG_ANSWER 0x8000
#define FLAG_ZERO 0x0040

enum opcode { OPCODE_QUERY, OPCODE_INVERSE, OPCODE_STATUS, OPCODE_NOTIFY = 4, OPCODE_UPDATE };

struct header {
	uint16_t flags;
	uint16_t questions;
	uint32_t records;
	uint16_t answers;
};

static struct header take_header(struct rd *r)
{
	struct header h;

	rd_be16(r);
	h.flags = rd_be16(r);
	h.questions = rd_be16(r);
	h.answers = rd_be16(r);
	h.records = (uint32_t)h.answers + rd_be16(r);
	h.records += rd_be16(r);
	return h;
}

static bool is_netbios_label(const uint8_t *label)
{
	for (size_t i = 0; i < 32; i++) {
		if (label[i] < 'A' || label[i] > 'P')
			return false;
	}

	return true;
}

/* A name, or the start of one and a pointer. False when it is none. */
static bool skip_name(struct rd *r)
{
	for (size_t total = 0; total <= NAME_MAX_LEN;) {
		uint8_t n = rd_u8(r);
		const uint8_t *label;

		if (n >= 0xc0) {
			rd_u8(r);
			return true;
		}
		if (n == 0 || n > 63)
			return n == 0;

		label = rd_take(r, n);
		if (label && n == 32 && is_netbios_label(label))
			return false;
		total += n + 1u;
	}

	return false;
}

static bool is_class(uint16_t class)
{
	class &= 0x7fff;	/* multicast DNS uses the top bit */
	return class == 1 || class == 3 || class == 4 || class == 254 || class == 255;
}

static bool skip_question(struct rd *r)
{
	uint16_t type;
	uint16_t class;

	if (!skip_name(r))
		return false;
	type = rd_be16(r);
	class = rd_be16(r);
	return r->shortfall || (type && is_class(class));
}

static bool skip_record(struct rd *r)
{
	uint16_t type;

	if (!skip_name(r))
		return false;
	type = rd_be16(r);
	rd_take(r, 6);
	rd_take(r, rd_be16(r));
	return r->shortfall || type;
}

/* `len`: of the whole message. */
static bool is_header(const struct header *h, size_t len, bool local)
{
	uint8_t opcode = h->flags >> 11 & 15;
	bool answer = h->flags & FLAG_ANSWER;
	size_t least = 12 + h->questions * QUESTION_LEN_MIN + h->records * RECORD_LEN_MIN;

	if (opcode > OPCODE_UPDATE || opcode == 3 || h->flags & FLAG_ZERO || least > len)
		return false;
	if (!h->questions && !h->records && !answer)
		return false;
	if (local || opcode != OPCODE_QUERY)
		return h->questions <= 255;
	if (!answer)
		return h->questions == 1 && !h->answers && !(h->flags & 15) && h->records <= 3;
	return h->questions <= 1 && (h->questions || h->answers);
}

/* Where the reader stops tells how far the message is right. */
static bool skip_message(struct rd *r, const struct header *h)
{
	for (uint16_t i = 0; i < h->questions && !r->shortfall; i++) {
		if (!skip_question(r))
			return false;
	}
	for (uint32_t i = 0; i < h->records && !r->shortfall; i++) {
		if (!skip_record(r))
			return false;
	}

	return true;
}

static uint16_t proto_of(const struct view *v)
{
	if (plain_port(v, PORT_MDNS))
		return PROTO_MDNS;
	return plain_port(v, PORT_LLMNR) ? PROTO_LLMNR : PROTO_DNS;
}

static enum answer look_udp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	struct header h = take_header(&r);
	uint16_t proto = proto_of(v);

	if (r.shortfall || !is_header(&h, v->now.whole, proto != PROTO_DNS))
		return ANSWER_NO;
	if (!skip_message(&r, &h))
		return ANSWER_NO;

	/* It must end where the datagram ends, as far as it was kept. */
	if (r.shortfall ? v->now.len == v->now.whole : r.at != r.end && !plain_port(v, PORT_DNS))
		return ANSWER_NO;
	return plain_yes(out, proto, h.flags & FLAG_ANSWER ? "answer" : "query");
}

static enum answer look_tcp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint16_t len = rd_be16(&r);
	struct header h = take_header(&r);

	if (r.shortfall)
		return plain_miss(v, &r);
	if (len < TCP_LEN_MIN || !h.questions || !is_header(&h, len, false))
		return ANSWER_NO;
	if (!skip_question(&r))
		return ANSWER_NO;
	if (r.shortfall)
		return plain_miss(v, &r);
	return plain_yes(out, proto_of(v), h.flags & FLAG_ANSWER ? "answer" : "query");
}

static enum answer look(const struct view *v, struct finding *out)
{
	return plain_is_tcp(v) ? look_tcp(v, out) : look_udp(v, out);
}

const struct dissector dissect_dns = {
	.name       = "dns",
	.proto      = PROTO_DNS,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.look       = look,
};
