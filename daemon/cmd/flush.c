/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../../nft/nft.h"
#include "../act/control.h"
#include "../base/log.h"
#include "../policy/policy.h"
#include "ask.h"
#include "cmd.h"

/* peerwall flush: everything out of the kernel. */
static const char usage[] =
	"usage: peerwall flush [--policy FILE] [--runtime-dir DIR]\n"
	"\n"
	"Takes peerwall out of this gateway: ends the daemon if one runs, deletes table inet\n"
	"peerwall, and takes the labels out of all connection marks.\n"
	"\n"
	"      --policy FILE      the policy whose mark-mask was used, when no daemon runs and\n"
	"                         it is not the default\n"
	"      --runtime-dir DIR  where the daemon's control.sock lies (" CONTROL_DIR ")\n"
	"\n"
	"Exit code: 0 all is out, 1 not all, 2 wrong usage.\n";

#define WAIT_TRIES 200
#define WAIT_NS 50000000L

/* The daemon has promised to go; its socket goes last. */
static int wait_for_end(const char *dir)
{
	char *text;

	for (int i = 0; i < WAIT_TRIES; i++) {
		if (control_ask(dir, "status", &text) < 0 && (errno == ENOENT || errno == ECONNREFUSED))
			return EXIT_DONE;
		free(text);
		nanosleep(&(struct timespec){ .tv_nsec = WAIT_NS }, NULL);
	}

	log_error("flush: the daemon did not end within %ld s; stop it and flush again",
		  WAIT_TRIES * (WAIT_NS / 1000000) / 1000);
	return EXIT_FAILED;
}

static int flush_kernel(uint32_t mask)
{
	size_t cleared;

	if (nft_remove() < 0 || ct_clear_marks(mask, &cleared) < 0)
		return EXIT_FAILED;
	printf("table inet peerwall is gone, and %zu connection marks are clear of labels\n", cleared);
	return EXIT_DONE;
}

int cmd_flush(int argc, char **argv)
{
	struct ask_options options;
	struct policy *policy = NULL;
	int result = ask_options(&options, argc, argv, usage);
	char *text;

	if (result >= 0)
		return result;
	if (options.policy) {
		policy = policy_load(options.policy, stderr);
		if (!policy)
			return EXIT_FAILED;
	}

	result = control_ask(options.runtime_dir, "flush", &text);
	free(text);
	if (result == 0)
		result = wait_for_end(options.runtime_dir);
	else
		result = EXIT_DONE;
	if (result == EXIT_DONE)
		result = flush_kernel(policy ? policy->mark_mask : MARK_MASK_DEFAULT);
	policy_free(policy);
	return result;
}
