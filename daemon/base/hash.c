/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/random.h>
#include <xxhash.h>

#include "hash.h"
#include "log.h"

static uint64_t seed;

uint64_t hash_of(const void *bytes, size_t n)
{
	return XXH3_64bits_withSeed(bytes, n, seed);
}

uint64_t hash_of_end(const struct addr *a, uint16_t port)
{
	return XXH3_64bits_withSeed(a->bytes, sizeof(a->bytes), seed ^ port);
}

bool hash_draw_seed(void)
{
	if (getrandom(&seed, sizeof(seed), 0) == sizeof(seed))
		return true;
	log_sys("hash: the kernel gives no random seed");
	return false;
}
