/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ruleset.h"

#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "expr.h"
#include "letgo.h"
#include "object.h"
#include "set.h"
#include "shapes.h"
#include "signatures.h"

/*
 * The table, in the order a packet meets it:
 *
 *   chain ports (priority 9)        is its port enough to know it by?
 *       only where the policy enforces ports: the port gives a label for a
 *       start, and what the policy says of that is done before anyone looks
 *   chain forward (priority 10)     who is to be looked at?
 *       what proves itself by its bytes gets its label here (chains sig_…);
 *       decided flows leave at once; what has payload goes to the queue
 *   chain commit (priority 11)      what is to be done with it?
 *       the label that the daemon's verdict put into the packet mark moves to
 *       the connection mark; then @by_label says which chain p_NAME goes on
 *   chain p_NAME, one a label       the rules that apply to it, in order; where there
 *       are shapes for the label, chain find_NUMBER logs what fits before they act
 *   chain m_NAME, one a rule        does the rule mean these two hosts?
 *   chain r_NAME, one a rule        its counter and its verdict
 *
 * The states of a connection: label 0, nothing known; a protocol with
 * confidence 0, known by its port alone and still looked at; cleared with
 * confidence 0, set aside on one side's word, and with confidence 1, let go for
 * good (letgo.h); a protocol with its confidence. The last two are decided.
 *
 * `ports` acts on the second state and `commit` on the last, so a packet is
 * counted and throttled once (twice only the one that decides a flow known by
 * its port). Both also act when the daemon is dead and the queue is passed by.
 */
/*
 * Behind the site's own filter (0): what that drops is never looked at, so that nobody outside can
 * fill the daemon with it. A site's rules at 0 read a label from the flow's next packet on.
 */
#define PRIORITY_FORWARD 10

static uint32_t confidence_bits(const struct plan *p)
{
	return mark_of((struct label){ 0, CONFIDENCE_CERTAIN }, p->mark_mask);
}

/* meta mark and MASK != 0 meta mark set meta mark and ~MASK */
static struct nftnl_rule *rule_wipe(const struct plan *p)
{
	struct nftnl_rule *r = rule_in("forward");

	load_meta(r, NFT_META_MARK);
	keep_bits(r, p->mark_mask);
	want_not_u32(r, 0);
	load_meta(r, NFT_META_MARK);
	keep_bits(r, ~p->mark_mask);
	store_meta_mark(r);
	return r;
}

/* ct mark and MASK == CLEARED accept */
static struct nftnl_rule *rule_cleared(const struct plan *p, const char *chain)
{
	struct nftnl_rule *r = rule_in(chain);

	load_ct_mark(r);
	keep_bits(r, p->mark_mask);
	want_u32(r, letgo_aside(p));
	accept_it(r);
	return r;
}

/* ct mark and CONFIDENCE != 0 accept */
static struct nftnl_rule *rule_decided(const struct plan *p, const char *chain)
{
	struct nftnl_rule *r = rule_in(chain);

	load_ct_mark(r);
	keep_bits(r, confidence_bits(p));
	want_not_u32(r, 0);
	accept_it(r);
	return r;
}

/*
 * meta l4proto tcp tcp flags syn accept
 * What a SYN carries reaches no program that did not ask for it (RFC 7413).
 */
static struct nftnl_rule *rule_opens(void)
{
	struct nftnl_rule *r = rule_in("forward");

	want_l4proto(r, IPPROTO_TCP);
	want_syn(r);
	accept_it(r);
	return r;
}

/* iifname != @lan oifname != @lan accept */
static struct nftnl_rule *rule_not_lan(const char *chain)
{
	struct nftnl_rule *r = rule_in(chain);

	load_meta(r, NFT_META_IIFNAME);
	want_not_in(r, "lan");
	load_meta(r, NFT_META_OIFNAME);
	want_not_in(r, "lan");
	accept_it(r);
	return r;
}

/*
 * ct state untracked counter name untracked
 * What has no connection has no mark: nobody will ever name it.
 */
static struct nftnl_rule *rule_untracked(void)
{
	struct nftnl_rule *r = rule_in("forward");

	load_ct_state(r);
	keep_bits(r, NF_CT_STATE_UNTRACKED_BIT);
	want_not_u32(r, 0);
	count_in(r, "untracked");
	return r;
}

/* ct mark and MASK == 0 ct direction original meta l4proto PROTOCOL th dport vmap @MAP */
static struct nftnl_rule *rule_ports(const struct plan *p, uint8_t protocol, const char *map)
{
	struct nftnl_rule *r = rule_in("ports");

	load_ct_mark(r);
	keep_bits(r, p->mark_mask);
	want_u32(r, 0);
	load_ct_direction(r);
	want_u8(r, 0);
	want_l4proto(r, protocol);
	load_dport(r);
	vmap(r, map);
	return r;
}

/*
 * meta l4proto PROTOCOL @ih,0,8 >= 0 ct mark and CONFIDENCE == 0 counter name queued queue …
 * The mark is asked once more since what has no connection has no mark, and so leaves here.
 */
static struct nftnl_rule *rule_queue(const struct plan *p, const struct nft_kernel *k,
				     uint8_t protocol)
{
	struct nftnl_rule *r = rule_in("forward");

	want_l4proto(r, protocol);
	if (k->inner_header)
		want_payload(r);
	load_ct_mark(r);
	keep_bits(r, confidence_bits(p));
	want_u32(r, 0);
	count_in(r, "queued");
	queue_to(r, p, k->queue);
	return r;
}

/* meta mark and MASK != 0 jump save_label */
static struct nftnl_rule *rule_has_verdict(const struct plan *p)
{
	struct nftnl_rule *r = rule_in("commit");

	load_meta(r, NFT_META_MARK);
	keep_bits(r, p->mark_mask);
	want_not_u32(r, 0);
	jump_to(r, "save_label");
	return r;
}

/* ct mark and CONFIDENCE == 0 accept */
static struct nftnl_rule *rule_undecided(const struct plan *p)
{
	struct nftnl_rule *r = rule_in("commit");

	load_ct_mark(r);
	keep_bits(r, confidence_bits(p));
	want_u32(r, 0);
	accept_it(r);
	return r;
}

/*
 * ct direction reply meta mark set meta mark and ~MASK or REPLY
 * So the daemon knows who opened the connection, which it may meet at an answer.
 */
static struct nftnl_rule *rule_reply(const struct plan *p)
{
	struct nftnl_rule *r = rule_in("forward");

	load_ct_direction(r);
	want_u8(r, 1);
	load_meta(r, NFT_META_MARK);
	put_bits(r, p->mark_mask, mark_reply(p->mark_mask));
	store_meta_mark(r);
	return r;
}

/*
 * iifname @lan meta mark set meta mark or LAN
 * So the daemon knows whose packet nobody outside can have forged.
 */
static struct nftnl_rule *rule_from_lan(const struct plan *p)
{
	struct nftnl_rule *r = rule_in("forward");
	uint32_t bit = mark_lan(p->mark_mask);

	load_meta(r, NFT_META_IIFNAME);
	want_in(r, "lan");
	load_meta(r, NFT_META_MARK);
	put_bits(r, bit, bit);
	store_meta_mark(r);
	return r;
}

/* meta mark and NUMBER == 0 goto restore_mark: no verdict, the packet passed the queue by */
static struct nftnl_rule *rule_no_verdict(const struct plan *p)
{
	struct nftnl_rule *r = rule_in("save_label");

	load_meta(r, NFT_META_MARK);
	keep_bits(r, mark_number(p->mark_mask));
	want_u32(r, 0);
	goto_chain(r, "restore_mark");
	return r;
}

/* ct mark and CONFIDENCE != 0 goto restore_mark: a signature spoke while this packet was queued */
static struct nftnl_rule *rule_too_late(const struct plan *p)
{
	struct nftnl_rule *r = rule_in("save_label");

	load_ct_mark(r);
	keep_bits(r, confidence_bits(p));
	want_not_u32(r, 0);
	goto_chain(r, "restore_mark");
	return r;
}

/* ct mark and MASK vmap @by_label */
static struct nftnl_rule *rule_by_label(const struct plan *p, const char *chain)
{
	struct nftnl_rule *r = rule_in(chain);

	load_ct_mark(r);
	keep_bits(r, p->mark_mask);
	vmap(r, "by_label");
	return r;
}

/* ct mark set ct mark and ~MASK or BITS */
static struct nftnl_rule *rule_set_label(const char *chain, uint32_t mask, uint32_t bits)
{
	struct nftnl_rule *r = rule_in(chain);

	load_ct_mark(r);
	put_bits(r, mask, bits);
	store_ct_mark(r);
	return r;
}

/* meta mark and BIT != 0 ct mark set ct mark or BIT */
static struct nftnl_rule *rule_save_bit(uint32_t bit)
{
	struct nftnl_rule *r = rule_in("save_label");

	load_meta(r, NFT_META_MARK);
	keep_bits(r, bit);
	want_not_u32(r, 0);
	load_ct_mark(r);
	put_bits(r, bit, bit);
	store_ct_mark(r);
	return r;
}

/* goto restore_mark */
static struct nftnl_rule *rule_to_restore(void)
{
	struct nftnl_rule *r = rule_in("save_label");

	goto_chain(r, "restore_mark");
	return r;
}

/* meta mark set meta mark and ~MASK */
static struct nftnl_rule *rule_restore(const struct plan *p)
{
	struct nftnl_rule *r = rule_in("restore_mark");

	load_meta(r, NFT_META_MARK);
	keep_bits(r, ~p->mark_mask);
	store_meta_mark(r);
	return r;
}

/*
 * `ct mark set meta mark and MASK` would wipe the bits of others, and to join
 * two registers needs a kernel of 6.13; so the label moves bit by bit, highest
 * first. The confidence, lowest, comes last: a packet that another core sees
 * in between finds a label that nothing is done about, and a flow let go, whose
 * label has but one bit, never looks like a protocol.
 */
static void put_save_label(struct batch *b, const struct plan *p)
{
	put_rule(b, rule_no_verdict(p), "nobody was at the queue");
	put_rule(b, rule_too_late(p), "it has its label by now");
	put_rule(b, rule_set_label("save_label", p->mark_mask, 0), "a new label");
	for (uint32_t bit = 1u << 31; bit; bit >>= 1) {
		if (bit & p->mark_mask)
			put_rule(b, rule_save_bit(bit), "one bit of it");
	}
	put_rule(b, rule_to_restore(), "done");
	put_rule(b, rule_restore(p), "the packet mark as it was");
}

/* The name of a label, or its number where no rule has given it a name. */
static struct object_name label_name(const struct plan *p, struct label label)
{
	char number[8];

	for (size_t i = 0; i < p->n_labels; i++) {
		const struct plan_label *l = &p->labels[i];

		if (l->label.number == label.number && l->label.confidence == label.confidence)
			return named("l_", l->name);
	}
	snprintf(number, sizeof(number), "%u", label.number);
	return named("l_", number);
}

/* True when an earlier port gives the same label, so that its chain is there. */
static bool is_repeated(const struct plan *p, size_t port)
{
	for (size_t i = 0; i < port; i++) {
		if (p->ports[i].label.number == p->ports[port].label.number)
			return true;
	}
	return false;
}

static void put_chains(struct batch *b, const struct plan *p)
{
	if (p->n_ports > 0)
		put_base_chain(b, "ports", PRIORITY_FORWARD - 1);
	put_base_chain(b, "forward", PRIORITY_FORWARD);
	put_base_chain(b, "commit", PRIORITY_FORWARD + 1);
	put_chain(b, "save_label");
	put_chain(b, "restore_mark");
	for (size_t i = 0; i < p->n_labels; i++)
		put_chain(b, named("p_", p->labels[i].name).text);
	for (size_t i = 0; i < p->n_ports; i++) {
		if (!is_repeated(p, i))
			put_chain(b, label_name(p, p->ports[i].label).text);
	}
}

static void put_by_label(struct batch *b, const struct plan *p)
{
	struct nftnl_set *s = set_new("by_label", SET_MARK, NFT_SET_MAP);

	for (size_t i = 0; i < p->n_labels; i++) {
		uint32_t mark = mark_of(p->labels[i].label, p->mark_mask);

		set_add_verdict(s, &mark, sizeof(mark), NFT_GOTO,
				named("p_", p->labels[i].name).text);
	}
	set_put(b, s);
}

static void put_lan(struct batch *b, const struct plan *p)
{
	struct nftnl_set *s = set_new("lan", SET_IFNAME, 0);

	for (size_t i = 0; i < p->n_lan; i++) {
		char name[IFNAMSIZ] = "";

		memcpy(name, p->lan[i], strnlen(p->lan[i], sizeof(name) - 1));
		set_add(s, name, sizeof(name));
	}
	set_put(b, s);
}

static void put_port_map(struct batch *b, const struct plan *p, uint8_t protocol, const char *name)
{
	struct nftnl_set *s = set_new(name, SET_PORT, NFT_SET_MAP | NFT_SET_INTERVAL);

	for (size_t i = 0; i < p->n_ports; i++) {
		const struct plan_port *port = &p->ports[i];

		if (port->transport == protocol)
			set_add_port_verdict(s, port->first, port->last, NFT_JUMP,
					     label_name(p, port->label).text);
	}
	set_put(b, s);
}

/* Each label that a port gives has a chain that sets it. */
static void put_port_labels(struct batch *b, const struct plan *p)
{
	for (size_t i = 0; i < p->n_ports; i++) {
		struct label l = p->ports[i].label;
		uint32_t mark = mark_of(l, p->mark_mask);

		if (!is_repeated(p, i))
			put_rule(b, rule_set_label(label_name(p, l).text, p->mark_mask, mark),
				 "still to be looked at");
	}
}

static void put_ports(struct batch *b, const struct plan *p)
{
	put_port_map(b, p, IPPROTO_TCP, "ports_tcp");
	put_port_map(b, p, IPPROTO_UDP, "ports_udp");
	put_port_labels(b, p);

	put_rule(b, rule_cleared(p, "ports"), "looked at and let go");
	put_rule(b, rule_decided(p, "ports"), "has its label");
	if (p->n_lan > 0)
		put_rule(b, rule_not_lan("ports"), "not of the LAN");
	put_rule(b, rule_ports(p, IPPROTO_TCP, "ports_tcp"), "a label by its port");
	put_rule(b, rule_ports(p, IPPROTO_UDP, "ports_udp"), "a label by its port");
	put_rule(b, rule_by_label(p, "ports"), "what the policy says of its port");
}

static void put_forward(struct batch *b, const struct plan *p, const struct nft_kernel *k)
{
	bool compares = signatures_work(p, k);

	put_rule(b, rule_wipe(p), "our bits in a packet mark come from the queue alone");
	if (compares)
		letgo_put_call(b, p);
	put_rule(b, rule_decided(p, "forward"), "has its label");
	if (p->n_lan > 0)
		put_rule(b, rule_not_lan("forward"), "not of the LAN");
	put_rule(b, rule_untracked(), "without a connection it is never looked at");
	put_rule(b, rule_opens(), "no payload of its own");
	put_rule(b, rule_reply(p), "an answer");
	if (p->n_lan > 0)
		put_rule(b, rule_from_lan(p), "from the LAN");
	if (compares) {
		letgo_put_call_aside(b, p);
		signatures_put_calls(b, p);
	} else {
		put_rule(b, rule_cleared(p, "forward"), "looked at and let go");
	}
	put_rule(b, rule_queue(p, k, IPPROTO_TCP), "payload not looked at yet");
	put_rule(b, rule_queue(p, k, IPPROTO_UDP), "payload not looked at yet");
}

static void put_commit(struct batch *b, const struct plan *p)
{
	put_save_label(b, p);
	put_rule(b, rule_has_verdict(p), "the daemon has named it");
	put_rule(b, rule_undecided(p), "nothing to act on");
	put_rule(b, rule_by_label(p, "commit"), "what the policy says of its label");
}

/* jump m_NAME, which comes back when the rule does not mean these hosts; or goto r_NAME */
static struct nftnl_rule *rule_of_label(const struct plan_label *label,
					const struct plan_rule *rule)
{
	struct nftnl_rule *r = rule_in(named("p_", label->name).text);

	if (verdicts_has_match(rule))
		jump_to(r, named("m_", rule->name).text);
	else
		goto_chain(r, named("r_", rule->name).text);
	return r;
}

static void put_labels(struct batch *b, const struct plan *p, const struct nft_kernel *k)
{
	for (size_t i = 0; i < p->n_labels; i++) {
		const struct plan_label *label = &p->labels[i];

		shapes_put_call(b, p, k, label);
		for (size_t n = 0; n < label->n_rules; n++) {
			const struct plan_rule *rule = &p->rules[label->rules[n]];

			put_rule(b, rule_of_label(label, rule), rule->name);
		}
	}
}

void ruleset_put(struct batch *b, const struct plan *plan, const struct nft_kernel *kernel)
{
	char owner[96];

	snprintf(owner, sizeof(owner), OWNER_FORMAT, getpid(), plan->queue_first, plan->n_queues,
		 plan->mark_mask);

	/* Only a table that is there can be deleted. */
	put_table(b, NULL);
	put_no_table(b);
	put_table(b, owner);

	/* First what is pointed at, then what points at it. */
	put_chains(b, plan);
	if (signatures_work(plan, kernel)) {
		signatures_put_chains(b, plan);
		letgo_put_chains(b);
	}
	shapes_put_chains(b, plan, kernel);
	put_counter(b, "queued");
	put_counter(b, "untracked");
	verdicts_put_objects(b, plan);
	put_by_label(b, plan);
	if (plan->n_lan > 0)
		put_lan(b, plan);

	verdicts_put_rules(b, plan);
	put_labels(b, plan, kernel);
	shapes_put_rules(b, plan, kernel);
	if (signatures_work(plan, kernel)) {
		signatures_put_rules(b, plan);
		letgo_put_rules(b, plan);
	}
	if (plan->n_ports > 0)
		put_ports(b, plan);
	put_forward(b, plan, kernel);
	put_commit(b, plan);
}
