/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "tally.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "../classify/catalogue.h"
#include "../policy/policy.h"

/*
 * Two questions are kept apart in every count: is the protocol one that a policy
 * may name (P2P for short, kind_of), and does more than the classic port say so
 * (is_sure). A port alone accuses no host: it has columns of its own.
 */
#define PROTOCOLS_MAX 1024
#define RULES_MAX 4096
#define CAPTURES_MAX 4096
#define HOSTS_MAX 65536
#define PAIRS_MAX 131072

struct tally *tally_new(void)
{
	struct tally *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;

	table_open(&t->protocols, TALLY_NAME, sizeof(struct tally_protocol), PROTOCOLS_MAX);
	table_open(&t->rules, sizeof(((struct tally_rule *)0)->key), sizeof(struct tally_rule),
		   RULES_MAX);
	table_open(&t->captures, TALLY_PLACE, sizeof(struct tally_capture), CAPTURES_MAX);
	table_open(&t->hosts, sizeof(struct addr), sizeof(struct tally_host), HOSTS_MAX);
	table_open(&t->pairs, sizeof(struct tally_pair_key), sizeof(struct tally_pair), PAIRS_MAX);
	table_open(&t->plain_pairs, sizeof(struct tally_pair_key), sizeof(struct tally_pair_key),
		   PAIRS_MAX);
	table_open(&t->all_hosts, sizeof(struct addr), sizeof(struct addr), HOSTS_MAX);
	ports_open(&t->ports);
	findings_open(&t->findings);
	return t;
}

void tally_free(struct tally *t)
{
	if (!t)
		return;

	table_close(&t->protocols);
	table_close(&t->rules);
	table_close(&t->captures);
	table_close(&t->hosts);
	table_close(&t->pairs);
	table_close(&t->plain_pairs);
	table_close(&t->all_hosts);
	ports_close(&t->ports);
	findings_close(&t->findings);
	free(t);
}

/* Copies into a zeroed field; too long a name loses its end, or its beginning. */
static void copy_name(char *field, size_t size, const char *text)
{
	memcpy(field, text, strnlen(text, size - 1));
}

static void copy_place(char field[TALLY_PLACE], const char *text)
{
	size_t n = strlen(text);

	if (n >= TALLY_PLACE)
		text += n - (TALLY_PLACE - 1);
	copy_name(field, TALLY_PLACE, text);
}

static enum confidence confidence_of(const char *name)
{
	static const char *const names[] = {
		[CONFIDENCE_PORT] = "port",
		[CONFIDENCE_LIKELY] = "likely",
		[CONFIDENCE_CERTAIN] = "certain",
	};

	for (enum confidence c = CONFIDENCE_PORT; c <= CONFIDENCE_CERTAIN; c++) {
		if (!strcmp(name, names[c]))
			return c;
	}

	return CONFIDENCE_NONE;
}

static enum tally_done done_of(const struct record *r)
{
	static const char *const names[] = {
		[TALLY_BLOCK] = "block",
		[TALLY_REJECT] = "reject",
		[TALLY_THROTTLE] = "throttle",
		[TALLY_REPORT] = "report",
		[TALLY_ALLOW] = "allow",
	};

	if (!*r->action)
		return TALLY_NO_POLICY;

	for (enum tally_done d = TALLY_BLOCK; *r->rule && d <= TALLY_ALLOW; d++) {
		if (!strcmp(r->action, names[d]))
			return d;
	}

	return TALLY_NO_RULE;
}

/* The host that stands for the flow: the one at home, else who began. */
static struct addr host_of(const struct record *r)
{
	return !addr_is_private(&r->src) && addr_is_private(&r->dst) ? r->dst : r->src;
}

/* A new protocol learns what it is from the catalogue, and gets a bit and a series of its own. */
static void introduce(struct tally *t, struct tally_protocol *p, const struct record *r)
{
	const struct protocol *known = *p->name ? catalogue_find(p->name) : NULL;
	size_t place = table_place(&t->protocols, p);
	unsigned int n_p2p = 0;

	copy_name(p->category, sizeof(p->category), known ? known->category : r->category);
	p->kind = !*p->name ? TALLY_UNKNOWN : TALLY_PLAIN;
	/* Unknown but with a confidence: a policy's own, in the log of where that was in force. */
	if (known ? protocol_is_plain(known) : !confidence_of(r->confidence))
		return;

	for (size_t i = 0; i < place; i++)
		n_p2p += ((struct tally_protocol *)table_at(&t->protocols, i))->kind == TALLY_P2P;
	p->kind = TALLY_P2P;
	p->series = n_p2p;
	p->bit = n_p2p < 64 ? (uint64_t)1 << n_p2p : 0;
}

static struct tally_protocol *protocol_of(struct tally *t, const struct record *r)
{
	char key[TALLY_NAME] = "";
	size_t n = t->protocols.n;
	struct tally_protocol *p;

	copy_name(key, sizeof(key), r->protocol);
	p = table_get(&t->protocols, key);
	if (p && t->protocols.n > n)
		introduce(t, p, r);
	return p;
}

static struct tally_rule *rule_at(struct tally *t, const char *place, const char *action)
{
	struct tally_rule wanted = { 0 };

	copy_place(wanted.key.place, place);
	copy_name(wanted.key.action, sizeof(wanted.key.action), action);
	return table_get(&t->rules, &wanted.key);
}

void tally_policy(struct tally *t, const struct policy *p)
{
	char rate[AMOUNT_TEXT];

	t->policy = p->file;
	for (size_t i = 0; i < p->n_rules; i++) {
		const struct rule *rule = &p->rules[i];
		struct tally_rule *r = rule_at(t, rule->place, action_name(rule->action));

		if (!r)
			return;

		copy_name(r->name, sizeof(r->name), rule->name);
		if (rule->action == ACTION_THROTTLE)
			snprintf(r->detail, sizeof(r->detail), "%s%s",
				 amount_rate(rule->rate_bps, rate),
				 rule->per_host ? " per host" : "");
	}
}

static void add_rule(struct tally *t, const struct record *r, uint64_t bit)
{
	struct tally_rule *rule = *r->rule ? rule_at(t, r->rule, r->action) : NULL;

	if (!rule)
		return;

	amount_add(&rule->all, r);
	rule->flows_by_port += !strcmp(r->confidence, "port");
	rule->protocols |= bit;
	if (!*rule->name && r->rule_name)
		copy_name(rule->name, sizeof(rule->name), r->rule_name);
}

static void add_capture(struct tally *t, const struct record *r, bool sure)
{
	char key[TALLY_PLACE] = "";
	struct tally_capture *c;

	copy_place(key, r->capture);
	c = table_get(&t->captures, key);
	if (!c)
		return;

	if (!c->all.flows || r->first_us < c->first_us)
		c->first_us = r->first_us;
	if (!c->all.flows || r->last_us > c->last_us)
		c->last_us = r->last_us;
	amount_add(&c->all, r);
	if (sure)
		amount_add(&c->p2p, r);
}

static void add_host(struct tally *t, const struct record *r, const struct addr *host, bool sure)
{
	struct tally_host *h = table_get(&t->hosts, host);

	if (!h)
		return;

	amount_add(&h->all, r);
	if (sure)
		amount_add(&h->sure, r);
}

static void add_pair(struct tally *t, const struct record *r, const struct tally_pair_key *key,
		     enum confidence confidence)
{
	struct tally_pair *pair = table_get(&t->pairs, key);

	if (!pair)
		return;

	amount_add(&pair->all, r);
	if (confidence > pair->best)
		pair->best = confidence;
}

/* Who ran what. Hosts of plain traffic are counted and not kept. */
static void add_who(struct tally *t, const struct record *r, struct tally_protocol *p,
		    enum confidence confidence)
{
	struct addr host = host_of(r);
	struct tally_pair_key key = {
		.host = host,
		.protocol = (uint16_t)table_place(&t->protocols, p),
	};
	size_t n = t->pairs.n;

	table_get(&t->all_hosts, &host);
	if (p->kind != TALLY_P2P) {
		p->hosts += table_is_new(&t->plain_pairs, &key);
		return;
	}

	add_pair(t, r, &key, confidence);
	p->hosts += t->pairs.n > n;
	add_host(t, r, &host, confidence >= CONFIDENCE_LIKELY);
}

static void add_totals(struct tally *t, const struct record *r, enum tally_kind kind, bool sure)
{
	if (!t->all.flows || r->first_us < t->first_us)
		t->first_us = r->first_us;
	if (!t->all.flows || r->last_us > t->last_us)
		t->last_us = r->last_us;

	amount_add(&t->all, r);
	if (kind == TALLY_P2P && !sure)
		amount_add(&t->by_port, r);
	else
		amount_add(&t->kinds[kind], r);
	if (kind == TALLY_P2P && !sure && !*r->rule)
		amount_add(&t->by_port_let_go, r);
	if (sure)
		amount_add(&t->done[done_of(r)], r);
}

void tally_add(struct tally *t, const struct record *r)
{
	enum confidence confidence = confidence_of(r->confidence);
	struct tally_protocol *p = protocol_of(t, r);
	enum tally_kind kind = p ? p->kind : TALLY_PLAIN;
	bool sure = kind == TALLY_P2P && confidence >= CONFIDENCE_LIKELY;
	struct addr host = host_of(r);

	add_totals(t, r, kind, sure);
	add_capture(t, r, sure);
	add_rule(t, r, p ? p->bit : 0);
	ports_add(&t->ports, r, sure ? PORTS_P2P :
		  kind == TALLY_PLAIN ? PORTS_PLAIN : PORTS_UNNAMED);
	findings_add(&t->findings, r, &host, sure && !r->unanswered);
	if (!p)
		return;

	amount_add(&p->all, r);
	p->flows_by[confidence]++;
	if (!r->unanswered)
		add_who(t, r, p, confidence);
	if (sure)
		timeline_add(&t->timeline, p->series, r->first_us, r->last_us, r->bytes);
}

void tally_not_read(struct tally *t, const char *what, uint64_t n)
{
	uint64_t i;

	for (i = 0; i < t->not_read_kinds; i++) {
		if (!strncmp(t->not_read[i].what, what, TALLY_NAME - 1))
			break;
	}

	if (!n || i == TALLY_NOT_READ)
		return;
	if (i == t->not_read_kinds) {
		copy_name(t->not_read[i].what, TALLY_NAME, what);
		t->not_read_kinds++;
	}
	t->not_read[i].n += n;
}

const char *tally_overflow(const struct tally *t, unsigned int i, uint64_t *n)
{
	const struct {
		const char *what;
		uint64_t n;
	} full[] = {
		{ "flows of hosts that no longer fit the list of hosts", t->hosts.refused },
		{ "flows whose hosts were no longer counted by protocol",
		  t->pairs.refused + t->plain_pairs.refused },
		{ "flows of protocols that no longer fit the list", t->protocols.refused },
		{ "flows of rules that no longer fit the list", t->rules.refused },
		{ "flows of captures that no longer fit the list", t->captures.refused },
	};

	if (i >= sizeof(full) / sizeof(full[0]))
		return NULL;

	*n = full[i].n;
	return full[i].what;
}

bool tally_has_policy(const struct tally *t)
{
	return t->policy || t->rules.n || t->done[TALLY_NO_RULE].flows;
}

bool tally_is_live(const struct tally *t)
{
	const struct tally_capture *c = t->captures.n ? table_at(&t->captures, 0) : NULL;

	return c && t->captures.n == 1 && !*c->name && !t->policy;
}
