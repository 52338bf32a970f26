/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "html.h"

#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "html_parts.h"
#include "tally.h"

/*
 * The page from top to bottom. Every text that is not written here goes through
 * clean_html(); numbers and addresses are of our own making.
 */
#define SOURCES_SHOWN 5
#define FINDING_HOSTS 20

static void put_head(FILE *out)
{
	fprintf(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		"style-src 'unsafe-inline'; img-src data:\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"referrer\" content=\"no-referrer\">\n"
		"<title>peerwall report</title>\n<style>%s</style></head>\n<body><main>\n",
		html_style);
}

static void put_about(FILE *out, const struct tally *t, const struct html_about *about)
{
	char text[AMOUNT_TEXT];

	fprintf(out, "<header><h1>peerwall report</h1>\n<p class=\"dim\">made %s by peerwall %s",
		amount_time(about->made_us, text), PEERWALL_VERSION);
	if (t->policy) {
		fputs(", policy ", out);
		clean_html(out, t->policy);
	}
	fputs("<br>from ", out);
	for (size_t i = 0; i < about->n_sources && i < SOURCES_SHOWN; i++) {
		fputs(i ? ", " : "", out);
		clean_html(out, about->sources[i]);
	}
	if (about->n_sources > SOURCES_SHOWN)
		fprintf(out, " and %zu more", about->n_sources - SOURCES_SHOWN);
	if (t->all.flows) {
		fprintf(out, "<br>%s", amount_time(t->first_us, text));
		fprintf(out, " to %s", amount_time(t->last_us, text));
	}
	fputs("</p></header>\n", out);
}

static void put_tile(FILE *out, const char *number, const char *what)
{
	fprintf(out, "<div class=\"tile\"><b>%s</b><span>%s</span></div>\n", number, what);
}

static void put_tile_amount(FILE *out, const struct amount *a, const char *what)
{
	char flows[AMOUNT_TEXT], bytes[AMOUNT_TEXT], below[128];

	snprintf(below, sizeof(below), "%s, %s", what, amount_bytes(a->bytes, bytes));
	put_tile(out, amount_count(a->flows, flows), below);
}

static uint64_t p2p_hosts(const struct tally *t)
{
	uint64_t n = 0;

	for (size_t i = 0; i < t->hosts.n; i++)
		n += ((const struct tally_host *)table_at(&t->hosts, i))->sure.flows > 0;
	return n;
}

static void put_tiles(FILE *out, const struct tally *t)
{
	char n[AMOUNT_TEXT], all[AMOUNT_TEXT], below[128];
	struct amount stopped = t->done[TALLY_BLOCK];

	stopped.flows += t->done[TALLY_REJECT].flows;
	stopped.bytes += t->done[TALLY_REJECT].bytes;

	fputs("<div class=\"tiles\">\n", out);
	put_tile_amount(out, &t->all, "flows in all");
	put_tile_amount(out, &t->kinds[TALLY_P2P], "P2P flows");
	snprintf(below, sizeof(below), "hosts with P2P, of %s%s",
		 t->all_hosts.refused ? "more than " : "", amount_count(t->all_hosts.n, all));
	put_tile(out, amount_count(p2p_hosts(t), n), below);
	put_tile_amount(out, &t->by_port, "flows P2P by port only");
	if (tally_has_policy(t)) {
		put_tile_amount(out, &stopped, tally_is_live(t) ? "P2P flows stopped" :
				"P2P flows it would stop");
		put_tile_amount(out, &t->done[TALLY_THROTTLE], tally_is_live(t) ? "throttled" :
				"it would throttle");
	}
	fputs("</div>\n", out);
}

static void put_finding(FILE *out, const struct finding *f, const struct finding_text *said)
{
	char flows[AMOUNT_TEXT], bytes[AMOUNT_TEXT], hosts[AMOUNT_TEXT], address[ADDR_TEXT];

	fprintf(out, "<div class=\"finding%s\"><b>%s</b>\n<p>%s flow%s, %s, %s%s host%s: ",
		said->is_warning ? " warn" : "", said->title, amount_count(f->all.flows, flows),
		AMOUNT_PLURAL(f->all.flows), amount_bytes(f->all.bytes, bytes),
		f->hosts.refused ? "more than " : "", amount_count(f->hosts.n, hosts),
		AMOUNT_PLURAL(f->hosts.n));
	for (size_t i = 0; i < f->hosts.n && i < FINDING_HOSTS; i++)
		fprintf(out, "%s%s", i ? ", " : "", addr_text(table_at(&f->hosts, i), address));
	fprintf(out, "%s</p>\n<p>", f->hosts.n > FINDING_HOSTS ? ", \u2026" : "");
	clean_html(out, said->advice);
	fputs("</p></div>\n", out);
}

static void put_findings(FILE *out, const struct tally *t)
{
	int any = 0;

	for (int kind = 0; kind < FINDING_KINDS; kind++) {
		const struct finding *f = &t->findings.of[kind];

		if (!f->all.flows)
			continue;

		if (!any++)
			html_section(out, "Findings", NULL);
		put_finding(out, f, finding_text((enum finding_kind)kind));
	}

	if (any)
		html_section_end(out);
}

static void put_missed(FILE *out, const char *what, uint64_t n)
{
	if (!n)
		return;

	fputs("<tr>", out);
	html_cell_count(out, n);
	html_cell_text(out, what);
	fputs("</tr>\n", out);
}

static void put_not_seen(FILE *out, const struct tally *t)
{
	const char *what;
	uint64_t n;

	html_section(out, "What was not seen",
		     "P2P that is hidden well looks like traffic nobody knows, or like plain TLS; "
		     "traffic that does not cross the gateway is not seen at all.");
	fputs("<table>\n", out);
	put_missed(out, "flows whose protocol nobody knows", t->kinds[TALLY_UNKNOWN].flows);
	for (uint64_t i = 0; i < t->not_read_kinds; i++)
		put_missed(out, t->not_read[i].what, t->not_read[i].n);
	for (unsigned int i = 0; (what = tally_overflow(t, i, &n)); i++)
		put_missed(out, what, n);
	fputs("</table>\n", out);
	html_section_end(out);
}

void html_write(FILE *out, const struct tally *t, const struct html_about *about)
{
	put_head(out);
	put_about(out, t, about);
	put_tiles(out, t);
	put_findings(out, t);
	html_protocols(out, t);
	html_hosts(out, t);
	html_timeline(out, t);
	html_rules(out, t);
	html_ports(out, t);
	html_captures(out, t);
	put_not_seen(out, t);
	fputs("</main></body></html>\n", out);
}
