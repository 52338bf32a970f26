/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sizes.h"

#define REQUEST 17
#define HAVE 9
#define MISSES_PERCENT 34		/* of the hits */

static bool tells_nothing(uint32_t len)
{
	return len == 1 || len == 4 || len == 5 || len == 13 || len == 68;
}

static bool is_hit(uint32_t len)
{
	for (uint32_t haves = 0; haves <= SIZES_HAVES_MAX; haves++) {
		if (len >= haves * HAVE && (len - haves * HAVE) % REQUEST == 0)
			return true;
	}

	return false;
}

/* Bytes of the segment that are new; 0 when it does not begin where new ones do. */
static uint32_t new_bytes(struct sizes_side *s, uint32_t seq, uint32_t len)
{
	int32_t ahead = (int32_t)(seq - s->next_seq);

	if (s->spoke && ahead < 0 && (int32_t)(seq + len - s->next_seq) <= 0)
		return 0;
	if (s->spoke && ahead < 0) {
		s->next_seq = seq + len;
		return 0;
	}

	s->spoke = true;
	s->next_seq = seq + len;
	return len;
}

void sizes_add(struct sizes *s, unsigned int end, uint32_t seq, uint32_t len)
{
	struct sizes_side *side = &s->side[end];
	uint32_t n = new_bytes(side, seq, len);

	side->bytes += n;
	if (n == 0 || tells_nothing(n))
		return;
	if (is_hit(n)) {
		side->hits++;
		side->pure |= n % REQUEST == 0;
	} else {
		side->misses++;
	}
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

static bool asks(const struct sizes_side *s)
{
	return s->pure && s->hits >= SIZES_HITS_MIN &&
	       s->misses * 100u <= s->hits * (unsigned int)MISSES_PERCENT;
}

bool sizes_fit(const struct sizes *s)
{
	for (unsigned int end = 0; end < 2; end++) {
		if (asks(&s->side[end]) && s->side[1 - end].bytes >= SIZES_BYTES_MIN)
			return true;
	}

	return false;
}
