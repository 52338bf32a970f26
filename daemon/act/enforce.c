/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "enforce.h"

#include <ctype.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "../base/arena.h"
#include "../classify/catalogue.h"
#include "../classify/shapes.h"
#include "../classify/signatures.h"

/*
 * From policy to plan. policy_decide() asks for one flow which rule is the
 * first that matches; here the same is asked for every label there can be,
 * and what still depends on the flow, its two hosts, is left to the kernel:
 * the rules of a label are those that match it, in order, up to the first
 * that means every host.
 *
 * A protocol has up to four labels. That of its port alone, still being looked
 * at, is set by the kernel where the policy enforces ports; the rules treat it
 * as `port`.
 */
struct enforcement {
	struct plan plan;	/* first: what the caller holds */
	struct arena *arena;
	struct plan_label *labels;
	struct plan_port *ports;
};

#define PROTOCOLS_MAX PROTO_PLAIN_FIRST
#define CONFIDENCES 4
#define RULE_NAME_MAX 40	/* of the admin's own text */

/* Letters, digits and the like stay: `nft list` and `nft -f` must be able to read it. */
static void put_name(char *out, size_t size, const char *text)
{
	size_t n = strnlen(text, size - 1);

	for (size_t i = 0; i < n; i++)
		out[i] = isalnum((unsigned char)text[i]) && isascii(text[i]) ? text[i] : '_';
	out[n] = '\0';
}

static enum verdict verdict_of(enum action action)
{
	switch (action) {
	case ACTION_ALLOW:
	case ACTION_REPORT:
		return VERDICT_PASS;
	case ACTION_BLOCK:
		return VERDICT_DROP;
	case ACTION_REJECT:
		return VERDICT_REJECT;
	case ACTION_THROTTLE:
		return VERDICT_LIMIT;
	}
	return VERDICT_PASS;
}

/* The number in front makes the name unique, whatever is left of the text. */
static struct plan_rule rule_of(const struct rule *r, size_t number)
{
	struct plan_rule out = {
		.verdict = verdict_of(r->action),
		.hosts = r->hosts,
		.n_hosts = r->n_hosts,
		.except = r->except,
		.n_except = r->n_except,
		.rate_bps = r->rate_bps,
		.per_host = r->per_host,
	};
	char text[RULE_NAME_MAX];

	put_name(text, sizeof(text), r->name);
	snprintf(out.name, sizeof(out.name), "%zu_%s", number, text);
	return out;
}

static void add_rules(struct enforcement *e, const struct policy *p)
{
	struct plan_rule *rules = arena_take(e->arena, p->n_rules + 1, sizeof(*rules));

	for (size_t i = 0; i < p->n_rules; i++)
		rules[i] = rule_of(&p->rules[i], i + 1);
	e->plan.rules = rules;
	e->plan.n_rules = p->n_rules;
}

static bool means_every_host(const struct rule *r)
{
	return r->n_hosts == 0 && r->n_except == 0;
}

/* The rules of a label, by index, into `out` (room for all) or, when NULL, only their number. */
static size_t rules_for(const struct policy *p, uint16_t number, enum confidence confidence,
			uint16_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_rules; i++) {
		const struct rule *r = &p->rules[i];

		if (!r->labels[number] || confidence < r->from)
			continue;
		if (out)
			out[n] = (uint16_t)i;
		n++;
		if (means_every_host(r))
			break;
	}

	return n;
}

/* A label of this protocol, where any rule applies to it with this confidence, or shapes do. */
static void add_label(struct enforcement *e, const struct policy *p, const struct protocol *proto,
		      enum confidence written, enum confidence counts_as)
{
	static const char *const names[] = {
		[CONFIDENCE_NONE] = "port_alone",
		[CONFIDENCE_PORT] = "port",
		[CONFIDENCE_LIKELY] = "likely",
		[CONFIDENCE_CERTAIN] = "certain",
	};
	size_t n = rules_for(p, proto->number, counts_as, NULL);
	struct plan_label *l = &e->labels[e->plan.n_labels];
	char text[32];
	uint16_t *rules;

	if (n == 0 && !shapes_look_at((struct label){ proto->number, written }))
		return;
	rules = arena_take(e->arena, n + 1, sizeof(*rules));
	rules_for(p, proto->number, counts_as, rules);
	*l = (struct plan_label){ { proto->number, written }, "", rules, n };
	put_name(text, sizeof(text), proto->name);
	snprintf(l->name, sizeof(l->name), "%s_%s", text, names[written]);
	e->plan.n_labels++;
}

static void add_labels(struct enforcement *e, const struct policy *p)
{
	const struct protocol *proto;

	e->labels = arena_take(e->arena, PROTOCOLS_MAX * CONFIDENCES, sizeof(*e->labels));
	e->plan.labels = e->labels;
	for (size_t i = 0; (proto = catalogue_at(i)); i++) {
		if (protocol_is_plain(proto))
			continue;
		if (p->ports == PORTS_ENFORCE && (proto->tcp || proto->udp))
			add_label(e, p, proto, CONFIDENCE_NONE, CONFIDENCE_PORT);
		for (enum confidence c = CONFIDENCE_PORT; c <= CONFIDENCE_CERTAIN; c++)
			add_label(e, p, proto, c, c);
	}
}

/* The protocol whose port this is, as its label; 0 when the policy says nothing of it. */
static uint16_t label_of_port(const struct policy *p, uint8_t transport, uint16_t port)
{
	const struct protocol *proto = catalogue_by_port(transport, port);

	if (!proto || protocol_is_plain(proto))
		return 0;
	return rules_for(p, proto->number, CONFIDENCE_PORT, NULL) ? proto->number : 0;
}

/* Ports one after the other that give the same label are one range. */
static void add_port(struct enforcement *e, uint8_t transport, uint16_t port, uint16_t number)
{
	struct plan_port *last = e->plan.n_ports ? &e->ports[e->plan.n_ports - 1] : NULL;

	if (last && last->transport == transport && last->label.number == number &&
	    last->last + 1 == port) {
		last->last = port;
		return;
	}
	e->ports[e->plan.n_ports++] = (struct plan_port){
		.transport = transport,
		.first = port,
		.last = port,
		.label = { number, CONFIDENCE_NONE },
	};
}

static void add_ports(struct enforcement *e, const struct policy *p, uint8_t transport)
{
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		uint16_t number = label_of_port(p, transport, (uint16_t)port);

		if (number)
			add_port(e, transport, (uint16_t)port, number);
	}
}

static struct plan_signature signature_plan(const struct signature *s)
{
	static const enum plan_side sides[] = {
		[SIGNATURE_EITHER] = SIDE_ANY,
		[SIGNATURE_INITIATOR] = SIDE_ORIGINAL,
		[SIGNATURE_RESPONDER] = SIDE_REPLY,
	};

	return (struct plan_signature){
		.name = s->name,
		.transport = s->transport,
		.side = sides[s->side],
		.least = s->least,
		.most = s->most,
		.len = s->len,
		.bytes = s->bytes,
		.mask = s->mask,
		.label = { s->proto, CONFIDENCE_CERTAIN },
	};
}

/* What the admin calls it, as the comment of its rule. */
static const char *comment_of(struct enforcement *e, const char *name)
{
	char *text = arena_take(e->arena, RULE_NAME_MAX, 1);

	put_name(text, RULE_NAME_MAX, name);
	return text;
}

/*
 * Every signature labels, whether or not a rule names it: nobody then looks at the flow.
 * Of the policy's own, those with a length relation are the daemon's.
 */
static void add_signatures(struct enforcement *e, const struct policy *p)
{
	struct signature_list shipped = signatures_shipped();
	struct signature_list own = policy_signatures(p);
	struct plan_signature *list = arena_take(e->arena, shipped.n + own.n, sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; i < shipped.n; i++)
		list[n++] = signature_plan(&shipped.each[i]);
	for (size_t i = 0; i < own.n && !own.each[i].length; i++) {
		list[n] = signature_plan(&own.each[i]);
		list[n++].name = comment_of(e, own.each[i].name);
	}
	e->plan.signatures = list;
	e->plan.n_signatures = n;
}

static void add_answers(struct enforcement *e)
{
	struct signature_list answers = signatures_answers();
	struct plan_signature *list = arena_take(e->arena, answers.n, sizeof(*list));

	for (size_t i = 0; i < answers.n; i++)
		list[i] = signature_plan(&answers.each[i]);
	e->plan.answers = list;
	e->plan.n_answers = answers.n;
}

static void add_shapes(struct enforcement *e)
{
	struct plan_signature *list;
	const struct shape *s;
	size_t n = 0;

	while (shape_at(n))
		n++;
	list = arena_take(e->arena, n, sizeof(*list));
	for (size_t i = 0; (s = shape_at(i)); i++)
		list[i] = signature_plan(&s->bytes);
	e->plan.shapes = list;
	e->plan.n_shapes = n;
}

struct plan *enforce_plan(const struct policy *p, uint16_t n_queues)
{
	struct arena *arena = arena_new();
	struct enforcement *e = arena_take(arena, 1, sizeof(*e));

	e->arena = arena;
	e->plan.mark_mask = p->mark_mask;
	e->plan.lan = p->lan;
	e->plan.n_lan = p->n_lan;
	e->plan.queue_first = p->queue_first;
	e->plan.n_queues = n_queues;
	e->plan.fail_open = p->failure == FAILURE_OPEN;
	add_rules(e, p);
	add_labels(e, p);
	add_signatures(e, p);
	add_answers(e);
	add_shapes(e);
	e->plan.log_group = p->queue_first;
	if (p->ports == PORTS_ENFORCE) {
		e->ports = arena_take(arena, 2 * (UINT16_MAX + 1), sizeof(*e->ports));
		e->plan.ports = e->ports;
		add_ports(e, p, IPPROTO_TCP);
		add_ports(e, p, IPPROTO_UDP);
	}
	return &e->plan;
}

void enforce_free(struct plan *plan)
{
	if (plan)
		arena_free(((struct enforcement *)plan)->arena);
}
