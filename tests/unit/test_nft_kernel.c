/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <libnetfilter_conntrack/libnetfilter_conntrack.h>
#include <libnftnl/table.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../nft/ask.h"
#include "../../nft/batch.h"
#include "../../nft/nft.h"
#include "test_nft_sample.h"
#include "unit.h"

/*
 * The backend against the running kernel, in a network namespace of the test's
 * own. Skips without the right to make one.
 */

/* What `run` writes to stderr goes to `text`. */
static int with_log(int (*run)(const struct plan *plan), const struct plan *plan, char *text,
		    size_t size)
{
	char path[] = "/tmp/peerwall-test-XXXXXX";
	int file = mkstemp(path);
	int stderr_was = dup(STDERR_FILENO);
	ssize_t n;
	int result;

	dup2(file, STDERR_FILENO);
	result = run(plan);
	dup2(stderr_was, STDERR_FILENO);
	n = pread(file, text, size - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	close(stderr_was);
	close(file);
	unlink(path);
	return result;
}

static int apply(const struct plan *plan)
{
	return nft_apply(plan, NULL);
}

static int check(const struct plan *plan)
{
	struct nft_kernel found;

	return nft_check(plan, &found);
}

static void a_table_comes_and_goes(void)
{
	struct nft_owner owner;
	struct nft_kernel kernel;

	CU_ASSERT_EQUAL(nft_table_owner(&owner), 0);
	CU_ASSERT_EQUAL(nft_remove(), 0);
	CU_ASSERT_EQUAL(nft_apply(&sample_plan, &kernel), 0);
	CU_ASSERT_EQUAL(nft_table_owner(&owner), 1);
	CU_ASSERT_EQUAL(owner.pid, getpid());
	CU_ASSERT_EQUAL(owner.queue_first, 100);
	CU_ASSERT_EQUAL(owner.n_queues, 2);
	CU_ASSERT_EQUAL(owner.mark_mask, sample_plan.mark_mask);

	CU_ASSERT_EQUAL(nft_apply(&sample_plan, NULL), 0);
	CU_ASSERT_EQUAL(nft_remove(), 0);
	CU_ASSERT_EQUAL(nft_table_owner(&owner), 0);
}

/* The print of a table is its own: not that of its successor, nor of none. */
static void a_print_tells_what_stands(void)
{
	uint64_t first;
	uint64_t second;

	CU_ASSERT_EQUAL(nft_hold(&sample_plan, NULL, &first), 0);
	CU_ASSERT_EQUAL(nft_table_stands(first), 1);
	CU_ASSERT_EQUAL(nft_hold(&sample_plan, NULL, &second), 0);
	CU_ASSERT_EQUAL(nft_table_stands(first), 0);
	CU_ASSERT_EQUAL(nft_table_stands(second), 1);
	CU_ASSERT_EQUAL(nft_remove(), 0);
	CU_ASSERT_EQUAL(nft_table_stands(second), 0);
}

static void counters_are_read_by_rule(void)
{
	struct nft_count rules[5] = { { 1, 1 } };
	struct nft_extra extra = { { 1, 1 }, { 1, 1 } };

	CU_ASSERT_EQUAL(nft_apply(&sample_plan, NULL), 0);
	CU_ASSERT_EQUAL(nft_counters(&sample_plan, rules, &extra), 0);
	for (size_t i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(rules[i].packets, 0);
	CU_ASSERT_EQUAL(extra.queued.packets, 0);
	CU_ASSERT_EQUAL(extra.untracked.packets, 0);
	CU_ASSERT_EQUAL(nft_remove(), 0);
}

static void a_failure_names_its_object_and_changes_nothing(void)
{
	static const struct plan_port overlapping[] = {
		{ IPPROTO_TCP, 1000, 2000, { 8, CONFIDENCE_NONE } },
		{ IPPROTO_TCP, 1500, 2500, { 8, CONFIDENCE_NONE } },
	};
	struct plan wrong = sample_plan;
	struct nft_owner owner;
	char text[1024];

	CU_ASSERT_EQUAL(nft_apply(&sample_plan, NULL), 0);
	wrong.ports = overlapping;
	wrong.n_ports = 2;
	wrong.queue_first = 200;
	CU_ASSERT_EQUAL(with_log(apply, &wrong, text, sizeof(text)), -1);
	CU_ASSERT_STRING_EQUAL(text, "peerwall: nft: map ports_tcp: elements: the kernel did not "
			       "take it (File exists); the ruleset is as before\n");
	CU_ASSERT_EQUAL(nft_table_owner(&owner), 1);
	CU_ASSERT_EQUAL(owner.queue_first, 100);
	CU_ASSERT_EQUAL(nft_remove(), 0);
}

static int table_message(uint16_t type, const char *name)
{
	struct nftnl_table *t = nftnl_table_alloc();
	char room[1024];
	struct nlmsghdr *h = nftnl_nlmsg_build_hdr(room, type, NFPROTO_INET, NLM_F_ACK, 1);
	struct batch *b = NULL;
	int done;

	if (type == NFT_MSG_NEWTABLE) {
		b = batch_new();
		h = batch_add(b, type, NLM_F_CREATE, "table %s", name);
	}
	nftnl_table_set_u32(t, NFTNL_TABLE_FAMILY, NFPROTO_INET);
	nftnl_table_set_str(t, NFTNL_TABLE_NAME, name);
	nftnl_table_nlmsg_build_payload(h, t);
	nftnl_table_free(t);
	done = b ? batch_commit(b) : netlink_ask(h, NULL, NULL);
	batch_free(b);
	return done;
}

static void other_tables_stay(void)
{
	CU_ASSERT_EQUAL(table_message(NFT_MSG_NEWTABLE, "bystander"), 0);
	CU_ASSERT_EQUAL(nft_apply(&sample_plan, NULL), 0);
	CU_ASSERT_EQUAL(table_message(NFT_MSG_GETTABLE, "bystander"), 0);
	CU_ASSERT_EQUAL(nft_remove(), 0);
	CU_ASSERT_EQUAL(table_message(NFT_MSG_GETTABLE, "bystander"), 0);
	CU_ASSERT_NOT_EQUAL(table_message(NFT_MSG_GETTABLE, "peerwall"), 0);
}

static void every_rate_loads(void)
{
	static const uint64_t rates[] = {
		1, 1000, 64000, 256000, 2000000, 50000000, 1000000000, 100000000000,
	};

	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
		struct plan_rule rules[5];
		struct plan plan = sample_plan;

		memcpy(rules, sample_rules, sizeof(rules));
		rules[2].rate_bps = rates[i];
		rules[3].rate_bps = rates[i];
		plan.rules = rules;
		UNIT_CHECK(nft_apply(&plan, NULL) == 0, "%llu bit/s", (unsigned long long)rates[i]);
	}
	CU_ASSERT_EQUAL(nft_remove(), 0);
}

#define N_HOSTS 20000

/* More messages than one, and a datagram longer than the usual send buffer. */
static void a_large_plan_loads(void)
{
	struct prefix *hosts = calloc(N_HOSTS, sizeof(*hosts));
	struct plan_rule rules[5];
	struct plan plan = sample_plan;

	for (unsigned int i = 0; i < N_HOSTS; i++)
		hosts[i] = (struct prefix){ { 4, { 10, (uint8_t)(i >> 8), (uint8_t)i, 1 } }, 32 };
	memcpy(rules, sample_rules, sizeof(rules));
	rules[0].hosts = hosts;
	rules[0].n_hosts = N_HOSTS;
	plan.rules = rules;
	CU_ASSERT_EQUAL(nft_apply(&plan, NULL), 0);
	CU_ASSERT_EQUAL(nft_remove(), 0);
	free(hosts);
}

static void an_empty_plan_loads(void)
{
	const struct plan plan = { .mark_mask = 0x00000fff, .queue_first = 7, .n_queues = 1 };

	CU_ASSERT_EQUAL(nft_apply(&plan, NULL), 0);
	CU_ASSERT_EQUAL(nft_remove(), 0);
}

static ino_t my_namespace(void)
{
	struct stat s;

	return stat("/proc/self/ns/net", &s) == 0 ? s.st_ino : 0;
}

static void a_check_leaves_nothing(void)
{
	ino_t before = my_namespace();
	struct nft_kernel found;
	struct nft_owner owner;
	struct plan wrong = sample_plan;
	static const struct plan_label twice[] = {
		{ { 8, CONFIDENCE_CERTAIN }, "a", sample_third, 1 },
		{ { 8, CONFIDENCE_CERTAIN }, "b", sample_fourth, 1 },
	};
	char text[1024];

	CU_ASSERT_EQUAL(nft_check(&sample_plan, &found), 0);
	CU_ASSERT_EQUAL(my_namespace(), before);
	CU_ASSERT_EQUAL(nft_table_owner(&owner), 0);

	wrong.labels = twice;
	wrong.n_labels = 2;
	CU_ASSERT_EQUAL(with_log(check, &wrong, text, sizeof(text)), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "nft: map by_label: elements: "));
}

/* A connection between two addresses of documentation, with this mark. */
static struct nf_conntrack *connection(uint16_t port, uint32_t mark)
{
	struct nf_conntrack *ct = nfct_new();

	nfct_set_attr_u8(ct, ATTR_L3PROTO, AF_INET);
	nfct_set_attr_u32(ct, ATTR_IPV4_SRC, htonl(0xc0000201));
	nfct_set_attr_u32(ct, ATTR_IPV4_DST, htonl(0xc6336401));
	nfct_set_attr_u8(ct, ATTR_L4PROTO, IPPROTO_UDP);
	nfct_set_attr_u16(ct, ATTR_PORT_SRC, htons(port));
	nfct_set_attr_u16(ct, ATTR_PORT_DST, htons(53));
	nfct_setobjopt(ct, NFCT_SOPT_SETUP_REPLY);
	nfct_set_attr_u32(ct, ATTR_TIMEOUT, 60);
	nfct_set_attr_u32(ct, ATTR_MARK, mark);
	return ct;
}

static int read_mark(enum nf_conntrack_msg_type type, struct nf_conntrack *ct, void *data)
{
	(void)type;
	*(uint32_t *)data = nfct_get_attr_u32(ct, ATTR_MARK);
	return NFCT_CB_CONTINUE;
}

static void only_our_bits_leave_the_marks(void)
{
	static const uint32_t marks[] = { 0x900b0001, 0x0fff0000, 0x00000005, 0 };
	struct nfct_handle *h = nfct_open(CONNTRACK, 0);
	size_t cleared = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(h);
	for (uint16_t i = 0; i < 4; i++) {
		struct nf_conntrack *ct = connection((uint16_t)(1000 + i), marks[i]);

		CU_ASSERT_EQUAL(nfct_query(h, NFCT_Q_CREATE, ct), 0);
		nfct_destroy(ct);
	}
	CU_ASSERT_EQUAL(ct_clear_marks(MARK_MASK_DEFAULT, &cleared), 0);
	CU_ASSERT_EQUAL(cleared, 2);

	for (uint16_t i = 0; i < 4; i++) {
		struct nf_conntrack *ct = connection((uint16_t)(1000 + i), 0);
		uint32_t mark = 0xffffffff;

		nfct_callback_register(h, NFCT_T_ALL, read_mark, &mark);
		CU_ASSERT_EQUAL(nfct_query(h, NFCT_Q_GET, ct), 0);
		CU_ASSERT_EQUAL(mark, marks[i] & ~MARK_MASK_DEFAULT);
		nfct_callback_unregister(h);
		nfct_destroy(ct);
	}
	nfct_close(h);
}

static const struct unit_test tests[] = {
	{ "a table comes and goes", a_table_comes_and_goes },
	{ "a print tells what stands", a_print_tells_what_stands },
	{ "counters are read by rule", counters_are_read_by_rule },
	{ "a failure names its object and changes nothing",
	  a_failure_names_its_object_and_changes_nothing },
	{ "other tables stay", other_tables_stay },
	{ "every rate loads", every_rate_loads },
	{ "a large plan loads", a_large_plan_loads },
	{ "an empty plan loads", an_empty_plan_loads },
	{ "a check leaves nothing", a_check_leaves_nothing },
	{ "only our bits leave the marks", only_our_bits_leave_the_marks },
};

int main(void)
{
	size_t n = sizeof(tests) / sizeof(tests[0]);

	if (unshare(CLONE_NEWNET) < 0) {
		printf("skip nft kernel: no right to make a network namespace (needs root)\n");
		printf("0 passed, 0 failed, %zu skipped\n", n);
		return 0;
	}
	return unit_run("nft kernel", tests, n);
}
