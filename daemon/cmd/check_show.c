/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "check_show.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../act/blind.h"
#include "../act/clean.h"
#include "../act/json.h"
#include "../classify/catalogue.h"
#include "../policy/language.h"
#include "../policy/policy.h"

#define HOSTS_SHOWN 4		/* in the table; JSON has them all */
#define NAME_ROOM 192

/* The columns of the table of rules; the last is as wide as it wants to be. */
enum column { RULE, LINE, ACTION, FROM, RATE, PROTOCOLS, HOSTS, N_COLUMNS };

struct row {
	char *cell[N_COLUMNS];
};

static const char *const headings[N_COLUMNS] = {
	"RULE", "LINE", "ACTION", "FROM", "RATE", "PROTOCOLS", "HOSTS",
};

/* "10.20.0.0/24, not 10.20.0.7"; to be freed. */
static char *hosts_text(const struct rule *r)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	size_t all = r->n_hosts + r->n_except;
	char net[PREFIX_TEXT];

	if (!out)
		return NULL;

	if (!r->n_hosts)
		fputs("any", out);
	for (size_t i = 0; i < all && i < HOSTS_SHOWN; i++) {
		bool negated = i >= r->n_hosts;

		fprintf(out, "%s%s%s", i || negated ? ", " : "", negated ? "not " : "",
			prefix_text(negated ? &r->except[i - r->n_hosts] : &r->hosts[i], net));
	}
	if (all > HOSTS_SHOWN)
		fprintf(out, " and %zu more", all - HOSTS_SHOWN);

	fclose(out);
	return text;
}

static struct row row_of(const struct rule *r)
{
	char rate[RATE_TEXT] = "-";
	char name[NAME_ROOM];

	if (r->rate_bps)
		rate_text(r->rate_bps, r->per_host, rate);
	clean_line(r->name, name, sizeof(name));

	return (struct row){ {
		[RULE] = strdup(name),
		[LINE] = strdup(strrchr(r->place, ':') + 1),
		[ACTION] = strdup(action_name(r->action)),
		[FROM] = strdup(confidence_name(r->from)),
		[RATE] = strdup(rate),
		[PROTOCOLS] = rule_protocols_text(r),
		[HOSTS] = hosts_text(r),
	} };
}

static const char *cell_of(const struct row *row, enum column column)
{
	return row->cell[column] ? row->cell[column] : "?";
}

static size_t width_of(const struct row *rows, size_t n, enum column column)
{
	size_t width = strlen(headings[column]);

	for (size_t i = 0; i < n; i++) {
		size_t columns = clean_columns(cell_of(&rows[i], column));

		if (columns > width)
			width = columns;
	}

	return width;
}

static void put_cell(const char *text, size_t width, bool last)
{
	size_t columns = clean_columns(text);

	fputs(text, stdout);
	if (last)
		putchar('\n');
	else
		printf("%*s", (int)(width > columns ? width - columns : 0) + 2, "");
}

static void put_rules(const struct policy *p)
{
	struct row *rows = calloc(p->n_rules, sizeof(*rows));
	size_t widths[N_COLUMNS];

	if (!rows)
		return;

	for (size_t i = 0; i < p->n_rules; i++)
		rows[i] = row_of(&p->rules[i]);
	for (enum column c = 0; c < N_COLUMNS; c++)
		widths[c] = width_of(rows, p->n_rules, c);

	for (enum column c = 0; c < N_COLUMNS; c++)
		put_cell(headings[c], widths[c], c == N_COLUMNS - 1);
	for (size_t i = 0; i < p->n_rules; i++) {
		for (enum column c = 0; c < N_COLUMNS; c++) {
			put_cell(cell_of(&rows[i], c), widths[c], c == N_COLUMNS - 1);
			free(rows[i].cell[c]);
		}
	}

	free(rows);
}

static void put_gateway(const struct policy *p)
{
	fputs("lan: ", stdout);
	for (size_t i = 0; i < p->n_lan; i++)
		printf("%s%s", i ? ", " : "", p->lan[i]);
	printf("%s; failure: %s; on-stop: %s; budget: %u; mark-mask: 0x%08" PRIx32 "; queues: %u",
	       p->n_lan ? "" : "all forwarded traffic", choice_name(failure_choices, p->failure),
	       choice_name(stop_choices, p->on_stop), p->budget, p->mark_mask, p->queue_first);
	if (p->n_queues)
		printf("-%u", p->queue_first + p->n_queues - 1u);
	printf("%s; ports: %s\n", p->n_queues ? "" : " and up, one a core",
	       choice_name(ports_choices, p->ports));
	puts("looked at is what this machine forwards; its own traffic (a proxy, a torrent client "
	     "on it) is not");
}

static bool stops(const struct rule *r, uint16_t proto)
{
	return r->labels[proto] && r->action != ACTION_ALLOW && r->action != ACTION_REPORT;
}

/* Some rule stops the protocol when it is only likely. */
static bool stops_likely(const struct policy *p, uint16_t proto)
{
	for (size_t i = 0; i < p->n_rules; i++) {
		if (stops(&p->rules[i], proto) && p->rules[i].from <= CONFIDENCE_LIKELY)
			return true;
	}

	return false;
}

static void note_rule(FILE *out, const struct policy *p, size_t i)
{
	const struct rule *r = &p->rules[i];
	const struct rule *early = policy_hidden_by(p, i);

	if (early)
		fprintf(out, "%s: note: rule \"%s\" never acts: all it could match is taken by "
			"rule \"%s\" in line %s\n", r->place, r->name, early->name,
			strrchr(early->place, ':') + 1);
	else if (stops(r, PROTO_BITTORRENT) && !stops_likely(p, PROTO_BITTORRENT))
		fprintf(out, "%s: note: rule \"%s\" stops proven BitTorrent alone: a client that "
			"enciphers everything is likely at most, and gets its whole file; "
			"from: likely stops that too\n", r->place, r->name);
	else if (r->labels[PROTO_HIDDEN_P2P] && r->from > CONFIDENCE_LIKELY)
		fprintf(out, "%s: note: rule \"%s\" never acts on hidden-p2p, which is likely at "
			"most; write from: likely\n", r->place, r->name);
}

/* What is no mistake, but may not be meant. */
static void put_notes(FILE *out, const struct checked *c)
{
	const struct policy *p = c->policy;

	if (p->others_may_write)
		fprintf(out, "%s: note: " POLICY_OTHERS_MAY_WRITE "; run and reload refuse it\n",
			p->file);
	if (!p->n_lan)
		fprintf(out, "%s: note: without \"lan\" nobody can tell who is inside: hosts with "
			"public addresses, as all of IPv6, are not learned by their own word, and "
			"more of what they hide gets through; and who forges a sender outside is "
			"believed; name the users' interfaces\n",
			p->file);
	for (size_t i = 0; i < p->n_rules; i++)
		note_rule(out, p, i);
	for (size_t i = 0; i < c->n_spots; i++)
		fprintf(out, "%s: note: %s\n", p->file, c->spots[i].text);
}

/* The same as lines of text; to be freed. */
static char *notes_text(const struct checked *c)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	put_notes(out, c);
	fclose(out);
	return text;
}

void check_show_text(const struct checked *c)
{
	const struct policy *p = c->policy;
	size_t n = p ? p->n_rules : 0;
	char *notes;

	if (!p) {
		fflush(stdout);
		clean_text(stderr, c->complaints);
		return;
	}

	clean_text(stdout, c->file);
	printf(": right, %zu rule%s\n", n, n == 1 ? "" : "s");
	put_gateway(p);
	put_rules(p);
	notes = notes_text(c);
	clean_text(stdout, notes ? notes : "");
	free(notes);
	if (c->kernel == KERNEL_TAKES_IT)
		printf("this kernel takes it (%s)\n", c->kernel_text);
	else if (c->kernel == KERNEL_REFUSES)
		printf("%s: the policy is right, but it could not be loaded into this kernel; "
		       "--no-kernel leaves that out\n", c->file);
}

static json_t *hosts_json(const struct prefix *list, size_t n)
{
	json_t *array = json_array();
	char text[PREFIX_TEXT];

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array, json_string(prefix_text(&list[i], text)));
	return array;
}

static json_t *protocols_json(const struct rule *r)
{
	json_t *array = json_array();

	for (const struct protocol *const *p = r->known; *p; p++) {
		if (r->labels[(*p)->number])
			json_array_append_new(array, json_string((*p)->name));
	}

	return array;
}

static json_t *rule_json(const struct policy *p, size_t i)
{
	const struct rule *r = &p->rules[i];
	const struct rule *early = policy_hidden_by(p, i);
	json_t *o = json_object();

	json_object_set_new(o, "name", json_text(r->name));
	json_object_set_new(o, "place", json_text(r->place));
	json_object_set_new(o, "action", json_string(action_name(r->action)));
	json_object_set_new(o, "from", json_string(confidence_name(r->from)));
	json_object_set_new(o, "protocols", protocols_json(r));
	json_object_set_new(o, "hosts", hosts_json(r->hosts, r->n_hosts));
	json_object_set_new(o, "except", hosts_json(r->except, r->n_except));
	json_object_set_new(o, "rate_bps", r->rate_bps ? json_integer((json_int_t)r->rate_bps) :
			    json_null());
	json_object_set_new(o, "per_host", json_boolean(r->per_host));
	json_object_set_new(o, "hidden_by", early ? json_text(early->place) : json_null());
	return o;
}

static json_t *gateway_json(const struct policy *p)
{
	json_t *o = json_object();
	json_t *lan = json_array();

	for (size_t i = 0; i < p->n_lan; i++)
		json_array_append_new(lan, json_string(p->lan[i]));
	json_object_set_new(o, "lan", lan);
	json_object_set_new(o, "failure", json_string(choice_name(failure_choices, p->failure)));
	json_object_set_new(o, "on-stop", json_string(choice_name(stop_choices, p->on_stop)));
	json_object_set_new(o, "budget", json_integer(p->budget));
	json_object_set_new(o, "mark-mask", json_integer(p->mark_mask));
	json_object_set_new(o, "queue_first", json_integer(p->queue_first));
	json_object_set_new(o, "n_queues", p->n_queues ? json_integer(p->n_queues) : json_null());
	return o;
}

static json_t *lines_json(const char *lines)
{
	json_t *array = json_array();

	while (*lines) {
		size_t len = strcspn(lines, "\n");
		char *line = strndup(lines, len);

		json_array_append_new(array, json_text(line ? line : ""));
		free(line);
		lines += len + (lines[len] == '\n');
	}

	return array;
}

static json_t *kernel_json(const struct checked *c)
{
	json_t *o;

	if (c->kernel == KERNEL_NOT_ASKED)
		return json_null();

	o = json_object();
	json_object_set_new(o, "takes_it", json_boolean(c->kernel == KERNEL_TAKES_IT));
	json_object_set_new(o, "how", c->kernel == KERNEL_TAKES_IT ? json_text(c->kernel_text) :
			    json_null());
	return o;
}

void check_show_json(const struct checked *c)
{
	const struct policy *p = c->policy;
	json_t *o = json_object();
	json_t *rules = json_array();
	char *notes = p ? notes_text(c) : NULL;

	for (size_t i = 0; p && i < p->n_rules; i++)
		json_array_append_new(rules, rule_json(p, i));

	json_object_set_new(o, "policy", json_text(c->file));
	json_object_set_new(o, "right", json_boolean(p != NULL));
	json_object_set_new(o, "complaints", lines_json(c->complaints));
	json_object_set_new(o, "gateway", p ? gateway_json(p) : json_null());
	json_object_set_new(o, "ports", p ? json_string(choice_name(ports_choices, p->ports)) :
			    json_null());
	json_object_set_new(o, "rules", rules);
	json_object_set_new(o, "notes", lines_json(notes ? notes : ""));
	json_object_set_new(o, "kernel", kernel_json(c));
	free(notes);
	json_dumpf(o, stdout, JSON_FLAGS);
	putchar('\n');
	json_decref(o);
}
