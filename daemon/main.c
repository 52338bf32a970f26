/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/log.h"
#include "classify/ndpi.h"
#include "cmd/cmd.h"

struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
};

static const struct command commands[] = {
	{ "classify", cmd_classify, "name the flows of captures; what would a policy have done?" },
	{ "check", cmd_check, "is this policy right, and does this kernel take it?" },
	{ "report", cmd_report, "a report for admins, from captures or the event log" },
	{ "run", cmd_run, "the daemon: hold this gateway with a policy" },
	{ "status", cmd_status, "what the running daemon has done so far" },
	{ "reload", cmd_reload, "a changed policy into force, without a hole" },
	{ "flush", cmd_flush, "everything out of the kernel" },
	{ "protocols", cmd_protocols, "the catalogue of protocols" },
};

#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void print_usage(FILE *out)
{
	fputs("usage: peerwall COMMAND [OPTION...]\n\n", out);
	for (size_t i = 0; i < N_COMMANDS; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
	fputs("\npeerwall COMMAND --help tells more; peerwall(8) and peerwall.yaml(5) tell all.\n",
	      out);
}

/* What is opened first must not become standard output; one that was closed cannot be written. */
static void keep_standard_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static int run(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";

	for (size_t i = 0; i < N_COMMANDS; i++) {
		if (strcmp(name, commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	}

	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
		print_usage(stdout);
		return EXIT_DONE;
	}
	if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
		printf("peerwall %s (nDPI %s)\n", PEERWALL_VERSION, ndpi_stage_version());
		return EXIT_DONE;
	}

	if (*name)
		fprintf(stderr, "peerwall: there is no command \"%s\"\n", name);
	print_usage(stderr);
	return EXIT_USAGE;
}

/* A command that said it was done, but could not say it all, has failed. */
int main(int argc, char **argv)
{
	int result;

	keep_standard_streams();
	if (!hash_draw_seed())
		return EXIT_FAILED;
	result = run(argc, argv);
	if ((fflush(stdout) == 0 && !ferror(stdout)) || result != EXIT_DONE)
		return result;
	log_sys("the output cannot be written");
	return EXIT_FAILED;
}
