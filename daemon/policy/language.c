/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "language.h"

#include <assert.h>
#include <string.h>

#include "../base/arena.h"
#include "complaint.h"
#include "policy.h"

#define RULES_MAX 1000

static_assert(sizeof(enum action) == sizeof(unsigned int), "choices are stored as unsigned int");

const struct choice failure_choices[] = {
	{ "open", FAILURE_OPEN },
	{ "closed", FAILURE_CLOSED },
	{ NULL, 0 },
};

const struct choice stop_choices[] = {
	{ "keep", STOP_KEEP },
	{ "flush", STOP_FLUSH },
	{ NULL, 0 },
};

const struct choice ports_choices[] = {
	{ "off", PORTS_OFF },
	{ "hint", PORTS_HINT },
	{ "enforce", PORTS_ENFORCE },
	{ NULL, 0 },
};

const struct choice action_choices[] = {
	{ "allow", ACTION_ALLOW },
	{ "report", ACTION_REPORT },
	{ "block", ACTION_BLOCK },
	{ "reject", ACTION_REJECT },
	{ "throttle", ACTION_THROTTLE },
	{ NULL, 0 },
};

const struct choice from_choices[] = {
	{ "port", CONFIDENCE_PORT },
	{ "likely", CONFIDENCE_LIKELY },
	{ "certain", CONFIDENCE_CERTAIN },
	{ NULL, 0 },
};

const char *choice_name(const struct choice *choices, unsigned int value)
{
	for (; choices->name; choices++) {
		if (choices->value == value)
			return choices->name;
	}

	return "";
}

static const char *rate_when_throttling(const void *record)
{
	const struct rule *rule = record;

	return rule->action == ACTION_THROTTLE && !rule->rate_bps ?
	       "needs a rate in the same rule; add, say, rate: 2 mbit/s per host" : NULL;
}

static const char *rate_only_when_throttling(const void *record)
{
	const struct rule *rule = record;

	if (rule->action == ACTION_THROTTLE)
		return NULL;
	return "goes with the action throttle alone; change the action, or take the rate out";
}

static const struct kind kind_rules;
static const struct range budget_range = { 1, 64 };

#define AT(record, field) offsetof(struct record, field)

static const struct key rule_keys[] = {
	/* key         kind             required  stored at            allowed; example, check */
	{ "name",      &kind_name,      false, AT(rule, name),         NULL,
	  "no torrents at noon",        NULL },
	{ "protocols", &kind_protocols, false, AT(rule, labels),       NULL,
	  "[file-sharing]",             NULL },
	{ "hosts",     &kind_hosts,     false, AT(rule, hosts),        NULL,
	  "[10.20.0.0/24]",             NULL },
	{ "from",      &kind_choice,    false, AT(rule, from),         from_choices,
	  "certain",                    NULL },
	{ "action",    &kind_choice,    true,  AT(rule, action),       action_choices,
	  "report",                     rate_when_throttling },
	{ "rate",      &kind_rate,      false, AT(rule, rate_bps),     NULL,
	  "2 mbit/s per host",          rate_only_when_throttling },
	{ NULL, NULL, false, 0, NULL, NULL, NULL },
};

static const struct key gateway_keys[] = {
	/* key         kind              required  stored at              allowed; example, check */
	{ "lan",       &kind_interfaces, false, AT(policy, lan),         NULL,
	  "[br-lan]",                    NULL },
	{ "failure",   &kind_choice,     false, AT(policy, failure),     failure_choices,
	  "open",                        NULL },
	{ "on-stop",   &kind_choice,     false, AT(policy, on_stop),     stop_choices,
	  "keep",                        NULL },
	{ "budget",    &kind_number,     false, AT(policy, budget),      &budget_range,
	  "10",                          NULL },
	{ "mark-mask", &kind_mask,       false, AT(policy, mark_mask),   NULL,
	  "0x0fff0000",                  NULL },
	{ "queues",    &kind_queues,     false, AT(policy, queue_first), NULL,
	  "100-103",                     NULL },
	{ NULL, NULL, false, 0, NULL, NULL, NULL },
};

const struct key policy_keys[] = {
	/* key         kind             required  stored at            allowed; example, check */
	{ "version",   &kind_version,   true,  0,                      NULL,
	  "1",                          NULL },
	{ "gateway",   &kind_section,   false, 0,                      gateway_keys,
	  "{failure: open}",            NULL },
	{ "ports",     &kind_choice,    false, AT(policy, ports),      ports_choices,
	  "hint",                       NULL },
	{ "signatures", &kind_signatures, false, 0,                    NULL,
	  "[{protocol: bt, transport: udp, bytes: 01020304, "
	  "matches: [01020304], matches-not: [05]}]", NULL },
	{ "rules",     &kind_rules,     true,  AT(policy, rules),      NULL,
	  "[{protocols: [all], action: report}]", NULL },
	{ NULL, NULL, false, 0, NULL, NULL, NULL },
};

const struct table policy_tables[] = {
	{ "the policy itself", policy_keys },
	{ "\"gateway\"", gateway_keys },
	{ "a rule", rule_keys },
	{ "a signature", signature_keys },
	{ "\"length\" of a signature", length_keys },
	{ NULL, NULL },
};

/* A group of keys of the same record: they stay in the record they stand in. */
static void convert_section(struct reading *r, const struct key *key, const struct node *value,
			    void *record)
{
	const char *outside = r->within;

	r->within = arena_format(r->scratch, "%s%s: ", outside, key->name);
	schema_walk(r, key->allowed, value, record);
	r->within = outside;
}

const struct kind kind_section = { NODE_MAP, convert_section };

/*
 * A port alone stops nothing that is not named so. Proof is not asked for: a torrent client that
 * enciphers everything cannot be proven, and gets its whole file past a rule from certain on.
 */
static enum confidence default_from(enum action action)
{
	return action == ACTION_ALLOW || action == ACTION_REPORT ? CONFIDENCE_PORT :
	       CONFIDENCE_LIKELY;
}

static void convert_rule(struct reading *r, const struct node *map, size_t number,
			 struct rule *rule)
{
	const char *outside = r->within;

	r->within = schema_title(r, "rule", map, number);
	schema_walk(r, rule_keys, map, rule);
	r->within = outside;

	rule->known = known_protocols(r);
	rule->place = arena_format(r->arena, "%s:%u", r->complaints->file, map->line);
	if (!rule->name)
		rule->name = arena_format(r->arena, "rule %zu", number);
	if (rule->from == CONFIDENCE_NONE)
		rule->from = default_from(rule->action);
	if (!memchr(rule->labels, 1, sizeof(rule->labels)))
		choose_all_protocols(r, rule->labels);
}

/* Names tell rules apart in counters and reports. */
static void find_repeated_name(struct reading *r, const struct rule *rules, size_t i,
			       const struct node *map)
{
	for (size_t j = 0; j < i; j++) {
		/* An item that was no rule has no name. */
		if (rules[j].name && strcmp(rules[j].name, rules[i].name) == 0) {
			complain(r->complaints, map->line, map->column,
				 "rule %zu: the name \"%s\" is that of the rule in line %s too; "
				 "give each its own", i + 1, shown(r->scratch, rules[i].name),
				 strrchr(rules[j].place, ':') + 1);
			return;
		}
	}
}

static void convert_rules(struct reading *r, const struct key *key, const struct node *list,
			  void *record)
{
	struct policy *p = record;
	struct rule *rules;
	size_t n = 0;

	if (!list->n)
		refuse(r, key, list, "is an empty list; write at least one rule, say, %s: %s",
		       key->name, key->example);
	if (list->n > RULES_MAX)
		refuse(r, key, list, "holds %zu rules; at most %d are allowed", list->n, RULES_MAX);
	if (!list->n || list->n > RULES_MAX)
		return;

	p->rules = rules = arena_take(r->arena, list->n, sizeof(*rules));
	for (const struct node *map = list->first; map; map = map->next, n++) {
		if (map->kind != NODE_MAP) {
			complain(r->complaints, map->line, map->column, "rule %zu is no group of "
				 "keys; write, say, - action: report", n + 1);
			continue;
		}
		convert_rule(r, map, n + 1, &rules[n]);
		find_repeated_name(r, rules, n, map);
	}
	p->n_rules = n;
}

static const struct kind kind_rules = { NODE_LIST, convert_rules };
