/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pool.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

/* Of every chunk, and its alignment: so the chunk of an object is known by the object's address. */
#define CHUNK_BYTES ((size_t)256 * 1024)
#define CHUNK_HEAD 64		/* keeps the objects aligned */

/* Lies in a free object. */
struct link {
	struct link *next;
};

struct chunk {
	struct chunk *next;
	struct chunk *before;
	struct link *free;
	size_t used;
	size_t made;		/* cut so far */
};

_Static_assert(sizeof(struct chunk) <= CHUNK_HEAD, "the objects begin behind the chunk's head");

void pool_open(struct pool *p, size_t size, size_t cap)
{
	*p = (struct pool){ .size = (size + 15) & ~(size_t)15, .cap = cap };
}

/* From the kernel and back to it: the heap would keep what it was given. NULL: no memory. */
static struct chunk *map_chunk(void)
{
	char *at = mmap(NULL, 2 * CHUNK_BYTES, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t ahead;

	if (at == MAP_FAILED)
		return NULL;

	ahead = CHUNK_BYTES - ((uintptr_t)at & (CHUNK_BYTES - 1));
	munmap(at, ahead);
	if (ahead < CHUNK_BYTES)
		munmap(at + ahead + CHUNK_BYTES, CHUNK_BYTES - ahead);
	return (struct chunk *)(at + ahead);
}

static void unmap_chunk(struct chunk *c)
{
	munmap(c, CHUNK_BYTES);
}

static void free_list(struct chunk *c)
{
	while (c) {
		struct chunk *next = c->next;

		unmap_chunk(c);
		c = next;
	}
}

void pool_close(struct pool *p)
{
	free_list(p->open);
	free_list(p->full);
	*p = (struct pool){ .size = p->size, .cap = p->cap };
}

static void push(struct chunk **list, struct chunk *c)
{
	c->before = NULL;
	c->next = *list;
	if (c->next)
		c->next->before = c;
	*list = c;
}

static void take_out(struct chunk **list, struct chunk *c)
{
	if (c->before)
		c->before->next = c->next;
	else
		*list = c->next;
	if (c->next)
		c->next->before = c->before;
}

static size_t objects_in_chunk(const struct pool *p)
{
	return (CHUNK_BYTES - CHUNK_HEAD) / p->size;
}

static struct chunk *open_chunk(struct pool *p)
{
	struct chunk *c = p->open ? NULL : map_chunk();

	if (!c)
		return p->open;

	*c = (struct chunk){ .used = 0 };
	push(&p->open, c);
	p->n_chunks++;
	return c;
}

void *pool_get(struct pool *p)
{
	struct chunk *c = p->used < p->cap ? open_chunk(p) : NULL;
	struct link *object;

	if (!c)
		return NULL;

	object = c->free;
	if (object)
		c->free = object->next;
	else
		object = (struct link *)((char *)c + CHUNK_HEAD + c->made++ * p->size);

	p->used++;
	if (++c->used == objects_in_chunk(p)) {
		take_out(&p->open, c);
		push(&p->full, c);
	}
	return memset(object, 0, p->size);
}

void pool_put(struct pool *p, void *object)
{
	struct chunk *c = (struct chunk *)((uintptr_t)object & ~(uintptr_t)(CHUNK_BYTES - 1));
	struct link *l = object;

	if (!l)
		return;
	if (c->used-- == objects_in_chunk(p)) {
		take_out(&p->full, c);
		push(&p->open, c);
	}

	l->next = c->free;
	c->free = l;
	p->used--;
	if (c->used == 0 && p->open->next) {	/* another one has room */
		take_out(&p->open, c);
		unmap_chunk(c);
		p->n_chunks--;
	}
}
