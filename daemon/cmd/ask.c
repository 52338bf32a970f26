/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ask.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../act/control.h"
#include "../base/log.h"
#include "cmd.h"

int ask_options(struct ask_options *o, int argc, char **argv, const char *usage,
		const struct option *own)
{
	const struct option end = { NULL, 0, NULL, 0 };
	const struct option options[] = {
		{ "runtime-dir", required_argument, NULL, 'r' },
		{ "help", no_argument, NULL, 'h' },
		own ? *own : end,
		end,
	};
	int option;

	*o = (struct ask_options){ .runtime_dir = CONTROL_DIR };
	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 'r':
			o->runtime_dir = optarg;
			break;
		case 'p':
			o->policy = optarg;
			break;
		case 'J':
			o->json = true;
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_DONE;
		default:
			fprintf(stderr, "peerwall %s: see peerwall %s --help\n", argv[0], argv[0]);
			return EXIT_USAGE;
		}
	}

	if (optind == argc)
		return -1;
	fprintf(stderr, "peerwall %s: \"%s\" is more than it takes; see peerwall %s --help\n",
		argv[0], argv[optind], argv[0]);
	return EXIT_USAGE;
}

int ask_daemon(const struct ask_options *o, const char *word, char **text)
{
	int said = control_ask(o->runtime_dir, word, text);

	if (said == 0)
		return EXIT_DONE;

	if (said > 0)
		fputs(*text, stderr);
	else if (errno == EACCES)
		log_error("%s: no right to ask the daemon at %s; run as root", word,
			  o->runtime_dir);
	else if (errno == ENOENT || errno == ECONNREFUSED)
		log_error("%s: no peerwall runs with runtime dir %s; start it (systemctl start "
			  "peerwall), or name its folder with --runtime-dir", word, o->runtime_dir);
	else
		log_sys("%s: ask the daemon at %s", word, o->runtime_dir);
	free(*text);
	*text = NULL;
	return EXIT_FAILED;
}
