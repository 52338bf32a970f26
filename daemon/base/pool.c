/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pool.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK_OBJECTS 256

/* Lies in front of a chunk, and in a free object. */
struct link {
	struct link *next;
};

#define CHUNK_HEAD 16		/* keeps the objects aligned */

void pool_open(struct pool *p, size_t size, size_t cap)
{
	*p = (struct pool){ .size = (size + 15) & ~(size_t)15, .cap = cap };
}

void pool_close(struct pool *p)
{
	struct link *chunk = p->chunks;

	while (chunk) {
		struct link *next = chunk->next;

		free(chunk);
		chunk = next;
	}

	*p = (struct pool){ .size = p->size, .cap = p->cap };
}

static void *cut_object(struct pool *p)
{
	size_t index = p->made % CHUNK_OBJECTS;
	struct link *chunk = p->chunks;

	if (index == 0) {
		chunk = malloc(CHUNK_HEAD + p->size * CHUNK_OBJECTS);
		if (!chunk)
			return NULL;
		chunk->next = p->chunks;
		p->chunks = chunk;
	}

	p->made++;
	return (char *)chunk + CHUNK_HEAD + index * p->size;
}

void *pool_get(struct pool *p)
{
	struct link *object = p->free;

	if (p->used >= p->cap)
		return NULL;

	if (object)
		p->free = object->next;
	else
		object = cut_object(p);
	if (!object)
		return NULL;

	p->used++;
	return memset(object, 0, p->size);
}

void pool_put(struct pool *p, void *object)
{
	struct link *l = object;

	if (!l)
		return;
	l->next = p->free;
	p->free = l;
	p->used--;
}
