/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_TEXT_H
#define PEERWALL_ACT_TEXT_H

#include <stdio.h>

struct tally;

/*
 * The summary for people: aligned tables of at most 100 columns. In colour when
 * `out` is a terminal and NO_COLOR is not set (no-color.org).
 */
void text_write(FILE *out, const struct tally *t);

#endif
