/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_HTML_PARTS_H
#define PEERWALL_ACT_HTML_PARTS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "amount.h"

struct tally;

/* The parts of the page that html.c puts together. A section with nothing to say is left out. */
extern const char html_style[];

/* Tables (html_tables.c). */
void html_protocols(FILE *out, const struct tally *t);
void html_hosts(FILE *out, const struct tally *t);
void html_rules(FILE *out, const struct tally *t);
void html_ports(FILE *out, const struct tally *t);
void html_captures(FILE *out, const struct tally *t);

/* One part of a bar: its share and its colour, a class of html_style. */
struct html_part {
	uint64_t value;
	const char *colour;
	const char *label;	/* escaped when written */
};

/* A bar whose parts add up to `whole` at most (html_chart.c). */
void html_bar(FILE *out, const struct html_part *parts, size_t n, uint64_t whole);

/* What the colours of a bar mean, with their bytes. */
void html_legend(FILE *out, const struct html_part *parts, size_t n);

/* P2P over time. */
void html_timeline(FILE *out, const struct tally *t);

/*
 * Sections, tables and their cells (html_cells.c). Titles, notes and columns are
 * HTML of our own; `columns` are divided by "|", those of numbers begin with "#".
 */
void html_section(FILE *out, const char *title, const char *note);
void html_section_end(FILE *out);
void html_table(FILE *out, const char *columns);
void html_table_end(FILE *out);
void html_cell_count(FILE *out, uint64_t n);
void html_cell_text(FILE *out, const char *text);
void html_cell_amount(FILE *out, const struct amount *a);	/* flows and bytes */

#endif
