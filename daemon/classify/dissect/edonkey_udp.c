/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "edonkey_tags.h"

/*
 * eDonkey2000 over UDP, with eMule's messages and those of Overnet, its first
 * hash table. Numbers little-endian:
 *
 *   offset  0          1        2
 *           | protocol | opcode | body          e3 eDonkey, Overnet · c5 eMule
 *
 * There is no length field and nothing else to hold on to, so one datagram
 * tells little: it is sure beside its answer, which must repeat what it was
 * asked for; likely between classic ports or beside another of its kind, if its
 * length is an exact one, and where eMule has half chosen the number that a server
 * must repeat; else a MAYBE.
 */
#define E3 0xe3
#define C5 0xc5
#define PORT_FIRST 4661
#define PORT_LAST 4672
#define PORT_DNS 53
#define NONE 0xff
#define REST 1			/* any length from `min` on */
#define HASH_LEN 16

/* Lengths are min + n * step (step 0: min alone); the opcode each answers. */
static const struct rule {
	uint8_t protocol, opcode;
	uint16_t min;
	uint8_t step, answers;
} rules[] = {
	/* servers */
	{ E3, 0x96, 6, 0, NONE }, { E3, 0x97, 14, 4, 0x96 },
	{ E3, 0x98, 6, REST, NONE }, { E3, 0x92, 6, REST, NONE }, { E3, 0x90, 6, REST, NONE },
	{ E3, 0x99, 28, REST, 0x98 }, { E3, 0x99, 28, REST, 0x92 }, { E3, 0x99, 28, REST, 0x90 },
	{ E3, 0x9a, 18, 16, NONE }, { E3, 0x94, 22, 20, NONE }, { E3, 0x94, 30, 28, NONE },
	{ E3, 0x9b, 25, 6, 0x9a }, { E3, 0x9b, 25, 6, 0x94 },
	{ E3, 0x9c, 12, 0, NONE }, { E3, 0x9e, 6, 0, 0x9c },
	{ E3, 0xa0, 2, 0, NONE }, { E3, 0xa1, 9, 6, 0xa0 },
	{ E3, 0xa2, 6, 0, NONE }, { E3, 0xa3, 8, REST, 0xa2 },
	/* clients */
	{ C5, 0x90, 18, REST, NONE }, { C5, 0x91, 4, REST, 0x90 },
	{ C5, 0x92, 2, 0, 0x90 }, { C5, 0x93, 2, 0, 0x90 }, { C5, 0x95, 21, 0, NONE },
	/* Overnet */
	{ E3, 0x0a, 25, 0, NONE }, { E3, 0x0b, 27, 23, 0x0a }, { E3, 0x0c, 25, 0, NONE },
	{ E3, 0x0d, 2, 0, 0x0c }, { E3, 0x0e, 19, 0, NONE }, { E3, 0x0f, 42, 23, 0x0e },
	{ E3, 0x1b, 4, 0, NONE }, { E3, 0x1c, 6, 0, 0x1b },
};
#define N_RULES (sizeof(rules) / sizeof(rules[0]))

struct message {
	uint8_t protocol, opcode;
	bool exact;		/* its length is one of few, and more than two bytes */
	struct rd body;
};

static bool has_length(const struct rule *rule, uint32_t len)
{
	if (len < rule->min)
		return false;
	return rule->step ? (len - rule->min) % rule->step == 0 : len == rule->min;
}

/* | n, 2 | a bit for each of n parts of the file |, and no more than `len` bytes */
static bool is_parts(struct rd r, uint32_t len)
{
	uint16_t n = rd_le16(&r);

	return !r.shortfall && len == 2 + (n + 7u) / 8;
}

/* | hash, 16 | parts | how many have it whole, 2 |; older clients leave things out */
static bool is_reask(struct rd r, uint32_t len)
{
	rd_take(&r, HASH_LEN);
	return len == 18 || len == 20 || is_parts(r, len - 18) || is_parts(r, len - 20);
}

/* | hash, 16 | id, 4 | port, 2 | tags, 4 | … and perhaps another */
static bool is_result(struct rd r)
{
	uint32_t tags;

	rd_take(&r, HASH_LEN + 6);
	tags = rd_le32(&r);
	return tags && edonkey_tags(&r, tags);
}

/* What is in `r`, behind the opcode, agrees with the length of the whole. */
static bool is_body(const struct message *m, struct rd r, uint32_t len)
{
	if (m->protocol == C5 && m->opcode == 0x90)
		return is_reask(r, len);
	if (m->protocol == C5 && m->opcode == 0x91)
		return len == 4 || is_parts(r, len - 4);

	switch (m->opcode) {
	case 0x99:
		return is_result(r);
	case 0x9b:
		rd_take(&r, HASH_LEN);
		return rd_u8(&r) * 6u + 19 == len;
	case 0xa1:
		return rd_u8(&r) * 6u + 3 == len;
	case 0x0b:
		return rd_le16(&r) * 23u + 4 == len;
	case 0x0f:
		rd_take(&r, HASH_LEN);
		return rd_u8(&r) * 23u + 19 == len;
	}

	return true;
}

static bool read_message(const struct piece *p, struct message *m)
{
	struct rd r = rd_of(p->data, p->len);

	m->protocol = rd_u8(&r);
	m->opcode = rd_u8(&r);
	m->body = r;
	if (r.shortfall)
		return false;

	for (size_t i = 0; i < N_RULES; i++) {
		const struct rule *rule = &rules[i];

		if (rule->protocol != m->protocol || rule->opcode != m->opcode)
			continue;
		m->exact = rule->step != REST && rule->min > 2;
		if (has_length(rule, p->whole) && is_body(m, r, p->whole))
			return true;
	}

	return false;
}

/* How many bytes an answer begins with that stood in the question: a challenge, a hash, an id. */
static size_t n_repeated(uint8_t opcode)
{
	switch (opcode) {
	case 0x97:
	case 0x9e:
		return 4;
	case 0x9b:
	case 0x0f:
		return HASH_LEN;
	}

	return 0;
}

static bool is_repeated(const struct message *m, const struct message *asked)
{
	size_t n = n_repeated(m->opcode);
	struct rd r = m->body;
	const uint8_t *bytes = rd_take(&r, n);

	return !n || (bytes && rd_contains(&asked->body, bytes, n));
}

static bool is_answer(const struct message *m, const struct message *asked)
{
	for (size_t i = 0; i < N_RULES; i++) {
		if (rules[i].protocol == m->protocol && rules[i].opcode == m->opcode &&
		    rules[i].answers == asked->opcode && asked->protocol == m->protocol)
			return is_repeated(m, asked);
	}

	return false;
}

static bool has_partner(const struct view *v, const struct message *m)
{
	enum side other = !v->side;
	struct message theirs;

	for (int i = 0; i < v->n_seen[other]; i++) {
		if (read_message(&v->seen[other][i], &theirs) &&
		    (is_answer(m, &theirs) || is_answer(&theirs, m)))
			return true;
	}

	return false;
}

/* Another of this side, not the same one over again. */
static bool has_sibling(const struct view *v, const struct message *m)
{
	struct message before;

	for (int i = 0; i < v->n_seen[v->side]; i++) {
		if (read_message(&v->seen[v->side][i], &before) && before.exact &&
		    (before.opcode != m->opcode || v->seen[v->side][i].whole != v->now.whole))
			return true;
	}

	return false;
}

/* | random 2 | 55aa | to ask for a status, | f0ff | random 2 | for a description; and back */
static bool is_challenge(const struct message *m)
{
	struct rd r = m->body;
	uint16_t low = rd_le16(&r);
	uint16_t high = rd_le16(&r);

	if (m->opcode == 0x96 || m->opcode == 0x97)
		return high == 0x55aa;
	return (m->opcode == 0xa2 || m->opcode == 0xa3) && low == 0xf0ff && high;
}

static bool is_port(uint16_t port)
{
	return port >= PORT_FIRST && port <= PORT_LAST;
}

/* One of those that have a length of their own, where eDonkey is at both ends or has been. */
static bool is_likely(const struct view *v, const struct message *m)
{
	bool on_ports = is_port(v->port[0]) && is_port(v->port[1]);

	return is_challenge(m) || (m->exact && (on_ports || has_sibling(v, m)));
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct message m;

	if (v->port[0] == PORT_DNS || v->port[1] == PORT_DNS || !read_message(&v->now, &m))
		return ANSWER_NO;

	out->what = "edonkey datagram and answer";
	if (has_partner(v, &m))
		return ANSWER_YES;

	out->what = "edonkey datagram";
	if (is_likely(v, &m)) {
		out->confidence = CONFIDENCE_LIKELY;
		return ANSWER_YES;
	}

	return ANSWER_MAYBE;
}

const struct dissector dissect_edonkey_udp = {
	.name = "edonkey udp",
	.proto = PROTO_EDONKEY,
	.transports = TRANSPORT_UDP,
	.FIRST("\xe3\xc5"),
	.look = look,
};
