/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_ARENA_H
#define PEERWALL_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

/*
 * An arena: many small things that are given back together. For set-up only,
 * never on the packet path. Out of memory ends the program with one line, so
 * no caller has to look for NULL.
 */
struct arena;

struct arena *arena_new(void);

/* Takes NULL too. */
void arena_free(struct arena *a);

/* `n` things of `size` bytes, all zero, aligned for anything. */
void *arena_take(struct arena *a, size_t n, size_t size);

/* A copy with a NUL behind it. */
char *arena_text(struct arena *a, const char *text, size_t len);

char *arena_format(struct arena *a, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vformat(struct arena *a, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

#endif
