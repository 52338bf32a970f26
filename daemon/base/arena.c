/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

#define BLOCK_BYTES 16384
#define ALIGNMENT _Alignof(max_align_t)

struct block {
	struct block *next;
	size_t used;
	size_t size;
	_Alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct block *blocks;	/* the newest first; only it is filled further */
};

static void *get_memory(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory) {
		log_error("memory: %zu more bytes are not to be had", size);
		exit(1);
	}
	return memory;
}

struct arena *arena_new(void)
{
	return get_memory(sizeof(struct arena));
}

void arena_free(struct arena *a)
{
	struct block *next;

	for (struct block *b = a ? a->blocks : NULL; b; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

static struct block *block_with_room(struct arena *a, size_t size)
{
	struct block *b = a->blocks;
	size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;

	if (b && b->size - b->used >= size)
		return b;

	b = get_memory(sizeof(*b) + room);
	b->size = room;
	b->next = a->blocks;
	a->blocks = b;
	return b;
}

void *arena_take(struct arena *a, size_t n, size_t size)
{
	struct block *b;
	size_t whole;
	void *out;

	if (__builtin_mul_overflow(n, size, &whole) || whole > SIZE_MAX / 2) {
		log_error("memory: %zu times %zu bytes are not to be had", n, size);
		exit(1);
	}

	whole = (whole + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	b = block_with_room(a, whole);
	out = b->bytes + b->used;
	b->used += whole;
	return out;
}

char *arena_text(struct arena *a, const char *text, size_t len)
{
	char *out = arena_take(a, len + 1, 1);

	if (len)
		memcpy(out, text, len);
	return out;
}

char *arena_vformat(struct arena *a, const char *format, va_list args)
{
	va_list again;
	int len;
	char *out;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);

	out = arena_take(a, len > 0 ? (size_t)len + 1 : 1, 1);
	vsnprintf(out, len > 0 ? (size_t)len + 1 : 1, format, args);
	return out;
}

char *arena_format(struct arena *a, const char *format, ...)
{
	va_list args;
	char *out;

	va_start(args, format);
	out = arena_vformat(a, format, args);
	va_end(args);
	return out;
}
