/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dryrun.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "act/describe.h"
#include "base/log.h"
#include "engine.h"
#include "packet/capture.h"

#define FLOWS_MAX 1000000
#define BUDGET_DEFAULT 10
#define PROGRESS_EVERY_PACKETS 4096
#define PROGRESS_EVERY_NS 200000000LL

struct dryrun {
	struct dryrun_options options;
	struct engine *engine;
	const char *capture;		/* named in the records */
	size_t opened;
	uint64_t kinds[DECODED_KINDS];
	struct engine_counters counters;	/* of engines that are gone */
	int64_t shown_ns;
	bool shows_progress;
};

struct dryrun *dryrun_new(const struct dryrun_options *options)
{
	struct dryrun *d = calloc(1, sizeof(*d));

	if (!d) {
		log_error("dry run: out of memory");
		return NULL;
	}

	d->options = *options;
	d->shows_progress = isatty(STDERR_FILENO);
	return d;
}

static void end_flow(void *ctx, const struct flow *f)
{
	struct dryrun *d = ctx;
	char evidence[EVIDENCE_TEXT];
	struct record r;

	describe_flow(&r, f, d->options.policy, d->capture, evidence);
	d->options.on_record(d->options.ctx, &r);
}

static bool begin(struct dryrun *d)
{
	const struct policy *p = d->options.policy;
	struct engine_options options = {
		.budget = p ? p->budget : BUDGET_DEFAULT,
		.ports = p ? p->ports : PORTS_HINT,
		.hidden = p && policy_seeks_hidden(p),
		.flows_max = FLOWS_MAX,
		.midway_us = ENGINE_MIDWAY_US,
		.models = p,
		.ask_ndpi = d->options.ask_ndpi,
		.own = p ? policy_signatures(p) : (struct signature_list){ NULL, 0 },
	};

	if (!d->engine)
		d->engine = engine_new(&options, end_flow, d);
	if (!d->engine)
		log_error("dry run: out of memory");
	return d->engine != NULL;
}

/* Adds the counters of an engine that ends to those of its forerunners. */
static struct engine_counters sum(struct engine_counters a, struct engine_counters b)
{
	a.flows_evicted += b.flows_evicted;
	a.no_memory += b.no_memory;
	a.ladder.looked += b.ladder.looked;
	a.ladder.out_of_budget += b.ladder.out_of_budget;
	a.ladder.no_room += b.ladder.no_room;
	a.ladder.evicted += b.ladder.evicted;
	a.ladder.unproved += b.ladder.unproved;
	a.ladder.lowered += b.ladder.lowered;
	return a;
}

static void finish(struct dryrun *d)
{
	if (!d->engine)
		return;
	d->counters = sum(d->counters, engine_counters(d->engine));
	engine_free(d->engine);
	d->engine = NULL;
}

static void show_progress(struct dryrun *d, struct capture *c, uint64_t packets, bool last)
{
	struct timespec ts;
	uint64_t done;
	uint64_t all;
	int64_t now_ns;

	if (!d->shows_progress)
		return;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	now_ns = ts.tv_sec * 1000000000LL + ts.tv_nsec;
	if (last) {
		fprintf(stderr, "\r\033[K");
	} else if (now_ns - d->shown_ns > PROGRESS_EVERY_NS) {
		capture_progress(c, &done, &all);
		fprintf(stderr, "\r\033[K%s: %llu packets, %d %%", d->capture,
			(unsigned long long)packets, all ? (int)(done * 100 / all) : 0);
		d->shown_ns = now_ns;
	}
}

/* 0 at the capture's end, -1 where it is torn. */
static int read_packets(struct dryrun *d, struct capture *c, const volatile sig_atomic_t *stop)
{
	enum capture_state state = CAPTURE_END;
	uint64_t packets = 0;
	struct packet p;
	enum decoded kind;

	while (!(stop && *stop) && (state = capture_next(c, &p, &kind)) == CAPTURE_PACKET) {
		d->kinds[kind]++;
		if (kind == DECODED_OK || kind == DECODED_FIRST_FRAGMENT)
			engine_packet(d->engine, &p);
		if (++packets % PROGRESS_EVERY_PACKETS == 0)
			show_progress(d, c, packets, false);
	}

	show_progress(d, c, packets, true);
	if (state != CAPTURE_TORN || (stop && *stop))
		return 0;

	log_error("%s: cut short or damaged after packet %llu; classified up to there (%s)",
		  d->capture, (unsigned long long)packets, capture_trouble(c));
	return -1;
}

static int run(struct dryrun *d, struct capture *c, const char *file,
	       const volatile sig_atomic_t *stop)
{
	int result = -1;

	if (!c)
		return -1;

	d->opened++;
	d->capture = file;
	if (begin(d))
		result = read_packets(d, c, stop);
	capture_close(c);
	if (!d->options.join)
		finish(d);
	return result;
}

int dryrun_capture(struct dryrun *d, const char *file, const volatile sig_atomic_t *stop)
{
	return run(d, capture_open(file), file, stop);
}

int dryrun_input(struct dryrun *d, struct input *in, const char *file,
		 const volatile sig_atomic_t *stop)
{
	return run(d, capture_of(in, file), file, stop);
}

size_t dryrun_opened(const struct dryrun *d)
{
	return d->opened;
}

static void tell_counts(const struct dryrun *d,
			void (*on_count)(void *ctx, const char *what, uint64_t n))
{
	void *ctx = d->options.ctx;

	if (d->counters.flows_evicted)
		on_count(ctx, "flows ended early: table full", d->counters.flows_evicted);
	if (d->counters.ladder.no_room)
		on_count(ctx, "packets not looked at: too many undecided flows",
			 d->counters.ladder.no_room);
	if (d->counters.ladder.evicted)
		on_count(ctx, "flows not watched to their end: too many undecided",
			 d->counters.ladder.evicted);
	if (d->counters.ladder.unproved)
		on_count(ctx, "packets not proved: too many at once", d->counters.ladder.unproved);
	if (d->counters.no_memory)
		on_count(ctx, "packets lost: out of memory", d->counters.no_memory);
	for (int k = DECODED_FIRST_FRAGMENT; k < DECODED_KINDS; k++) {
		if (d->kinds[k])
			on_count(ctx, decoded_name((enum decoded)k), d->kinds[k]);
	}
}

void dryrun_end(struct dryrun *d, void (*on_count)(void *ctx, const char *what, uint64_t n))
{
	finish(d);
	if (on_count)
		tell_counts(d, on_count);
	free(d);
}
