/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CMD_ASK_H
#define PEERWALL_CMD_ASK_H

#include <stdbool.h>

struct option;

/* What the subcommands that speak to the daemon have in common. */
struct ask_options {
	const char *runtime_dir;
	const char *policy;		/* flush alone */
	bool json;			/* status alone */
};

/*
 * Reads --runtime-dir, --help and, when it is not NULL, the subcommand's `own` option.
 * -1: go on; else the exit code.
 */
int ask_options(struct ask_options *o, int argc, char **argv, const char *usage,
		const struct option *own);

/*
 * Asks the daemon one word. EXIT_DONE with its text (to free()); EXIT_FAILED after
 * its complaint, or a sentence about why it could not be asked, is on stderr.
 */
int ask_daemon(const struct ask_options *o, const char *word, char **text);

#endif
