/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CMD_REPORT_SOURCE_H
#define PEERWALL_CMD_REPORT_SOURCE_H

#include <signal.h>
#include <stddef.h>

#include "../act/events_read.h"
#include "../dryrun.h"

/*
 * Reads one source of a report to its end: a capture by the dry run, an event log by its
 * reader, of which `*n_logs` counts those that could be opened. -1 after one sentence.
 */
int report_source(struct dryrun *d, struct events_reader *events, const char *file,
		  const volatile sig_atomic_t *stopped, size_t *n_logs);

#endif
