/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_EVENTS_H
#define PEERWALL_ACT_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/addr.h"
#include "../base/found.h"

struct record;
struct events_host;

#define EVENTS_RATE 20
#define EVENTS_BURST 2000

/*
 * The event log: JSON lines, one when a flow gets its label ("event":"label"),
 * one when something is found in it later ("event":"finding", with "finding" and
 * "shape"), and one at its end with what it came to ("event":"end"). Each holds
 * "time", the fields of the JSON record and "rule_name". Written by one thread.
 *
 * A host that has more flows than EVENTS_RATE a second, after a burst, gets a line with their
 * number instead ("event":"suppressed", with "time", "host" and "flows").
 *
 * An event that cannot be written is counted and never fatal; the first one of
 * a row is told of in the log, and so is the end of the row.
 */
struct events {
	char *path;
	int fd;			/* -1: there is no file to write to */
	int torn;		/* the last line was cut: begin the next on a new one */
	uint64_t written;
	uint64_t lost;
	uint64_t lost_in_row;
	struct events_host *hosts;	/* EVENTS_HOSTS of them, or NULL: no rate */
	uint64_t suppressed;		/* flows that are told of as a number alone */
	int64_t summed_us;
};

#define EVENTS_LINE_MAX 16384	/* a longer line is lost, and not read either */

/*
 * Opens `path` for appending. -1 when that fails, after saying why; `e` may be
 * used all the same: its events are counted as lost until events_reopen().
 */
int events_open(struct events *e, const char *path);

/* For log rotation: closes and opens again by name. As events_open(). */
int events_reopen(struct events *e);

/*
 * May a new flow of `host` have its lines? If not, it is counted, and the caller writes none of
 * them, its end neither.
 */
bool events_admit(struct events *e, const struct addr *host, int64_t now_us);

/* Every now and then, and with `all` at the end: the numbers of those that were not admitted. */
void events_sum(struct events *e, int64_t now_us, bool all);

void events_label(struct events *e, const struct record *r, int64_t now_us);
void events_end(struct events *e, const struct record *r, int64_t now_us);

/* `shape`: the message that it was seen by. */
void events_finding(struct events *e, const struct record *r, int64_t now_us, enum found kind,
		    const char *shape);

/* Takes a zeroed, half-open or closed one. */
void events_close(struct events *e);

#endif
