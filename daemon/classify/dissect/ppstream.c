/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "../random.h"

/*
 * PPStream over UDP (libprotoident and nDPI, ppstream.c). Of old
 *
 *   | length 2, little-endian, of all or of what follows | 43 00 | ? | ff 00 01 00*7 | …
 *
 * where the first four bytes alone are those of many a game's messages. Later each
 * byte of a message is combined with the one before it (exclusive or), so that two
 * that were equal show as a repetition:
 *
 *   | ? | 80 + length, high byte | ? | a | a | … | the stream's id, from the sixth byte on | …
 *
 * The first byte differs from message to message and all others with it, but
 * not what neighbours differ in: two messages for one stream have an id's worth
 * of equal differences, though no byte is the same. An id has many values in it;
 * a filler, which differs by the same from another filler, has one.
 */
#define LEAST 16
#define ID_AT 5
#define ID_LEN 8
#define ID_VALUES_MIN 4

static bool is_old(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	uint16_t len = rd_le16(&r);

	return rd_expect(&r, "\x43\0", 2) &&
	       (p->whole == len || p->whole == len + 4u || p->whole == len + 6u);
}

static bool is_marked(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);

	rd_take(&r, ID_AT);
	return rd_expect(&r, "\xff\0\1\0\0\0\0\0\0", 10);
}

static bool is_chained(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	uint8_t high, a;

	rd_u8(&r);
	high = rd_u8(&r);
	rd_u8(&r);
	a = rd_u8(&r);
	return p->len >= LEAST && high == (0x80 | p->whole >> 8) && rd_u8(&r) == a;
}

/* What neighbours of the id differ in, which is what stands there, are not all the same. */
static bool has_id(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	uint8_t id[ID_LEN - 1];
	uint8_t before;

	rd_take(&r, ID_AT);
	before = rd_u8(&r);
	for (size_t i = 0; i < sizeof(id); i++) {
		uint8_t c = rd_u8(&r);

		id[i] = before ^ c;
		before = c;
	}

	return random_distinct(rd_of(id, sizeof(id)), sizeof(id)) >= ID_VALUES_MIN && !r.shortfall;
}

/* The same id, though written differently. */
static bool share_id(const struct piece *p, const struct piece *q)
{
	struct rd r = rd_of(p->data, p->len);
	struct rd s = rd_of(q->data, q->len);
	uint8_t between;
	size_t n = 0;

	rd_take(&r, ID_AT);
	rd_take(&s, ID_AT);
	between = rd_u8(&r) ^ rd_u8(&s);
	while (between && n < ID_LEN && (rd_u8(&r) ^ rd_u8(&s)) == between)
		n++;
	return n == ID_LEN && !r.shortfall && !s.shortfall;
}

struct company {
	bool mine, theirs;	/* each side: one with this message's id */
};

static struct company company_of(const struct view *v)
{
	struct company c = { 0 };
	bool chained = is_chained(&v->now) && has_id(&v->now);

	for (unsigned int side = 0; side < 2; side++) {
		for (size_t i = 0; i < v->n_seen[side]; i++) {
			const struct piece *p = &v->seen[side][i];
			bool same = chained && is_chained(p) && share_id(p, &v->now);

			c.mine |= same && side == v->side;
			c.theirs |= same && side != v->side;
		}
	}

	return c;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct company c;

	if (!is_old(&v->now) && !is_chained(&v->now))
		return ANSWER_NO;

	c = company_of(v);
	out->what = "ppstream messages of one stream";
	out->answers = out->answered = c.theirs;
	if (out->answers)
		return ANSWER_YES;

	out->confidence = CONFIDENCE_LIKELY;
	if (c.mine)
		return ANSWER_YES;

	out->what = "ppstream messages";
	return is_old(&v->now) && is_marked(&v->now) ? ANSWER_YES : ANSWER_MAYBE;
}

const struct dissector dissect_ppstream = {
	.name = "ppstream",
	.proto = PROTO_PPSTREAM,
	.transports = TRANSPORT_UDP,
	.look = look,
};
