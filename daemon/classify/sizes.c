/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sizes.h"

#define REQUEST 17
#define HAVE 9
#define HANDSHAKE 68
#define BLOCK (16384 + 13)		/* a piece message */
#define FULL_SEGMENT 1200		/* and more: the middle of something longer */
#define ETHERNET_MAX 1500		/* what is longer was merged, and ends with its bulk */
#define GRACE 2				/* segments that may have any size */
#define TINY_MAX 3
#define MISS 3
#define SMALL 18			/* a length of two bytes and a tag take as much */
#define POINTS_MAX 1000

enum kind { KIND_SILENT, KIND_TINY, KIND_ASKS, KIND_ASKS_ALONE, KIND_MISS };

/* Requests in a segment of 17a + 9b; 0 when it has none. */
static uint32_t requests_in(uint32_t len)
{
	for (uint32_t haves = 0; haves <= SIZES_HAVES_MAX && len > haves * HAVE; haves++) {
		if ((len - haves * HAVE) % REQUEST == 0)
			return (len - haves * HAVE) / REQUEST;
	}

	return 0;
}

static enum kind kind_of(const struct sizes_side *s, uint32_t len)
{
	if (s->bulk)
		return KIND_SILENT;	/* the end of a bulk, no message */
	switch (len) {
	case 5:
	case HAVE:
	case 13:
	case 2 * HAVE:
	case 3 * HAVE:
		return KIND_TINY;
	case 1:
	case 4:
	case 10:
	case 14:
		return KIND_SILENT;
	}

	if (len >= FULL_SEGMENT || (len == HANDSHAKE && !s->pure))
		return KIND_SILENT;
	if (requests_in(len))
		return len % REQUEST == 0 ? KIND_ASKS_ALONE : KIND_ASKS;
	return s->segments > GRACE ? KIND_MISS : KIND_SILENT;
}

/* Bytes of the segment that are new; 0 when it does not begin where new ones do. */
static uint32_t new_bytes(struct sizes_side *s, uint32_t seq, uint32_t len)
{
	int32_t ahead = (int32_t)(seq - s->next_seq);
	bool is_old = s->spoke && ahead < 0;

	if (is_old && (int32_t)(seq + len - s->next_seq) <= 0)
		return 0;
	s->spoke = true;
	s->next_seq = seq + len;
	return is_old ? 0 : len;
}

static void note_requests(struct sizes_side *s, const struct sizes_side *other, uint32_t len)
{
	if (s->asks)
		s->asked += requests_in(len);
	else
		s->answered_from = other->bytes;
	s->asks = true;
}

static int points_of(const struct sizes_side *s, enum kind kind, uint32_t len)
{
	switch (kind) {
	case KIND_SILENT:
		return 0;
	case KIND_TINY:
		return s->tiny < TINY_MAX ? 1 : 0;
	case KIND_ASKS:
		return len == s->mixed ? 0 : 1;
	case KIND_ASKS_ALONE:
		return 2;
	case KIND_MISS:
		return -MISS;
	}

	return 0;
}

void sizes_add(struct sizes *s, unsigned int end, uint32_t seq, uint32_t len)
{
	struct sizes_side *side = &s->side[end];
	uint32_t n = new_bytes(side, seq, len);
	enum kind kind;

	side->bytes += n;
	if (n == 0)
		return;

	side->segments += side->segments <= GRACE;
	kind = kind_of(side, n);
	side->bulk = n >= FULL_SEGMENT && n <= ETHERNET_MAX;
	if (side->points > -POINTS_MAX && side->points < POINTS_MAX)
		side->points = (int16_t)(side->points + points_of(side, kind, n));
	if (kind == KIND_SILENT || kind == KIND_MISS)
		return;

	side->small |= n < SMALL;
	if (kind != KIND_TINY)
		note_requests(side, &s->side[1 - end], n);
	if (kind == KIND_ASKS)
		side->mixed = (uint16_t)n;
	side->tiny += kind == KIND_TINY && side->tiny < TINY_MAX;
	side->pure += kind == KIND_ASKS_ALONE && side->pure < UINT8_MAX;
}

void sizes_restart(struct sizes *s)
{
	for (unsigned int end = 0; end < 2; end++) {
		s->side[end] = (struct sizes_side){
			.next_seq = s->side[end].next_seq,
			.spoke = s->side[end].spoke,
		};
	}
}

/* Blocks came as they were asked for: from 0.3 to 2 for each request. */
static bool keeps_pace(const struct sizes_side *s, const struct sizes_side *other)
{
	uint64_t came = 10 * (uint64_t)(other->bytes - s->answered_from);
	uint64_t asked = (uint64_t)s->asked * BLOCK;

	return asked && came >= 3 * asked && came <= 20 * asked;
}

bool sizes_fit_midway(const struct sizes *s)
{
	for (unsigned int end = 0; end < 2; end++) {
		const struct sizes_side *side = &s->side[end];
		const struct sizes_side *other = &s->side[1 - end];

		if (side->points >= SIZES_POINTS_MIDWAY && side->pure && side->small &&
		    other->bytes >= SIZES_BYTES_MIDWAY)
			return true;
	}

	return false;
}

bool sizes_fit(const struct sizes *s)
{
	for (unsigned int end = 0; end < 2; end++) {
		const struct sizes_side *side = &s->side[end];
		const struct sizes_side *other = &s->side[1 - end];

		if (side->points >= SIZES_POINTS && side->pure >= 2 &&
		    (side->small || other->small) &&
		    other->bytes >= SIZES_BYTES_MIN && keeps_pace(side, other))
			return true;
	}

	return false;
}
