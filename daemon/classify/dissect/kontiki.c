/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * Kontiki's delivery of films and files over UDP, as far as it is known
 * (OpenDPI's kontiki.c; the rest from its own regularity):
 *
 *   hail     | 02 01 01 00 |
 *   open     | 02 05 02 00 | connection 4 | sequence 4 | largest message 4 | 02 04 01 00 |
 *   message  | 02 | kind | flags | 00 | connection 4 | sequence 4 | sequence of the other 4 | …
 *
 * Messages that count each other's numbers on, one each way, are proof. The
 * hail, and the search in XML for others on the same network, are too short or
 * too plain to stand alone.
 */
#define OPEN_LEN 20
#define KIND_FIRST 2		/* 1 is a hail */
#define KIND_LAST 7
#define WINDOW 64		/* messages under way */

struct message {
	uint32_t sequence;
	uint32_t acknowledged;
};

static bool is_message(const struct piece *p, struct message *m)
{
	struct rd r = rd_of(p->data, p->len);
	uint8_t version = rd_u8(&r);
	uint8_t kind = rd_u8(&r);
	uint8_t zero;

	rd_u8(&r);
	zero = rd_u8(&r);
	rd_take(&r, 4);
	m->sequence = rd_be32(&r);
	m->acknowledged = rd_be32(&r);
	return !r.shortfall && version == 2 && kind >= KIND_FIRST &&
	       kind <= KIND_LAST && !zero;
}

/* `number` is `from` or a little more. */
static bool follows(uint32_t number, uint32_t from)
{
	return number - from <= WINDOW;
}

/* What I have of yours you have sent, and what you have of mine I had sent. */
static bool count_on(const struct message *earlier, const struct message *later)
{
	/* A filler is the same in all of them. */
	return earlier->sequence > WINDOW && earlier->acknowledged > WINDOW &&
	       earlier->sequence != earlier->acknowledged &&
	       follows(later->acknowledged, earlier->sequence) &&
	       follows(later->sequence, earlier->acknowledged);
}

static bool is_answer(const struct view *v)
{
	enum side other = 1 - v->side;
	struct message mine, theirs;

	if (!is_message(&v->now, &mine))
		return false;
	for (size_t i = 0; i < v->n_seen[other]; i++) {
		if (is_message(&v->seen[other][i], &theirs) && count_on(&theirs, &mine))
			return true;
	}

	return false;
}

static bool is_open(const struct view *v)
{
	struct rd r = rd_of(v->now.data, v->now.len);

	return v->now.whole == OPEN_LEN && rd_expect(&r, "\2\5", 2) && rd_take(&r, 14) &&
	       rd_expect(&r, "\2\4\1\0", 4);
}

static bool is_search(struct rd r)
{
	return rd_expect(&r, "<?xml", 5) && rd_contains(&r, "<ZMessage target=\"", 18);
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	struct message m;

	out->what = "kontiki messages that count each other";
	out->answers = out->answered = is_answer(v);
	if (out->answers)
		return ANSWER_YES;

	out->what = "kontiki opening";
	out->confidence = CONFIDENCE_LIKELY;
	if (is_open(v))
		return ANSWER_YES;

	out->what = "kontiki shape";
	if (is_message(&v->now, &m) || is_search(r) ||
	    (v->now.whole == 4 && rd_expect(&r, "\2\1\1\0", 4)))
		return ANSWER_MAYBE;
	return ANSWER_NO;
}

const struct dissector dissect_kontiki = {
	.name = "kontiki",
	.proto = PROTO_KONTIKI,
	.transports = TRANSPORT_UDP,
	.FIRST("\2<"),
	.look = look,
};
