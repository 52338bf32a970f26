/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CMD_CMD_H
#define PEERWALL_CMD_CMD_H

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

#endif
