/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_CLEAN_H
#define PEERWALL_ACT_CLEAN_H

#include <stddef.h>
#include <stdio.h>

/*
 * Text that others wrote (names of files, protocols, rules) made fit for the
 * place it is shown at. What is no UTF-8 becomes U+FFFD, everywhere.
 */

/* Room that clean_utf8() needs for the whole of `n` bytes. */
#define CLEAN_ROOM(n) (3 * (n) + 1)

/* Valid UTF-8, cut at a whole character where `size` ends. Returns `out`. */
const char *clean_utf8(const char *text, char *out, size_t size);

/*
 * As clean_utf8(), for a terminal or a log: control characters and those that
 * turn the writing direction become U+FFFD too. Returns `out`.
 */
const char *clean_line(const char *text, char *out, size_t size);

/* As clean_line(), written; line feeds stay. */
void clean_text(FILE *out, const char *text);

/* As clean_line(), written as HTML text or as the value of a quoted attribute. */
void clean_html(FILE *out, const char *text);

/* How many columns valid UTF-8 takes on a terminal, counting each character as one. */
size_t clean_columns(const char *text);

#endif
