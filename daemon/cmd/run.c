/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "../act/control.h"
#include "../base/log.h"
#include "../gateway.h"
#include "cmd.h"

/* peerwall run: the daemon, in the foreground. */
static const char usage[] =
	"usage: peerwall run --policy FILE [--events FILE] [--runtime-dir DIR] "
	"[--log-level LEVEL]\n"
	"\n"
	"Holds this gateway with a policy: names flows, and lets nftables do what the policy\n"
	"says. Runs in the foreground. SIGHUP reads the policy again and opens the event log\n"
	"anew; SIGTERM and SIGINT end it and leave the rules as the policy's on-stop says.\n"
	"\n"
	"  -p, --policy FILE      the policy, see peerwall.yaml(5)\n"
	"  -e, --events FILE      append the event log (JSON lines) to FILE\n"
	"      --runtime-dir DIR  where control.sock lies (" CONTROL_DIR ")\n"
	"      --log-level LEVEL  error, warning or info (the default)\n"
	"  -h, --help             this text\n"
	"\n"
	"Exit code: 0 ended by a signal, 1 could not start or go on, 2 wrong usage.\n";

/* As in enum log_level. */
#define N_LEVELS (LOG_LEVEL_INFO + 1)
static const char *const level_names[N_LEVELS] = { "error", "warning", "info" };

/* -1: go on; else the exit code. */
static int read_options(struct gateway_options *o, int argc, char **argv)
{
	static const struct option options[] = {
		{ "policy", required_argument, NULL, 'p' },
		{ "events", required_argument, NULL, 'e' },
		{ "runtime-dir", required_argument, NULL, 'r' },
		{ "log-level", required_argument, NULL, 'l' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;
	int level;

	while ((option = getopt_long(argc, argv, "p:e:h", options, NULL)) != -1) {
		switch (option) {
		case 'p':
			o->policy_file = optarg;
			break;
		case 'e':
			o->events_file = optarg;
			break;
		case 'r':
			o->runtime_dir = optarg;
			break;
		case 'l':
			level = cmd_choice("peerwall run: log level", optarg, level_names,
					    N_LEVELS);
			if (level < 0)
				return EXIT_USAGE;
			log_set_level((enum log_level)level);
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_DONE;
		default:
			fputs("peerwall run: see peerwall run --help\n", stderr);
			return EXIT_USAGE;
		}
	}

	if (o->policy_file && optind == argc)
		return -1;
	fputs("peerwall run: wants --policy FILE and nothing else; see peerwall run --help\n",
	      stderr);
	return EXIT_USAGE;
}

int cmd_run(int argc, char **argv)
{
	struct gateway_options options = { .runtime_dir = CONTROL_DIR };
	struct gateway *g;
	int result;

	log_set_level(LOG_LEVEL_INFO);
	if (getenv("JOURNAL_STREAM"))
		log_for_journal();
	result = read_options(&options, argc, argv);
	if (result >= 0)
		return result;

	g = gateway_open(&options);
	if (!g)
		return EXIT_FAILED;
	log_info("gateway: held with %s", options.policy_file);
	result = gateway_run(g) == 0 ? EXIT_DONE : EXIT_FAILED;
	gateway_close(g);
	log_info("gateway: left");
	return result;
}
