/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "../../daemon/act/ranking.h"
#include "../../daemon/act/tally.h"

/* What is counted, and that nothing is ever counted without a bound. */
static struct record flow(const char *protocol, const char *confidence, uint64_t bytes)
{
	return (struct record){
		.capture = "a.pcap", .first_us = 1000000, .last_us = 2000000, .transport = "tcp",
		.src = { 4, { 192, 168, 1, 5 } }, .sport = 40000, .dst = { 4, { 203, 0, 113, 9 } },
		.dport = 50000, .packets = 10, .bytes = bytes, .protocol = protocol, .category = "",
		.confidence = confidence, .stage = "dissector", .evidence = "", .action = "",
		.rule = "", .rule_name = "", .ndpi = "", .port_protocol = "",
	};
}

static const struct tally_protocol *find(const struct tally *t, const char *name)
{
	for (size_t i = 0; i < t->protocols.n; i++) {
		const struct tally_protocol *p = table_at(&t->protocols, i);

		if (!strcmp(p->name, name))
			return p;
	}

	return NULL;
}

static void protocols_are_counted(void)
{
	struct tally *t = tally_new();
	struct record r = flow("bittorrent", "certain", 1000);
	const struct tally_protocol *p;

	tally_add(t, &r);
	r = flow("bittorrent", "likely", 500);
	tally_add(t, &r);
	r = flow("bittorrent", "port", 7);
	tally_add(t, &r);
	r = flow("tls", "cleared", 300);
	tally_add(t, &r);
	r = flow("", "cleared", 20);
	tally_add(t, &r);
	r = flow("something nDPI knows", "cleared", 1);
	tally_add(t, &r);

	p = find(t, "bittorrent");
	CU_ASSERT_PTR_NOT_NULL_FATAL(p);
	CU_ASSERT_EQUAL(p->kind, TALLY_P2P);
	CU_ASSERT_STRING_EQUAL(p->category, "file-sharing");
	CU_ASSERT_EQUAL(p->all.flows, 3);
	CU_ASSERT_EQUAL(p->all.bytes, 1507);
	CU_ASSERT_EQUAL(p->flows_by[CONFIDENCE_CERTAIN], 1);
	CU_ASSERT_EQUAL(p->flows_by[CONFIDENCE_LIKELY], 1);
	CU_ASSERT_EQUAL(p->flows_by[CONFIDENCE_PORT], 1);
	CU_ASSERT_EQUAL(p->hosts, 1);
	CU_ASSERT_EQUAL(t->kinds[TALLY_P2P].bytes, 1500);
	CU_ASSERT_EQUAL(t->by_port.bytes, 7);
	CU_ASSERT_EQUAL(t->kinds[TALLY_PLAIN].bytes, 301);
	CU_ASSERT_EQUAL(t->kinds[TALLY_UNKNOWN].bytes, 20);
	CU_ASSERT_EQUAL(t->all.bytes, 1828);
	tally_free(t);
}

static void the_host_is_the_private_end(void)
{
	static const struct {
		struct addr src, dst, host;
	} cases[] = {
		{ { 4, { 10, 0, 0, 1 } }, { 4, { 1, 1, 1, 1 } }, { 4, { 10, 0, 0, 1 } } },
		{ { 4, { 1, 1, 1, 1 } }, { 4, { 10, 0, 0, 1 } }, { 4, { 10, 0, 0, 1 } } },
		{ { 4, { 1, 1, 1, 1 } }, { 4, { 8, 8, 8, 8 } }, { 4, { 1, 1, 1, 1 } } },
		{ { 4, { 10, 0, 0, 1 } }, { 4, { 10, 0, 0, 2 } }, { 4, { 10, 0, 0, 1 } } },
		{ { 6, { 0x20, 1 } }, { 6, { 0xfd, 1 } }, { 6, { 0xfd, 1 } } },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tally *t = tally_new();
		struct record r = flow("bittorrent", "certain", 1);
		const struct tally_host *h;

		r.src = cases[i].src;
		r.dst = cases[i].dst;
		tally_add(t, &r);
		h = table_at(&t->hosts, 0);
		UNIT_CHECK(t->hosts.n == 1 && !addr_compare(&h->addr, &cases[i].host),
			   "case %zu", i);
		tally_free(t);
	}
}

static void who_ran_what(void)
{
	struct tally *t = tally_new();
	struct record r = flow("bittorrent", "port", 9000);
	const struct tally_host **hosts;
	const struct tally_pair *pairs[4];

	tally_add(t, &r);
	r = flow("edonkey", "certain", 10);
	tally_add(t, &r);
	r = flow("edonkey", "likely", 10);
	tally_add(t, &r);
	r = flow("tls", "cleared", 10);
	tally_add(t, &r);
	r = flow("kad", "port", 100000);
	r.src.bytes[3] = 6;
	tally_add(t, &r);

	hosts = ranking_hosts(t);
	CU_ASSERT_EQUAL_FATAL(t->hosts.n, 2);
	CU_ASSERT_EQUAL(hosts[0]->addr.bytes[3], 5);	/* a port alone comes last */
	CU_ASSERT_EQUAL(ranking_of_host(t, &hosts[0]->addr, pairs, 4), 2);
	CU_ASSERT_STRING_EQUAL(ranking_of_pair(t, pairs[0])->name, "edonkey");
	CU_ASSERT_EQUAL(pairs[0]->best, CONFIDENCE_CERTAIN);
	CU_ASSERT_EQUAL(pairs[0]->all.flows, 2);
	CU_ASSERT_STRING_EQUAL(ranking_of_pair(t, pairs[1])->name, "bittorrent");
	CU_ASSERT_EQUAL(ranking_of_host(t, &hosts[0]->addr, pairs, 1), 2);
	CU_ASSERT_STRING_EQUAL(ranking_of_pair(t, pairs[0])->name, "edonkey");
	free(hosts);
	tally_free(t);
}

static void rules_are_counted(void)
{
	struct tally *t = tally_new();
	struct record r = flow("bittorrent", "certain", 1000);
	const struct tally_rule *rule;

	CU_ASSERT_FALSE(tally_has_policy(t));
	r.action = "block";
	r.rule = "p.yaml:4";
	r.rule_name = "no torrents";
	tally_add(t, &r);
	r = flow("kad", "port", 50);
	r.action = "block";
	r.rule = "p.yaml:4";
	tally_add(t, &r);
	r = flow("gnutella", "certain", 30);
	r.action = "allow";
	tally_add(t, &r);
	r = flow("tls", "cleared", 5);
	r.action = "allow";
	tally_add(t, &r);

	CU_ASSERT_TRUE(tally_has_policy(t));
	CU_ASSERT_EQUAL_FATAL(t->rules.n, 1);
	rule = table_at(&t->rules, 0);
	CU_ASSERT_STRING_EQUAL(rule->key.place, "p.yaml:4");
	CU_ASSERT_STRING_EQUAL(rule->name, "no torrents");
	CU_ASSERT_EQUAL(rule->all.flows, 2);
	CU_ASSERT_EQUAL(rule->all.bytes, 1050);
	CU_ASSERT_EQUAL(rule->flows_by_port, 1);
	CU_ASSERT_EQUAL(rule->protocols, 3);
	CU_ASSERT_EQUAL(t->done[TALLY_BLOCK].bytes, 1000);
	CU_ASSERT_EQUAL(t->done[TALLY_NO_RULE].bytes, 30);
	tally_free(t);
}

static void a_long_place_keeps_its_line(void)
{
	struct tally *t = tally_new();
	struct record r = flow("bittorrent", "certain", 1);
	char place[1000];

	memset(place, 'x', sizeof(place));
	r.action = "block";
	r.rule = place;
	memcpy(place + 995, ":123", 5);
	tally_add(t, &r);
	memcpy(place + 995, ":124", 5);
	tally_add(t, &r);
	CU_ASSERT_EQUAL_FATAL(t->rules.n, 2);
	CU_ASSERT_PTR_NOT_NULL(strstr(((struct tally_rule *)table_at(&t->rules, 1))->key.place,
				      ":124"));
	tally_free(t);
}

static void ports_against_protocols(void)
{
	static const struct {
		const char *by_port, *protocol, *confidence, *family;
		int right, wrong, unknown, missed;
	} cases[] = {
		{ "bittorrent", "bittorrent", "certain", "bittorrent", 1, 0, 0, 0 },
		{ "bittorrent", "tls", "cleared", "bittorrent", 0, 1, 0, 0 },
		{ "bittorrent", "", "cleared", "bittorrent", 0, 0, 1, 0 },
		{ "bittorrent", "bittorrent", "port", "bittorrent", 0, 0, 1, 0 },
		{ "", "bittorrent", "likely", "bittorrent", 0, 0, 0, 1 },
		{ "smb2", "smb1", "certain", "smb, netbios", 1, 0, 0, 0 },
		{ "netbios", "smb3", "certain", "smb, netbios", 1, 0, 0, 0 },
		{ "edonkey", "kad", "certain", "edonkey, kad", 1, 0, 0, 0 },
		{ "gnutella", "gnutella2", "certain", "gnutella, gnutella2", 1, 0, 0, 0 },
		{ "gnutella", "bittorrent", "certain", "gnutella, gnutella2", 0, 1, 0, 0 },
		{ "gnutella", "bittorrent", "certain", "bittorrent", 0, 0, 0, 1 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tally *t = tally_new();
		struct record r = flow(cases[i].protocol, cases[i].confidence, 1);
		char key[PORTS_NAME] = "";
		const struct ports_row *row;

		r.port_protocol = cases[i].by_port;
		tally_add(t, &r);
		memcpy(key, cases[i].family, strlen(cases[i].family));
		row = table_get(&t->ports.rows, key);
		UNIT_CHECK((int)row->right.flows == cases[i].right &&
			   (int)row->wrong.flows == cases[i].wrong &&
			   (int)row->unknown.flows == cases[i].unknown &&
			   (int)row->missed.flows == cases[i].missed, "case %zu", i);
		tally_free(t);
	}
}

static void ports_of_a_family(void)
{
	char text[256];

	CU_ASSERT_STRING_EQUAL(ports_text("smb, netbios", text, sizeof(text)),
			       "tcp 137-139,445 udp 137-139");
	CU_ASSERT_STRING_EQUAL(ports_text("winmx", text, sizeof(text)), "udp 6257");
	CU_ASSERT_STRING_EQUAL(ports_text("tls", text, sizeof(text)), "");
	CU_ASSERT_EQUAL(strlen(ports_text("smb, netbios", text, 8)), 7);
}

static void findings_are_found(void)
{
	static const struct {
		const char *protocol, *category, *confidence, *action, *rule;
		struct addr src, dst;
		unsigned int found;	/* bits of enum finding_kind */
		uint8_t of_flow;	/* bits of enum found */
	} cases[] = {
		{ "smb1", "lan-sharing", "certain", "", "", { 4, { 10 } }, { 4, { 10, 1 } },
		  1 << FINDING_SMB1, FOUND_BIT(FOUND_SMB1_EXPOSED) },
		{ "smb1", "lan-sharing", "certain", "", "", { 4, { 10 } }, { 4, { 10, 1 } },
		  1 << FINDING_SMB1_EXPLOIT, FOUND_BIT(FOUND_SMB1_EXPLOIT_SHAPE) },
		{ "smb3", "lan-sharing", "certain", "", "", { 4, { 10 } }, { 4, { 8, 8 } },
		  1 << FINDING_SHARES_OUTSIDE, 0 },
		{ "netbios", "lan-sharing", "certain", "", "", { 4, { 10 } },
		  { 4, { 255, 255, 255, 255 } }, 0, 0 },
		{ "smb1", "lan-sharing", "port", "", "", { 4, { 10 } }, { 4, { 8, 8 } }, 0, 0 },
		{ "bittorrent", "file-sharing", "certain", "", "", { 4, { 8 } }, { 4, { 10 } },
		  1 << FINDING_INBOUND, 0 },
		{ "bittorrent", "file-sharing", "port", "block", "p:1", { 4, { 10 } }, { 4, { 8 } },
		  1 << FINDING_STOPPED_BY_PORT, 0 },
		{ "bittorrent", "file-sharing", "likely", "allow", "", { 4, { 10 } }, { 4, { 8 } },
		  1 << FINDING_NO_RULE, 0 },
		{ "bittorrent", "file-sharing", "likely", "allow", "p:1",
		  { 4, { 10 } }, { 4, { 8 } }, 0, 0 },
		{ "tls", "web", "cleared", "allow", "", { 4, { 8 } }, { 4, { 10 } }, 0, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tally *t = tally_new();
		struct record r = flow(cases[i].protocol, cases[i].confidence, 1);
		unsigned int found = 0;

		r.category = cases[i].category;
		r.action = cases[i].action;
		r.rule = cases[i].rule;
		r.src = cases[i].src;
		r.dst = cases[i].dst;
		r.findings = cases[i].of_flow;
		tally_add(t, &r);
		for (int k = 0; k < FINDING_KINDS; k++)
			found |= t->findings.of[k].all.flows ? 1u << k : 0;
		UNIT_CHECK(found == cases[i].found, "case %zu: %x", i, found);
		tally_free(t);
	}
}

static void hosts_are_capped_and_counted(void)
{
	struct tally *t = tally_new();
	struct record r = flow("bittorrent", "certain", 1);
	const char *what;
	uint64_t n;

	for (uint32_t i = 0; i < 70000; i++) {
		memcpy(&r.src.bytes[1], &i, 3);
		r.src.bytes[0] = 10;
		tally_add(t, &r);
	}
	CU_ASSERT_EQUAL(t->all.flows, 70000);
	CU_ASSERT_EQUAL(t->hosts.n, 65536);
	CU_ASSERT_EQUAL(t->hosts.refused, 70000 - 65536);
	what = tally_overflow(t, 0, &n);
	CU_ASSERT_PTR_NOT_NULL(what);
	CU_ASSERT_EQUAL(n, 70000 - 65536);
	tally_free(t);
}

static void protocols_are_capped_and_counted(void)
{
	struct tally *t = tally_new();
	char name[32];

	for (int i = 0; i < 2000; i++) {
		struct record r = flow(name, "cleared", 1);

		snprintf(name, sizeof(name), "made up %d", i);
		tally_add(t, &r);
	}
	CU_ASSERT_EQUAL(t->protocols.n, 1024);
	CU_ASSERT_EQUAL(t->protocols.refused, 2000 - 1024);
	CU_ASSERT_EQUAL(t->all.flows, 2000);
	tally_free(t);
}

static void what_was_not_read_adds_up(void)
{
	struct tally *t = tally_new();
	char name[32];

	tally_not_read(t, "fragments", 2);
	tally_not_read(t, "not IP", 0);
	tally_not_read(t, "fragments", 3);
	CU_ASSERT_EQUAL(t->not_read_kinds, 1);
	CU_ASSERT_EQUAL(t->not_read[0].n, 5);

	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "kind %d", i);
		tally_not_read(t, name, 1);
	}
	CU_ASSERT_EQUAL(t->not_read_kinds, TALLY_NOT_READ);
	tally_free(t);
}

static uint64_t sum_of(const struct timeline *t)
{
	uint64_t sum = 0;

	for (int64_t i = 0; i < t->n; i++) {
		for (int s = 0; s < TIMELINE_SERIES; s++)
			sum += t->bytes[i][s];
	}
	return sum;
}

static void a_timeline_loses_no_byte(void)
{
	static const int64_t times[] = {
		1714557600000000, 1714557600000001, 1714557699000000, 1714557000000000, 0, -5000000,
		4102444800000000, INT64_MAX / 2, INT64_MIN / 2, INT64_MAX, INT64_MIN,
	};
	struct timeline *t = calloc(1, sizeof(*t));
	uint64_t bytes = 0;

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		int64_t last = times[i] < INT64_MAX - 777777777 ? times[i] + 777777777 : INT64_MAX;

		timeline_add(t, (unsigned int)i * 3, times[i], last, 1000003);
		bytes += 1000003;
		UNIT_CHECK(sum_of(t) == bytes, "after %zu: %llu", i, (unsigned long long)sum_of(t));
		UNIT_CHECK(t->n <= TIMELINE_STEPS, "after %zu: %lld steps", i, (long long)t->n);
	}
	free(t);
}

static void a_timeline_spreads_evenly(void)
{
	struct timeline *t = calloc(1, sizeof(*t));

	timeline_add(t, 0, 0, 999999, 1600);
	CU_ASSERT_EQUAL(t->n, 16);
	CU_ASSERT_EQUAL(t->bytes[0][0], 100);
	CU_ASSERT_EQUAL(t->bytes[15][0], 100);
	free(t);
}

static void a_table_keeps_places(void)
{
	struct table t;
	uint64_t key;

	table_open(&t, sizeof(key), sizeof(key), 100000);
	for (key = 0; key < 100000; key++)
		CU_ASSERT_TRUE_FATAL(table_is_new(&t, &key));
	for (key = 0; key < 100000; key++) {
		uint64_t *entry = table_get(&t, &key);

		CU_ASSERT_EQUAL_FATAL(table_place(&t, entry), key);
	}
	CU_ASSERT_PTR_NULL(table_get(&t, &key));
	CU_ASSERT_EQUAL(t.refused, 1);
	table_close(&t);
}

static const struct unit_test tests[] = {
	{ "protocols are counted", protocols_are_counted },
	{ "the host is the private end", the_host_is_the_private_end },
	{ "who ran what", who_ran_what },
	{ "rules are counted", rules_are_counted },
	{ "a long place keeps its line", a_long_place_keeps_its_line },
	{ "ports against protocols", ports_against_protocols },
	{ "ports of a family", ports_of_a_family },
	{ "findings are found", findings_are_found },
	{ "hosts are capped and counted", hosts_are_capped_and_counted },
	{ "protocols are capped and counted", protocols_are_capped_and_counted },
	{ "what was not read adds up", what_was_not_read_adds_up },
	{ "a timeline loses no byte", a_timeline_loses_no_byte },
	{ "a timeline spreads evenly", a_timeline_spreads_evenly },
	{ "a table keeps places", a_table_keeps_places },
};

UNIT_MAIN("tally", tests)
