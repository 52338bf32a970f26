/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "../../daemon/act/html.h"
#include "../../daemon/act/tally.h"
#include "../../daemon/act/text.h"

/* The text summary, exactly, and the page: escaped, balanced, alone in the world. */
static struct record flow(const char *protocol, const char *confidence, uint64_t bytes)
{
	return (struct record){
		.capture = "a.pcap", .first_us = 1714557600000000, .last_us = 1714557660000000,
		.transport = "tcp", .src = { 4, { 192, 168, 1, 5 } }, .sport = 40000,
		.dst = { 4, { 203, 0, 113, 9 } }, .dport = 50000, .packets = 10, .bytes = bytes,
		.protocol = protocol, .category = "", .confidence = confidence,
		.stage = "dissector", .evidence = "", .action = "", .rule = "", .rule_name = "",
		.ndpi = "", .port_protocol = "",
	};
}

static char *text_of(const struct tally *t)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	text_write(out, t);
	fclose(out);
	return text;
}

static char *page_of(const struct tally *t, const char *source)
{
	const struct html_about about = { .sources = &source, .n_sources = 1,
		.made_us = 1714560000000000 };
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	html_write(out, t, &about);
	fclose(out);
	return text;
}

static struct tally *small_tally(void)
{
	struct tally *t = tally_new();
	struct record r = flow("bittorrent", "certain", 38200000);

	r.action = "block";
	r.rule = "home.yaml:14";
	r.rule_name = "no torrents";
	tally_add(t, &r);
	r = flow("bittorrent", "port", 60);
	r.port_protocol = "bittorrent";
	r.action = "allow";
	tally_add(t, &r);
	r = flow("smb1", "certain", 1200);
	r.category = "lan-sharing";
	r.dst = (struct addr){ 4, { 192, 168, 1, 9 } };
	r.port_protocol = "smb2";
	r.findings = FOUND_BIT(FOUND_SMB1_EXPOSED);
	r.action = "allow";
	tally_add(t, &r);
	r = flow("tls", "cleared", 5000);
	r.action = "allow";
	tally_add(t, &r);
	tally_not_read(t, "fragments", 1204);
	return t;
}

static const char summary[] =
	"4 flows, 38.2 MB, 1 host, 1 capture\n"
	"2024-05-01 10:00:00 UTC to 2024-05-01 10:01:00 UTC\n"
	"\n"
	"P2P and file sharing             flows     bytes    hosts  certain   likely  by port\n"
	"  bittorrent                         2   38.2 MB        1        1        0        1\n"
	"  smb1                               1    1.2 kB        1        1        0        0\n"
	"\n"
	"Other traffic                    flows     bytes    hosts\n"
	"  tls                                1      5 kB        1\n"
	"\n"
	"What the policy would have done                    flows     bytes  rule\n"
	"  block     no torrents                                1   38.2 MB  home.yaml:14\n"
	"  let go    P2P that no rule matches                   1    1.2 kB\n"
	"  let go    P2P by its port alone, no rule             1      60 B\n"
	"  let go    all that is no P2P                         1      5 kB\n"
	"\n"
	"Who ran what                     flows     bytes  protocols\n"
	"  192.168.1.5                        3   38.2 MB  bittorrent, smb1\n"
	"\n"
	"Ports against protocols       on their ports: right  wrong  not known"
	"   elsewhere: missed\n"
	"  bittorrent                                      0      0          1"
	"                   1\n"
	"  smb, netbios                                    1      0          0"
	"                   0\n"
	"\n"
	"Warning: SMB 1 is in use (1 flow, 1 host)\n"
	"  It is old and unsafe: anyone on the way can read and change what it carries, and worms\n"
	"  spread by it. Switch it off on these hosts, or block smb1.\n"
	"  Hosts: 192.168.1.5\n"
	"\n"
	"Not read\n"
	"     1,204  fragments\n";

static void the_summary_is_exact(void)
{
	struct tally *t = small_tally();
	char *text = text_of(t);

	CU_ASSERT_STRING_EQUAL(text, summary);
	free(text);
	tally_free(t);
}

static void nothing_is_said_of_nothing(void)
{
	struct tally *t = tally_new();
	char *text = text_of(t);
	char *page = page_of(t, "empty.pcap");

	CU_ASSERT_STRING_EQUAL(text, "0 flows, 0 B, 0 hosts\n");
	CU_ASSERT_PTR_NOT_NULL(strstr(page, "None was seen."));
	free(text);
	free(page);
	tally_free(t);
}

static void live_events_were_done(void)
{
	struct tally *t = tally_new();
	struct record r = flow("bittorrent", "certain", 1000);
	char *text;

	r.capture = "";
	r.action = "block";
	r.rule = "home.yaml:14";
	tally_add(t, &r);
	text = text_of(t);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\nWhat the policy did "));
	CU_ASSERT_PTR_NULL(strstr(text, "capture"));
	free(text);
	tally_free(t);
}

/* Names as long and as evil as they come. */
static struct tally *evil_tally(char long_name[3000])
{
	static const char *const names[] = {
		"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'--&amp;",
		"\xff\xfe\x1b[31m", "\xe2\x80\xae" "reversed", "",
	};
	struct tally *t = tally_new();

	memset(long_name, 'W', 2999);
	long_name[2999] = '\0';
	for (size_t i = 0; i <= sizeof(names) / sizeof(names[0]); i++) {
		struct record r = flow("bittorrent", "certain", 1000);
		const char *name = i < sizeof(names) / sizeof(names[0]) ? names[i] : long_name;

		r.capture = name;
		r.rule = name;
		r.rule_name = name;
		r.action = "block";
		r.category = name;
		tally_add(t, &r);
		r.protocol = name;
		tally_add(t, &r);
		tally_not_read(t, name, 3);
	}
	return t;
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	while ((text = strstr(text, what))) {
		text += strlen(what);
		n++;
	}
	return n;
}

static void the_page_escapes_every_name(void)
{
	char name[3000];
	struct tally *t = evil_tally(name);
	char *page = page_of(t, "<script>alert(2)</script>");

	CU_ASSERT_EQUAL(count(page, "<script"), 0);
	CU_ASSERT_EQUAL(count(page, "<img"), 0);
	CU_ASSERT_EQUAL(count(page, "\x1b"), 0);
	CU_ASSERT_EQUAL(count(page, "\xff"), 0);
	CU_ASSERT_EQUAL(count(page, "\xe2\x80\xae"), 0);
	CU_ASSERT(count(page, "&lt;script&gt;alert(1)&lt;/script&gt;") >= 3);
	CU_ASSERT_EQUAL(count(page, "&lt;script&gt;alert(2)&lt;/script&gt;"), 1);
	free(page);
	tally_free(t);
}

static void the_page_is_balanced(void)
{
	static const char *const tags[] = {
		"html", "head", "body", "main", "header", "section", "div", "table", "tr", "td",
		"th", "svg", "g", "span", "b", "p", "small", "h1", "h2", "i", "title", "style",
	};
	char name[3000], open[2][16], close[16];
	struct tally *t = evil_tally(name);
	char *page = page_of(t, "x");

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		snprintf(open[0], sizeof(open[0]), "<%s>", tags[i]);
		snprintf(open[1], sizeof(open[1]), "<%s ", tags[i]);
		snprintf(close, sizeof(close), "</%s>", tags[i]);
		UNIT_CHECK(count(page, open[0]) + count(page, open[1]) == count(page, close),
			   "<%s>", tags[i]);
	}
	free(page);
	tally_free(t);
}

static void the_page_wants_nothing_from_outside(void)
{
	struct tally *t = small_tally();
	char *page = page_of(t, "x");

	CU_ASSERT_PTR_NOT_NULL(strstr(page,
		"<meta http-equiv=\"Content-Security-Policy\" "
		"content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"));
	CU_ASSERT_EQUAL(count(page, "://"), 0);
	CU_ASSERT_EQUAL(count(page, "href"), 0);
	CU_ASSERT_EQUAL(count(page, "src="), 0);
	CU_ASSERT_EQUAL(count(page, "@import"), 0);
	CU_ASSERT_EQUAL(count(page, "url("), 0);
	free(page);
	tally_free(t);
}

static void the_page_has_its_sections(void)
{
	static const char *const parts[] = {
		"<h2>Findings</h2>", "<h2>P2P and file sharing</h2>", "<h2>Other traffic</h2>",
		"<h2>Who ran what</h2>", "<h2>P2P over time</h2>",
		"<h2>What each rule would have done</h2>", "<h2>Ports against protocols</h2>",
		"<h2>What was not seen</h2>", "SMB 1 is in use", "no torrents",
		"home.yaml:14", "192.168.1.5", "1,204", "fragments", "38.2 MB", "viewBox",
	};
	struct tally *t = small_tally();
	char *page = page_of(t, "x");

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		UNIT_CHECK(strstr(page, parts[i]) != NULL, "%s is missing", parts[i]);
	CU_ASSERT_EQUAL(count(page, "nan"), 0);
	CU_ASSERT_EQUAL(count(page, "inf"), 0);
	free(page);
	tally_free(t);
}

static void the_summary_stays_in_its_columns(void)
{
	char name[3000];
	struct tally *t = evil_tally(name);
	char *text = text_of(t);
	int number = 0;

	CU_ASSERT_EQUAL(count(text, "\x1b"), 0);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		size_t columns = 0;

		number++;
		for (const char *at = line; *at; at++)
			columns += (*at & 0xc0) != 0x80;
		UNIT_CHECK(columns <= 100, "line %d has %zu columns: %s", number, columns, line);
	}
	free(text);
	tally_free(t);
}

static const struct unit_test tests[] = {
	{ "the summary is exact", the_summary_is_exact },
	{ "nothing is said of nothing", nothing_is_said_of_nothing },
	{ "live events were done", live_events_were_done },
	{ "the summary stays in its columns", the_summary_stays_in_its_columns },
	{ "the page escapes every name", the_page_escapes_every_name },
	{ "the page is balanced", the_page_is_balanced },
	{ "the page wants nothing from outside", the_page_wants_nothing_from_outside },
	{ "the page has its sections", the_page_has_its_sections },
};

UNIT_MAIN("report", tests)
