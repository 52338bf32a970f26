/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_POOL_H
#define PEERWALL_BASE_POOL_H

#include <stddef.h>

/*
 * A pool of objects of one size with a cap. Memory comes in chunks as it is
 * needed, is used again through a free list, and goes back when the pool
 * closes. An object comes zeroed.
 */
struct pool {
	size_t size;
	size_t cap;
	size_t used;		/* handed out now */
	size_t made;		/* cut from chunks so far */
	void *free;
	void *chunks;
};

void pool_open(struct pool *p, size_t size, size_t cap);
void pool_close(struct pool *p);

/* NULL when the cap is reached or memory is short. */
void *pool_get(struct pool *p);
void pool_put(struct pool *p, void *object);

#endif
