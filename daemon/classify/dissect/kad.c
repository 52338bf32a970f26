/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "edonkey_tags.h"

/*
 * Kad, eMule's hash table, over UDP. Numbers little-endian:
 *
 *   offset  0      1        2
 *           | e4   | opcode | body
 *           | e5   | opcode | body packed with zlib
 *
 *   01 hello, bootstrap    09 answer    | id, 16 | port, 2 | version | count, 2 | contacts
 *   11 hello               19 answer    | id, 16 | port, 2 | version | count | tags
 *   21 request             29 answer    | target, 16 | count | contacts
 *      | wanted | target, 16 | receiver, 16 |
 *
 *   contact  | id, 16 | address, 4 | udp port, 2 | tcp port, 2 | version |
 *
 * Two bytes are little. A message is sure when its lengths add up in a long
 * body, or when it answers one that went the other way. What has a long body
 * whose lengths do not add up is none.
 */
#define KAD 0xe4
#define PACKED 0xe5
#define ID_LEN 16
#define CONTACT_LEN 25
#define ANY UINT32_MAX
#define VERSION_MAX 0x20
#define CONTACTS_MAX 200

/* The lengths a datagram may have, and which opcode it answers. */
#define NONE 0xff

static const struct rule { uint8_t opcode; uint32_t min, max; uint8_t answers; } rules[] = {
	{ 0x01, 2, 2, NONE }, { 0x09, 23, ANY, 0x01 }, { 0x11, 22, ANY, NONE },
	{ 0x19, 22, ANY, 0x11 }, { 0x22, 19, ANY, 0x19 }, { 0x21, 35, 35, NONE },
	{ 0x29, 19, ANY, 0x21 }, { 0x33, 20, ANY, NONE }, { 0x34, 28, 28, NONE },
	{ 0x35, 26, 26, NONE },
	{ 0x3b, 36, ANY, 0x33 }, { 0x3b, 36, ANY, 0x34 }, { 0x3b, 36, ANY, 0x35 },
	{ 0x43, 20, ANY, NONE }, { 0x44, 35, ANY, NONE }, { 0x45, 35, ANY, NONE },
	{ 0x4b, 19, 20, 0x43 }, { 0x4b, 19, 20, 0x44 }, { 0x4b, 19, 20, 0x45 },
	{ 0x4c, 2, 2, 0x4b },
	{ 0x50, 4, 4, NONE }, { 0x53, 21, 21, NONE }, { 0x58, 6, 6, 0x50 }, { 0x58, 6, 6, 0x53 },
	{ 0x59, 2, 2, NONE }, { 0x51, 36, 36, NONE }, { 0x52, 36, 36, 0x51 },
	{ 0x5a, 36, ANY, NONE },
	{ 0x60, 2, 2, NONE }, { 0x61, 4, 4, 0x60 }, { 0x62, 5, 5, NONE },
	/* the first Kad */
	{ 0x00, 27, 27, NONE }, { 0x08, 29, ANY, 0x00 },
	{ 0x10, 27, 27, NONE }, { 0x18, 27, 27, 0x10 },
	{ 0x20, 35, 35, NONE }, { 0x28, 19, ANY, 0x20 },
};
#define N_RULES (sizeof(rules) / sizeof(rules[0]))

struct message {
	bool packed;
	uint8_t opcode;
	struct rd body;
};

static bool read_message(const struct piece *p, struct message *m)
{
	struct rd r = rd_of(p->data, p->len);
	uint8_t protocol = rd_u8(&r);

	m->packed = protocol == PACKED;
	m->opcode = rd_u8(&r);
	m->body = r;
	if (r.shortfall || (protocol != KAD && protocol != PACKED))
		return false;

	for (size_t i = 0; i < N_RULES; i++) {
		const struct rule *rule = &rules[i];

		if (rule->opcode != m->opcode)
			continue;
		if (m->packed)
			return rule->max > 100 && edonkey_zlib(r);
		return p->whole >= rule->min && p->whole <= rule->max;
	}

	return false;
}

static bool is_answer(uint8_t opcode, uint8_t asked)
{
	if (asked == NONE)
		return false;

	for (size_t i = 0; i < N_RULES; i++) {
		if (rules[i].opcode == opcode && rules[i].answers == asked)
			return true;
	}

	return false;
}

static bool is_contact(struct rd *r)
{
	uint16_t udp, tcp;
	uint8_t version;

	rd_take(r, ID_LEN + 4);
	udp = rd_le16(r);
	tcp = rd_le16(r);
	version = rd_u8(r);
	return !r->shortfall && udp && tcp && version <= VERSION_MAX;
}

/* `n` contacts fill what is left. */
static bool are_contacts(struct rd r, uint32_t n)
{
	if (n > CONTACTS_MAX || rd_left(&r) != (size_t)n * CONTACT_LEN)
		return false;

	while (n--) {
		if (!is_contact(&r))
			return false;
	}
	return true;
}

/* | id, 16 | port, 2 | version | count | tags |, to the end. */
static bool is_hello(struct rd r)
{
	uint16_t port;
	uint8_t version;

	rd_take(&r, ID_LEN);
	port = rd_le16(&r);
	version = rd_u8(&r);
	return port && version && version <= VERSION_MAX && edonkey_tags(&r, rd_u8(&r)) &&
	       !rd_left(&r) && !r.shortfall;
}

/* What the fields of a body say of it. */
enum body { BODY_PLAIN, BODY_WRONG, BODY_RIGHT };

static enum body look_contacts(struct rd r, uint32_t n)
{
	if (!are_contacts(r, n))
		return BODY_WRONG;
	return n ? BODY_RIGHT : BODY_PLAIN;
}

static enum body look_body(const struct message *m)
{
	struct rd r = m->body;
	uint8_t wanted;
	uint16_t count;

	if (m->packed)
		return BODY_PLAIN;

	switch (m->opcode) {
	case 0x09:
		rd_take(&r, ID_LEN + 3);
		count = rd_le16(&r);
		return look_contacts(r, count);
	case 0x11:
	case 0x19:
		return is_hello(r) ? BODY_RIGHT : BODY_WRONG;
	case 0x21:
	case 0x20:
		wanted = rd_u8(&r);
		return wanted == 0x02 || wanted == 0x04 || wanted == 0x0b ? BODY_RIGHT : BODY_WRONG;
	case 0x29:
	case 0x28:
		rd_take(&r, ID_LEN);
		count = rd_u8(&r);
		return look_contacts(r, count);
	}

	return BODY_PLAIN;
}

static bool answers_other(const struct view *v, const struct message *m)
{
	enum side other = !v->side;
	struct message asked;

	for (int i = 0; i < v->n_seen[other]; i++) {
		if (read_message(&v->seen[other][i], &asked) &&
		    (is_answer(m->opcode, asked.opcode) || is_answer(asked.opcode, m->opcode)))
			return true;
	}

	return false;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct message m;
	enum body body;

	if (!read_message(&v->now, &m))
		return ANSWER_NO;

	out->what = "kad message";
	body = look_body(&m);
	if (body == BODY_RIGHT)
		return ANSWER_YES;
	/* A capture may have cut it. */
	if (body == BODY_WRONG && v->now.len == v->now.whole)
		return ANSWER_NO;

	out->what = "kad answer";
	if (answers_other(v, &m))
		return ANSWER_YES;

	out->what = "kad opcode";
	return ANSWER_MAYBE;
}

const struct dissector dissect_kad = {
	.name = "kad",
	.proto = PROTO_KAD,
	.transports = TRANSPORT_UDP,
	.FIRST("\xe4\xe5"),
	.look = look,
};
