/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "complaint.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "../act/clean.h"
#include "../base/arena.h"

#define COMPLAINTS_SHOWN 100
#define WORD_MAX 48		/* longer words are nobody's typing error */
#define SHOWN_MAX 60

static bool is_before(const struct complaint *a, const struct complaint *b)
{
	return a->line != b->line ? a->line < b->line : a->column < b->column;
}

static __attribute__((format(printf, 4, 0)))
void complain_list(struct complaints *c, unsigned int line, unsigned int column,
		   const char *format, va_list args)
{
	struct complaint *new = arena_take(c->arena, 1, sizeof(*new));
	struct complaint **at = &c->first;

	c->n++;
	if (c->n > COMPLAINTS_SHOWN)
		return;

	new->line = line;
	new->column = column;
	new->sentence = arena_vformat(c->arena, format, args);
	while (*at && !is_before(new, *at))
		at = &(*at)->next;
	new->next = *at;
	*at = new;
}

void complain(struct complaints *c, unsigned int line, unsigned int column,
	      const char *format, ...)
{
	va_list args;

	va_start(args, format);
	complain_list(c, line, column, format, args);
	va_end(args);
}

void complaints_write(const struct complaints *c, FILE *out)
{
	for (const struct complaint *one = c->first; one; one = one->next) {
		clean_text(out, c->file);
		fputc(':', out);
		if (one->line)
			fprintf(out, "%u:%u:", one->line, one->column);
		fputc(' ', out);
		clean_text(out, one->sentence);
		fputc('\n', out);
	}

	if (c->n > COMPLAINTS_SHOWN)
		fprintf(out, "%s: and %zu more complaints\n", c->file, c->n - COMPLAINTS_SHOWN);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * Optimal string alignment: how many letters must be added, left out, changed
 * or swapped with their neighbour. Row i of the table is in rows[i % 3].
 */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][WORD_MAX + 1];
	size_t n = strlen(a);
	size_t m = strlen(b);

	if (n > WORD_MAX || m > WORD_MAX)
		return WORD_MAX;
	for (size_t j = 0; j <= m; j++)
		rows[0][j] = j;

	for (size_t i = 1; i <= n; i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i - 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			int x = tolower((unsigned char)a[i - 1]);
			int y = tolower((unsigned char)b[j - 1]);

			row[j] = least(above[j - 1] + (x != y), least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && x == tolower((unsigned char)b[j - 2]) &&
			    y == tolower((unsigned char)a[i - 2]))
				row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1);
		}
	}

	return rows[n % 3][m];
}

const char *nearest_word(const char *word, const char *const *words)
{
	const char *nearest = NULL;
	size_t best = 1 + strlen(word) / 4;	/* one slip, and one more each four letters */

	for (; *words; words++) {
		size_t d = distance(word, *words);

		/* A word is not mistaken for one it shares no letter with. */
		if (d > best || d >= strlen(*words) || (nearest && d == best))
			continue;
		best = d;
		nearest = *words;
	}

	return nearest;
}

const char *shown(struct arena *a, const char *word)
{
	size_t len = strlen(word);
	size_t kept = len;
	char *out;

	if (len > SHOWN_MAX) {
		kept = SHOWN_MAX;
		while (kept > 0 && ((unsigned char)word[kept] & 0xc0) == 0x80)
			kept--;		/* do not cut a letter of UTF-8 in two */
	}

	out = arena_format(a, "%.*s%s", (int)kept, word, kept < len ? "..." : "");
	for (char *c = out; *c; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = '?';
	}

	return out;
}
