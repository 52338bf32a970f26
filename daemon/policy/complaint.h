/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_POLICY_COMPLAINT_H
#define PEERWALL_POLICY_COMPLAINT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct arena;

/*
 * The complaints about one policy file: collected while it is read, then all
 * written at once in the order of their places.
 */
struct complaint {
	unsigned int line;	/* from 1; 0: the file as a whole */
	unsigned int column;
	const char *sentence;
	struct complaint *next;
};

struct complaints {
	const char *file;
	struct arena *arena;	/* holds the sentences */
	struct complaint *first;
	size_t n;
	bool others_may_write;	/* somebody else than who reads it, or root */
};

void complain(struct complaints *c, unsigned int line, unsigned int column,
	      const char *format, ...) __attribute__((format(printf, 4, 5)));

/* "FILE:LINE:COL: sentence" a line; past a hundred only their number. */
void complaints_write(const struct complaints *c, FILE *out);

/* The word of `words` (NULL-ended) that `word` was probably meant to be, or NULL. */
const char *nearest_word(const char *word, const char *const *words);

/* `word` fit for a sentence: short, without control characters. */
const char *shown(struct arena *a, const char *word);

#endif
