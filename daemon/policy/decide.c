/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "policy.h"

#include <string.h>

#include "../classify/catalogue.h"
#include "language.h"

static bool holds_any(const struct prefix *list, size_t n, const struct addr *a)
{
	for (size_t i = 0; i < n; i++) {
		if (prefix_holds(&list[i], a))
			return true;
	}

	return false;
}

static bool covers_ends(const struct rule *r, const struct addr *a, const struct addr *b)
{
	if (r->n_hosts && !holds_any(r->hosts, r->n_hosts, a) &&
	    !holds_any(r->hosts, r->n_hosts, b))
		return false;

	return !holds_any(r->except, r->n_except, a) && !holds_any(r->except, r->n_except, b);
}

struct decision policy_decide(const struct policy *p, struct label label,
			      const struct addr *a, const struct addr *b)
{
	if (label.number < LABEL_FIRST || label.number > LABEL_MAX)
		return (struct decision){ ACTION_ALLOW, NULL };

	/* By its port alone, and not looked at yet: for a rule that is its port all the same. */
	if (label.confidence == CONFIDENCE_NONE)
		label.confidence = CONFIDENCE_PORT;

	for (size_t i = 0; i < p->n_rules; i++) {
		const struct rule *r = &p->rules[i];

		if (r->labels[label.number] && label.confidence >= r->from && covers_ends(r, a, b))
			return (struct decision){ r->action, r };
	}

	return (struct decision){ ACTION_ALLOW, NULL };
}

bool policy_seeks_hidden(const struct policy *p)
{
	for (size_t i = 0; i < p->n_rules; i++) {
		if (p->rules[i].labels[PROTO_HIDDEN_P2P])
			return true;
	}

	return false;
}

/* True when each of `inner` lies in one of `outer`. */
static bool covers_each(const struct prefix *outer, size_t n_outer,
			const struct prefix *inner, size_t n_inner)
{
	for (size_t i = 0; i < n_inner; i++) {
		size_t j = 0;

		while (j < n_outer && !prefix_covers(&outer[j], &inner[i]))
			j++;
		if (j == n_outer)
			return false;
	}

	return true;
}

/* True when `early` takes every flow that `late` could. */
static bool hides(const struct rule *early, const struct rule *late)
{
	for (size_t i = 0; i <= LABEL_MAX; i++) {
		if (late->labels[i] && !early->labels[i])
			return false;
	}

	if (early->from > late->from)
		return false;
	if (early->n_hosts && !late->n_hosts)
		return false;
	return covers_each(early->hosts, early->n_hosts, late->hosts,
			   early->n_hosts ? late->n_hosts : 0) &&
	       covers_each(late->except, late->n_except, early->except, early->n_except);
}

const struct rule *policy_hidden_by(const struct policy *p, size_t i)
{
	for (size_t j = 0; j < i; j++) {
		if (hides(&p->rules[j], &p->rules[i]))
			return &p->rules[j];
	}

	return NULL;
}

const char *action_name(enum action action)
{
	return choice_name(action_choices, action);
}

const char *confidence_name(enum confidence confidence)
{
	return choice_name(from_choices, confidence);
}
