/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "../base/hash.h"

#define FIRST_ROOM 64

void table_open(struct table *t, size_t key_size, size_t entry_size, size_t max)
{
	*t = (struct table){ .key_size = key_size, .entry_size = entry_size, .max = max };
}

void table_close(struct table *t)
{
	free(t->entries);
	free(t->slots);
	*t = (struct table){ 0 };
}

void *table_at(const struct table *t, size_t at)
{
	return t->entries + at * t->entry_size;
}

size_t table_place(const struct table *t, const void *entry)
{
	return (size_t)((const char *)entry - t->entries) / t->entry_size;
}

/* The slot that holds `key`, or the empty one where it belongs. */
static uint32_t *slot_of(const struct table *t, const void *key)
{
	size_t at = hash_of(key, t->key_size);

	for (;; at++) {
		uint32_t *slot = &t->slots[at & (t->n_slots - 1)];

		if (!*slot || !memcmp(table_at(t, *slot - 1), key, t->key_size))
			return slot;
	}
}

/* Twice the room; half of the slots stay empty, so that every search ends. */
static bool grow(struct table *t)
{
	size_t room = t->room ? t->room * 2 : FIRST_ROOM;
	char *entries = reallocarray(t->entries, room, t->entry_size);
	uint32_t *slots = calloc(room * 2, sizeof(*slots));

	if (entries)
		t->entries = entries;
	if (!entries || !slots) {
		free(slots);
		return false;
	}

	free(t->slots);
	t->slots = slots;
	t->n_slots = room * 2;
	t->room = room;
	for (size_t i = 0; i < t->n; i++)
		*slot_of(t, table_at(t, i)) = (uint32_t)(i + 1);
	return true;
}

void *table_get(struct table *t, const void *key)
{
	uint32_t *slot = t->n_slots ? slot_of(t, key) : NULL;
	char *entry;

	if (slot && *slot)
		return table_at(t, *slot - 1);
	if (t->n == t->max || (t->n == t->room && !grow(t))) {
		t->refused++;
		return NULL;
	}

	entry = table_at(t, t->n++);
	memset(entry, 0, t->entry_size);
	memcpy(entry, key, t->key_size);
	*slot_of(t, key) = (uint32_t)t->n;
	return entry;
}

bool table_is_new(struct table *t, const void *key)
{
	size_t n = t->n;

	table_get(t, key);
	return t->n > n;
}

static int compare_behind(const void *a, const void *b, void *compare)
{
	int (*const *wanted)(const void *, const void *) = compare;

	return (*wanted)(*(const void *const *)a, *(const void *const *)b);
}

const void **table_sorted(const struct table *t, int (*compare)(const void *, const void *))
{
	const void **sorted = t->n ? calloc(t->n, sizeof(*sorted)) : NULL;

	for (size_t i = 0; sorted && i < t->n; i++)
		sorted[i] = table_at(t, i);
	if (sorted)
		qsort_r(sorted, t->n, sizeof(*sorted), compare_behind, &compare);
	return sorted;
}
