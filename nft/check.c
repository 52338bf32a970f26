/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../daemon/base/log.h"
#include "nft.h"

/*
 * A trial load: a child process moves to a network namespace of its own, where
 * nothing forwards and nobody listens, loads the plan there for good, and ends;
 * with it the namespace. What went wrong the child says in the log itself.
 */
static int try_it(const struct plan *plan, int answer)
{
	struct nft_kernel found;

	if (unshare(CLONE_NEWNET) < 0) {
		if (errno == EPERM)
			log_error("check: no right to make a network namespace (needs root, or "
				  "CAP_NET_ADMIN and CAP_SYS_ADMIN; --no-kernel leaves this out)");
		else
			log_sys("check: cannot make a network namespace");
		return 1;
	}
	if (nft_apply(plan, &found) < 0)
		return 1;
	if (write(answer, &found, sizeof(found)) != (ssize_t)sizeof(found))
		return 1;
	return 0;
}

/* The child's answer; -1 when it ended without one. */
static int hear(pid_t child, int answer, struct nft_kernel *found)
{
	struct nft_kernel heard;
	ssize_t n = read(answer, &heard, sizeof(heard));
	int status;

	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	if (n != (ssize_t)sizeof(heard))
		return -1;
	*found = heard;
	return 0;
}

int nft_check(const struct plan *plan, struct nft_kernel *found)
{
	int ends[2];
	pid_t child;
	int done;

	if (pipe2(ends, O_CLOEXEC) < 0) {
		log_sys("check: pipe");
		return -1;
	}

	child = fork();
	if (child == 0) {
		close(ends[0]);
		_exit(try_it(plan, ends[1]));
	}
	close(ends[1]);
	if (child < 0)
		log_sys("check: fork");
	done = child < 0 ? -1 : hear(child, ends[0], found);
	close(ends[0]);
	return done;
}
