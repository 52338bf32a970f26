/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include <libmnl/libmnl.h>
#include <libnftnl/rule.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "../../nft/batch.h"
#include "../../nft/nft.h"
#include "../../nft/ruleset.h"
#include "../../nft/set.h"
#include "test_nft_sample.h"
#include "unit.h"

/*
 * What the backend would send, read back message by message. The rules must be
 * those that nft makes of nft/peerwall.nft; test_nft.netlink is what it printed:
 *
 *   nft --debug=netlink -c -f nft/peerwall.nft | grep -E '^inet peerwall|^  (\[|userdata)'
 */
#define EXPECTED "tests/unit/test_nft.netlink"
#define TEXT_MAX 65536

static const struct nft_kernel native = {
	.queue = QUEUE_NATIVE, .inner_header = true, .log = true,
};

static bool is_message(const struct nlmsghdr *h, uint16_t type)
{
	return h->nlmsg_type == (NFNL_SUBSYS_NFTABLES << 8 | type);
}

/* All messages of one type, each appended to `text` by `print`. */
static void print_messages(struct batch *b, uint16_t type, char *text,
			   void (*print)(const struct nlmsghdr *h, char *text))
{
	size_t left;
	const void *all = batch_messages(b, &left);
	int n = (int)left;

	text[0] = '\0';
	for (const struct nlmsghdr *h = all; mnl_nlmsg_ok(h, n); h = mnl_nlmsg_next(h, &n)) {
		if (is_message(h, type))
			print(h, text + strlen(text));
	}
}

/* As nft does: the heading, then a line for each expression, then the comment. */
static void print_rule(const struct nlmsghdr *h, char *text)
{
	struct nftnl_rule *r = nftnl_rule_alloc();
	char lines[4096];
	char *line;

	CU_ASSERT_EQUAL(nftnl_rule_nlmsg_parse(h, r), 0);
	nftnl_rule_snprintf(lines, sizeof(lines), r, NFTNL_OUTPUT_DEFAULT, 0);
	for (line = strtok(lines, "\n"); line; line = strtok(NULL, "\n")) {
		strcat(text, line);
		strcat(text, "\n");
	}
	nftnl_rule_free(r);
}

static char *read_expected(void)
{
	FILE *f = fopen(EXPECTED, "r");
	char *text = calloc(1, TEXT_MAX);

	if (!f || !text || fread(text, 1, TEXT_MAX - 1, f) == 0)
		fprintf(stderr, "    no %s; run the tests from the top folder\n", EXPECTED);
	if (f)
		fclose(f);
	return text;
}

/* All rules of one chain, in order. */
static void rules_of(const char *all, const char *chain, char *out)
{
	char heading[128];
	bool inside = false;
	size_t len;

	snprintf(heading, sizeof(heading), "inet peerwall %s", chain);
	out[0] = '\0';
	for (const char *line = all; *line; line += len) {
		len = strcspn(line, "\n") + 1;
		if (line[0] != ' ')
			inside = len == strlen(heading) + 1 && !strncmp(line, heading, len - 1);
		if (inside)
			strncat(out, line, len);
	}
}

static void check_chain(const char *ours, const char *theirs, const char *chain)
{
	static char a[TEXT_MAX];
	static char b[TEXT_MAX];

	rules_of(ours, chain, a);
	rules_of(theirs, chain, b);
	UNIT_CHECK(a[0] != '\0', "chain %s: no rules", chain);
	UNIT_CHECK(strcmp(a, b) == 0, "chain %s: ours\n%s\nnft's\n%s", chain, a, b);
}

static void rules_are_those_of_nft(void)
{
	static const char *const chains[] = {
		"ports", "forward", "commit", "save_label", "restore_mark",
		"l_fasttrack_port_alone", "p_fasttrack_port_alone", "p_fasttrack_certain",
		"p_bittorrent_certain", "p_bittorrent_likely", "p_smb1_certain", "m_lab", "r_lab",
		"r_refused", "r_slow", "r_drip", "r_stop", "sig_tcp", "sig_udp", "sig_tcp_13",
		"sig_tcp_00", "sig_udp_27", "sig_2", "sig_32", "sig_8", "find_32", "let_go",
		"set_aside", "answers_tcp", "answers_udp", "answered",
	};
	static char ours[TEXT_MAX];
	char *theirs = read_expected();
	struct batch *b = batch_new();

	ruleset_put(b, &sample_plan, &native);
	print_messages(b, NFT_MSG_NEWRULE, ours, print_rule);
	for (size_t i = 0; i < sizeof(chains) / sizeof(chains[0]); i++)
		check_chain(ours, theirs, chains[i]);
	CU_ASSERT_EQUAL(strlen(ours), strlen(theirs));
	batch_free(b);
	free(theirs);
}

static void old_kernels_get_other_queue_rules(void)
{
	const struct nft_kernel old = { .queue = QUEUE_TARGET, .inner_header = false };
	static char ours[TEXT_MAX];
	struct batch *b = batch_new();

	ruleset_put(b, &sample_plan, &old);
	print_messages(b, NFT_MSG_NEWRULE, ours, print_rule);
	CU_ASSERT_PTR_NULL(strstr(ours, "inner header"));
	CU_ASSERT_PTR_NULL(strstr(ours, "[ queue"));
	CU_ASSERT_PTR_NOT_NULL(strstr(ours, "[ target name NFQUEUE rev 3 ]"));
	batch_free(b);
}

static void no_lan_means_direction_of_the_connection(void)
{
	struct plan plan = sample_plan;
	static char ours[TEXT_MAX];
	static char drip[TEXT_MAX];
	struct batch *b = batch_new();

	plan.n_lan = 0;
	plan.n_ports = 0;
	ruleset_put(b, &plan, &native);
	print_messages(b, NFT_MSG_NEWRULE, ours, print_rule);
	rules_of(ours, "r_drip", drip);
	CU_ASSERT_PTR_NULL(strstr(ours, "ifname"));
	CU_ASSERT_PTR_NULL(strstr(ours, "inet peerwall ports"));
	CU_ASSERT_PTR_NOT_NULL(strstr(drip, "ct load direction => reg 1 ]\n"
				      "  [ cmp eq reg 1 0x00000001 ]\n"
				      "  [ objref type 4 name t_drip_to ]"));
	batch_free(b);
}

/* An element as its attributes come: flags before the key. */
struct element {
	bool is_end;
	char *text;
};

static int on_key(const struct nlattr *value, void *data)
{
	const uint8_t *bytes = mnl_attr_get_payload(value);
	struct element *e = data;

	if (e->text[0])
		e->text = stpcpy(e->text + strlen(e->text), " ");
	if (e->is_end)
		e->text = stpcpy(e->text, "<");
	for (size_t i = 0; i < mnl_attr_get_payload_len(value); i++)
		e->text += sprintf(e->text, "%02x", bytes[i]);
	return MNL_CB_OK;
}

static int on_part(const struct nlattr *part, void *data)
{
	struct element *e = data;

	if (mnl_attr_get_type(part) == NFTA_SET_ELEM_FLAGS)
		e->is_end = ntohl(mnl_attr_get_u32(part)) & NFT_SET_ELEM_INTERVAL_END;
	if (mnl_attr_get_type(part) == NFTA_SET_ELEM_KEY)
		mnl_attr_parse_nested(part, on_key, e);
	return MNL_CB_OK;
}

static int on_element(const struct nlattr *element, void *data)
{
	struct element e = { false, data };

	return mnl_attr_parse_nested(element, on_part, &e);
}

static int on_list(const struct nlattr *list, void *data)
{
	if (mnl_attr_get_type(list) == NFTA_SET_ELEM_LIST_ELEMENTS)
		mnl_attr_parse_nested(list, on_element, data);
	return MNL_CB_OK;
}

/* The keys in hexadecimal, with < before one that ends a range. */
static void print_elements(const struct nlmsghdr *h, char *text)
{
	mnl_attr_parse(h, sizeof(struct nfgenmsg), on_list, text);
}

static void networks_become_ranges(void)
{
	static const struct {
		const char *nets[5];
		const char *ranges;	/* first keys, and with < the keys behind the last */
	} cases[] = {
		{ { "10.0.0.0/8" }, "0a000000 <0b000000" },
		{ { "10.0.0.1" }, "0a000001 <0a000002" },
		{ { "10.0.0.0/8", "10.1.0.0/16" }, "0a000000 <0b000000" },
		{ { "10.1.0.0/16", "10.0.0.0/8", "10.1.0.0/16" }, "0a000000 <0b000000" },
		{ { "10.0.1.0/24", "10.0.0.0/24" }, "0a000000 <0a000200" },
		{ { "10.0.2.0/24", "10.0.0.0/24" }, "0a000000 <0a000100 0a000200 <0a000300" },
		{ { "0.0.0.0/0" }, "00000000" },
		{ { "255.255.255.255" }, "ffffffff" },
		{ { "255.0.0.0/8", "255.255.255.255" }, "ff000000" },
		{ { "0.0.0.0/0", "10.0.0.0/8", "2001:db8::/32" }, "00000000" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct nftnl_set *s = set_new("nets", SET_IPV4, NFT_SET_INTERVAL);
		struct prefix nets[5];
		struct batch *b = batch_new();
		char text[TEXT_MAX];
		size_t n = 0;

		while (n < 5 && cases[i].nets[n]) {
			CU_ASSERT(prefix_parse(cases[i].nets[n], &nets[n]));
			n++;
		}
		set_add_networks(s, nets, n, 4);
		set_put(b, s);
		print_messages(b, NFT_MSG_NEWSETELEM, text, print_elements);
		UNIT_CHECK(strcmp(text, cases[i].ranges) == 0, "%s: %s, not %s",
			   cases[i].nets[0], text, cases[i].ranges);
		batch_free(b);
	}
}

static void networks_of_ipv6_become_ranges(void)
{
	struct nftnl_set *s = set_new("nets", SET_IPV6, NFT_SET_INTERVAL);
	struct batch *b = batch_new();
	struct prefix nets[3];
	char text[TEXT_MAX];

	CU_ASSERT(prefix_parse("2001:db8:8000::/33", &nets[0]));
	CU_ASSERT(prefix_parse("10.0.0.0/8", &nets[1]));
	CU_ASSERT(prefix_parse("2001:db8::/33", &nets[2]));
	set_add_networks(s, nets, 3, 6);
	set_put(b, s);
	print_messages(b, NFT_MSG_NEWSETELEM, text, print_elements);
	CU_ASSERT_STRING_EQUAL(text, "20010db8000000000000000000000000 "
			       "<20010db9000000000000000000000000");
	batch_free(b);
}

static void count_elements(const struct nlmsghdr *h, char *text)
{
	static char elements[4 * TEXT_MAX];
	size_t n = 1;

	elements[0] = '\0';
	print_elements(h, elements);
	for (const char *c = elements; *c; c++)
		n += *c == ' ';
	sprintf(text, "%zu ", n);
}

/* One message holds some 1,300 ranges; what does not fit follows in the next, and none is lost. */
static void many_networks_take_many_messages(void)
{
	struct nftnl_set *s = set_new("nets", SET_IPV4, NFT_SET_INTERVAL);
	struct prefix *nets = calloc(5000, sizeof(*nets));
	struct batch *b = batch_new();
	char text[TEXT_MAX];
	size_t sum = 0;
	size_t messages = 0;

	for (unsigned int i = 0; i < 5000; i++)
		nets[i] = (struct prefix){ { 4, { 10, (uint8_t)(i >> 8), (uint8_t)i, 1 } }, 32 };
	set_add_networks(s, nets, 5000, 4);
	set_put(b, s);
	print_messages(b, NFT_MSG_NEWSETELEM, text, count_elements);
	for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) {
		sum += strtoul(word, NULL, 10);
		messages++;
	}
	CU_ASSERT_EQUAL(sum, 10000);
	CU_ASSERT(messages > 1);
	batch_free(b);
	free(nets);
}

static void the_kernel_is_told_of_in_words(void)
{
	char text[NFT_KERNEL_TEXT];

	for (enum queue_path path = QUEUE_NATIVE; path <= QUEUE_TARGET; path++) {
		for (int has = 0; has <= 3; has++) {
			struct nft_kernel k = { path, has & 1, has & 2 };

			CU_ASSERT(strlen(nft_kernel_text(&k, text)) < NFT_KERNEL_TEXT - 1);
		}
	}
	CU_ASSERT_STRING_EQUAL(nft_kernel_text(&native, text),
			       "packets go to the daemon by the nftables queue statement; "
			       "those without payload are left out (@ih); "
			       "signatures: in the kernel");
}

static const struct unit_test tests[] = {
	{ "rules are those of nft", rules_are_those_of_nft },
	{ "old kernels get other queue rules", old_kernels_get_other_queue_rules },
	{ "no lan means direction of the connection", no_lan_means_direction_of_the_connection },
	{ "networks become ranges", networks_become_ranges },
	{ "networks of IPv6 become ranges", networks_of_ipv6_become_ranges },
	{ "many networks take many messages", many_networks_take_many_messages },
	{ "the kernel is told of in words", the_kernel_is_told_of_in_words },
};

UNIT_MAIN("nft", tests)
