/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "events_read.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../base/hash.h"
#include "../base/input.h"
#include "events.h"
#include "events_parse.h"

/*
 * A label waits in a chain of `waiting`, by the flow's five values, until its end
 * comes. A second label of the same flow takes the place of the first, for the daemon has
 * learned better; so does a finding, which says all that the label said. An end says all
 * that its label said, so an end alone is a record.
 */
#define CHAINS 16384
#define WAITING_MAX 262144
#define COMPLAINTS_MAX 20

struct waiting {
	struct waiting *next;
	uint64_t hash;
	uint64_t number;	/* of the event: the order to hand them out in */
	struct record record;
	char strings[];		/* the record's */
};

struct events_reader {
	events_on_record *on_record;
	void *ctx;
	FILE *complaints;
	const char *file;
	uint64_t line;
	uint64_t broken;	/* of this file */
	uint64_t n_events;
	size_t n_waiting;
	uint64_t left_out;
	uint64_t suppressed;
	struct waiting *chains[CHAINS];
};

struct events_reader *events_read_new(events_on_record *on_record, void *ctx, FILE *complaints)
{
	struct events_reader *reader = calloc(1, sizeof(*reader));

	if (!reader)
		return NULL;

	reader->on_record = on_record;
	reader->ctx = ctx;
	reader->complaints = complaints;
	return reader;
}

static void forget(struct events_reader *reader, struct waiting **link)
{
	struct waiting *w = *link;

	*link = w->next;
	free(w);
	reader->n_waiting--;
}

void events_read_free(struct events_reader *reader)
{
	if (!reader)
		return;

	for (size_t i = 0; i < CHAINS; i++) {
		while (reader->chains[i])
			forget(reader, &reader->chains[i]);
	}
	free(reader);
}

static bool is_same_flow(const struct record *a, const struct record *b)
{
	return a->sport == b->sport && a->dport == b->dport &&
	       !strcmp(a->transport, b->transport) &&
	       !addr_compare(&a->src, &b->src) && !addr_compare(&a->dst, &b->dst);
}

static uint64_t hash_of_flow(const struct record *r)
{
	uint64_t ends[2] = { hash_of_end(&r->src, r->sport), hash_of_end(&r->dst, r->dport) };

	return hash_of(ends, sizeof(ends));
}

/* The link to the waiting label of this flow, or to the NULL at the end of its chain. */
static struct waiting **find(struct events_reader *reader, const struct record *r, uint64_t hash)
{
	struct waiting **link = &reader->chains[hash % CHAINS];

	while (*link && ((*link)->hash != hash || !is_same_flow(&(*link)->record, r)))
		link = &(*link)->next;
	return link;
}

static void complain(struct events_reader *reader, const char *why)
{
	if (++reader->broken <= COMPLAINTS_MAX)
		fprintf(reader->complaints, "%s:%" PRIu64 ": %s; the line is left out\n",
			reader->file, reader->line, why);
}

/* A waiting copy of the record with its strings behind it: the JSON it came from is far larger. */
static struct waiting *waiting_new(const struct record *r)
{
	static const size_t strings[] = {
		offsetof(struct record, capture), offsetof(struct record, protocol),
		offsetof(struct record, category), offsetof(struct record, stage),
		offsetof(struct record, evidence), offsetof(struct record, rule),
		offsetof(struct record, ndpi),
		offsetof(struct record, rule_name),	/* the others are constant */
	};
	size_t n = sizeof(strings) / sizeof(strings[0]);
	size_t room = 0;
	struct waiting *w;
	char *to;

	for (size_t i = 0; i < n; i++)
		room += strlen(*(const char *const *)((const char *)r + strings[i])) + 1;
	w = malloc(sizeof(*w) + room);
	if (!w)
		return NULL;

	w->record = *r;
	to = w->strings;
	for (size_t i = 0; i < n; i++) {
		const char **field = (const char **)((char *)&w->record + strings[i]);
		char *end = stpcpy(to, *field);

		*field = to;
		to = end + 1;
	}
	return w;
}

static void wait_for_end(struct events_reader *reader, const struct record *r)
{
	uint64_t hash = hash_of_flow(r);
	struct waiting **link = find(reader, r, hash);
	struct waiting *w;

	if (*link)
		forget(reader, link);
	w = reader->n_waiting < WAITING_MAX ? waiting_new(r) : NULL;
	if (!w) {
		reader->left_out++;
		return;
	}

	w->hash = hash;
	w->number = reader->n_events;
	w->next = reader->chains[hash % CHAINS];
	reader->chains[hash % CHAINS] = w;
	reader->n_waiting++;
}

/* Where the end is silent on how the flow was known, its label speaks. */
static void hand_out_end(struct events_reader *reader, const struct record *end)
{
	struct waiting **link = find(reader, end, hash_of_flow(end));
	struct record r = *end;

	if (*link && !*r.evidence)
		r.evidence = (*link)->record.evidence;
	if (*link && !r.decided_packet)
		r.decided_packet = (*link)->record.decided_packet;
	reader->on_record(reader->ctx, &r);

	if (*link)
		forget(reader, link);
}

static void take_line(struct events_reader *reader, const char *line, size_t len)
{
	char why[512];
	struct event e;

	if (event_parse(line, len, &e, why, sizeof(why))) {
		reader->n_events++;
		reader->suppressed += e.suppressed;
		if (e.suppressed)
			;	/* there is no record */
		else if (e.is_end)
			hand_out_end(reader, &e.record);
		else
			wait_for_end(reader, &e.record);
	} else {
		complain(reader, why);
	}
	event_free(&e);
}

/* The bytes of the next line into `line`, without its end; -1 at the end of the file. */
static ssize_t read_line(FILE *in, char line[EVENTS_LINE_MAX + 1])
{
	size_t len = 0;
	int c = getc_unlocked(in);

	if (c == EOF)
		return -1;

	for (; c != EOF && c != '\n'; c = getc_unlocked(in)) {
		if (len <= EVENTS_LINE_MAX)
			line[len++] = (char)c;
	}
	return (ssize_t)len;
}

static void read_lines(struct events_reader *reader, FILE *in)
{
	char line[EVENTS_LINE_MAX + 1];
	ssize_t len;

	while ((len = read_line(in, line)) >= 0) {
		reader->line++;
		if (len > EVENTS_LINE_MAX)
			complain(reader, "longer than the 16384 bytes that an event may have");
		else if (len > 0)
			take_line(reader, line, (size_t)len);
	}
}

int events_read_input(struct events_reader *reader, const char *file, struct input *in)
{
	FILE *stream = input_stream(in);

	reader->file = file;
	reader->line = 0;
	reader->broken = 0;
	errno = 0;
	read_lines(reader, stream);

	if (ferror(stream)) {
		const char *trouble = input_trouble(in);

		fprintf(reader->complaints, "%s: cannot be read (%s)\n", file,
			trouble ? trouble : strerror(errno));
		reader->broken++;
	} else if (reader->broken > COMPLAINTS_MAX) {
		fprintf(reader->complaints, "%s: %" PRIu64 " more broken lines are left out\n",
			file, reader->broken - COMPLAINTS_MAX);
	}

	return reader->broken ? -1 : 0;
}

static int compare_numbers(const void *left, const void *right)
{
	const struct waiting *a = *(const struct waiting *const *)left;
	const struct waiting *b = *(const struct waiting *const *)right;

	return (a->number > b->number) - (a->number < b->number);
}

uint64_t events_read_suppressed(const struct events_reader *reader)
{
	return reader->suppressed;
}

int events_read_finish(struct events_reader *reader)
{
	struct waiting **sorted = calloc(reader->n_waiting + 1, sizeof(struct waiting *));
	size_t n = 0;

	for (size_t i = 0; sorted && i < CHAINS; i++) {
		for (struct waiting *w = reader->chains[i]; w; w = w->next)
			sorted[n++] = w;
	}
	if (sorted)
		qsort(sorted, n, sizeof(struct waiting *), compare_numbers);

	for (size_t i = 0; i < n; i++)
		reader->on_record(reader->ctx, &sorted[i]->record);
	free(sorted);

	reader->left_out += reader->n_waiting - n;
	if (!reader->left_out)
		return 0;
	fprintf(reader->complaints, "%" PRIu64 " running flows are left out: there were more than "
		"%d at a time\n", reader->left_out, WAITING_MAX);
	return -1;
}
