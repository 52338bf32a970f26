/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../nft/nft.h"
#include "../act/blind.h"
#include "../act/enforce.h"
#include "../policy/plain.h"
#include "../policy/policy.h"
#include "check_show.h"
#include "cmd.h"

/*
 * peerwall check: is the policy right, and does this kernel take it? Nothing
 * that runs is touched: the kernel is asked in a network namespace that is
 * thrown away afterwards.
 */
static const char usage[] =
	"usage: peerwall check [--no-kernel] [--captures DIR] [--json] POLICY...\n"
	"\n"
	"Says whether each policy is right, prints its effective rules, and loads it into\n"
	"the kernel of a throw-away network namespace (which needs root). Its own signatures\n"
	"are tried on captures of plain traffic; one that matches there is a mistake. On the\n"
	"gateway itself it notes what hides traffic: interfaces and rules of other programs.\n"
	"\n"
	"  -n, --no-kernel     leave the kernel out\n"
	"  -c, --captures DIR  the captures of plain traffic, if not the installed ones\n"
	"      --json          one JSON object a policy, one a line\n"
	"  -h, --help          this text\n"
	"\n"
	"Exit code: 0 all are right, 1 one has a mistake, or the kernel refuses it, 2 usage.\n";

struct options {
	const char *captures;
	bool no_kernel;
	bool json;
};

/* What the kernel says goes to `text`; when it refuses, the log says why. */
static enum kernel_answer ask_kernel(const struct policy *policy, char text[NFT_KERNEL_TEXT])
{
	struct plan *plan = enforce_plan(policy, policy->n_queues ? policy->n_queues : 1);
	struct nft_kernel found;
	int answer = plan ? nft_check(plan, &found) : -1;

	enforce_free(plan);
	if (answer < 0)
		return KERNEL_REFUSES;
	nft_kernel_text(&found, text);
	return KERNEL_TAKES_IT;
}

static int check(const char *file, const struct options *o)
{
	char kernel_text[NFT_KERNEL_TEXT] = "";
	char *complaints = NULL;
	size_t size;
	FILE *out = open_memstream(&complaints, &size);
	struct blind_spot spots[BLIND_MAX];
	struct checked c = { .file = file, .kernel_text = kernel_text, .spots = spots };
	struct policy *policy;

	if (!out)
		return EXIT_FAILED;

	policy = policy_load(file, out);
	if (policy && plain_try(policy, o->captures, out) != 0) {
		policy_free(policy);
		policy = NULL;
	}
	fclose(out);
	c.policy = policy;
	c.complaints = complaints;
	if (policy && !o->no_kernel) {
		c.kernel = ask_kernel(policy, kernel_text);
		c.n_spots = blind_look(policy, spots);
	}

	if (o->json)
		check_show_json(&c);
	else
		check_show_text(&c);

	policy_free(policy);
	free(complaints);
	return c.policy && c.kernel != KERNEL_REFUSES ? EXIT_DONE : EXIT_FAILED;
}

int cmd_check(int argc, char **argv)
{
	static const struct option options[] = {
		{ "no-kernel", no_argument, NULL, 'n' },
		{ "captures", required_argument, NULL, 'c' },
		{ "json", no_argument, NULL, 'J' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct options o = { .captures = PEERWALL_CAPTURES };
	int result = EXIT_DONE;
	int option;

	while ((option = getopt_long(argc, argv, "nc:h", options, NULL)) != -1) {
		switch (option) {
		case 'n':
			o.no_kernel = true;
			break;
		case 'c':
			o.captures = optarg;
			break;
		case 'J':
			o.json = true;
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_DONE;
		default:
			fputs("peerwall check: see peerwall check --help\n", stderr);
			return EXIT_USAGE;
		}
	}

	if (optind == argc) {
		fputs("peerwall check: name a policy file; see peerwall check --help\n", stderr);
		return EXIT_USAGE;
	}

	for (int i = optind; i < argc; i++) {
		if (check(argv[i], &o) != EXIT_DONE)
			result = EXIT_FAILED;
	}

	return result;
}
