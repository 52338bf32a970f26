/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "html_parts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../classify/catalogue.h"
#include "clean.h"
#include "ranking.h"
#include "tally.h"

#define HOSTS_SHOWN 100
#define HOST_PROTOCOLS 12
#define OTHERS_SHOWN 100
#define CAPTURES_SHOWN 200

static void put_more(FILE *out, size_t shown, size_t all, const char *what)
{
	if (all > shown)
		fprintf(out, "<p class=\"dim\">and %zu more %s</p>\n", all - shown, what);
}

static void put_p2p_row(FILE *out, const struct tally_protocol *p, uint64_t largest)
{
	const struct protocol *known = catalogue_find(p->name);
	const struct html_part part = { p->all.bytes, "c0", "" };

	fputs("<tr><td class=\"name\"><b>", out);
	clean_html(out, p->name);
	fputs("</b><small>", out);
	clean_html(out, known ? known->title : p->category);
	fputs("</small></td><td class=\"w\">", out);
	html_bar(out, &part, 1, largest);
	fputs("</td>", out);
	html_cell_amount(out, &p->all);
	html_cell_count(out, p->hosts);
	for (int c = CONFIDENCE_CERTAIN; c >= CONFIDENCE_PORT; c--)
		html_cell_count(out, p->flows_by[c]);
	fputs("</tr>\n", out);
}

static size_t put_p2p(FILE *out, const struct tally_protocol **sorted, size_t n)
{
	size_t i;

	if (!n || sorted[0]->kind != TALLY_P2P) {
		html_section(out, "P2P and file sharing", "None was seen.");
		html_section_end(out);
		return 0;
	}

	html_section(out, "P2P and file sharing",
		     "certain: the protocol's own bytes were seen. likely: more than one sign, "
		     "or a known peer. by port only: nothing but the port number says so.");
	html_table(out, "protocol|bytes|#flows|#bytes|#hosts|#certain|#likely|#by port only");
	for (i = 0; i < n && sorted[i]->kind == TALLY_P2P; i++)
		put_p2p_row(out, sorted[i], sorted[0]->all.bytes);
	html_table_end(out);
	html_section_end(out);
	return i;
}

static void put_others(FILE *out, const struct tally_protocol **sorted, size_t n)
{
	html_section(out, "Other traffic", NULL);
	html_table(out, "protocol|#flows|#bytes|#hosts");
	for (size_t i = 0; i < n && i < OTHERS_SHOWN; i++) {
		fputs("<tr>", out);
		html_cell_text(out, *sorted[i]->name ? sorted[i]->name : "not known");
		html_cell_amount(out, &sorted[i]->all);
		html_cell_count(out, sorted[i]->hosts);
		fputs("</tr>\n", out);
	}
	html_table_end(out);
	put_more(out, OTHERS_SHOWN, n, "protocols");
	html_section_end(out);
}

void html_protocols(FILE *out, const struct tally *t)
{
	const struct tally_protocol **sorted = ranking_protocols(t);
	size_t n = sorted ? t->protocols.n : 0;
	size_t n_p2p = put_p2p(out, sorted, n);

	if (n > n_p2p)
		put_others(out, sorted + n_p2p, n - n_p2p);
	free(sorted);
}

static void put_chips(FILE *out, const struct tally *t, const struct addr *host)
{
	const struct tally_pair *pairs[HOST_PROTOCOLS];
	size_t all = ranking_of_host(t, host, pairs, HOST_PROTOCOLS);
	char bytes[AMOUNT_TEXT];

	fputs("<td class=\"chips\">", out);
	for (size_t i = 0; i < all && i < HOST_PROTOCOLS; i++) {
		bool by_port = pairs[i]->best < CONFIDENCE_LIKELY;

		fprintf(out, "<span class=\"chip%s\">", by_port ? " port" : "");
		clean_html(out, ranking_of_pair(t, pairs[i])->name);
		fprintf(out, " <small>%s%s</small></span>", by_port ? "by port, " : "",
			amount_bytes(pairs[i]->all.bytes, bytes));
	}
	if (all > HOST_PROTOCOLS)
		fprintf(out, "and %zu more", all - HOST_PROTOCOLS);
	fputs("</td>", out);
}

void html_hosts(FILE *out, const struct tally *t)
{
	const struct tally_host **hosts = ranking_hosts(t);
	size_t n = hosts ? t->hosts.n : 0;
	char address[ADDR_TEXT];

	if (!n)
		return;

	html_section(out, "Who ran what",
		     "The host is the end with a private address, else the one that began. "
		     "A dashed frame: its port is all that speaks for it.");
	html_table(out, "host|protocols|#flows|#bytes");
	for (size_t i = 0; i < n && i < HOSTS_SHOWN; i++) {
		fprintf(out, "<tr><td class=\"host\">%s</td>", addr_text(&hosts[i]->addr, address));
		put_chips(out, t, &hosts[i]->addr);
		html_cell_amount(out, &hosts[i]->all);
		fputs("</tr>\n", out);
	}
	html_table_end(out);
	put_more(out, HOSTS_SHOWN, n, "hosts");
	html_section_end(out);
	free(hosts);
}

/* How an action looks: it stops, slows down or lets go. */
static const char *class_of(const char *action)
{
	if (!strcmp(action, "block") || !strcmp(action, "reject"))
		return "stop";
	return strcmp(action, "throttle") ? "go" : "slow";
}

static void put_rule_protocols(FILE *out, const struct tally *t, uint64_t protocols)
{
	fputs("<td class=\"chips\">", out);
	for (unsigned int i = 0; i < 64; i++) {
		const struct tally_protocol *p = protocols >> i & 1 ? ranking_p2p(t, i) : NULL;

		if (!p)
			continue;
		fputs("<span class=\"chip\">", out);
		clean_html(out, p->name);
		fputs("</span>", out);
	}
	fputs("</td>", out);
}

static void put_rule(FILE *out, const struct tally *t, const struct tally_rule *rule)
{
	fprintf(out, "<tr%s><td class=\"act %s\">", rule->all.flows ? "" : " class=\"unused\"",
		class_of(rule->key.action));
	clean_html(out, rule->key.action);
	fputs("</td><td class=\"name\">", out);
	clean_html(out, rule->name);
	if (*rule->detail)
		fprintf(out, " (%s)", rule->detail);
	fputs("<small>", out);
	clean_html(out, rule->key.place);
	fputs("</small></td>", out);
	html_cell_amount(out, &rule->all);
	html_cell_count(out, rule->flows_by_port);
	put_rule_protocols(out, t, rule->protocols);
	fputs("</tr>\n", out);
}

static void put_let_go(FILE *out, const char *what, const struct amount *a)
{
	fprintf(out, "<tr><td class=\"act go\">let go</td><td>%s</td>", what);
	html_cell_amount(out, a);
	fputs("<td></td><td></td></tr>\n", out);
}

static uint64_t bytes_of(const struct tally *t, enum tally_done a, enum tally_done b)
{
	return t->done[a].bytes + t->done[b].bytes;
}

void html_rules(FILE *out, const struct tally *t)
{
	const struct html_part parts[] = {
		{ bytes_of(t, TALLY_BLOCK, TALLY_REJECT), "stop", "stopped" },
		{ t->done[TALLY_THROTTLE].bytes, "slow", "throttled" },
		{ bytes_of(t, TALLY_REPORT, TALLY_ALLOW), "c0", "let go by a rule" },
		{ t->done[TALLY_NO_RULE].bytes, "c5", "no rule" },
	};
	struct amount plain = {
		.flows = t->kinds[TALLY_PLAIN].flows + t->kinds[TALLY_UNKNOWN].flows,
		.bytes = t->kinds[TALLY_PLAIN].bytes + t->kinds[TALLY_UNKNOWN].bytes,
	};

	if (!tally_has_policy(t))
		return;

	if (tally_is_live(t))
		html_section(out, "What each rule did",
			     "P2P that more than its port speaks for, by bytes.");
	else
		html_section(out, "What each rule would have done",
			     "P2P that more than its port speaks for, by bytes. The bytes are "
			     "those that were sent without the policy.");
	html_bar(out, parts, 4, t->kinds[TALLY_P2P].bytes);
	html_legend(out, parts, 4);
	html_table(out, "action|rule|#flows|#bytes|#by port only|protocols");
	for (size_t i = 0; i < t->rules.n; i++)
		put_rule(out, t, table_at(&t->rules, i));
	put_let_go(out, "P2P that no rule matches", &t->done[TALLY_NO_RULE]);
	if (t->by_port_let_go.flows)
		put_let_go(out, "P2P by its port alone, no rule", &t->by_port_let_go);
	put_let_go(out, "all that is no P2P", &plain);
	html_table_end(out);
	html_section_end(out);
}

static void put_ports_row(FILE *out, const struct ports_row *row)
{
	char list[256];
	const struct html_part parts[] = {
		{ row->right.flows, "go", "" },
		{ row->wrong.flows + row->unknown.flows, "slow", "" },
		{ row->missed.flows, "stop", "" },
	};

	fputs("<tr><td class=\"name\"><b>", out);
	clean_html(out, row->family);
	fputs("</b><small>", out);
	clean_html(out, ports_text(row->family, list, sizeof(list)));
	fputs("</small></td><td class=\"w\">", out);
	html_bar(out, parts, 3, parts[0].value + parts[1].value + parts[2].value);
	fputs("</td>", out);
	html_cell_count(out, row->right.flows);
	html_cell_count(out, row->wrong.flows);
	html_cell_count(out, row->unknown.flows);
	html_cell_count(out, row->missed.flows);
	fputs("</tr>\n", out);
}

void html_ports(FILE *out, const struct tally *t)
{
	const struct ports_row **rows = ranking_ports(t);

	if (!rows)
		return;

	html_section(out, "Ports against protocols",
		     "What a filter that knows the classic ports alone would have hit rightly, "
		     "hit wrongly, and missed. In flows.");
	html_table(out, "protocol and its ports|"
		   "<span class=\"act go\">right</span>, <span class=\"act slow\">doubtful</span>, "
		   "<span class=\"act stop\">missed</span>|"
		   "#right|#hit wrongly|#hit, not known|#missed");
	for (size_t i = 0; i < t->ports.rows.n; i++)
		put_ports_row(out, rows[i]);
	html_table_end(out);
	html_section_end(out);
	free(rows);
}

void html_captures(FILE *out, const struct tally *t)
{
	const struct tally_capture **captures = ranking_captures(t);
	char time[AMOUNT_TEXT];

	if (!captures || t->captures.n < 2) {
		free(captures);
		return;
	}

	html_section(out, "Captures", NULL);
	html_table(out, "capture|from|#flows|#bytes|#P2P flows|#P2P bytes");
	for (size_t i = 0; i < t->captures.n && i < CAPTURES_SHOWN; i++) {
		fputs("<tr>", out);
		html_cell_text(out, *captures[i]->name ? captures[i]->name : "live");
		html_cell_text(out, amount_time(captures[i]->first_us, time));
		html_cell_amount(out, &captures[i]->all);
		html_cell_amount(out, &captures[i]->p2p);
		fputs("</tr>\n", out);
	}
	html_table_end(out);
	put_more(out, CAPTURES_SHOWN, t->captures.n, "captures");
	html_section_end(out);
	free(captures);
}
