/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <string.h>

#include "../../daemon/base/hash.h"

/* Who does not know the seed cannot make flows that all hang in one chain. */
#define BUCKETS 4096
#define KEYS 2000

static unsigned int longest_chain(const uint64_t *keys)
{
	static unsigned int chain[BUCKETS];
	unsigned int longest = 0;

	memset(chain, 0, sizeof(chain));
	for (size_t i = 0; i < KEYS; i++) {
		unsigned int n = ++chain[hash_of(&keys[i], sizeof(keys[i])) % BUCKETS];

		longest = n > longest ? n : longest;
	}
	return longest;
}

static void chains_stay_short(void)
{
	static uint64_t keys[KEYS];
	size_t n = 0;

	/* All in one chain, as long as the seed is known: 0. */
	for (uint64_t key = 0; n < KEYS; key++) {
		if (hash_of(&key, sizeof(key)) % BUCKETS == 0)
			keys[n++] = key;
	}
	CU_ASSERT_EQUAL(longest_chain(keys), KEYS);
	CU_ASSERT(hash_draw_seed());
	CU_ASSERT(longest_chain(keys) < 20);
}

static const struct unit_test tests[] = {
	{ "chains stay short", chains_stay_short },
};

UNIT_MAIN("hash", tests)
