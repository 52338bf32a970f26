/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_DRYRUN_H
#define PEERWALL_DRYRUN_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "act/record.h"
#include "packet/packet.h"
#include "policy/policy.h"

/*
 * A dry run: the engine over captures. Captures are independent of each other
 * unless they are joined: rotated pieces of one.
 */
struct dryrun_options {
	const struct policy *policy;	/* or NULL: defaults, and no actions in the records */
	bool join;
	bool ask_ndpi;			/* as the engine's */
	void (*on_record)(void *ctx, const struct record *r);	/* a flow's end */
	void *ctx;
};

struct dryrun;
struct input;

/* NULL without memory. */
struct dryrun *dryrun_new(const struct dryrun_options *options);

/*
 * Classifies one capture, with a progress line on stderr when that is a terminal.
 * 0, or -1 after one sentence on stderr: the capture cannot be read, or only up to
 * where it is torn; the flows up to there count. `stop` (or NULL) ends it early.
 */
int dryrun_capture(struct dryrun *d, const char *file, const volatile sig_atomic_t *stop);

/* The same of an input that is open, of which nothing was read; it is closed. */
int dryrun_input(struct dryrun *d, struct input *in, const char *file,
		 const volatile sig_atomic_t *stop);

/* How many captures could be opened; with none there is nothing to tell. */
size_t dryrun_opened(const struct dryrun *d);

/*
 * Ends what is still open, the flows of joined captures, and frees it all. `on_count`
 * (or NULL) is told, with the options' ctx, what was not read and how often.
 */
void dryrun_end(struct dryrun *d, void (*on_count)(void *ctx, const char *what, uint64_t n));

#endif
