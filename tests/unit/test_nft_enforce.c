/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <netinet/in.h>
#include <string.h>

#include "../../daemon/act/enforce.h"
#include "../../daemon/classify/catalogue.h"
#include "unit.h"

/*
 * The plan must do to every flow what policy_decide() says. A plan is walked
 * here as the kernel walks it: the label's rules, in order, up to one that
 * means these hosts.
 */
static const struct prefix lab = { { 4, { 10, 20, 0, 0 } }, 16 };
static const struct prefix lab6 = { { 6, { 0x20, 0x01, 0x0d, 0xb8 } }, 32 };
static const struct prefix printer = { { 4, { 10, 20, 0, 9 } }, 32 };

static const struct addr ends[] = {
	{ 4, { 10, 20, 0, 1 } },
	{ 4, { 10, 20, 0, 9 } },
	{ 4, { 192, 0, 2, 1 } },
	{ 6, { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 } },
	{ 6, { 0x20, 0x01, 0x0d, 0xb9, [15] = 1 } },
};

#define N_ENDS (sizeof(ends) / sizeof(ends[0]))

static bool any_holds(const struct prefix *nets, size_t n, const struct addr *a,
		      const struct addr *b)
{
	for (size_t i = 0; i < n; i++) {
		if (prefix_holds(&nets[i], a) || prefix_holds(&nets[i], b))
			return true;
	}
	return false;
}

static const struct plan_label *label_in(const struct plan *plan, struct label label)
{
	for (size_t i = 0; i < plan->n_labels; i++) {
		const struct plan_label *l = &plan->labels[i];

		if (l->label.number == label.number && l->label.confidence == label.confidence)
			return l;
	}
	return NULL;
}

/* The index of the rule that acts, or -1. */
static int walk(const struct plan *plan, struct label label, const struct addr *a,
		const struct addr *b)
{
	const struct plan_label *l = label_in(plan, label);

	for (size_t i = 0; l && i < l->n_rules; i++) {
		const struct plan_rule *r = &plan->rules[l->rules[i]];

		if (any_holds(r->except, r->n_except, a, b))
			continue;
		if (r->n_hosts == 0 || any_holds(r->hosts, r->n_hosts, a, b))
			return l->rules[i];
	}
	return -1;
}

static int decided(const struct policy *p, struct label label, const struct addr *a,
		   const struct addr *b)
{
	struct decision d = policy_decide(p, label, a, b);

	return d.rule ? (int)(d.rule - p->rules) : -1;
}

static void compare_label(const struct policy *p, const struct plan *plan, struct label written,
			  struct label counts_as)
{
	for (size_t a = 0; a < N_ENDS; a++) {
		for (size_t b = 0; b < N_ENDS; b++) {
			int kernel = walk(plan, written, &ends[a], &ends[b]);
			int policy = decided(p, counts_as, &ends[a], &ends[b]);

			UNIT_CHECK(kernel == policy, "label %u/%d, ends %zu %zu: rule %d, not %d",
				   written.number, (int)written.confidence, a, b, kernel, policy);
		}
	}
}

/* Every label there can be, between all pairs of ends. */
static void compare_all(const struct policy *p, const struct plan *plan)
{
	const struct protocol *proto;

	for (size_t i = 0; (proto = catalogue_at(i)) && !protocol_is_plain(proto); i++) {
		struct label by_port = { proto->number, CONFIDENCE_NONE };
		struct label port = { proto->number, CONFIDENCE_PORT };

		if (p->ports == PORTS_ENFORCE && (proto->tcp || proto->udp))
			compare_label(p, plan, by_port, port);
		else
			CU_ASSERT_PTR_NULL(label_in(plan, by_port));
		for (enum confidence c = CONFIDENCE_PORT; c <= CONFIDENCE_CERTAIN; c++) {
			struct label label = { proto->number, c };

			compare_label(p, plan, label, label);
		}
	}
}

static struct policy policy_of(const struct rule *rules, size_t n)
{
	return (struct policy){
		.file = "test",
		.mark_mask = MARK_MASK_DEFAULT,
		.queue_first = 100,
		.ports = PORTS_ENFORCE,
		.rules = rules,
		.n_rules = n,
	};
}

/* Rules made of a row of numbers, the same in each run. */
static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 16;
}

static struct rule some_rule(uint32_t *state)
{
	struct rule r = {
		.name = "some rule",
		.action = (enum action)(next(state) % 5),
		.from = (enum confidence)(1 + next(state) % 3),
		.rate_bps = 1000 + next(state),
	};
	uint32_t which = next(state) % 4;

	for (size_t i = LABEL_FIRST; i < PROTO_PLAIN_FIRST; i++)
		r.labels[i] = next(state) % 4 == 0;
	if (which & 1) {
		r.hosts = next(state) % 2 ? &lab : &lab6;
		r.n_hosts = 1;
	}
	if (which & 2) {
		r.except = &printer;
		r.n_except = 1;
	}
	return r;
}

static void the_kernel_does_what_the_policy_decides(void)
{
	static struct rule rules[12];
	uint32_t state = 7;

	for (int round = 0; round < 20; round++) {
		struct policy p = policy_of(rules, (size_t)round % 13);
		struct plan *plan;

		p.ports = round % 3 ? PORTS_ENFORCE : PORTS_HINT;
		for (size_t i = 0; i < 12; i++)
			rules[i] = some_rule(&state);
		plan = enforce_plan(&p, 1);
		CU_ASSERT_EQUAL(plan->n_rules, p.n_rules);
		compare_all(&p, plan);
		enforce_free(plan);
	}
}

static void actions_become_verdicts(void)
{
	static const enum verdict verdicts[] = {
		[ACTION_ALLOW] = VERDICT_PASS,
		[ACTION_REPORT] = VERDICT_PASS,
		[ACTION_BLOCK] = VERDICT_DROP,
		[ACTION_REJECT] = VERDICT_REJECT,
		[ACTION_THROTTLE] = VERDICT_LIMIT,
	};
	static struct rule rules[5];
	struct policy p = policy_of(rules, 5);
	struct plan *plan;

	for (enum action a = ACTION_ALLOW; a <= ACTION_THROTTLE; a++)
		rules[a] = (struct rule){
			.name = "x", .action = a, .rate_bps = 64000, .per_host = true,
		};
	plan = enforce_plan(&p, 3);
	for (enum action a = ACTION_ALLOW; a <= ACTION_THROTTLE; a++)
		CU_ASSERT_EQUAL(plan->rules[a].verdict, verdicts[a]);
	CU_ASSERT_EQUAL(plan->rules[ACTION_THROTTLE].rate_bps, 64000);
	CU_ASSERT(plan->rules[ACTION_THROTTLE].per_host);
	CU_ASSERT_EQUAL(plan->n_queues, 3);
	CU_ASSERT_EQUAL(plan->queue_first, 100);
	CU_ASSERT(plan->fail_open);
	enforce_free(plan);
}

static void names_can_be_read_by_nft(void)
{
	static struct rule rules[3];
	struct policy p = policy_of(rules, 3);
	struct plan *plan;

	rules[0].name = "No \"file\" sharing; { drop }\n";
	rules[1].name = "\xd1\x84\xd0\xb0\xd0\xb9\xd0\xbb";
	rules[2].name = "a name that is much longer than any chain of a table should ever be";
	plan = enforce_plan(&p, 1);
	CU_ASSERT_STRING_EQUAL(plan->rules[0].name, "1_No__file__sharing____drop___");
	CU_ASSERT_STRING_EQUAL(plan->rules[1].name, "2_________");
	CU_ASSERT_STRING_EQUAL(plan->rules[2].name, "3_a_name_that_is_much_longer_than_any_cha");
	enforce_free(plan);
}

static uint16_t planned(const struct plan *plan, uint8_t transport, uint16_t port)
{
	uint16_t found = 0;

	for (size_t i = 0; i < plan->n_ports; i++) {
		const struct plan_port *p = &plan->ports[i];

		if (p->transport != transport || port < p->first || port > p->last)
			continue;
		CU_ASSERT_EQUAL(found, 0);
		CU_ASSERT_EQUAL(p->label.confidence, CONFIDENCE_NONE);
		found = p->label.number;
	}
	return found;
}

static void ports_give_labels_where_a_rule_wants_them(void)
{
	static struct rule rules[2];
	struct policy p = policy_of(rules, 2);
	struct plan *plan;

	rules[0] = (struct rule){ .name = "a", .action = ACTION_BLOCK, .from = CONFIDENCE_PORT };
	rules[0].labels[PROTO_BITTORRENT] = true;
	rules[0].labels[PROTO_NETBIOS] = true;
	rules[1] = (struct rule){ .name = "b", .action = ACTION_BLOCK, .from = CONFIDENCE_CERTAIN };
	rules[1].labels[PROTO_FASTTRACK] = true;

	plan = enforce_plan(&p, 1);
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		for (int udp = 0; udp <= 1; udp++) {
			uint8_t transport = udp ? IPPROTO_UDP : IPPROTO_TCP;
			const struct protocol *proto = catalogue_by_port(transport, (uint16_t)port);
			uint16_t wanted = 0;

			if (proto && rules[0].labels[proto->number])
				wanted = proto->number;
			if (planned(plan, transport, (uint16_t)port) != wanted)
				CU_FAIL("a port without its label, or with one too many");
		}
	}
	CU_ASSERT_EQUAL(plan->n_ports, 4);
	enforce_free(plan);

	p.ports = PORTS_HINT;
	plan = enforce_plan(&p, 1);
	CU_ASSERT_EQUAL(plan->n_ports, 0);
	enforce_free(plan);
}

/* But for what is to be told of: those labels have chains, and no rules. */
static void a_policy_without_rules_does_nothing(void)
{
	struct policy p = policy_of(NULL, 0);
	struct plan *plan = enforce_plan(&p, 1);

	CU_ASSERT_EQUAL(plan->n_rules, 0);
	CU_ASSERT_EQUAL(plan->n_labels, 2);
	CU_ASSERT_PTR_NOT_NULL(label_in(plan, (struct label){ PROTO_SMB1, CONFIDENCE_LIKELY }));
	CU_ASSERT_PTR_NOT_NULL(label_in(plan, (struct label){ PROTO_SMB1, CONFIDENCE_CERTAIN }));
	for (size_t i = 0; i < plan->n_labels; i++)
		CU_ASSERT_EQUAL(plan->labels[i].n_rules, 0);
	CU_ASSERT(plan->n_shapes > 0);
	CU_ASSERT_EQUAL(plan->n_ports, 0);
	enforce_free(plan);
	enforce_free(NULL);
}

static const struct unit_test tests[] = {
	{ "the kernel does what the policy decides", the_kernel_does_what_the_policy_decides },
	{ "actions become verdicts", actions_become_verdicts },
	{ "names can be read by nft", names_can_be_read_by_nft },
	{ "ports give labels where a rule wants them", ports_give_labels_where_a_rule_wants_them },
	{ "a policy without rules does nothing", a_policy_without_rules_does_nothing },
};

UNIT_MAIN("enforce", tests)
