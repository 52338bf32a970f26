/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "own.h"

#include <string.h>

#include "../base/arena.h"
#include "../classify/catalogue.h"

struct own_signatures *own_signatures_new(void)
{
	struct arena *a = arena_new();
	struct own_signatures *s = arena_take(a, 1, sizeof(*s));

	s->arena = a;
	return s;
}

void own_signatures_free(struct own_signatures *s)
{
	while (s) {
		struct own_signatures *next = s->next;

		arena_free(s->arena);
		s = next;
	}
}

static uint16_t number_of(const char *protocol)
{
	const struct protocol *p = catalogue_find(protocol);

	return p && !protocol_is_own(p) ? p->number : catalogue_own_number(protocol);
}

static const struct signature_length *length_of(struct arena *a, const struct own_signature *s)
{
	struct signature_length *l;

	if (!s->length_size)
		return NULL;
	l = arena_take(a, 1, sizeof(*l));
	*l = (struct signature_length){ (uint16_t)s->length_at, (uint8_t)s->length_size,
					s->length_little, s->length_plus };
	return l;
}

struct signature own_signature_compiled(struct arena *a, const struct own_signature *s)
{
	size_t len = s->offset + s->bytes.len;
	size_t length_end = s->length_size ? s->length_at + s->length_size : 0;
	uint8_t *bytes = arena_take(a, len, 1);
	uint8_t *mask = arena_take(a, len, 1);

	memcpy(bytes + s->offset, s->bytes.bytes, s->bytes.len);
	memcpy(mask + s->offset, s->bytes.mask, s->bytes.len);
	return (struct signature){
		.name = s->name,
		.proto = number_of(s->protocol),
		.transport = (uint8_t)s->transport,
		.side = s->side,
		.least = (uint16_t)(length_end > len ? length_end : len),
		.len = (uint16_t)len,
		.bytes = bytes,
		.mask = mask,
		.length = length_of(a, s),
	};
}

/* The kernel compares them one after the other. */
static bool are_compared_together(const struct signature *a, const struct signature *b)
{
	return !a->length && !b->length && a->transport == b->transport &&
	       a->bytes[0] == b->bytes[0] && a->mask[0] == b->mask[0];
}

/* Before those at `place` and behind: what goes with the one at `place - 1`. */
static void bring_together(struct signature *list, size_t n, size_t place)
{
	for (size_t i = place; i < n; i++) {
		struct signature one = list[i];

		if (!are_compared_together(&list[place - 1], &one))
			continue;
		memmove(&list[place + 1], &list[place], (i - place) * sizeof(*list));
		list[place++] = one;
	}
}

/*
 * The kernel cannot tell lengths, and sorts by the first byte. What it can tell stands
 * first, in its order, so that of two signatures that both match kernel and daemon
 * choose the same.
 */
void own_signatures_compile(struct own_signatures *s)
{
	struct signature *list = arena_take(s->arena, s->n, sizeof(*list));
	size_t n = 0;

	for (int with_length = 0; with_length < 2; with_length++) {
		for (size_t i = 0; i < s->n; i++) {
			if ((s->written[i].length_size != 0) == with_length)
				list[n++] = own_signature_compiled(s->arena, &s->written[i]);
		}
	}

	for (size_t i = 1; i < n; i++)
		bring_together(list, n, i);
	s->list = (struct signature_list){ list, n };
}
