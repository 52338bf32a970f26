/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shapes.h"

#include <stdio.h>

#include "expr.h"
#include "object.h"
#include "signatures.h"

static struct object_name chain_of(uint16_t number)
{
	char text[8];

	snprintf(text, sizeof(text), "%u", number);
	return named("find_", text);
}

static bool work(const struct plan *p, const struct nft_kernel *k)
{
	return p->n_shapes > 0 && nft_compares_bytes(k);
}

void shapes_put_chains(struct batch *b, const struct plan *p, const struct nft_kernel *k)
{
	for (size_t i = 0; i < p->n_shapes && work(p, k); i++) {
		if (signature_is_first(p->shapes, i, signatures_share_label))
			put_chain(b, chain_of(p->shapes[i].label.number).text);
	}
}

/* meta l4proto PROTOCOL ct direction original @ih,… BYTES log prefix NAME group GROUP */
static struct nftnl_rule *rule_shape(const struct plan *p, const struct plan_signature *s)
{
	struct nftnl_rule *r = rule_in(chain_of(s->label.number).text);

	want_l4proto(r, s->transport);
	want_signature(r, s);
	log_as(r, s->name, p->log_group, LOGGED_BYTES);
	return r;
}

void shapes_put_rules(struct batch *b, const struct plan *p, const struct nft_kernel *k)
{
	for (size_t i = 0; i < p->n_shapes && work(p, k); i++)
		put_rule(b, rule_shape(p, &p->shapes[i]), "a finding, told to the daemon");
}

/* jump find_NUMBER */
static struct nftnl_rule *rule_call(const struct plan_label *label)
{
	struct nftnl_rule *r = rule_in(named("p_", label->name).text);

	jump_to(r, chain_of(label->label.number).text);
	return r;
}

void shapes_put_call(struct batch *b, const struct plan *p, const struct nft_kernel *k,
		     const struct plan_label *label)
{
	bool any = false;

	for (size_t i = 0; i < p->n_shapes; i++)
		any |= p->shapes[i].label.number == label->label.number;
	if (any && label->label.confidence >= CONFIDENCE_LIKELY && work(p, k))
		put_rule(b, rule_call(label), "does it give something away?");
}
