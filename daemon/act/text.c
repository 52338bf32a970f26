/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clean.h"
#include "ranking.h"
#include "tally.h"

/*
 * One function a section, in the order they are printed; a section with nothing
 * to say is left out. Every name goes through clean_line(): some come from files.
 */
#define WIDTH_NAME 28
#define WIDTH_RULE 34
#define WIDTH_PLACE 32
#define WIDTH_COUNT 10
#define WIDTH_SMALL 9
#define WIDTH_LIST 50
#define HOSTS_SHOWN 10
#define FINDING_HOSTS 4		/* they fit one line, IPv6 too */
#define OTHERS_SHOWN 20
#define CELL 1024

struct page {
	FILE *out;
	const struct tally *t;
	const char *bold;
	const char *dim;
	const char *warn;
	const char *off;
};

static struct page page_of(FILE *out, const struct tally *t)
{
	const char *no_colour = getenv("NO_COLOR");
	const char *term = getenv("TERM");
	bool plain = !isatty(fileno(out)) || (no_colour && *no_colour) ||
		     !term || !strcmp(term, "dumb");

	if (plain)
		return (struct page){ out, t, "", "", "", "" };
	return (struct page){ out, t, "\033[1m", "\033[2m", "\033[1;33m", "\033[0m" };
}

/* The part of clean text behind its first `n` characters. */
static char *behind(char *text, size_t n)
{
	for (; n && *text; n--) {
		do
			text++;
		while ((*text & 0xc0) == 0x80);
	}

	return text;
}

/* At most `width` columns; what is too long loses its end. Returns the columns it took. */
static size_t put_cut(FILE *out, const char *text, size_t width)
{
	char cell[CELL];
	size_t columns = clean_columns(clean_line(text, cell, sizeof(cell)));

	if (columns > width) {
		*behind(cell, width - 1) = '\0';
		fprintf(out, "%s\u2026", cell);
		return width;
	}

	fputs(cell, out);
	return columns;
}

/* As put_cut(), filled up with blanks. */
static void put_left(FILE *out, const char *text, size_t width)
{
	size_t columns = put_cut(out, text, width);

	fprintf(out, "%*s", (int)(width - columns), "");
}

/* At most `width` columns at the end of a line; what is too long loses its beginning. */
static void put_tail(FILE *out, const char *text, size_t width)
{
	char cell[CELL];
	size_t columns = clean_columns(clean_line(text, cell, sizeof(cell)));

	if (columns > width)
		fprintf(out, "\u2026%s", behind(cell, columns - (width - 1)));
	else
		fputs(cell, out);
}

static void put_count(FILE *out, uint64_t n, size_t width)
{
	char text[AMOUNT_TEXT];

	fprintf(out, "%*s", (int)width, amount_count(n, text));
}

static void put_amount(FILE *out, const struct amount *a)
{
	char text[AMOUNT_TEXT];

	put_count(out, a->flows, WIDTH_COUNT);
	fprintf(out, "%*s", WIDTH_COUNT, amount_bytes(a->bytes, text));
}

/* A blank line, the title, and the columns of its table. */
static void put_heading(const struct page *p, const char *title, size_t width, const char *columns)
{
	fprintf(p->out, "\n%s%-*s%s%s\n", p->bold, (int)width, title, columns, p->off);
}

static void put_top(const struct page *p)
{
	const struct tally *t = p->t;
	char flows[AMOUNT_TEXT], bytes[AMOUNT_TEXT], hosts[AMOUNT_TEXT];

	fprintf(p->out, "%s%s flow%s, %s, %s%s host%s", p->bold, amount_count(t->all.flows, flows),
		AMOUNT_PLURAL(t->all.flows), amount_bytes(t->all.bytes, bytes),
		t->all_hosts.refused ? "more than " : "", amount_count(t->all_hosts.n, hosts),
		AMOUNT_PLURAL(t->all_hosts.n));
	if (t->captures.n && !tally_is_live(t))
		fprintf(p->out, ", %zu capture%s", t->captures.n, AMOUNT_PLURAL(t->captures.n));
	fprintf(p->out, "%s\n", p->off);

	if (t->all.flows)
		fprintf(p->out, "%s to %s\n", amount_time(t->first_us, flows),
			amount_time(t->last_us, bytes));
}

static void put_protocol(const struct page *p, const struct tally_protocol *protocol)
{
	fputs("  ", p->out);
	put_left(p->out, *protocol->name ? protocol->name : "(not known)", WIDTH_NAME - 2);
	put_amount(p->out, &protocol->all);
	put_count(p->out, protocol->hosts, WIDTH_SMALL);

	for (int c = CONFIDENCE_CERTAIN; protocol->kind == TALLY_P2P && c >= CONFIDENCE_PORT; c--)
		put_count(p->out, protocol->flows_by[c], WIDTH_SMALL);
	putc('\n', p->out);
}

static void put_protocols(const struct page *p)
{
	const struct tally_protocol **sorted = ranking_protocols(p->t);
	size_t n = sorted ? p->t->protocols.n : 0;
	size_t i = 0, p2p;

	if (n && sorted[0]->kind == TALLY_P2P)
		put_heading(p, "P2P and file sharing", WIDTH_NAME,
			    "     flows     bytes    hosts  certain   likely  by port");
	else
		fprintf(p->out, "\nNo P2P and no file sharing protocol.\n");
	for (; i < n && sorted[i]->kind == TALLY_P2P; i++)
		put_protocol(p, sorted[i]);

	if (i < n)
		put_heading(p, "Other traffic", WIDTH_NAME, "     flows     bytes    hosts");
	for (p2p = i; i < n && i < p2p + OTHERS_SHOWN; i++)
		put_protocol(p, sorted[i]);
	if (i < n)
		fprintf(p->out, "  %sand %zu other protocols%s\n", p->dim, n - i, p->off);
	free(sorted);
}

static void put_rule(const struct page *p, const struct tally_rule *rule)
{
	char what[CELL];

	snprintf(what, sizeof(what), "%s%s%s", rule->name, *rule->detail ? ": " : "", rule->detail);
	fprintf(p->out, "%s  ", rule->all.flows ? "" : p->dim);
	put_left(p->out, rule->key.action, 10);
	put_left(p->out, what, WIDTH_RULE);
	put_amount(p->out, &rule->all);
	fputs("  ", p->out);
	put_tail(p->out, rule->key.place, WIDTH_PLACE);
	fprintf(p->out, "%s\n", rule->all.flows ? "" : p->off);
}

static void put_let_go(const struct page *p, const char *what, const struct amount *a)
{
	fprintf(p->out, "  %-10s%-*s", "let go", WIDTH_RULE, what);
	put_amount(p->out, a);
	putc('\n', p->out);
}

static void put_policy(const struct page *p)
{
	const struct tally *t = p->t;
	struct amount plain = {
		.flows = t->kinds[TALLY_PLAIN].flows + t->kinds[TALLY_UNKNOWN].flows,
		.bytes = t->kinds[TALLY_PLAIN].bytes + t->kinds[TALLY_UNKNOWN].bytes,
	};

	if (!tally_has_policy(t))
		return;

	put_heading(p, tally_is_live(t) ? "What the policy did" : "What the policy would have done",
		    12 + WIDTH_RULE, "     flows     bytes  rule");
	for (size_t i = 0; i < t->rules.n; i++)
		put_rule(p, table_at(&t->rules, i));
	put_let_go(p, "P2P that no rule matches", &t->done[TALLY_NO_RULE]);
	if (t->by_port_let_go.flows)
		put_let_go(p, "P2P by its port alone, no rule", &t->by_port_let_go);
	put_let_go(p, "all that is no P2P", &plain);
}

/* "bittorrent, edonkey, smb2 (by port)" */
static void put_host_protocols(const struct page *p, const struct addr *host)
{
	const struct tally_pair *pairs[8];
	size_t all = ranking_of_host(p->t, host, pairs, 8);
	size_t n = all < 8 ? all : 8;
	char list[CELL] = "";
	size_t used = 0;

	for (size_t i = 0; i < n; i++) {
		const char *name = ranking_of_pair(p->t, pairs[i])->name;
		bool by_port = pairs[i]->best < CONFIDENCE_LIKELY;

		used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s%s", i ? ", " : "",
					 name, by_port ? " (by port)" : "");
	}
	if (all > n)
		snprintf(list + used, sizeof(list) - used, ", \u2026");

	put_cut(p->out, list, WIDTH_LIST);
}

static void put_hosts(const struct page *p)
{
	const struct tally_host **hosts = ranking_hosts(p->t);
	size_t n = hosts ? p->t->hosts.n : 0;
	char address[ADDR_TEXT];

	if (n)
		put_heading(p, "Who ran what", WIDTH_NAME, "     flows     bytes  protocols");
	for (size_t i = 0; i < n && i < HOSTS_SHOWN; i++) {
		fputs("  ", p->out);
		put_left(p->out, addr_text(&hosts[i]->addr, address), WIDTH_NAME - 2);
		put_amount(p->out, &hosts[i]->all);
		fputs("  ", p->out);
		put_host_protocols(p, &hosts[i]->addr);
		putc('\n', p->out);
	}

	if (n > HOSTS_SHOWN)
		fprintf(p->out, "  %sand %zu more hosts%s\n", p->dim, n - HOSTS_SHOWN, p->off);
	free(hosts);
}

static void put_ports(const struct page *p)
{
	const struct ports_row **rows = ranking_ports(p->t);

	if (rows)
		put_heading(p, "Ports against protocols", WIDTH_NAME,
			    "  on their ports: right  wrong  not known   elsewhere: missed");
	for (size_t i = 0; rows && i < p->t->ports.rows.n; i++) {
		fputs("  ", p->out);
		put_left(p->out, rows[i]->family, WIDTH_NAME - 2);
		put_count(p->out, rows[i]->right.flows, 23);
		put_count(p->out, rows[i]->wrong.flows, 7);
		put_count(p->out, rows[i]->unknown.flows, 11);
		put_count(p->out, rows[i]->missed.flows, 20);
		putc('\n', p->out);
	}

	free(rows);
}

/* Words in lines of at most 90 columns, indented. */
static void put_wrapped(FILE *out, const char *text)
{
	size_t column = 0;

	while (*text) {
		size_t n = strcspn(text, " ");

		if (column && column + 1 + n > 88) {
			putc('\n', out);
			column = 0;
		}
		fprintf(out, "%s%.*s", column ? " " : "  ", (int)n, text);
		column += n + 1;
		text += n + strspn(text + n, " ");
	}

	putc('\n', out);
}

static void put_finding(const struct page *p, const struct finding *f,
			const struct finding_text *said)
{
	char flows[AMOUNT_TEXT], hosts[AMOUNT_TEXT], address[ADDR_TEXT];

	fprintf(p->out, "\n%s%s: %s%s (%s flow%s, %s%s host%s)\n",
		said->is_warning ? p->warn : p->bold, said->is_warning ? "Warning" : "Note",
		said->title, p->off, amount_count(f->all.flows, flows),
		AMOUNT_PLURAL(f->all.flows), f->hosts.refused ? "more than " : "",
		amount_count(f->hosts.n, hosts), AMOUNT_PLURAL(f->hosts.n));
	put_wrapped(p->out, said->advice);

	for (size_t i = 0; i < f->hosts.n && i < FINDING_HOSTS; i++)
		fprintf(p->out, "%s%s", i ? ", " : "  Hosts: ",
			addr_text(table_at(&f->hosts, i), address));
	fprintf(p->out, "%s\n", f->hosts.n > FINDING_HOSTS ? ", \u2026" : "");
}

static void put_findings(const struct page *p)
{
	for (int kind = 0; kind < FINDING_KINDS; kind++) {
		const struct finding *f = &p->t->findings.of[kind];

		if (f->all.flows)
			put_finding(p, f, finding_text((enum finding_kind)kind));
	}
}

static void put_not_read(const struct page *p)
{
	const struct tally *t = p->t;
	const char *what;
	uint64_t n;

	if (t->not_read_kinds)
		put_heading(p, "Not read", 0, "");
	for (uint64_t i = 0; i < t->not_read_kinds; i++) {
		put_count(p->out, t->not_read[i].n, WIDTH_COUNT);
		fputs("  ", p->out);
		put_cut(p->out, t->not_read[i].what, TALLY_NAME);
		putc('\n', p->out);
	}

	for (unsigned int i = 0; (what = tally_overflow(t, i, &n)); i++) {
		if (!n)
			continue;
		put_count(p->out, n, WIDTH_COUNT);
		fprintf(p->out, "  %s\n", what);
	}
}

void text_write(FILE *out, const struct tally *t)
{
	struct page p = page_of(out, t);

	put_top(&p);
	if (t->all.flows) {
		put_protocols(&p);
		put_policy(&p);
		put_hosts(&p);
		put_ports(&p);
		put_findings(&p);
	}
	put_not_read(&p);
}
