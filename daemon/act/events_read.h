/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_EVENTS_READ_H
#define PEERWALL_ACT_EVENTS_READ_H

#include <stdint.h>
#include <stdio.h>

struct input;
struct record;

/*
 * Event logs back into records. "label" and "end" of a flow become one record,
 * handed out at its end; a label without an end is a flow still running, handed
 * out by events_read_finish(). Rotated logs are read oldest first.
 */
struct events_reader;

typedef void events_on_record(void *ctx, const struct record *r);

/* NULL when there is no memory. Broken lines are told of on `complaints`: "FILE:LINE: sentence". */
struct events_reader *events_read_new(events_on_record *on_record, void *ctx, FILE *complaints);

/*
 * Reads all of `in`, which complaints call `file`. -1 when it breaks off or a line of it is
 * broken; the rest is read all the same.
 */
int events_read_input(struct events_reader *reader, const char *file, struct input *in);

/* Hands out what has a label and no end, oldest first. -1 when flows had to be left out. */
int events_read_finish(struct events_reader *reader);

/* Flows that the logs have as a number alone, of all inputs. */
uint64_t events_read_suppressed(const struct events_reader *reader);

void events_read_free(struct events_reader *reader);

#endif
