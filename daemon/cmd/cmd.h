/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CMD_CMD_H
#define PEERWALL_CMD_CMD_H

#include <signal.h>

/*
 * The subcommands, one file each. argv[0] is the subcommand's own name.
 * They return the exit code: 0 done, 1 findings or failure, 2 usage.
 */
#define EXIT_DONE 0
#define EXIT_FAILED 1
#define EXIT_USAGE 2

int cmd_check(int argc, char **argv);
int cmd_classify(int argc, char **argv);
int cmd_flush(int argc, char **argv);
int cmd_protocols(int argc, char **argv);
int cmd_reload(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_run(int argc, char **argv);
int cmd_status(int argc, char **argv);

/*
 * An option's word: which of the `n` names it is, or -1 after a sentence on stderr
 * that begins with `what` ("peerwall run: log level").
 */
int cmd_choice(const char *what, const char *word, const char *const *names, int n);

/*
 * Ctrl-C ends the reading of files; what was found up to there is still written.
 * From here on SIGINT and SIGTERM set what the result points to, each once.
 */
const volatile sig_atomic_t *cmd_interrupt(void);

#endif
