/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_HTML_H
#define PEERWALL_ACT_HTML_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct tally;

/* What the page says of itself; borrowed. */
struct html_about {
	const char *const *sources;	/* the captures and event logs */
	size_t n_sources;
	int64_t made_us;
};

/*
 * The report as one HTML page that needs nothing from outside: no script, no
 * font, no picture, and a policy in it that forbids the browser to fetch any.
 */
void html_write(FILE *out, const struct tally *t, const struct html_about *about);

#endif
