/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_TABLE_H
#define PEERWALL_ACT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A hash table of entries of one size, each beginning with its key. It only
 * grows, up to its cap. An entry's place (at) never changes, but its address
 * does with the next table_get(): keep the place.
 */
struct table {
	size_t key_size;
	size_t entry_size;
	size_t max;
	size_t n;
	uint64_t refused;	/* times a new key found the table full */
	char *entries;
	size_t room;		/* of `entries` */
	uint32_t *slots;	/* entry + 1, 0: empty */
	size_t n_slots;		/* a power of two */
};

void table_open(struct table *t, size_t key_size, size_t entry_size, size_t max);
void table_close(struct table *t);

/* The entry of `key`, made (zero but for its key) when there is none; NULL, counted, when full. */
void *table_get(struct table *t, const void *key);

/* The entry at a place below n; and the place of an entry. */
void *table_at(const struct table *t, size_t at);
size_t table_place(const struct table *t, const void *entry);

/* True when `key` was not there yet and now is. */
bool table_is_new(struct table *t, const void *key);

/*
 * The `n` entries in the order of `compare` (as for qsort, of two entries), in an
 * array to free(). NULL when the table is empty or there is no memory.
 */
const void **table_sorted(const struct table *t, int (*compare)(const void *, const void *));

#endif
