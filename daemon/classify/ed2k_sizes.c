/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ed2k_sizes.h"

#include <netinet/in.h>

#include "watch.h"

#define PAD_MAX 254
#define FIRST_MIN 12
#define SECOND_MIN 6
#define HELLO_MIN 39
#define HELLO_MAX 400			/* a nickname, a dozen tags */
#define ANSWER_MIN 38
#define SMALL 16			/* no tag of a cipher fits into less, and no block */

enum mark { STATE = 1, KEY = 2, SIGNATURE = 4, ASKS = 8, GRANTS = 16, PARTS = 32 };

static const struct {
	uint8_t len;
	uint8_t marks;
} messages[] = {
	{ 11, STATE },
	{ 23 + 11, STATE },
	{ 24 + 11, STATE },
	{ 25 + 11, STATE },
	{ 83, KEY },
	{ 23 + 83, KEY },
	{ 24 + 83, KEY },
	{ 25 + 83, KEY },
	{ 11 + 83, STATE | KEY },
	{ 55, SIGNATURE },
	{ 56, SIGNATURE },
	{ 83 + 55, KEY | SIGNATURE },
	{ 83 + 56, KEY | SIGNATURE },
	{ 22, ASKS },
	{ 55 + 22, SIGNATURE | ASKS },
	{ 56 + 22, SIGNATURE | ASKS },
	{ 6, GRANTS },
	{ 46, PARTS },
	{ 70, PARTS },
};

/* What the other side must have sent before. */
static uint8_t needs(uint8_t marks)
{
	if (marks & (KEY | SIGNATURE))
		return STATE;
	if (marks & GRANTS)
		return ASKS;
	return marks & PARTS ? GRANTS : 0;
}

static uint8_t marks_of(uint32_t len)
{
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
		if (messages[i].len == len)
			return messages[i].marks;
	}

	return 0;
}

void ed2k_sizes_add(struct ed2k_sizes *s, unsigned int side, uint32_t len)
{
	struct ed2k_side *mine = &s->side[side];
	uint8_t marks = marks_of(len);
	uint8_t before = needs(marks);

	if (mine->others > ED2K_OTHERS)
		return;
	if (!marks || (mine->marks & marks) || (s->side[1 - side].marks & before) != before) {
		mine->others++;
		return;
	}

	mine->marks |= marks;
	mine->points++;
	s->small |= len < SMALL;
}

bool ed2k_sizes_fit(const struct ed2k_sizes *s)
{
	const struct ed2k_side *a = &s->side[0], *b = &s->side[1];

	return s->small && a->marks & b->marks & STATE && a->points >= ED2K_POINTS &&
	       b->points >= ED2K_POINTS;
}

static bool is_between(uint32_t n, uint32_t min, uint32_t max)
{
	return n >= min && n <= max;
}

/* Bytes that begin a message in the clear, of eD2k, compressed and of eMule. */
static bool is_marker(uint8_t byte)
{
	return byte != 0xe3 && byte != 0xd4 && byte != 0xc5;
}

static bool has_handshake(const struct watch *w)
{
	return w->n_flights >= FLIGHTS_MAX &&
	       is_between(w->flight[0], FIRST_MIN, FIRST_MIN + PAD_MAX) &&
	       is_between(w->flight[1], SECOND_MIN, SECOND_MIN + PAD_MAX) &&
	       is_between(w->flight[2], HELLO_MIN, HELLO_MAX) && w->flight[3] >= ANSWER_MIN;
}

static bool is_obfuscated(const struct flow *f)
{
	return f->key.transport == IPPROTO_TCP && has_handshake(f->watch) &&
	       is_marker(f->watch->head[f->initiator].bytes[0]) && watch_is_random(f);
}

bool ed2k_may_be(const struct flow *f)
{
	const struct ed2k_sizes *s = &f->watch->ed2k;

	return s->side[0].others <= ED2K_OTHERS && s->side[1].others <= ED2K_OTHERS &&
	       is_obfuscated(f);
}

bool ed2k_is_likely(const struct flow *f)
{
	return ed2k_sizes_fit(&f->watch->ed2k) && is_obfuscated(f);
}
