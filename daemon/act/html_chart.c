/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "html_parts.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "clean.h"
#include "ranking.h"
#include "tally.h"

/*
 * Charts stretch with the page, so all text stands around the SVG and none in it.
 * Both kinds draw into a field of their own units and let the browser scale it.
 */
#define BAR_UNITS 1000.0
#define HEIGHT_UNITS 1000.0
#define SERIES_SHOWN 5		/* the others share the last colour */
#define COLOURS (SERIES_SHOWN + 1)

static const char *const colours[COLOURS] = { "c0", "c1", "c2", "c3", "c4", "c5" };

void html_bar(FILE *out, const struct html_part *parts, size_t n, uint64_t whole)
{
	double at = 0;

	fputs("<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" "
	      "aria-hidden=\"true\">", out);
	for (size_t i = 0; i < n; i++) {
		double width = whole ? (double)parts[i].value / (double)whole * BAR_UNITS : 0;

		if (!parts[i].value)
			continue;
		/* What is there at all is seen. */
		if (width < 4)
			width = 4;
		if (at + width > BAR_UNITS)
			at = BAR_UNITS - width;
		fprintf(out, "<rect class=\"%s\" x=\"%.1f\" width=\"%.1f\" height=\"10\"/>",
			parts[i].colour, at, width);
		at += width;
	}
	fputs("</svg>", out);
}

void html_legend(FILE *out, const struct html_part *parts, size_t n)
{
	char bytes[AMOUNT_TEXT];

	fputs("<div class=\"legend\">", out);
	for (size_t i = 0; i < n; i++) {
		if (!parts[i].value)
			continue;

		fprintf(out, "<span><i class=\"%s\"></i>", parts[i].colour);
		clean_html(out, parts[i].label);
		amount_bytes(parts[i].value, bytes);
		fprintf(out, " <span class=\"dim\">%s</span></span>", bytes);
	}
	fputs("</div>\n", out);
}

struct stack {
	struct html_part parts[COLOURS];
	unsigned int colour_of[TIMELINE_SERIES];
	uint64_t highest;		/* bytes of the highest step */
	unsigned int filled;		/* steps with anything in them */
};

static uint64_t sum_of_series(const struct timeline *t, unsigned int series)
{
	uint64_t sum = 0;

	for (int64_t i = 0; i < t->n; i++)
		sum += t->bytes[i][series];
	return sum;
}

/* The largest series get colours of their own; the shared last series never does. */
static void choose_colours(struct stack *s, const struct tally *t)
{
	uint64_t sums[TIMELINE_SERIES];
	bool taken[TIMELINE_SERIES] = { false };

	for (unsigned int i = 0; i < TIMELINE_SERIES; i++) {
		sums[i] = sum_of_series(&t->timeline, i);
		s->colour_of[i] = SERIES_SHOWN;
		s->parts[SERIES_SHOWN].value += sums[i];
	}
	s->parts[SERIES_SHOWN].colour = colours[SERIES_SHOWN];
	s->parts[SERIES_SHOWN].label = "others";

	for (unsigned int colour = 0; colour < SERIES_SHOWN; colour++) {
		const struct tally_protocol *p;
		unsigned int best = TIMELINE_SERIES - 1;

		for (unsigned int i = 0; i < TIMELINE_SERIES - 1; i++) {
			if (!taken[i] && sums[i] && (taken[best] || best == TIMELINE_SERIES - 1 ||
						     sums[i] > sums[best]))
				best = i;
		}

		p = ranking_p2p(t, best);
		s->parts[colour] = (struct html_part){ .colour = colours[colour], .label = "" };
		if (best == TIMELINE_SERIES - 1 || !p)
			continue;
		taken[best] = true;
		s->colour_of[best] = colour;
		s->parts[colour].label = p->name;
		s->parts[colour].value = sums[best];
		s->parts[SERIES_SHOWN].value -= sums[best];
	}
}

static void measure_steps(struct stack *s, const struct timeline *t)
{
	for (int64_t i = 0; i < t->n; i++) {
		uint64_t sum = 0;

		for (unsigned int k = 0; k < TIMELINE_SERIES; k++)
			sum += t->bytes[i][k];
		s->filled += sum > 0;
		if (sum > s->highest)
			s->highest = sum;
	}
}

static uint64_t rate_of(uint64_t bytes, int64_t width_us)
{
	return (uint64_t)((double)bytes * 8e6 / (double)width_us);
}

static void put_step(FILE *out, const struct stack *s, const struct timeline *t, int64_t step)
{
	uint64_t by_colour[COLOURS] = { 0 };
	uint64_t sum = 0;
	double top = HEIGHT_UNITS;
	char time[AMOUNT_TEXT], rate[AMOUNT_TEXT];

	for (unsigned int k = 0; k < TIMELINE_SERIES; k++) {
		by_colour[s->colour_of[k]] += t->bytes[step][k];
		sum += t->bytes[step][k];
	}
	if (!sum)
		return;

	fprintf(out, "<g><title>%s: %s</title>",
		amount_time((t->first + step) * t->width_us, time),
		amount_rate(rate_of(sum, t->width_us), rate));
	for (unsigned int c = 0; c < COLOURS; c++) {
		double height = (double)by_colour[c] / (double)s->highest * HEIGHT_UNITS;

		if (!by_colour[c])
			continue;
		top -= height;
		fprintf(out, "<rect class=\"%s\" x=\"%" PRId64 ".05\" y=\"%.1f\" width=\".9\" "
			"height=\"%.1f\"/>", colours[c], step, top, height);
	}
	fputs("</g>\n", out);
}

static void put_chart(FILE *out, const struct stack *s, const struct timeline *t)
{
	char from[AMOUNT_TEXT], to[AMOUNT_TEXT], rate[AMOUNT_TEXT], width[AMOUNT_TEXT];

	amount_rate(rate_of(s->highest, t->width_us), rate);
	fprintf(out, "<div class=\"axis\"><span>%s</span><span>one bar: %s</span></div>\n"
		"<svg class=\"time\" viewBox=\"0 0 %" PRId64 " 1000\" preserveAspectRatio=\"none\" "
		"role=\"img\" aria-label=\"P2P over time, at most %s\">\n", rate,
		amount_span(t->width_us, width), t->n, rate);
	for (int64_t i = 0; i < t->n; i++)
		put_step(out, s, t, i);
	fprintf(out, "</svg>\n<div class=\"axis\"><span>%s</span><span>%s</span></div>\n",
		amount_time(t->first * t->width_us, from),
		amount_time((t->first + t->n) * t->width_us, to));
}

void html_timeline(FILE *out, const struct tally *t)
{
	struct stack s = { .highest = 0 };

	measure_steps(&s, &t->timeline);
	if (!s.highest)
		return;

	choose_colours(&s, t);
	html_section(out, "P2P over time",
		     "The bytes of each flow are spread evenly over its life.");
	/* Captures of different years would be a few needles in an empty field. */
	if (t->captures.n > 1 && s.filled * 8 < t->timeline.n)
		fputs("<p>The captures lie too far apart for one time axis.</p>\n", out);
	else
		put_chart(out, &s, &t->timeline);
	html_legend(out, s.parts, COLOURS);
	html_section_end(out);
}
