/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_CSV_H
#define PEERWALL_ACT_CSV_H

#include <stdio.h>

struct record;

/*
 * Records as CSV, a row each: quoted after RFC 4180, lines end in LF alone.
 * Names of files stand there byte for byte, so that a script finds them again.
 */
void csv_heading(FILE *out);
void csv_row(FILE *out, const struct record *r);

#endif
