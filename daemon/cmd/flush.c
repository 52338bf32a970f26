/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../../nft/nft.h"
#include "../act/control.h"
#include "../act/holder.h"
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
	"      --policy FILE      the policy whose mark-mask was used, when the table that would\n"
	"                         tell is gone already and it is not the default\n"
	"      --runtime-dir DIR  where the daemon's control.sock lies (" CONTROL_DIR ")\n"
	"  -h, --help             this text\n"
	"\n"
	"Exit code: 0 all is out, 1 not all, 2 wrong usage.\n";

#define WAIT_TRIES 200
#define WAIT_NS 50000000L

/* The daemon has promised to go; its socket goes last. */
static int wait_for_end(const char *dir)
{
	char *text;

	for (int i = 0; i < WAIT_TRIES; i++) {
		if (control_ask(dir, "status", &text) < 0 &&
		    (errno == ENOENT || errno == ECONNREFUSED))
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
	printf("table inet peerwall is gone, and %zu connection marks are clear of labels\n",
	       cleared);
	return EXIT_DONE;
}

/* Nobody's table but ours is taken out, and none from under a daemon that was not told to end. */
static int end_daemon(const char *dir, enum holder holder, const struct nft_owner *owner)
{
	char *text;
	int said;

	if (holder == HOLDER_UNKNOWN)
		return EXIT_FAILED;
	if (holder == HOLDER_STRANGER) {
		log_error("flush: no peerwall made table inet peerwall; nft delete table inet "
			  "peerwall takes it out");
		return EXIT_FAILED;
	}

	said = control_ask(dir, "flush", &text);
	free(text);
	if (said == 0)
		return wait_for_end(dir);
	if (holder != HOLDER_RUNNING)
		return EXIT_DONE;
	log_error("flush: peerwall (process %d) holds this gateway and does not answer at %s; name "
		  "its folder with --runtime-dir, or stop it first", owner->pid, dir);
	return EXIT_FAILED;
}

int cmd_flush(int argc, char **argv)
{
	static const struct option own = { "policy", required_argument, NULL, 'p' };
	struct ask_options options;
	struct policy *policy = NULL;
	struct nft_owner owner = { 0 };
	enum holder holder;
	uint32_t mask = MARK_MASK_DEFAULT;
	int result = ask_options(&options, argc, argv, usage, &own);

	if (result >= 0)
		return result;
	if (options.policy) {
		policy = policy_load(options.policy, stderr);
		if (!policy)
			return EXIT_FAILED;
		mask = policy->mark_mask;
		policy_free(policy);
	}

	holder = holder_ask(&owner);
	if (holder == HOLDER_RUNNING || holder == HOLDER_GONE)
		mask = owner.mark_mask;		/* the table itself knows best */
	result = end_daemon(options.runtime_dir, holder, &owner);
	return result == EXIT_DONE ? flush_kernel(mask) : result;
}
