/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signatures.h"

#include <netinet/in.h>
#include <stdio.h>

#include "expr.h"
#include "object.h"

/*
 *   sig_tcp     the first byte is 13: jump sig_tcp_13; the first byte is 00: …
 *   sig_tcp_13  bytes of one signature, and of the next; goto sig_NUMBER
 *   sig_NUMBER  where the LAN's interfaces are known, a packet of theirs alone counts; the
 *               label, a copy to the daemon; accepted, so that `commit` acts on it
 *
 * So most packets cost a handful of comparisons of one byte.
 */
static struct object_name chain_of_transport(uint8_t transport)
{
	return named("sig_", transport == IPPROTO_TCP ? "tcp" : "udp");
}

static struct object_name chain_of_byte(const struct plan_signature *s)
{
	char text[12];

	snprintf(text, sizeof(text), "%s_%02x", s->transport == IPPROTO_TCP ? "tcp" : "udp",
		 s->bytes[0]);
	if (s->mask[0] != 0xff)
		snprintf(text + 6, sizeof(text) - 6, "_%02x", s->mask[0]);
	return named("sig_", text);
}

static struct object_name chain_of_label(struct label l)
{
	char text[8];

	snprintf(text, sizeof(text), "%u", l.number);
	return named("sig_", text);
}

static bool have_same_byte(const struct plan_signature *a, const struct plan_signature *b)
{
	return a->transport == b->transport && a->bytes[0] == b->bytes[0] &&
	       a->mask[0] == b->mask[0];
}

bool signatures_share_label(const struct plan_signature *a, const struct plan_signature *b)
{
	return a->label.number == b->label.number;
}

bool signature_is_first(const struct plan_signature *list, size_t i,
		   bool (*same)(const struct plan_signature *a, const struct plan_signature *b))
{
	for (size_t n = 0; n < i; n++) {
		if (same(&list[n], &list[i]))
			return false;
	}

	return true;
}

bool signatures_work(const struct plan *p, const struct nft_kernel *k)
{
	return p->n_signatures > 0 && nft_compares_bytes(k);
}

void signatures_put_chains(struct batch *b, const struct plan *p)
{
	put_chain(b, "sig_tcp");
	put_chain(b, "sig_udp");
	for (size_t i = 0; i < p->n_signatures; i++) {
		if (signature_is_first(p->signatures, i, have_same_byte))
			put_chain(b, chain_of_byte(&p->signatures[i]).text);
		if (signature_is_first(p->signatures, i, signatures_share_label))
			put_chain(b, chain_of_label(p->signatures[i].label).text);
	}
}

/* @ih,0,8 BYTE jump sig_tcp_BYTE */
static struct nftnl_rule *rule_first_byte(const struct plan_signature *s)
{
	struct nftnl_rule *r = rule_in(chain_of_transport(s->transport).text);

	want_bytes(r, s->bytes, s->mask, 1);
	jump_to(r, chain_of_byte(s).text);
	return r;
}

/* ct direction original @ih,… BYTES */
void want_signature(struct nftnl_rule *r, const struct plan_signature *s)
{
	if (s->side != SIDE_ANY) {
		load_ct_direction(r);
		want_u8(r, s->side == SIDE_REPLY);
	}
	want_bytes(r, s->bytes, s->mask, s->len);
	if (s->least > s->len)
		want_payload_least(r, s->least);
	if (s->most)
		want_datagram_most(r, s->most);
}

/* ct direction original @ih,… BYTES goto sig_NUMBER */
static struct nftnl_rule *rule_signature(const struct plan_signature *s)
{
	struct nftnl_rule *r = rule_in(chain_of_byte(s).text);

	want_signature(r, s);
	goto_chain(r, chain_of_label(s->label).text);
	return r;
}

/* iifname != @lan return: a sender outside can be forged; the daemon hears what is answered */
static struct nftnl_rule *rule_stranger(struct label l)
{
	struct nftnl_rule *r = rule_in(chain_of_label(l).text);

	load_meta(r, NFT_META_IIFNAME);
	want_not_in(r, "lan");
	go_back(r);
	return r;
}

/* ct mark set ct mark and ~MASK or LABEL log group GROUP accept */
static struct nftnl_rule *rule_label(const struct plan *p, struct label l)
{
	struct nftnl_rule *r = rule_in(chain_of_label(l).text);

	load_ct_mark(r);
	put_bits(r, p->mark_mask, mark_of(l, p->mark_mask));
	store_ct_mark(r);
	log_to(r, p->log_group, LOGGED_BYTES);
	accept_it(r);
	return r;
}

static void put_label(struct batch *b, const struct plan *p, struct label l)
{
	if (p->n_lan > 0)
		put_rule(b, rule_stranger(l), "a stranger's word");
	put_rule(b, rule_label(p, l), "proved by its bytes");
}

void signatures_put_rules(struct batch *b, const struct plan *p)
{
	for (size_t i = 0; i < p->n_signatures; i++) {
		const struct plan_signature *s = &p->signatures[i];

		if (signature_is_first(p->signatures, i, signatures_share_label))
			put_label(b, p, s->label);
		if (signature_is_first(p->signatures, i, have_same_byte))
			put_rule(b, rule_first_byte(s), "what begins so");
		put_rule(b, rule_signature(s), s->name);
	}
}

/* meta l4proto PROTOCOL ct mark and CONFIDENCE == 0 jump sig_PROTOCOL */
static struct nftnl_rule *rule_call(const struct plan *p, uint8_t transport)
{
	struct nftnl_rule *r = rule_in("forward");

	want_l4proto(r, transport);
	load_ct_mark(r);
	keep_bits(r, mark_of((struct label){ 0, CONFIDENCE_CERTAIN }, p->mark_mask));
	want_u32(r, 0);
	jump_to(r, chain_of_transport(transport).text);
	return r;
}

void signatures_put_calls(struct batch *b, const struct plan *p)
{
	put_rule(b, rule_call(p, IPPROTO_TCP), "does it prove itself?");
	put_rule(b, rule_call(p, IPPROTO_UDP), "does it prove itself?");
}
