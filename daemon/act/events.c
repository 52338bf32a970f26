/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "events.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/log.h"
#include "json.h"
#include "record.h"

static int open_file(struct events *e)
{
	/* Readable for the owner and the group alone: it says who did what. */
	e->fd = open(e->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY |
					O_NOFOLLOW, 0640);
	if (e->fd >= 0)
		return 0;

	if (errno == ELOOP) {
		log_error("events: %s: is a symbolic link, which anybody may have put there; name the "
			  "file itself", e->path);
		return -1;
	}
	log_sys("events: %s: cannot be opened; make its folder, mind owner and mode, then try "
		"again", e->path);
	return -1;
}

int events_open(struct events *e, const char *path)
{
	*e = (struct events){ .path = strdup(path), .fd = -1 };

	if (!e->path) {
		log_sys("events: %s", path);
		return -1;
	}
	return open_file(e);
}

int events_reopen(struct events *e)
{
	if (!e->path)
		return -1;

	if (e->fd >= 0)
		close(e->fd);
	e->torn = 0;
	return open_file(e);
}

void events_close(struct events *e)
{
	if (e->path && e->fd >= 0)
		close(e->fd);
	free(e->path);
	e->path = NULL;
	e->fd = -1;
}

/* `why` is an errno, or 0: the row of lost events is told of once. */
static void lose(struct events *e, int why)
{
	e->lost++;
	if (e->lost_in_row++ || e->fd < 0)
		return;

	errno = why;
	log_sys("events: %s: cannot be written, events are lost until it can", e->path);
}

static void put_line(struct events *e, const char *line, size_t len)
{
	ssize_t n = write(e->fd, line, len);

	if (n != (ssize_t)len) {
		e->torn = e->torn || n > 0;
		lose(e, n < 0 ? errno : ENOSPC);
		return;
	}

	e->torn = 0;
	e->written++;
	if (e->lost_in_row)
		log_warning("events: %s: written again, %" PRIu64 " events were lost",
			    e->path, e->lost_in_row);
	e->lost_in_row = 0;
}

static json_t *object_of(const char *event, const struct record *r, int64_t now_us)
{
	json_t *object = json_object();
	int wrong = json_object_set_new_nocheck(object, "event", json_string(event));

	wrong |= json_object_set_new_nocheck(object, "time", json_seconds(now_us));
	wrong |= json_add_record(object, r);
	wrong |= json_object_set_new_nocheck(object, "rule_name",
					     json_text(r->rule_name ? r->rule_name : ""));
	if (!wrong)
		return object;

	json_decref(object);
	return NULL;
}

/* Writes the object, or takes NULL for want of memory, and frees it. */
static void put(struct events *e, json_t *object)
{
	char line[EVENTS_LINE_MAX + 2];
	size_t len = 0;

	/* An empty line is nothing to a reader: it ends the line that was cut. */
	line[0] = '\n';
	if (object)
		len = json_dumpb(object, line + 1, EVENTS_LINE_MAX, JSON_FLAGS);
	json_decref(object);

	if (!len || len > EVENTS_LINE_MAX) {
		lose(e, len ? EMSGSIZE : ENOMEM);
		return;
	}

	line[1 + len] = '\n';
	if (e->torn)
		put_line(e, line, len + 2);
	else
		put_line(e, line + 1, len + 1);
}

void events_label(struct events *e, const struct record *r, int64_t now_us)
{
	put(e, e->fd >= 0 ? object_of("label", r, now_us) : NULL);
}

void events_end(struct events *e, const struct record *r, int64_t now_us)
{
	put(e, e->fd >= 0 ? object_of("end", r, now_us) : NULL);
}

void events_finding(struct events *e, const struct record *r, int64_t now_us, enum found kind,
		    const char *shape)
{
	json_t *object = e->fd >= 0 ? object_of("finding", r, now_us) : NULL;

	if (object) {
		json_object_set_new_nocheck(object, "finding", json_string(found_name(kind)));
		json_object_set_new_nocheck(object, "shape", json_string(shape));
	}
	put(e, object);
}
