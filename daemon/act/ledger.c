/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger.h"

#include <stdlib.h>
#include <string.h>

#include "../base/hash.h"
#include "../base/pool.h"

#define BUCKETS 16384

struct ledger {
	struct pool pool;
	uint64_t refused;
	struct flow *newest;
	struct flow *oldest;
	struct flow *buckets[BUCKETS];
};

struct ledger *ledger_new(size_t cap)
{
	struct ledger *l = calloc(1, sizeof(*l));

	if (l)
		pool_open(&l->pool, sizeof(struct flow), cap);
	return l;
}

void ledger_free(struct ledger *l)
{
	if (l)
		pool_close(&l->pool);
	free(l);
}

/* Where the flow of `key` hangs, or the end of its chain. */
static struct flow **find(struct ledger *l, const struct flow_key *key)
{
	struct flow **at = &l->buckets[hash_of(key, sizeof(*key)) % BUCKETS];

	while (*at && memcmp(&(*at)->key, key, sizeof(*key)) != 0)
		at = &(*at)->hash_next;
	return at;
}

static void leave_row(struct ledger *l, struct flow *f)
{
	*(f->newer ? &f->newer->older : &l->newest) = f->older;
	*(f->older ? &f->older->newer : &l->oldest) = f->newer;
}

static void join_row(struct ledger *l, struct flow *f)
{
	f->newer = NULL;
	f->older = l->newest;
	*(f->older ? &f->older->newer : &l->oldest) = f;
	l->newest = f;
}

void ledger_add(struct ledger *l, const struct flow *f)
{
	struct flow **at = find(l, &f->key);
	struct flow *next = *at ? (*at)->hash_next : NULL;

	if (*at)
		leave_row(l, *at);
	else
		*at = pool_get(&l->pool);
	if (!*at) {
		l->refused++;
		return;
	}

	**at = *f;
	(*at)->hash_next = next;
	join_row(l, *at);
}

void ledger_touch(struct ledger *l, struct flow *f, int64_t now_us)
{
	f->last_us = now_us;
	leave_row(l, f);
	join_row(l, f);
}

struct flow *ledger_oldest(struct ledger *l)
{
	return l->oldest;
}

struct flow *ledger_find(struct ledger *l, const struct flow_key *key)
{
	return *find(l, key);
}

bool ledger_take(struct ledger *l, const struct flow_key *key, struct flow *out)
{
	struct flow **at = find(l, key);
	struct flow *f = *at;

	if (!f)
		return false;
	*out = *f;
	*at = f->hash_next;
	leave_row(l, f);
	pool_put(&l->pool, f);
	return true;
}

size_t ledger_count(const struct ledger *l)
{
	return l->pool.used;
}

uint64_t ledger_refused(const struct ledger *l)
{
	return l->refused;
}
