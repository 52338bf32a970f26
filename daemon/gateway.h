/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_GATEWAY_H
#define PEERWALL_GATEWAY_H

#include <stdbool.h>
#include <stdio.h>

#include "policy/policy.h"

/*
 * The daemon's control side: holds the gateway with a policy. It owns the
 * workers, the table in the kernel, the event log and the control socket. All
 * of it runs in one thread; workers speak to it by messages.
 */
struct gateway;

struct gateway_options {
	const char *policy_file;
	const char *runtime_dir;
	const char *events_file;	/* NULL: no event log */
};

/*
 * Takes the gateway: everything that can be wrong is found before the first
 * change in the kernel. NULL after one sentence (or the policy's complaints).
 */
struct gateway *gateway_open(const struct gateway_options *options);

/* Leaves the gateway as the policy's on-stop says. */
void gateway_close(struct gateway *g);

/* Works until SIGTERM or SIGINT: 0; or until it cannot go on: -1 after one sentence. */
int gateway_run(struct gateway *g);

/*
 * Reads the policy file again and puts it in force, in one transaction. On any
 * mistake the old policy stays, and `complaints` tells why.
 */
bool gateway_reload(struct gateway *g, FILE *complaints);

#endif
