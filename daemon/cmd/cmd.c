/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd.h"

#include <stdio.h>
#include <string.h>

static volatile sig_atomic_t interrupted;

int cmd_choice(const char *what, const char *word, const char *const *names, int n)
{
	for (int i = 0; i < n; i++) {
		if (strcmp(word, names[i]) == 0)
			return i;
	}

	fprintf(stderr, "%s \"%s\" is not one of ", what, word);
	for (int i = 0; i < n; i++)
		fprintf(stderr, "%s%s", i ? ", " : "", names[i]);
	fputs("\n", stderr);
	return -1;
}

static void on_interrupt(int signal)
{
	(void)signal;
	interrupted = 1;
}

const volatile sig_atomic_t *cmd_interrupt(void)
{
	struct sigaction action = { .sa_handler = on_interrupt, .sa_flags = SA_RESETHAND };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	return &interrupted;
}
