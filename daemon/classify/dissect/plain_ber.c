/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/*
 * Protocols in BER (X.690): SNMP (RFC 3416, 3412), LDAP (RFC 4511) and
 * Kerberos (RFC 4120). Each is one element in others, whose lengths must fit
 * into one another and into the datagram.
 *
 *   SNMP      30 len | 02 01 version | 04 len community | A0..A8 len ...
 *             30 len | 02 01 03 | 30 len | 02 len message id ...
 *   LDAP      30 len | 02 len message id | operation 4x, 6x, 7x or 8x len ...
 *   Kerberos  6A..7E len | 30 len | A0|A1 03 | 02 01 05 ...; in TCP behind a length 4
 */
#define BER_SEQUENCE 0x30
#define BER_INTEGER 0x02
#define BER_STRING 0x04

/* A length in definite form, of four bytes at most. */
static uint32_t take_length(struct rd *r)
{
	uint8_t first = rd_u8(r);
	uint32_t value = 0;

	if (first < 0x80)
		return first;
	if (first == 0x80 || first > 0x84) {
		r->shortfall = true;
		return 0;
	}

	for (; first > 0x80; first--)
		value = value << 8 | rd_u8(r);
	return value;
}

/* The size of the element `tag` that stands next, its head counted; the head is read. */
static uint64_t take_head(struct rd *r, uint8_t tag)
{
	const uint8_t *start = r->at;
	uint8_t found = rd_u8(r);
	uint64_t len = take_length(r);

	if (r->shortfall || found != tag)
		return 0;
	return len + (uint64_t)(r->at - start);
}

static bool is_snmp_body(struct rd r, uint8_t version)
{
	if (version == 3)
		return take_head(&r, BER_SEQUENCE) && take_head(&r, BER_INTEGER);

	if (rd_u8(&r) != BER_STRING)
		return false;
	rd_take(&r, take_length(&r));
	return version <= 1 && (rd_u8(&r) & 0xf0) == 0xa0 && take_length(&r) && !r.shortfall;
}

static enum answer look_snmp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint8_t version;

	if (take_head(&r, BER_SEQUENCE) != v->now.whole || !rd_expect(&r, "\x02\x01", 2))
		return ANSWER_NO;
	version = rd_u8(&r);
	return is_snmp_body(r, version) ? plain_yes(out, PROTO_SNMP, "snmp message") : ANSWER_NO;
}

const struct dissector dissect_snmp = {
	.name       = "snmp",
	.proto      = PROTO_SNMP,
	.transports = TRANSPORT_UDP,
	.FIRST("\x30"),
	.look       = look_snmp,
};

/* bind, unbind, search, modify, add, delete, compare, abandon, extended and their answers */
static bool is_ldap_operation(uint8_t tag)
{
	switch (tag) {
	case 0x42: case 0x4a: case 0x50:
	case 0x60: case 0x61: case 0x63: case 0x64: case 0x65: case 0x66: case 0x67: case 0x68:
	case 0x69: case 0x6b: case 0x6c: case 0x6d: case 0x6e: case 0x6f:
	case 0x73: case 0x77: case 0x78: case 0x79:
		return true;
	}

	return false;
}

static enum answer look_ldap(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint64_t size = take_head(&r, BER_SEQUENCE);
	const uint8_t *body = r.at;
	uint8_t id_len;
	uint8_t tag;
	uint32_t len;
	size_t head;

	if (!size && !r.shortfall)
		return ANSWER_NO;
	if (rd_u8(&r) != BER_INTEGER && !r.shortfall)
		return ANSWER_NO;
	id_len = rd_u8(&r);
	if (id_len > 4 || (!id_len && !r.shortfall))
		return ANSWER_NO;
	rd_take(&r, id_len);
	tag = rd_u8(&r);
	len = take_length(&r);
	if (r.shortfall)
		return plain_miss(v, &r);

	head = (size_t)(r.at - body);
	if (!is_ldap_operation(tag) || !plain_fits(v, size))
		return ANSWER_NO;
	if (len + head + (uint64_t)(body - v->now.data) > size)
		return ANSWER_NO;
	return plain_yes(out, PROTO_LDAP, "ldap message");
}

const struct dissector dissect_ldap = {
	.name       = "ldap",
	.proto      = PROTO_LDAP,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("\x30"),
	.look       = look_ldap,
};

/* `size`: of the message; its bytes are next. */
static enum answer look_ticket(const struct view *v, struct rd r, uint64_t size,
			       struct finding *out)
{
	struct rd head = r;
	uint8_t tag = rd_u8(&r);
	uint64_t inner;

	if (tag < 0x6a || tag > 0x7e)
		return r.shortfall ? plain_miss(v, &r) : ANSWER_NO;
	if (take_head(&head, tag) != size)
		return head.shortfall ? plain_miss(v, &head) : ANSWER_NO;

	inner = take_head(&head, BER_SEQUENCE);
	if (!inner || inner > size)
		return plain_miss(v, &head);
	if (rd_u8(&head) >> 1 != 0xa0 >> 1)
		return plain_miss(v, &head);
	if (!rd_expect(&head, "\x03\x02\x01\x05", 4))
		return plain_miss(v, &head);
	return plain_yes(out, PROTO_KERBEROS, "kerberos message");
}

static enum answer look_kerberos(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint32_t len;

	if (!plain_is_tcp(v))
		return look_ticket(v, r, v->now.whole, out);

	len = rd_be32(&r);
	if (len > 1 << 20)
		return ANSWER_NO;
	return r.shortfall ? plain_miss(v, &r) : look_ticket(v, r, len, out);
}

const struct dissector dissect_kerberos = {
	.name       = "kerberos",
	.proto      = PROTO_KERBEROS,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("\x00\x6a\x6b\x6c\x6d\x6e\x6f\x74\x75\x76\x7e"),
	.look       = look_kerberos,
};
