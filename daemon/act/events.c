/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "events.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/hash.h"
#include "../base/log.h"
#include "json.h"
#include "record.h"

#define EVENTS_HOSTS 1024
#define SUM_EVERY_US 10000000

/* A bucket of tokens, one a flow. */
struct events_host {
	struct addr host;
	uint32_t tokens;
	int64_t filled_us;
	uint64_t suppressed;		/* since it was told of last */
};

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
	*e = (struct events){
		.path = strdup(path),
		.fd = -1,
		.hosts = calloc(EVENTS_HOSTS, sizeof(struct events_host)),
	};

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
	free(e->hosts);
	e->path = NULL;
	e->hosts = NULL;
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

static void sum_host(struct events *e, struct events_host *h, int64_t now_us)
{
	char host[ADDR_TEXT];
	json_t *object = h->suppressed && e->fd >= 0 ? json_object() : NULL;

	if (object) {
		json_object_set_new_nocheck(object, "event", json_string("suppressed"));
		json_object_set_new_nocheck(object, "time", json_seconds(now_us));
		json_object_set_new_nocheck(object, "host", json_string(addr_text(&h->host, host)));
		json_object_set_new_nocheck(object, "flows",
					    json_integer((json_int_t)h->suppressed));
	}
	if (h->suppressed)
		put(e, object);
	h->suppressed = 0;
}

static void fill(struct events_host *h, int64_t now_us)
{
	int64_t new = (now_us - h->filled_us) * EVENTS_RATE / 1000000;

	if (now_us < h->filled_us || new >= EVENTS_BURST - (int64_t)h->tokens) {
		h->tokens = EVENTS_BURST;
		h->filled_us = now_us;
	} else if (new > 0) {
		h->tokens += (uint32_t)new;
		h->filled_us = now_us;
	}
}

/* Two hosts that fall into one place take turns there: each begins with a full bucket. */
bool events_admit(struct events *e, const struct addr *host, int64_t now_us)
{
	struct events_host *h = e->hosts ? &e->hosts[hash_of_end(host, 0) % EVENTS_HOSTS] : NULL;

	if (!h)
		return true;
	if (addr_compare(&h->host, host) != 0) {
		sum_host(e, h, now_us);
		*h = (struct events_host){ .host = *host, .tokens = EVENTS_BURST,
					   .filled_us = now_us };
	}

	fill(h, now_us);
	if (h->tokens) {
		h->tokens--;
		return true;
	}
	h->suppressed++;
	e->suppressed++;
	return false;
}

void events_sum(struct events *e, int64_t now_us, bool all)
{
	if (!e->hosts || (!all && now_us - e->summed_us < SUM_EVERY_US))
		return;
	e->summed_us = now_us;
	for (size_t i = 0; i < EVENTS_HOSTS; i++)
		sum_host(e, &e->hosts[i], now_us);
}
