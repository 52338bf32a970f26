/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "../act/control.h"
#include "ask.h"
#include "cmd.h"

/* peerwall reload: the policy file again, without a hole. */
static const char usage[] =
	"usage: peerwall reload [--runtime-dir DIR]\n"
	"\n"
	"The running daemon reads its policy file again and puts it in force in one\n"
	"transaction; running flows feel it at once. On any mistake the old policy stays in\n"
	"force, and the complaints are printed.\n"
	"\n"
	"      --runtime-dir DIR  where the daemon's control.sock lies (" CONTROL_DIR ")\n"
	"  -h, --help             this text\n"
	"\n"
	"Exit code: 0 in force, 1 not, 2 wrong usage.\n";

int cmd_reload(int argc, char **argv)
{
	struct ask_options options;
	int result = ask_options(&options, argc, argv, usage, NULL);
	char *text;

	if (result >= 0)
		return result;

	result = ask_daemon(&options, "reload", &text);
	free(text);
	return result;
}
