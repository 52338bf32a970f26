/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/netfilter.h>

#include "expr.h"
#include "object.h"
#include "ruleset.h"
#include "set.h"

/*
 * The plan's rules, each once, however many labels it applies to:
 *
 *   chain m_NAME   { ip saddr @x_NAME_4 return; ip daddr @x_NAME_4 return; (ip6 alike)
 *                    ip saddr @h_NAME_4 goto r_NAME; ip daddr @h_NAME_4 goto r_NAME; (ip6 alike) }
 *   chain r_NAME   { counter name r_NAME …; accept, drop or reject }
 */
bool verdicts_has_match(const struct plan_rule *rule)
{
	return rule->n_hosts > 0 || rule->n_except > 0;
}

static bool has_family(const struct prefix *nets, size_t n, uint8_t family)
{
	for (size_t i = 0; i < n; i++) {
		if (nets[i].addr.family == family)
			return true;
	}
	return false;
}

/* "h_" + NAME + "_4" */
static struct object_name net_set(const char *prefix, const char *name, uint8_t family)
{
	return named(named(prefix, name).text, family == 4 ? "_4" : "_6");
}

static void put_networks(struct batch *b, const char *prefix, const char *name,
			 const struct prefix *nets, size_t n)
{
	for (uint8_t family = 4; family <= 6; family += 2) {
		struct nftnl_set *s;

		if (!has_family(nets, n, family))
			continue;
		s = set_new(net_set(prefix, name, family).text,
			    family == 4 ? SET_IPV4 : SET_IPV6, NFT_SET_INTERVAL);
		set_add_networks(s, nets, n, family);
		set_put(b, s);
	}
}

/* ip saddr @SET (or daddr; or ip6), and the caller's verdict */
static struct nftnl_rule *rule_address(const char *chain, const char *set, uint8_t family,
				       bool source)
{
	struct nftnl_rule *r = rule_in(chain);

	want_family(r, family);
	load_address(r, family, source);
	want_in(r, set);
	return r;
}

/* Two rules a family: `return` for the exceptions, `goto r_NAME` for the hosts. */
static void put_address_rules(struct batch *b, const struct plan_rule *rule, const char *prefix,
			      const struct prefix *nets, size_t n, bool leave)
{
	for (uint8_t family = 4; family <= 6; family += 2) {
		if (!has_family(nets, n, family))
			continue;
		for (int source = 1; source >= 0; source--) {
			struct object_name set = net_set(prefix, rule->name, family);
			struct nftnl_rule *r = rule_address(named("m_", rule->name).text, set.text,
							    family, source);

			if (leave)
				go_back(r);
			else
				goto_chain(r, named("r_", rule->name).text);
			put_rule(b, r, leave ? "excepted" : "one of its hosts");
		}
	}
}

static void put_match(struct batch *b, const struct plan_rule *rule)
{
	struct nftnl_rule *r;

	put_address_rules(b, rule, "x_", rule->except, rule->n_except, true);
	put_address_rules(b, rule, "h_", rule->hosts, rule->n_hosts, false);
	if (rule->n_hosts > 0)
		return;

	r = rule_in(named("m_", rule->name).text);
	goto_chain(r, named("r_", rule->name).text);
	put_rule(b, r, "any other host");
}

/* counter name r_NAME */
static struct nftnl_rule *rule_counted(const struct plan_rule *rule)
{
	struct object_name name = named("r_", rule->name);
	struct nftnl_rule *r = rule_in(name.text);

	count_in(r, name.text);
	return r;
}

/* meta l4proto tcp reject with tcp reset */
static struct nftnl_rule *rule_reject_tcp(const struct plan_rule *rule)
{
	struct nftnl_rule *r = rule_in(named("r_", rule->name).text);

	want_l4proto(r, IPPROTO_TCP);
	reject_tcp(r);
	return r;
}

/* reject with icmpx admin-prohibited */
static struct nftnl_rule *rule_reject_other(const struct plan_rule *rule)
{
	struct nftnl_rule *r = rule_in(named("r_", rule->name).text);

	reject_icmpx(r);
	return r;
}

/* accept: what a limit has left over */
static struct nftnl_rule *rule_accept(const struct plan_rule *rule)
{
	struct nftnl_rule *r = rule_in(named("r_", rule->name).text);

	accept_it(r);
	return r;
}

static void put_verdict(struct batch *b, const struct plan *plan, const struct plan_rule *rule)
{
	struct nftnl_rule *r = rule_counted(rule);

	switch (rule->verdict) {
	case VERDICT_PASS:
		accept_it(r);
		put_rule(b, r, "let pass");
		break;
	case VERDICT_DROP:
		drop_it(r);
		put_rule(b, r, "blocked");
		break;
	case VERDICT_REJECT:
		put_rule(b, r, "rejected");
		put_rule(b, rule_reject_tcp(rule), "TCP: both ends are told as they send");
		put_rule(b, rule_reject_other(rule), "else ICMP tells");
		break;
	case VERDICT_LIMIT:
		put_rule(b, r, "throttled");
		throttle_put_rules(b, plan, rule);
		put_rule(b, rule_accept(rule), "within its rate");
		break;
	}
}

void verdicts_put_objects(struct batch *b, const struct plan *plan)
{
	for (size_t i = 0; i < plan->n_rules; i++) {
		const struct plan_rule *rule = &plan->rules[i];

		put_chain(b, named("r_", rule->name).text);
		put_counter(b, named("r_", rule->name).text);
		if (verdicts_has_match(rule))
			put_chain(b, named("m_", rule->name).text);
		put_networks(b, "h_", rule->name, rule->hosts, rule->n_hosts);
		put_networks(b, "x_", rule->name, rule->except, rule->n_except);
		if (rule->verdict == VERDICT_LIMIT)
			throttle_put_objects(b, rule);
	}
}

void verdicts_put_rules(struct batch *b, const struct plan *plan)
{
	for (size_t i = 0; i < plan->n_rules; i++) {
		put_verdict(b, plan, &plan->rules[i]);
		if (verdicts_has_match(&plan->rules[i]))
			put_match(b, &plan->rules[i]);
	}
}
