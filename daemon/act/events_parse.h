/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_EVENTS_PARSE_H
#define PEERWALL_ACT_EVENTS_PARSE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record.h"

/* One line of an event log, read. */
struct event {
	json_t *object;		/* owns the strings of `record` */
	uint64_t suppressed;	/* flows of one host, as a number alone: there is no record */
	bool is_end;		/* else the flow got its label, or a finding on top of it */
	struct record record;
};

/* False with a sentence in `why` when the line is no event. `event_free` takes it either way. */
bool event_parse(const char *line, size_t len, struct event *out, char *why, size_t why_size);
void event_free(struct event *e);

#endif
