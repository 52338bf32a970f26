/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "policy.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../classify/catalogue.h"
#include "language.h"
#include "own.h"

/* What print writes, load reads back: a test does so with every policy there is. */

/* True when the rule takes (`taken` false: leaves) all of the category. */
static bool is_whole(const struct rule *r, const char *category, bool taken)
{
	for (const struct protocol *const *p = r->known; *p; p++) {
		if (strcmp((*p)->category, category) == 0 && r->labels[(*p)->number] != taken)
			return false;
	}

	return true;
}

/* True when the rule takes just what "all" stands for; with `less`: that or less. */
static bool is_all(const struct rule *r, bool less)
{
	for (const struct protocol *const *p = r->known; *p; p++) {
		bool labelled = r->labels[(*p)->number];

		if (protocol_in_all(*p) ? !less && !labelled : labelled)
			return false;
	}

	return true;
}

static bool is_first_of_category(const struct rule *r, const struct protocol *protocol)
{
	for (const struct protocol *const *p = r->known; *p && *p != protocol; p++) {
		if (strcmp((*p)->category, protocol->category) == 0)
			return false;
	}

	return true;
}

/*
 * Writes the categories and protocols that the rule takes, or those of "all" that it leaves, each
 * between `before` and `after`; returns their number. Without `out`: only that.
 */
static size_t put_words(const struct rule *r, bool taken, const char *before, const char *after,
			FILE *out)
{
	size_t n = 0;

	for (const struct protocol *const *k = r->known; *k; k++) {
		const struct protocol *p = *k;
		bool whole = is_whole(r, p->category, taken);

		if (r->labels[p->number] != taken || (whole && !is_first_of_category(r, p)) ||
		    (!taken && !protocol_in_all(p)))
			continue;
		if (out)
			fprintf(out, "%s%s%s%s", n ? ", " : "", before,
				whole ? p->category : p->name, after);
		n++;
	}

	return n;
}

/* True when the rule is said sooner by what it leaves. */
static bool is_said_by_negation(const struct rule *r)
{
	return is_all(r, true) &&
	       put_words(r, false, "", "", NULL) < put_words(r, true, "", "", NULL);
}

static void put_protocols(const struct rule *r, FILE *out)
{
	if (is_all(r, false))
		fputs("all", out);
	else if (is_said_by_negation(r))
		put_words(r, false, "\"!", "\"", out);
	else
		put_words(r, true, "", "", out);
}

static void put_protocols_for_people(const struct rule *r, FILE *out)
{
	bool negated = !is_all(r, false) && is_said_by_negation(r);

	if (negated)
		fputs("all but ", out);
	if (negated)
		put_words(r, false, "", "", out);
	else
		put_protocols(r, out);
}

char *rule_protocols_text(const struct rule *r)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	put_protocols_for_people(r, out);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

static void put_quoted(const char *text, FILE *out)
{
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

static void put_hosts(const struct rule *r, FILE *out)
{
	char text[PREFIX_TEXT];

	if (!r->n_hosts && !r->n_except)
		return;

	fputs("    hosts: [", out);
	for (size_t i = 0; i < r->n_hosts; i++)
		fprintf(out, "%s\"%s\"", i ? ", " : "", prefix_text(&r->hosts[i], text));
	for (size_t i = 0; i < r->n_except; i++)
		fprintf(out, "%s\"!%s\"", i || r->n_hosts ? ", " : "",
			prefix_text(&r->except[i], text));
	fputs("]\n", out);
}

static void put_rule(const struct rule *r, FILE *out)
{
	char rate[RATE_TEXT];

	fputs("  - name: ", out);
	put_quoted(r->name, out);
	fputs("\n    protocols: [", out);
	put_protocols(r, out);
	fputs("]\n", out);
	put_hosts(r, out);
	fprintf(out, "    from: %s\n", confidence_name(r->from));
	fprintf(out, "    action: %s\n", action_name(r->action));
	if (r->rate_bps)
		fprintf(out, "    rate: %s\n", rate_text(r->rate_bps, r->per_host, rate));
}

static void put_samples(const char *key, const struct pattern *samples, size_t n, FILE *out)
{
	fprintf(out, "    %s:\n", key);
	for (size_t i = 0; i < n; i++) {
		fputs("      - '", out);
		pattern_print(&samples[i], out);
		fputs("'\n", out);
	}
}

static void put_signature(const struct own_signature *s, FILE *out)
{
	fputs("  - name: ", out);
	put_quoted(s->name, out);
	fprintf(out, "\n    protocol: %s\n", s->protocol);
	if (s->category)
		fprintf(out, "    category: %s\n", s->category);
	fprintf(out, "    transport: %s\n", choice_name(transport_choices, s->transport));
	fprintf(out, "    direction: %s\n", choice_name(direction_choices, s->side));
	fprintf(out, "    offset: %u\n    bytes: '", s->offset);
	pattern_print(&s->bytes, out);
	fputs("'\n", out);
	if (s->length_size)
		fprintf(out, "    length: {at: %u, size: %u, order: %s, plus: %d}\n", s->length_at,
			s->length_size, choice_name(order_choices, s->length_little),
			s->length_plus);
	put_samples("matches", s->matches, s->n_matches, out);
	put_samples("matches-not", s->others, s->n_others, out);
}

static void put_signatures(const struct own_signatures *own, FILE *out)
{
	fputs("signatures:\n", out);
	for (size_t i = 0; i < own->n; i++)
		put_signature(&own->written[i], out);
}

static void put_gateway(const struct policy *p, FILE *out)
{
	fputs("gateway:\n", out);
	for (size_t i = 0; i < p->n_lan; i++)
		fprintf(out, "%s\"%s\"%s", i ? ", " : "  lan: [", p->lan[i],
			i + 1 == p->n_lan ? "]\n" : "");
	fprintf(out, "  failure: %s\n", choice_name(failure_choices, p->failure));
	fprintf(out, "  on-stop: %s\n", choice_name(stop_choices, p->on_stop));
	fprintf(out, "  budget: %u\n", p->budget);
	fprintf(out, "  mark-mask: 0x%08" PRIx32 "\n", p->mark_mask);
	if (p->n_queues)
		fprintf(out, "  queues: %u-%u\n", p->queue_first,
			p->queue_first + p->n_queues - 1u);
	else
		fprintf(out, "  queues: %u\n", p->queue_first);
}

void policy_print(const struct policy *p, FILE *out)
{
	fputs("version: 1\n", out);
	put_gateway(p, out);
	fprintf(out, "ports: %s\n", choice_name(ports_choices, p->ports));
	if (p->own)
		put_signatures(p->own, out);
	fputs("rules:\n", out);
	for (size_t i = 0; i < p->n_rules; i++)
		put_rule(&p->rules[i], out);
}
