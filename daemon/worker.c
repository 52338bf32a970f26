/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "engine.h"
#include "packet/nfqueue.h"

/* Of all workers; with what nDPI keeps beside it, a watched flow takes 5.5 KiB. */
#define FLOWS_MAX 49152
#define WATCHES_MAX 5120
#define FLOOD_EVERY_US 1000000
#define IDLE_MS 5000			/* without a packet: what is silent goes all the same */

struct worker {
	struct worker_options options;
	struct nfqueue *queue;
	struct engine *engine;
	struct channel orders;
	pthread_t thread;
	bool started;
	bool stopping;
	void (*on_notice)(void *ctx, const struct notice *n);	/* at the end */
	void *ctx;
	int64_t now_us;			/* read once a turn */
	int64_t flood_us;		/* when a flood was told of last */
	uint64_t lost_room;		/* what had been without room by then */
	struct worker_counters counters;
};

static void tell(struct worker *w, struct notice *n)
{
	n->worker = w->options.number;
	if (w->on_notice)
		w->on_notice(w->ctx, n);
	else if (!channel_send(w->options.notices, n, sizeof(*n)))
		w->counters.notices_lost++;
}

/* A flow that got its label only by ending: too late for the kernel, but not for the log. */
static void end_flow(void *ctx, const struct flow *f)
{
	struct worker *w = ctx;
	struct notice n = { .kind = NOTICE_LATE, .flow = *f };

	if (f->outcome.decided && !f->outcome.decided_us && f->outcome.label.number >= LABEL_FIRST)
		tell(w, &n);
}

static void tell_lesson(void *ctx, const struct lesson *lesson)
{
	struct notice n = { .kind = NOTICE_LESSON, .lesson = *lesson };

	tell(ctx, &n);
}

struct worker *worker_new(const struct worker_options *options)
{
	struct worker *w = calloc(1, sizeof(*w));
	struct engine_options engine = {
		.budget = options->budget,
		.ports = options->ports,
		.hidden = options->hidden,
		.own = options->own,
		.flows_max = FLOWS_MAX / options->of,
		.watches_max = WATCHES_MAX / options->of,
		.udp_us = options->udp_us,
		.udp_one_side_us = options->udp_one_side_us,
		.midway_us = ENGINE_MIDWAY_US,
		.live = true,
	};

	if (!w) {
		log_sys("worker %u", options->number);
		return NULL;
	}

	w->options = *options;
	if (channel_open(&w->orders) < 0)
		goto fail;
	w->engine = engine_new(&engine, end_flow, w);
	if (!w->engine) {
		log_error("worker %u: out of memory", options->number);
		goto fail;
	}
	learned_on_lesson(ladder_learned(engine_ladder(w->engine)), tell_lesson, w);
	w->queue = nfqueue_open(options->queue, options->fail_open);
	if (!w->queue)
		goto fail;
	return w;

fail:
	worker_free(w, NULL, NULL);
	return NULL;
}

/* An answer may have waited since an earlier packet; what is new is that it is the label. */
static void tell_label(struct worker *w, struct flow *f)
{
	struct notice n = { .kind = NOTICE_LABEL, .flow = *f };

	w->counters.decided += !f->rounds;
	f->told = true;
	if (f->outcome.label.number < LABEL_FIRST)
		return;
	w->counters.labelled++;
	tell(w, &n);
}

/* What there is no room for is not let go: the kernel still looks at it. */
static const struct label set_aside = { LABEL_CLEARED, CONFIDENCE_NONE };

/* Let go for good, or set aside until the other side has answered. */
static struct label kernel_label(const struct flow *f)
{
	struct label l = f->outcome.label;

	if (l.number == LABEL_CLEARED)
		l.confidence = f->aside ? CONFIDENCE_NONE : CONFIDENCE_PORT;
	return l;
}

/* The bits of the label, for the chain behind the queue; none while the flow is undecided. */
static uint32_t bits_of(struct worker *w, const struct packet *p)
{
	struct flow *f = engine_packet(w->engine, p);

	if (!f || (!f->outcome.decided && f->unwatched))
		return w->options.sets_aside ? mark_of(set_aside, w->options.mark_mask) : 0;
	if (!f->outcome.decided)
		return 0;
	if (!f->told)
		tell_label(w, f);
	return mark_of(kernel_label(f), w->options.mark_mask);
}

static void on_packet(void *ctx, const struct queued *q)
{
	struct worker *w = ctx;
	uint32_t mask = w->options.mark_mask;
	struct packet p = {
		.time_us = w->now_us,
		.is_answer = mark_tells(q->mark, mask, mark_reply(mask)),
		.origin = packet_origin(q->mark, mask, w->options.knows_lan),
		.mac = q->mac,
	};
	uint32_t bits = 0;

	w->counters.packets++;
	if (decode_ip(q->ip, q->len, q->whole, &p) == DECODED_OK)
		bits = bits_of(w, &p);
	else
		w->counters.unreadable++;
	nfqueue_pass(w->queue, q->id, (q->mark & ~mask) | bits);
}

static void obey(struct worker *w)
{
	struct order o;

	while (channel_receive(&w->orders, &o, sizeof(o))) {
		switch (o.kind) {
		case ORDER_SETTINGS:
			engine_set(w->engine, o.budget, o.ports, o.hidden, o.own);
			w->options.knows_lan = o.knows_lan;
			break;
		case ORDER_LESSON:
			learned_take(ladder_learned(engine_ladder(w->engine)), &o.lesson,
				     w->now_us);
			break;
		case ORDER_DECIDED:
			engine_let_go(w->engine, &o.key);
			break;
		case ORDER_STOP:
			w->stopping = true;
			break;
		}
	}
}

static void copy_counters(struct worker *w)
{
	const struct nfqueue_counters *q = nfqueue_counters(w->queue);
	struct engine_counters e = engine_counters(w->engine);

	w->counters.overruns = q->overruns;
	w->counters.unsent = q->unsent;
	w->counters.no_room = e.ladder.no_room + e.no_memory;
	w->counters.evicted = e.ladder.evicted + e.flows_evicted;
	w->counters.out_of_window = e.out_of_window;
	w->counters.out_of_budget = e.ladder.out_of_budget;
	w->counters.unproved = e.ladder.unproved;
	w->counters.labels_gone = e.labels_gone;
}

/* Out of room, or close to it: who fills it? */
static void look_for_flood(struct worker *w)
{
	struct notice n = { .kind = NOTICE_FLOOD };
	const struct ladder_counters *c = ladder_counters(engine_ladder(w->engine));
	uint64_t lost = c->no_room + c->evicted;

	if (lost == w->lost_room || w->now_us - w->flood_us < FLOOD_EVERY_US)
		return;
	w->lost_room = lost;
	w->flood_us = w->now_us;
	n.holder = ladder_first_holder(engine_ladder(w->engine));
	tell(w, &n);
}

static void read_clock(struct worker *w)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	w->now_us = ts.tv_sec * 1000000LL + ts.tv_nsec / 1000;
}

static void *work(void *ctx)
{
	struct worker *w = ctx;
	struct pollfd fds[] = {
		{ .fd = nfqueue_fd(w->queue), .events = POLLIN },
		{ .fd = w->orders.fd[0], .events = POLLIN },
	};

	while (!w->stopping) {
		if (poll(fds, 2, IDLE_MS) < 0 && errno != EINTR)
			break;
		read_clock(w);
		engine_expire(w->engine, w->now_us);
		if (fds[1].revents)
			obey(w);
		if (nfqueue_read(w->queue, on_packet, w) < 0)
			break;
		nfqueue_send(w->queue);
		copy_counters(w);
		look_for_flood(w);
	}

	if (!w->stopping) {
		struct notice n = { .kind = NOTICE_BROKEN };

		log_sys("worker %u: queue %u is broken", w->options.number, w->options.queue);
		tell(w, &n);
	}
	return NULL;
}

int worker_start(struct worker *w)
{
	sigset_t all;
	sigset_t before;
	int error;

	/* Signals are the control thread's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&w->thread, NULL, work, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error) {
		errno = error;
		log_sys("worker %u: start its thread", w->options.number);
		return -1;
	}

	w->started = true;
	return 0;
}

void worker_stop(struct worker *w)
{
	struct order stop = { .kind = ORDER_STOP };

	if (!w->started)
		return;

	/* A worker that reads its orders makes room for one more at once. */
	for (int tries = 0; !worker_order(w, &stop) && tries < 1000; tries++)
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	pthread_join(w->thread, NULL);
	w->started = false;
}

void worker_free(struct worker *w, void (*on_notice)(void *ctx, const struct notice *n), void *ctx)
{
	w->on_notice = on_notice;
	w->ctx = ctx;
	nfqueue_close(w->queue);
	engine_free(w->engine);
	channel_close(&w->orders);
	free(w);
}

bool worker_order(struct worker *w, const struct order *o)
{
	return channel_send(&w->orders, o, sizeof(*o));
}

const struct worker_counters *worker_counters(const struct worker *w)
{
	return &w->counters;
}
