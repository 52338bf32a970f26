/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "letgo.h"

#include <netinet/in.h>

#include "expr.h"
#include "object.h"
#include "signatures.h"

static uint32_t confidence_bits(const struct plan *p)
{
	return mark_of((struct label){ 0, CONFIDENCE_CERTAIN }, p->mark_mask);
}

uint32_t letgo_aside(const struct plan *p)
{
	return mark_of((struct label){ LABEL_CLEARED, CONFIDENCE_NONE }, p->mark_mask);
}

uint32_t letgo_for_good(const struct plan *p)
{
	return mark_of((struct label){ LABEL_CLEARED, CONFIDENCE_PORT }, p->mark_mask);
}

void letgo_put_chains(struct batch *b)
{
	put_chain(b, "let_go");
	put_chain(b, "set_aside");
	put_chain(b, "answers_tcp");
	put_chain(b, "answers_udp");
	put_chain(b, "answered");
}

/* ct mark and CONFIDENCE == PORT jump let_go: cleared for good, or a port's label */
static struct nftnl_rule *rule_let_go(const struct plan *p)
{
	struct nftnl_rule *r = rule_in("forward");

	load_ct_mark(r);
	keep_bits(r, confidence_bits(p));
	want_u32(r, mark_of((struct label){ 0, CONFIDENCE_PORT }, p->mark_mask));
	jump_to(r, "let_go");
	return r;
}

/* ct mark and MASK == CLEARED jump set_aside */
static struct nftnl_rule *rule_aside(const struct plan *p)
{
	struct nftnl_rule *r = rule_in("forward");

	load_ct_mark(r);
	keep_bits(r, p->mark_mask);
	want_u32(r, letgo_aside(p));
	jump_to(r, "set_aside");
	return r;
}

/* ct packets >= N accept */
static struct nftnl_rule *rule_is_old(void)
{
	struct nftnl_rule *r = rule_in("let_go");

	load_ct_packets(r, SIDE_ANY);
	want_u64_least(r, LET_GO_PACKETS);
	accept_it(r);
	return r;
}

/* meta l4proto PROTOCOL jump sig_PROTOCOL */
static struct nftnl_rule *rule_sig(const char *chain, uint8_t transport)
{
	struct nftnl_rule *r = rule_in(chain);

	want_l4proto(r, transport);
	jump_to(r, transport == IPPROTO_TCP ? "sig_tcp" : "sig_udp");
	return r;
}

static struct nftnl_rule *rule_accept(const char *chain)
{
	struct nftnl_rule *r = rule_in(chain);

	accept_it(r);
	return r;
}

/* What is proved late is labelled all the same; the rest leaves. */
static void put_signatures_alone(struct batch *b, const char *chain)
{
	put_rule(b, rule_sig(chain, IPPROTO_TCP), "does it prove itself after all?");
	put_rule(b, rule_sig(chain, IPPROTO_UDP), "does it prove itself after all?");
	put_rule(b, rule_accept(chain), "let go");
}

/* meta l4proto PROTOCOL ct direction reply jump answers_PROTOCOL */
static struct nftnl_rule *rule_answer(uint8_t transport)
{
	struct nftnl_rule *r = rule_in("set_aside");

	want_l4proto(r, transport);
	load_ct_direction(r);
	want_u8(r, 1);
	jump_to(r, transport == IPPROTO_TCP ? "answers_tcp" : "answers_udp");
	return r;
}

/* ct direction DIRECTION ct DIRECTION packets < N (ct DIRECTION bytes < M) return */
static struct nftnl_rule *rule_look_again(enum plan_side side)
{
	struct nftnl_rule *r = rule_in("set_aside");

	load_ct_direction(r);
	want_u8(r, side == SIDE_REPLY);
	load_ct_packets(r, side);
	want_u64_below(r, SET_ASIDE_PACKETS);
	if (side == SIDE_ORIGINAL) {
		load_ct_bytes(r, side);
		want_u64_below(r, SET_ASIDE_BYTES);
	}
	go_back(r);
	return r;
}

/* @ih,… BYTES goto answered */
static struct nftnl_rule *rule_plain(const struct plan_signature *s)
{
	struct nftnl_rule *r = rule_in(s->transport == IPPROTO_TCP ? "answers_tcp" : "answers_udp");

	want_bytes(r, s->bytes, s->mask, s->len);
	if (s->least > s->len)
		want_payload_least(r, s->least);
	goto_chain(r, "answered");
	return r;
}

/* ct mark set ct mark and ~MASK or CLEARED-FOR-GOOD accept */
static struct nftnl_rule *rule_for_good(const struct plan *p)
{
	struct nftnl_rule *r = rule_in("answered");

	load_ct_mark(r);
	put_bits(r, p->mark_mask, letgo_for_good(p));
	store_ct_mark(r);
	accept_it(r);
	return r;
}

void letgo_put_rules(struct batch *b, const struct plan *p)
{
	put_rule(b, rule_is_old(), "it has had its time");
	put_signatures_alone(b, "let_go");

	put_rule(b, rule_for_good(p), "both sides have spoken");
	for (size_t i = 0; i < p->n_answers; i++)
		put_rule(b, rule_plain(&p->answers[i]), p->answers[i].name);
	put_rule(b, rule_answer(IPPROTO_TCP), "is it answered in a plain protocol?");
	put_rule(b, rule_answer(IPPROTO_UDP), "is it answered in a plain protocol?");
	put_rule(b, rule_look_again(SIDE_ORIGINAL), "the first may have been a decoy");
	put_rule(b, rule_look_again(SIDE_REPLY), "what is it answered?");
	put_signatures_alone(b, "set_aside");
}

void letgo_put_call(struct batch *b, const struct plan *p)
{
	put_rule(b, rule_let_go(p), "let go, or known by its port");
}

void letgo_put_call_aside(struct batch *b, const struct plan *p)
{
	put_rule(b, rule_aside(p), "let go on one side's word");
}
