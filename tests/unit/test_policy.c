/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include <glob.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../daemon/base/arena.h"
#include "../../daemon/classify/catalogue.h"
#include "../../daemon/policy/language.h"
#include "../../daemon/policy/own.h"
#include "../../daemon/policy/policy.h"
#include "packet_case.h"
#include "unit.h"

/*
 * The policy's tests; they run from the project's root. tests/policy/good/
 * loads silently, and each tests/policy/bad/NAME.yaml has its exact complaints
 * in NAME.expected.
 */

/* Loads `file`; what it complained of goes to `*said`, to be freed. */
static struct policy *load(const char *file, char **said)
{
	size_t size;
	FILE *out = open_memstream(said, &size);
	struct policy *p = policy_load(file, out);

	fclose(out);
	return p;
}

/* A policy of this text, in a file of its own whose name is "" in what is said. */
static struct policy *load_text(const char *text, size_t len, char **said)
{
	char path[] = "/tmp/peerwall-test-XXXXXX";
	int fd = mkstemp(path);
	struct policy *p = NULL;

	*said = NULL;
	CU_ASSERT_FATAL(fd >= 0);
	if (write(fd, text, len) == (ssize_t)len)
		p = load(path, said);
	close(fd);
	unlink(path);
	if (*said && strncmp(*said, path, strlen(path)) == 0)
		memmove(*said, *said + strlen(path), strlen(*said) - strlen(path) + 1);
	return p;
}

static struct policy *must_load(const char *text)
{
	char *said;
	struct policy *p = load_text(text, strlen(text), &said);

	UNIT_CHECK(p && !*said, "%s", said);
	free(said);
	CU_ASSERT_FATAL(p != NULL);
	return p;
}

static char *printed(const struct policy *p)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	policy_print(p, out);
	fclose(out);
	return text;
}

static bool is_same_list(const struct prefix *a, size_t n, const struct prefix *b, size_t m)
{
	return n == m && (!n || memcmp(a, b, n * sizeof(*a)) == 0);
}

static bool is_same_rule(const struct rule *a, const struct rule *b)
{
	return strcmp(a->name, b->name) == 0 && a->action == b->action && a->from == b->from &&
	       memcmp(a->labels, b->labels, sizeof(a->labels)) == 0 &&
	       is_same_list(a->hosts, a->n_hosts, b->hosts, b->n_hosts) &&
	       is_same_list(a->except, a->n_except, b->except, b->n_except) &&
	       a->rate_bps == b->rate_bps && a->per_host == b->per_host;
}

static bool is_same_length(const struct signature_length *a, const struct signature_length *b)
{
	return !a == !b && (!a || (a->at == b->at && a->size == b->size && a->plus == b->plus &&
				   a->little == b->little));
}

static bool is_same_signatures(const struct own_signatures *a, const struct own_signatures *b)
{
	if (a->list.n != b->list.n)
		return false;
	for (size_t i = 0; i < a->list.n; i++) {
		const struct signature *x = &a->list.each[i];
		const struct signature *y = &b->list.each[i];

		if (strcmp(x->name, y->name) || x->proto != y->proto || x->side != y->side ||
		    x->transport != y->transport || x->least != y->least || x->len != y->len ||
		    memcmp(x->bytes, y->bytes, x->len) || memcmp(x->mask, y->mask, x->len) ||
		    !is_same_length(x->length, y->length))
			return false;
	}

	return true;
}

static bool is_same_policy(const struct policy *a, const struct policy *b)
{
	if (a->n_lan != b->n_lan || a->n_rules != b->n_rules)
		return false;
	for (size_t i = 0; i < a->n_lan; i++) {
		if (strcmp(a->lan[i], b->lan[i]) != 0)
			return false;
	}
	for (size_t i = 0; i < a->n_rules; i++) {
		if (!is_same_rule(&a->rules[i], &b->rules[i]))
			return false;
	}

	if (!a->own != !b->own || (a->own && !is_same_signatures(a->own, b->own)))
		return false;
	return a->failure == b->failure && a->on_stop == b->on_stop && a->budget == b->budget &&
	       a->mark_mask == b->mark_mask && a->queue_first == b->queue_first &&
	       a->n_queues == b->n_queues && a->ports == b->ports;
}

/* Loads without a word, and what print writes loads alike. */
static void check_good(const char *file)
{
	char *said;
	struct policy *p = load(file, &said);
	struct policy *again;
	char *text;

	UNIT_CHECK(p && !*said, "%s: %s", file, said);
	free(said);
	if (!p)
		return;

	text = printed(p);
	again = load_text(text, strlen(text), &said);
	UNIT_CHECK(again && !*said, "%s: printed, it says %s", file, said);
	UNIT_CHECK(again && is_same_policy(p, again), "%s: printed, it loads otherwise:\n%s", file,
		   text);
	free(said);
	free(text);
	policy_free(again);
	policy_free(p);
}

static void check_all_good(const char *pattern, size_t least)
{
	glob_t found;

	CU_ASSERT_FATAL(glob(pattern, 0, NULL, &found) == 0);
	CU_ASSERT(found.gl_pathc >= least);
	for (size_t i = 0; i < found.gl_pathc; i++)
		check_good(found.gl_pathv[i]);
	globfree(&found);
}

static void good(void)
{
	check_all_good("tests/policy/good/*.yaml", 6);
}

static void shipped(void)
{
	check_all_good("policies/*.yaml", 4);
}

static char *contents(const char *file)
{
	FILE *in = fopen(file, "r");
	char *text = NULL;
	size_t size = 0;

	if (!in)
		return NULL;
	if (getdelim(&text, &size, '\0', in) < 0 && text)
		*text = '\0';
	fclose(in);
	return text;
}

static void check_bad(const char *file)
{
	char *expected_file;
	char *expected;
	char *said;
	struct policy *p = load(file, &said);

	if (asprintf(&expected_file, "%.*s.expected", (int)strlen(file) - 5, file) < 0)
		abort();
	expected = contents(expected_file);
	UNIT_CHECK(!p, "%s: loads", file);
	UNIT_CHECK(expected && strcmp(expected, said) == 0, "%s: expected\n%sbut it says\n%s", file,
		   expected ? expected : "(no such file)", said);
	policy_free(p);
	free(expected_file);
	free(expected);
	free(said);
}

static void bad(void)
{
	glob_t found;

	CU_ASSERT_FATAL(glob("tests/policy/bad/*.yaml", 0, NULL, &found) == 0);
	CU_ASSERT(found.gl_pathc >= 50);
	for (size_t i = 0; i < found.gl_pathc; i++)
		check_bad(found.gl_pathv[i]);
	globfree(&found);
}

static void check_says(const char *file, const char *expected)
{
	char *said;
	struct policy *p = load(file, &said);

	UNIT_CHECK(!p && strcmp(said, expected) == 0, "expected %sbut it says %s", expected, said);
	policy_free(p);
	free(said);
}

static void no_file(void)
{
	check_says("tests/policy/none.yaml", "tests/policy/none.yaml: cannot be read "
		   "(No such file or directory); give the path of a policy file\n");
	check_says("tests/policy", "tests/policy: is a directory, not a file; "
		   "give the path of a policy file\n");
	check_says("/dev/zero", "/dev/zero: is a device or socket, not a file; "
		   "give the path of a policy file\n");
}

static void unreadable(void)
{
	char path[] = "/tmp/peerwall-test-XXXXXX";
	int fd = mkstemp(path);
	char *said;
	struct policy *p;

	CU_ASSERT_FATAL(fd >= 0);
	fchmod(fd, 0);
	close(fd);
	p = load(path, &said);
	/* Root may read it all the same, and finds it empty. */
	UNIT_CHECK(!p && strstr(said, geteuid() ? "Permission denied" : "the file is empty"),
		   "%s", said);
	unlink(path);
	free(said);
}

/* `head`, then `n` times `piece`. */
static char *repeated(const char *head, const char *piece, size_t n)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	fputs(head, out);
	for (size_t i = 0; i < n; i++)
		fputs(piece, out);
	fclose(out);
	return text;
}

static void check_repeated(const char *head, const char *piece, size_t n, const char *expected)
{
	char *text = repeated(head, piece, n);
	char *said;
	struct policy *p = load_text(text, strlen(text), &said);

	UNIT_CHECK(expected ? !p && strcmp(said, expected) == 0 : p && !*said,
		   "%zu times \"%s\": %.300s", n, piece, said);
	policy_free(p);
	free(text);
	free(said);
}

static void sizes(void)
{
	const char *head = "version: 1\nrules:\n";

	check_repeated(head, "  - {action: block}\n", 1000, NULL);
	check_repeated(head, "  - {action: block}\n", 1001,
		       ":3:3: rules holds 1001 rules; at most 1000 are allowed\n");
	check_repeated(head, "# a comment\n", 100000,
		       ": is larger than 1 MiB; a policy holds at most 1000 rules\n");
	check_repeated("", "version: 1\n", 257,
		       ":1:1: 257 keys stand here; at most 5 can be right\n");
	check_repeated("version: 1\nrules: ", "[", 5000, ":2:19: lists and keys are nested "
		       "more than 12 deep; no policy needs that\n");
	check_repeated("version: 1\nrules: [", " a,\n", 70000, ":65533:2: more than 65536 values; "
		       "a policy holds at most 1000 rules\n");
}

/* More mistakes than anybody reads are counted, not listed. */
static void many_complaints(void)
{
	char *text = repeated("version: 1\nrules:\n", "  - {action: drop}\n", 500);
	char *said;
	struct policy *p = load_text(text, strlen(text), &said);
	size_t lines = 0;

	for (const char *c = said; *c; c++)
		lines += *c == '\n';
	CU_ASSERT(!p);
	CU_ASSERT(lines == 101);
	CU_ASSERT(strstr(said, ": and 400 more complaints\n") != NULL);
	free(text);
	free(said);
}

/* Whatever a byte of a good policy turns into: no crash, and a silent no never. */
static void mangle(const char *file)
{
	char *text = contents(file);
	size_t len = text ? strlen(text) : 0;
	static const char bytes[] = "\t\n :-[]{}\"'!&*#%@|>\\0\xff";

	CU_ASSERT_FATAL(len > 0);
	for (size_t i = 0; i < len; i += 3) {
		char kept = text[i];
		char *said;
		struct policy *p;

		text[i] = bytes[i / 3 % (sizeof(bytes) - 1)];
		p = load_text(text, len, &said);
		UNIT_CHECK(!p == (*said != '\0'), "byte %zu: %s", i, said);
		text[i] = kept;
		policy_free(p);
		free(said);
	}

	free(text);
}

static void mangled(void)
{
	mangle("tests/policy/good/everything.yaml");
	mangle("tests/policy/good/signatures.yaml");
}

static void defaults(void)
{
	struct policy *p = must_load("version: 1\nrules:\n  - action: report\n"
				     "  - action: block\n  - action: allow\n  - action: reject\n");

	CU_ASSERT(p->n_lan == 0);
	CU_ASSERT(p->failure == FAILURE_OPEN);
	CU_ASSERT(p->on_stop == STOP_KEEP);
	CU_ASSERT(p->budget == 10);
	CU_ASSERT(p->mark_mask == 0x0fff0000);
	CU_ASSERT(p->queue_first == 100 && p->n_queues == 0);
	CU_ASSERT(p->ports == PORTS_HINT);
	CU_ASSERT_FATAL(p->n_rules == 4);
	CU_ASSERT(p->rules[0].from == CONFIDENCE_PORT);
	CU_ASSERT(p->rules[1].from == CONFIDENCE_LIKELY);
	CU_ASSERT(p->rules[2].from == CONFIDENCE_PORT);
	CU_ASSERT(p->rules[3].from == CONFIDENCE_LIKELY);
	CU_ASSERT_STRING_EQUAL(p->rules[1].name, "rule 2");
	CU_ASSERT(strstr(p->rules[1].place, ":4") != NULL);
	CU_ASSERT(p->rules[0].labels[PROTO_BITTORRENT] && p->rules[0].labels[PROTO_SKYPE]);
	CU_ASSERT(!p->rules[0].labels[LABEL_NONE] && !p->rules[0].labels[LABEL_CLEARED]);
	policy_free(p);
}

static void rates(void)
{
	static const struct {
		const char *text;
		uint64_t bps;
		bool per_host;
		const char *printed;
	} cases[] = {
		{ "2 mbit/s", 2000000, false, "2 mbit/s" },
		{ "256 kbit/s", 256000, false, "256 kbit/s" },
		{ "50 mbit/s per host", 50000000, true, "50 mbit/s per host" },
		{ "10 gbit/s", 10000000000, false, "10 gbit/s" },
		{ "1 kbit/s", 1000, false, "1 kbit/s" },
		{ "1000 bit/s", 1000, false, "1 kbit/s" },
		{ "100 Gbit/s", 100000000000, false, "100 gbit/s" },
		{ "1.5Mbit/s per host", 1500000, true, "1.5 mbit/s per host" },
		{ "1234567 bit/s", 1234567, false, "1234.567 kbit/s" },
		{ "0.25 gbit/s", 250000000, false, "250 mbit/s" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[200];
		char rate[RATE_TEXT];
		struct policy *p;

		snprintf(text, sizeof(text), "version: 1\nrules: [{action: throttle, rate: %s}]\n",
			 cases[i].text);
		p = must_load(text);
		UNIT_CHECK(p->rules[0].rate_bps == cases[i].bps &&
			   p->rules[0].per_host == cases[i].per_host, "%s", cases[i].text);
		CU_ASSERT_STRING_EQUAL(rate_text(p->rules[0].rate_bps, p->rules[0].per_host, rate),
				       cases[i].printed);
		policy_free(p);
	}
}

static void protocols(void)
{
	static const struct {
		const char *list;
		const char *text;
	} cases[] = {
		{ "[all]", "all" },
		{ "[BT]", "bittorrent" },
		{ "[file-sharing]", "file-sharing" },
		{ "[\"!smb3\"]", "all but smb3" },
		{ "[lan-sharing, \"!smb3\"]", "smb1, smb2, netbios, smb-midway" },
		{ "[smb]", "smb1, smb2, smb3, smb-midway" },
		{ "[lan-sharing, \"!smb\"]", "netbios" },
		{ "[smb2]", "smb2" },
		{ "[\"! smb3\", all]", "all but smb3" },
		{ "[\"!file-sharing\"]", "all but file-sharing" },
		{ "[overlay-vpn]", "overlay-vpn" },
		{ "[\"!wireguard\"]", "all" },
		{ "[\"!hidden-p2p\"]", "all" },
		{ "[hidden-p2p]", "hidden" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[200];
		struct policy *p;
		char *words;

		snprintf(text, sizeof(text), "version: 1\n"
			 "rules: [{action: block, protocols: %s}]\n", cases[i].list);
		p = must_load(text);
		words = rule_protocols_text(&p->rules[0]);
		CU_ASSERT_FATAL(words != NULL);
		UNIT_CHECK(strcmp(words, cases[i].text) == 0, "%s: %s", cases[i].list, words);
		free(words);
		policy_free(p);
	}
}

/* hidden-p2p is looked for where a rule names it, and is no part of anything else. */
static void seeks_hidden(void)
{
	static const struct {
		const char *list;
		bool sought;
	} cases[] = {
		{ "[hidden-p2p]", true },
		{ "[hidden]", true },
		{ "[all, hidden]", true },
		{ "[all]", false },
		{ "[\"!bittorrent\"]", false },
		{ "[file-sharing, anonymity, dht]", false },
		{ "[all, hidden, \"!hidden-p2p\"]", false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[200];
		struct policy *p;

		snprintf(text, sizeof(text), "version: 1\nrules: [{action: report}, "
			 "{action: block, protocols: %s}]\n", cases[i].list);
		p = must_load(text);
		UNIT_CHECK(policy_seeks_hidden(p) == cases[i].sought, "%s", cases[i].list);
		policy_free(p);
	}
}

static struct addr address(const char *text)
{
	struct addr a;

	CU_ASSERT_FATAL(addr_parse(text, &a));
	return a;
}

/* Short names for the table. */
#define NONE CONFIDENCE_NONE
#define PORT CONFIDENCE_PORT
#define LIKELY CONFIDENCE_LIKELY
#define CERTAIN CONFIDENCE_CERTAIN
#define ALLOW ACTION_ALLOW
#define REPORT ACTION_REPORT
#define BLOCK ACTION_BLOCK
#define REJECT ACTION_REJECT
#define THROTTLE ACTION_THROTTLE

static void decide(void)
{
	static const struct {
		uint16_t number;
		enum confidence confidence;
		const char *a;
		const char *b;
		enum action action;
		int rule;	/* -1: none */
	} cases[] = {
		{ PROTO_BITTORRENT, CERTAIN, "10.20.0.5", "192.0.2.1", ALLOW, 0 },
		{ PROTO_BITTORRENT, CERTAIN, "192.0.2.1", "10.20.0.5", ALLOW, 0 },
		{ PROTO_BITTORRENT, CERTAIN, "10.20.0.9", "192.0.2.1", REJECT, 1 },
		{ PROTO_BITTORRENT, CERTAIN, "10.20.0.5", "10.20.0.9", REJECT, 1 },
		{ PROTO_BITTORRENT, LIKELY, "10.9.9.9", "192.0.2.1", THROTTLE, 2 },
		{ PROTO_BITTORRENT, PORT, "10.9.9.9", "192.0.2.1", REPORT, 4 },
		{ PROTO_BITTORRENT, NONE, "10.9.9.9", "192.0.2.1", REPORT, 4 },
		{ PROTO_SMB1, CERTAIN, "2001:db8:1::1", "2001:db8:2::1", BLOCK, 3 },
		{ PROTO_SMB1, CERTAIN, "2001:db8:1::1", "2001:db8::1", REPORT, 4 },
		{ PROTO_SMB1, CERTAIN, "10.0.0.1", "10.0.0.2", BLOCK, 3 },
		{ LABEL_NONE, CERTAIN, "10.0.0.1", "10.0.0.2", ALLOW, -1 },
		{ LABEL_CLEARED, CERTAIN, "10.0.0.1", "10.0.0.2", ALLOW, -1 },
		{ PROTO_TLS, CERTAIN, "10.0.0.1", "10.0.0.2", ALLOW, -1 },
		{ UINT16_MAX, CERTAIN, "10.0.0.1", "10.0.0.2", ALLOW, -1 },
	};
	struct policy *p = must_load(
		"version: 1\n"
		"rules:\n"
		"  - {hosts: [10.20.0.0/24, \"!10.20.0.9\"], action: allow}\n"
		"  - {protocols: [bittorrent], from: certain, action: reject}\n"
		"  - {protocols: [bittorrent], from: likely, action: throttle, rate: 1 mbit/s}\n"
		"  - {protocols: [smb1], hosts: [\"!2001:db8::/48\"], action: block}\n"
		"  - {action: report}\n");

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct label label = { cases[i].number, cases[i].confidence };
		struct addr a = address(cases[i].a);
		struct addr b = address(cases[i].b);
		struct decision d = policy_decide(p, label, &a, &b);
		const struct rule *rule = cases[i].rule < 0 ? NULL : &p->rules[cases[i].rule];

		UNIT_CHECK(d.action == cases[i].action && d.rule == rule, "case %zu: %s by %s", i,
			   action_name(d.action), d.rule ? d.rule->name : "no rule");
	}

	policy_free(p);
}

static void hidden(void)
{
	static const struct {
		const char *early;
		const char *late;
		bool is_hidden;
	} cases[] = {
		{ "action: block, from: port", "action: report", true },
		{ "action: block", "action: report", false },
		{ "action: block", "action: reject, protocols: [kad]", true },
		{ "action: block, protocols: [kad]", "action: reject", false },
		{ "action: block, hosts: [10.0.0.0/8]",
		  "action: reject, hosts: [10.1.0.0/16]", true },
		{ "action: block, hosts: [10.0.0.0/8]",
		  "action: reject, hosts: [10.1.0.0/16, \"::1\"]", false },
		{ "action: block, hosts: [10.0.0.0/8]", "action: reject", false },
		{ "action: block, hosts: [\"!10.0.0.1\"]", "action: reject", false },
		{ "action: block, hosts: [\"!10.0.0.1\"]",
		  "action: reject, hosts: [\"!10.0.0.0/8\"]", true },
		{ "action: block", "action: reject, hosts: [10.0.0.1]", true },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[300];
		struct policy *p;

		snprintf(text, sizeof(text), "version: 1\nrules:\n  - {%s}\n  - {%s}\n",
			 cases[i].early, cases[i].late);
		p = must_load(text);
		CU_ASSERT(policy_hidden_by(p, 0) == NULL);
		UNIT_CHECK((policy_hidden_by(p, 1) == &p->rules[0]) == cases[i].is_hidden,
			   "%s, then %s", cases[i].early, cases[i].late);
		policy_free(p);
	}
}

static void networks_merge(void)
{
	struct policy *p = must_load("version: 1\nrules:\n  - {action: block, hosts: [10.1.0.0/16, "
				     "10.1.2.3, 10.0.0.0/8, 10.0.0.0/8, \"::1\"]}\n");

	CU_ASSERT(p->rules[0].n_hosts == 2);
	policy_free(p);
}

static const char manual[] = "docs/peerwall.yaml.5";

static void check_documented(const char *text, const char *word)
{
	char item[80];

	snprintf(item, sizeof(item), "\n.It Cm %s\n", word);
	UNIT_CHECK(strstr(text, item) != NULL, "%s: no item \"%s\"", manual, word);
}

/* Each key of the language, and each word that a key can be given, is an item of the manual. */
static void manual_is_whole(void)
{
	char *text = contents(manual);

	CU_ASSERT_FATAL(text != NULL);
	for (const struct table *t = policy_tables; t->word; t++) {
		for (const struct key *k = t->keys; k->name; k++) {
			const struct choice *c = k->kind == &kind_choice ? k->allowed : NULL;

			check_documented(text, k->name);
			for (; c && c->name; c++)
				check_documented(text, c->name);
		}
	}

	free(text);
}

/* Each literal block of the manual that begins with "version:" is a policy, and right. */
static void manual_examples_load(void)
{
	char *text = contents(manual);
	const char *at = text;
	size_t n = 0;

	CU_ASSERT_FATAL(text != NULL);
	while ((at = strstr(at, "\nversion: 1\n"))) {
		const char *end = strstr(++at, ".Ed\n");
		char *said;
		struct policy *p;

		CU_ASSERT_FATAL(end != NULL);
		p = load_text(at, (size_t)(end - at), &said);
		UNIT_CHECK(p && !*said, "%s: example %zu: %s", manual, n + 1, said);
		policy_free(p);
		free(said);
		n++;
	}

	CU_ASSERT(n == 2);
	free(text);
}

/* The keys that a signature must have, but for one, each with its example. */
static void put_signature(FILE *out, const char *without)
{
	fputs("version: 1\nrules: [{action: report}]\nsignatures:\n  - name: one\n", out);
	for (const struct key *k = signature_keys; k->name; k++) {
		if ((k->required || !strcmp(k->name, "category")) && strcmp(k->name, without))
			fprintf(out, "    %s: %s\n", k->name, k->example);
	}
}

/* The same around a key of a signature, or of its length. */
static void wrap_in_signature(const char *table, const struct key *k, char *text, size_t size)
{
	FILE *out = fmemopen(text, size, "w");
	bool in_length = strcmp(table, "a signature") != 0;

	put_signature(out, in_length ? "" : k->name);
	if (!in_length && strcmp(k->name, "name"))
		fprintf(out, "    %s: %s\n", k->name, k->example);
	for (const struct key *l = length_keys; in_length && l->name; l++)
		fprintf(out, "%s%s: %s%s", l == length_keys ? "    length: {" : ", ", l->name,
			l->example, l[1].name ? "" : "}\n");
	fclose(out);
}

/* A right policy around one key of a table and its example. */
static void wrap_example(const char *table, const struct key *k, char *text, size_t size)
{
	const char *rules = strcmp(k->name, "rules") ? "rules: [{action: report}]\n" : "";
	const char *version = strcmp(k->name, "version") ? "version: 1\n" : "";
	const char *action = !strcmp(k->name, "rate") ? "    action: throttle\n" :
			     strcmp(k->name, "action") ? "    action: block\n" : "";

	if (strstr(table, "a signature"))
		wrap_in_signature(table, k, text, size);
	else if (strcmp(table, "a rule") == 0)
		snprintf(text, size, "version: 1\nrules:\n  - %s: %s\n%s",
			 k->name, k->example, action);
	else if (strcmp(table, "\"gateway\"") == 0)
		snprintf(text, size, "version: 1\ngateway: {%s: %s}\n%s",
			 k->name, k->example, rules);
	else
		snprintf(text, size, "%s%s%s: %s\n", version, rules, k->name, k->example);
}

/* The example that a complaint shows must not be complained about in its turn. */
static void examples_load(void)
{
	for (const struct table *t = policy_tables; t->word; t++) {
		for (const struct key *k = t->keys; k->name; k++) {
			char text[600];

			wrap_example(t->word, k, text, sizeof(text));
			policy_free(must_load(text));
		}
	}
}

static const char campus[] =
	"version: 1\n"
	"rules:\n"
	"  - {protocols: [campus-game], action: block}\n"
	"  - {action: report}\n"
	"signatures:\n"
	"  - name: hello\n"
	"    protocol: campus-game\n"
	"    category: games\n"
	"    transport: udp\n"
	"    direction: initiator\n"
	"    offset: 4\n"
	"    bytes: '21 12 a4 42 .. 80/f0'\n"
	"    length: {at: 2, size: 2, plus: 4}\n"
	"    matches: ['00 00 00 06 21 12 a4 42 00 8f']\n"
	"    matches-not: ['00 00 00 07 21 12 a4 42 00 8f']\n"
	"  - name: longer hello\n"
	"    protocol: campus-game\n"
	"    transport: tcp\n"
	"    bytes: '\"HELLO\"'\n"
	"    matches: ['\"HELLO THERE\"']\n"
	"    matches-not: ['\"HELLA\"']\n";

/* What the signatures of `p` say of a payload; "" when nothing. */
static const char *proved(const struct policy *p, uint8_t transport, bool answer,
			  const char *payload, uint32_t len)
{
	struct packet packet = packet_between("10.0.0.1", 40000, "192.0.2.1", 40001, transport);
	const struct signature *s;

	packet = packet_with(packet, payload, len);
	s = signature_of(&packet, answer, policy_signatures(p));

	return s ? s->name : "";
}

static void own_signatures(void)
{
	struct policy *p = must_load(campus);
	static const char udp[] = "\0\0\0\x06\x21\x12\xa4\x42!\x8f";
	struct addr a = address("10.0.0.1");
	const struct protocol *game = catalogue_find("campus-game");
	struct label label;

	CU_ASSERT_FATAL(game != NULL);
	CU_ASSERT(game == catalogue_get(game->number) && protocol_is_own(game));
	CU_ASSERT(game->number == catalogue_own_number("campus-game"));
	CU_ASSERT(!protocol_is_plain(game) && strcmp(game->category, "games") == 0);

	/* What the kernel can tell stands first. */
	CU_ASSERT(policy_signatures(p).n == 2 && !policy_signatures(p).each[0].length);
	CU_ASSERT_STRING_EQUAL(proved(p, IPPROTO_UDP, false, udp, 10), "hello");
	CU_ASSERT_STRING_EQUAL(proved(p, IPPROTO_UDP, true, udp, 10), "");
	CU_ASSERT_STRING_EQUAL(proved(p, IPPROTO_UDP, false, udp, 11), "");
	CU_ASSERT_STRING_EQUAL(proved(p, IPPROTO_TCP, false, udp, 10), "");
	CU_ASSERT_STRING_EQUAL(proved(p, IPPROTO_TCP, true, "HELLO!", 6), "longer hello");
	CU_ASSERT_STRING_EQUAL(proved(p, IPPROTO_TCP, true, "HELLO!", 4), "");

	label = (struct label){ game->number, CERTAIN };
	CU_ASSERT(policy_decide(p, label, &a, &a).action == BLOCK);
	policy_free(p);
	CU_ASSERT_STRING_EQUAL(game->name, "campus-game");
}

/* A policy can name only its own, whatever was loaded before; "all" is printed as such. */
static void own_of_another(void)
{
	static const char text[] = "version: 1\n"
				   "rules: [{protocols: [campus-game], action: block}]\n";
	char *said;
	char *words;
	struct policy *p;

	policy_free(must_load(campus));
	p = load_text(text, strlen(text), &said);
	CU_ASSERT(!p && strstr(said, "\"campus-game\" is neither") != NULL);
	free(said);

	p = must_load("version: 1\nrules: [{action: block}]\n");
	words = rule_protocols_text(&p->rules[0]);
	CU_ASSERT_STRING_EQUAL(words, "all");
	free(words);
	policy_free(p);
}

/* The kernel sorts by the first byte; the daemon must meet them in the same order. */
static void own_in_order(void)
{
	static const char *const written[] = {
		"bytes: 01020304, matches: [01020304]",
		"bytes: .. 02030405, matches: [0002030405]",
		"bytes: 01020305, length: {at: 4, size: 1}, matches: [0102030505]",
		"bytes: 01020306, matches: [01020306]",
		"bytes: .. 02030406, matches: [0002030406]",
		"bytes: 01020307, matches: [01020307]",
	};
	static const size_t order[] = { 0, 3, 5, 1, 4, 2 };
	char text[2000];
	size_t n = (size_t)sprintf(text, "version: 1\nrules: [{action: report}]\nsignatures:\n");
	struct policy *p;

	for (size_t i = 0; i < 6; i++)
		n += (size_t)sprintf(text + n, "  - {name: s%zu, protocol: bt, transport: udp, %s, "
				     "matches-not: [05]}\n", i, written[i]);
	p = must_load(text);
	for (size_t i = 0; i < 6; i++) {
		char name[8];

		snprintf(name, sizeof(name), "s%zu", order[i]);
		CU_ASSERT_STRING_EQUAL(policy_signatures(p).each[i].name, name);
	}
	policy_free(p);
}

static bool is_same_pattern(const struct pattern *a, const struct pattern *b)
{
	return a->len == b->len && !memcmp(a->bytes, b->bytes, a->len) &&
	       !memcmp(a->mask, b->mask, a->len);
}

static void patterns(void)
{
	static const struct {
		const char *text;
		const char *printed;	/* NULL: it is wrong */
		unsigned int bits;
	} cases[] = {
		{ "13 \"Bit\"", "13 42 69 74", 32 },
		{ "13\"B\"14", "13 42 14", 24 },
		{ "DEADbeef", "de ad be ef", 32 },
		{ "8f/f0 .. ..*2 ff/00", "80/f0 .. .. .. ..", 4 },
		{ "", NULL, 0 },
		{ "\"\"", NULL, 0 },
		{ "1", NULL, 0 },
		{ "123", NULL, 0 },
		{ "...", NULL, 0 },
		{ "..*", NULL, 0 },
		{ "..*99999999999999999999", NULL, 0 },
		{ "80/", NULL, 0 },
		{ "0x13", NULL, 0 },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pattern p;
		struct pattern again;
		char text[100] = "";
		FILE *out = fmemopen(text, sizeof(text), "w");
		const char *wrong = pattern_parse(a, cases[i].text, 40, &p);

		UNIT_CHECK(!wrong == (cases[i].printed != NULL), "%s: %s", cases[i].text,
			   wrong ? wrong : "is taken");
		if (!wrong)
			pattern_print(&p, out);
		fclose(out);
		if (wrong)
			continue;
		CU_ASSERT_STRING_EQUAL(text, cases[i].printed);
		CU_ASSERT(pattern_bits(&p) == cases[i].bits);
		CU_ASSERT(!pattern_parse(a, text, 40, &again) && is_same_pattern(&p, &again));
	}

	arena_free(a);
}

static const struct unit_test tests[] = {
	{ "good policies load silently and print alike", good },
	{ "shipped policies load silently and print alike", shipped },
	{ "bad policies have their exact complaints", bad },
	{ "no file, a directory, a device", no_file },
	{ "a file that may not be read", unreadable },
	{ "files that are too large", sizes },
	{ "a file full of mistakes", many_complaints },
	{ "a file with one byte changed", mangled },
	{ "defaults", defaults },
	{ "rates", rates },
	{ "protocol lists", protocols },
	{ "hidden-p2p", seeks_hidden },
	{ "decisions", decide },
	{ "rules that never act", hidden },
	{ "patterns", patterns },
	{ "signatures of its own", own_signatures },
	{ "signatures of another policy", own_of_another },
	{ "signatures in the kernel's order", own_in_order },
	{ "networks within networks", networks_merge },
	{ "the manual has every key and word", manual_is_whole },
	{ "the manual's examples load", manual_examples_load },
	{ "the examples in complaints load", examples_load },
};

UNIT_MAIN("policy", tests)
