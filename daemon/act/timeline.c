/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "timeline.h"

#include <string.h>

#define WIDTH_FIRST_US 62500	/* a sixteenth of a second; doubled, a second */

static int64_t step_of(int64_t us, int64_t width)
{
	return us / width - (us % width < 0);
}

/* Halves a step number, downwards; for those before 1970 too. */
static int64_t halved(int64_t step)
{
	return step_of(step, 2);
}

/* Doubles the width: steps 2k and 2k + 1 become k. */
static void widen(struct timeline *t)
{
	int64_t first = halved(t->first);
	int64_t last = halved(t->first + t->n - 1);
	uint64_t merged[TIMELINE_STEPS][TIMELINE_SERIES] = { 0 };

	for (int64_t i = 0; i < t->n; i++) {
		int64_t to = halved(t->first + i) - first;

		for (int s = 0; s < TIMELINE_SERIES; s++)
			merged[to][s] += t->bytes[i][s];
	}

	memcpy(t->bytes, merged, sizeof(t->bytes));
	t->first = first;
	t->n = last - first + 1;
	t->width_us *= 2;
}

/* Makes room for the time from `first_us` to `last_us`; at most 63 doublings. */
static void reach(struct timeline *t, int64_t first_us, int64_t last_us)
{
	int64_t low = step_of(first_us, t->width_us);
	int64_t high = step_of(last_us, t->width_us);

	if (t->n) {
		low = low < t->first ? low : t->first;
		high = high > t->first + t->n - 1 ? high : t->first + t->n - 1;
	} else {
		t->first = low;
		t->n = 1;
	}

	for (; high - low >= TIMELINE_STEPS; low = halved(low), high = halved(high))
		widen(t);

	if (low < t->first)
		memmove(t->bytes[t->first - low], t->bytes[0],
			(size_t)t->n * sizeof(t->bytes[0]));
	if (low < t->first)
		memset(t->bytes[0], 0, (size_t)(t->first - low) * sizeof(t->bytes[0]));
	t->first = low;
	t->n = high - low + 1;
}

void timeline_add(struct timeline *t, unsigned int series, int64_t first_us, int64_t last_us,
		  uint64_t bytes)
{
	unsigned int s = series < TIMELINE_SERIES ? series : TIMELINE_SERIES - 1;
	int64_t from, to;
	uint64_t each;

	if (last_us < first_us)
		last_us = first_us;
	if (!t->width_us)
		t->width_us = WIDTH_FIRST_US;
	reach(t, first_us, last_us);

	from = step_of(first_us, t->width_us) - t->first;
	to = step_of(last_us, t->width_us) - t->first;
	each = bytes / (uint64_t)(to - from + 1);
	for (int64_t i = from; i <= to; i++)
		t->bytes[i][s] += each;
	t->bytes[from][s] += bytes - each * (uint64_t)(to - from + 1);
}
