/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr.h"
#include "object.h"
#include "ruleset.h"
#include "set.h"

/*
 * Throttling: what is over the rate is dropped, and TCP, uTP and QUIC slow
 * down to the rest. Each way has the full rate: "from" the LAN's host and "to"
 * it. A limit shared by all is one object a way; a limit for each host is a set
 * a way and family, in which the rule's own packets put their host; of IPv6 its /64, for
 * a host takes new addresses there as it likes.
 *
 * The kernel's token bucket holds one second of the rate and the burst. That
 * second is needed: while TCP waits for a retransmission timer, the bucket keeps
 * what it did not use. The burst must hold the longest packet there is, or the
 * slowest rates would let none pass ever, and not much more, or the first seconds
 * run ahead of the rate. Packets that GRO or GSO has joined (up to 64 KiB) may
 * be longer; they are lost whole and come again in smaller ones.
 */
#define BURST_BYTES 16000	/* a jumbo frame has 9000 */
#define HOSTS_MAX 65535
#define IDLE_MS 60000

enum way { FROM, TO };		/* as ct direction has it: 0 original, 1 reply */

static uint64_t bytes_per_s(const struct plan_rule *rule)
{
	uint64_t rate = rule->rate_bps / 8;

	return rate ? rate : 1;
}

/* NAME_from or NAME_to; of each host, with its family: NAME_from_4 */
static struct object_name limit_name(const struct plan_rule *rule, enum way way)
{
	return named(named("t_", rule->name).text, way == FROM ? "_from" : "_to");
}

static struct object_name host_set(const struct plan_rule *rule, enum way way, uint8_t family)
{
	return named(limit_name(rule, way).text, family == 4 ? "_4" : "_6");
}

static void put_host_sets(struct batch *b, const struct plan_rule *rule, enum way way)
{
	set_put(b, set_new_dynamic(host_set(rule, way, 4).text, SET_IPV4, HOSTS_MAX, IDLE_MS));
	set_put(b, set_new_dynamic(host_set(rule, way, 6).text, SET_IPV6, HOSTS_MAX, IDLE_MS));
}

void throttle_put_objects(struct batch *b, const struct plan_rule *rule)
{
	for (enum way way = FROM; way <= TO; way++) {
		if (rule->per_host)
			put_host_sets(b, rule, way);
		else
			put_limit(b, limit_name(rule, way).text, bytes_per_s(rule), BURST_BYTES);
	}
}

/*
 * iifname @lan: from the LAN, be it to another LAN interface. iifname != @lan: to it.
 * Without LAN interfaces the host is who opened the connection: ct direction original, or reply.
 */
static void want_way(struct nftnl_rule *r, const struct plan *plan, enum way way)
{
	if (plan->n_lan == 0) {
		load_ct_direction(r);
		want_u8(r, way);
		return;
	}
	load_meta(r, NFT_META_IIFNAME);
	if (way == FROM)
		want_in(r, "lan");
	else
		want_not_in(r, "lan");
}

/* WAY limit name t_NAME_WAY drop */
static struct nftnl_rule *rule_shared(const struct plan *plan, const struct plan_rule *rule,
				      enum way way)
{
	struct nftnl_rule *r = rule_in(named("r_", rule->name).text);

	want_way(r, plan, way);
	limit_by(r, limit_name(rule, way).text);
	drop_it(r);
	return r;
}

/* WAY update @t_NAME_WAY_4 { ip saddr timeout 60s limit rate over … } drop (to: daddr; or ip6 saddr & /64) */
static struct nftnl_rule *rule_each(const struct plan *plan, const struct plan_rule *rule,
				    enum way way, uint8_t family)
{
	struct nftnl_rule *r = rule_in(named("r_", rule->name).text);

	want_way(r, plan, way);
	want_family(r, family);
	load_address(r, family, way == FROM);
	if (family == 6)
		keep_network(r);
	limit_each(r, host_set(rule, way, family).text, IDLE_MS, bytes_per_s(rule),
		   BURST_BYTES);
	drop_it(r);
	return r;
}

void throttle_put_rules(struct batch *b, const struct plan *plan, const struct plan_rule *rule)
{
	for (enum way way = FROM; way <= TO; way++) {
		const char *comment = way == FROM ? "over the rate, from the host" :
						    "over the rate, to the host";

		if (!rule->per_host) {
			put_rule(b, rule_shared(plan, rule, way), comment);
			continue;
		}
		put_rule(b, rule_each(plan, rule, way, 4), comment);
		put_rule(b, rule_each(plan, rule, way, 6), comment);
	}
}
