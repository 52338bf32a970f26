/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blind.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../../nft/blind.h"
#include "clean.h"

#define RULES_MAX 12

struct list {
	struct blind_spot *spots;
	size_t n;
};

static void add(struct list *l, const char *kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void add(struct list *l, const char *kind, const char *format, ...)
{
	struct blind_spot *spot = &l->spots[l->n];
	char text[sizeof(spot->text)];
	va_list args;

	if (l->n == BLIND_MAX)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	spot->kind = kind;
	clean_line(text, spot->text, sizeof(spot->text));
	l->n++;
}

/* Packets of a port have the bridge as their interface when they are forwarded. */
static void look_at_interface(struct list *l, const char *name)
{
	struct link link;

	if (link_ask(name, &link) < 0)
		return;
	if (!link.there)
		add(l, "lan-missing", "lan interface %s is not there now; it counts as soon as it "
		    "is", name);
	else if (strcmp(link.of_kind, "bridge") == 0 || strcmp(link.of_kind, "bond") == 0 ||
		 strcmp(link.of_kind, "team") == 0)
		add(l, "lan-port", "lan interface %s is a port of %s %s: packets are forwarded as "
		    "%s's, so nothing of it is looked at; write lan: [%s] instead",
		    name, link.of_kind, link.of, link.of, link.of);
}

/* A flowtable hides what comes in by an interface of the LAN, or by a port of one. */
static bool is_of_lan(const void *ctx, const char *device)
{
	const struct policy *p = ctx;
	struct link link = { .there = false };

	link_ask(device, &link);
	for (size_t i = 0; i < p->n_lan; i++) {
		if (strcmp(p->lan[i], device) == 0 || strcmp(p->lan[i], link.of) == 0)
			return true;
	}
	return p->n_lan == 0;
}

static void tell_rule(struct list *l, const struct policy *p, const struct nft_blind *b)
{
	char place[192];

	snprintf(place, sizeof(place), "table %s %s, chain %s, rule handle %" PRIu64, b->family,
		 b->table, b->chain, b->handle);
	switch (b->kind) {
	case NFT_BLIND_CT_MARK:
		add(l, "mark-rule", "%s sets the whole connection mark: forwarded flows that it "
		    "meets lose their label and are looked at again; write " BLIND_KEEP,
		    place, p->mark_mask);
		break;
	case NFT_BLIND_NOTRACK:
		add(l, "notrack", "%s takes packets out of connection tracking (notrack): what it "
		    "meets of the forwarded is neither looked at nor blocked; let it leave out "
		    "what is forwarded", place);
		break;
	case NFT_BLIND_OFFLOAD:
		add(l, "flowtable", "%s gives flows to flowtable %s before they have a label: "
		    "nobody looks at them from then on; write ct mark and 0x%08" PRIx32
		    " != 0 before flow add", place, b->flowtable, p->mark_mask);
		break;
	}
}

size_t blind_look(const struct policy *p, struct blind_spot spots[BLIND_MAX])
{
	struct list l = { .spots = spots };
	struct nft_blind rules[RULES_MAX];
	int n = nft_blind_rules(p->mark_mask, is_of_lan, p, rules, RULES_MAX);

	for (size_t i = 0; i < p->n_lan; i++)
		look_at_interface(&l, p->lan[i]);
	for (int i = 0; i < n; i++)
		tell_rule(&l, p, &rules[i]);
	return l.n;
}
