/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_POOL_H
#define PEERWALL_BASE_POOL_H

#include <stddef.h>

/*
 * A pool of objects of one size with a cap. Memory comes in chunks as it is
 * needed and goes back when nothing of a chunk is in use, but for one. An object
 * comes zeroed, aligned to 16 bytes.
 */
struct chunk;

struct pool {
	size_t size;
	size_t cap;
	size_t used;		/* handed out now */
	size_t n_chunks;
	struct chunk *open;	/* those with room */
	struct chunk *full;
};

/* `size` is at most 64 KiB. */
void pool_open(struct pool *p, size_t size, size_t cap);
void pool_close(struct pool *p);

/* NULL when the cap is reached or memory is short. */
void *pool_get(struct pool *p);
void pool_put(struct pool *p, void *object);

#endif
