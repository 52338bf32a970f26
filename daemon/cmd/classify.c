/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "../act/csv.h"
#include "../act/json.h"
#include "../act/tally.h"
#include "../act/text.h"
#include "../base/log.h"
#include "../dryrun.h"
#include "cmd.h"

/* peerwall classify: what is in these captures, and what would a policy have done? */
static const char usage[] =
	"usage: peerwall classify [--policy FILE] [--format text|csv|json] [--join] [--ndpi]\n"
	"                         CAPTURE...\n"
	"\n"
	"Names every flow of the captures (pcap or pcapng, compressed by gzip, zstd or xz or\n"
	"not; - is standard input), and says what a policy would have done with it. Nothing\n"
	"is blocked, nothing is sent.\n"
	"\n"
	"  -p, --policy FILE    what would this policy have done?\n"
	"  -f, --format FORMAT  text: a summary (the default); csv or json: a line a flow\n"
	"      --json           the same as --format json\n"
	"  -j, --join           the captures are rotated pieces of one, in this order\n"
	"  -n, --ndpi           what does nDPI call the flows that peerwall names by itself?\n"
	"  -h, --help           this text\n"
	"\n"
	"Exit code: 0 done, 1 some capture could not be read to its end, 2 wrong usage.\n";

enum format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON, N_FORMATS };

static const char *const format_names[N_FORMATS] = { "text", "csv", "json" };

struct classify {
	const char *policy_file;
	enum format format;
	bool join;
	bool ask_ndpi;
	struct policy *policy;
	struct tally *tally;		/* text alone */
};

/* -1: go on; else the exit code. */
static int read_options(struct classify *c, int argc, char **argv)
{
	static const struct option options[] = {
		{ "policy", required_argument, NULL, 'p' },
		{ "format", required_argument, NULL, 'f' },
		{ "json", no_argument, NULL, 'J' },
		{ "join", no_argument, NULL, 'j' },
		{ "ndpi", no_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;
	int format;

	while ((option = getopt_long(argc, argv, "p:f:jnh", options, NULL)) != -1) {
		switch (option) {
		case 'p':
			c->policy_file = optarg;
			break;
		case 'f':
			format = cmd_choice("peerwall classify: format", optarg, format_names,
					     N_FORMATS);
			if (format < 0)
				return EXIT_USAGE;
			c->format = (enum format)format;
			break;
		case 'J':
			c->format = FORMAT_JSON;
			break;
		case 'j':
			c->join = true;
			break;
		case 'n':
			c->ask_ndpi = true;
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_DONE;
		default:
			fputs("peerwall classify: see peerwall classify --help\n", stderr);
			return EXIT_USAGE;
		}
	}

	if (optind < argc)
		return -1;
	fputs("peerwall classify: name at least one capture; see peerwall classify --help\n",
	      stderr);
	return EXIT_USAGE;
}

static void on_record(void *ctx, const struct record *r)
{
	struct classify *c = ctx;

	switch (c->format) {
	case FORMAT_TEXT:
		tally_add(c->tally, r);
		break;
	case FORMAT_CSV:
		csv_row(stdout, r);
		break;
	case FORMAT_JSON:
		json_row(stdout, r);
		break;
	case N_FORMATS:
		break;
	}
}

static void on_count(void *ctx, const char *what, uint64_t n)
{
	struct classify *c = ctx;

	if (c->tally)
		tally_not_read(c->tally, what, n);
}

static int prepare(struct classify *c)
{
	if (c->policy_file) {
		c->policy = policy_load(c->policy_file, stderr);
		if (!c->policy)
			return -1;
	}

	if (c->format == FORMAT_CSV)
		csv_heading(stdout);
	if (c->format != FORMAT_TEXT)
		return 0;

	c->tally = tally_new();
	if (!c->tally) {
		log_error("classify: out of memory");
		return -1;
	}
	if (c->policy)
		tally_policy(c->tally, c->policy);
	return 0;
}

static int classify(struct classify *c, int n, char **captures)
{
	struct dryrun_options options = {
		.policy = c->policy,
		.join = c->join,
		.ask_ndpi = c->ask_ndpi,
		.on_record = on_record,
		.ctx = c,
	};
	const volatile sig_atomic_t *stopped;
	struct dryrun *d = dryrun_new(&options);
	int result = d ? EXIT_DONE : EXIT_FAILED;
	bool any;

	stopped = cmd_interrupt();
	for (int i = 0; d && i < n && !*stopped; i++) {
		if (dryrun_capture(d, captures[i], stopped) < 0)
			result = EXIT_FAILED;
	}

	any = d && dryrun_opened(d) > 0;
	if (d)
		dryrun_end(d, on_count);
	if (c->tally && any)
		text_write(stdout, c->tally);
	if (*stopped) {
		fputs("peerwall: interrupted; this is what was found up to there\n", stderr);
		result = EXIT_FAILED;
	}
	if (fflush(stdout) != 0 || ferror(stdout)) {
		log_sys("classify: write the output");
		result = EXIT_FAILED;
	}
	return result;
}

int cmd_classify(int argc, char **argv)
{
	struct classify c = { .format = FORMAT_TEXT };
	int result = read_options(&c, argc, argv);

	if (result >= 0)
		return result;

	result = prepare(&c) < 0 ? EXIT_FAILED : classify(&c, argc - optind, argv + optind);
	tally_free(c.tally);
	policy_free(c.policy);
	return result;
}
