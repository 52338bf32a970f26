/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/*
 * iMesh 5 and later over UDP, where a signature does not do (nDPI, imesh.c; nobody
 * has written it down): a login to port 1864 and what answers it.
 *
 *   login    28 bytes   | 02 00 00 00 | 20 | 0, 4 bytes |
 *   answer   24 bytes   | 02 00 | not 0, 2 | 03 00 00 84 | 11 | a | 3 | b |
 *
 * a and b differ by one at most.
 */
#define LOGIN_PORT 1864
#define LOGIN_LEN 28
#define ANSWER_LEN 24

static bool is_login(const struct view *v, const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	bool begins = rd_expect(&r, "\x02\0\0\0", 4);

	rd_take(&r, LOGIN_LEN - 8);
	return begins && !rd_be32(&r) && !r.shortfall && p->whole == LOGIN_LEN &&
	       plain_port(v, LOGIN_PORT);
}

static bool is_answer(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	bool begins = rd_expect(&r, "\x02\0", 2) && rd_be16(&r) && rd_expect(&r, "\x03\0\0\x84", 4);
	int a, b;

	rd_take(&r, 11);
	a = rd_u8(&r);
	rd_take(&r, 3);
	b = rd_u8(&r);
	return begins && !r.shortfall && p->whole == ANSWER_LEN && a - b <= 1 && b - a <= 1;
}

static enum answer look(const struct view *v, struct finding *out)
{
	enum side other = 1 - v->side;

	if (is_login(v, &v->now))
		return ANSWER_MORE;
	if (!is_answer(&v->now))
		return ANSWER_NO;

	out->what = "answer to a login";
	out->confidence = CONFIDENCE_LIKELY;
	for (size_t i = 0; i < v->n_seen[other]; i++) {
		if (is_login(v, &v->seen[other][i]))
			out->confidence = CONFIDENCE_CERTAIN;
	}

	return ANSWER_YES;
}

const struct dissector dissect_imesh = {
	.name = "imesh",
	.proto = PROTO_IMESH,
	.transports = TRANSPORT_UDP,
	.FIRST("\x02"),
	.look = look,
};
