/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gateway_inside.h"

#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

#include "act/control.h"
#include "act/describe.h"
#include "base/log.h"
#include "base/signals.h"
#include "classify/ladder.h"
#include "classify/shapes.h"

/* The gateway's loop: signals, notices of the workers, ends of flows, clients. */

int64_t gateway_now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec * 1000000LL + ts.tv_nsec / 1000;
}

int64_t gateway_clock_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/* One line of the event log, written by `put`, for a flow as it stands. */
static void tell(struct gateway *g, const struct flow *f, int64_t at_us,
		 void (*put)(struct events *e, const struct record *r, int64_t now_us))
{
	char evidence[EVIDENCE_TEXT];
	struct record r;

	if (!g->options.events_file || f->unlogged)
		return;
	describe_flow(&r, f, g->policy, "", evidence);
	put(&g->events, &r, at_us);
}

void gateway_tell_end(struct gateway *g, const struct flow *f, int64_t at_us)
{
	tell(g, f, at_us, events_end);
}

static void tell_label(struct gateway *g, const struct flow *f, int64_t at_us)
{
	uint8_t found = found_by_label(f->outcome.label);

	g->flows_labelled[f->outcome.label.number]++;
	for (int kind = 0; kind < FOUND_KINDS; kind++)
		g->flows_found[kind] += found >> kind & 1;
	tell(g, f, at_us, events_label);
}

/* The host that a flow is of: on the LAN, or else who opened it. */
static bool is_logged(struct gateway *g, const struct flow *f)
{
	unsigned int end = f->of_lan[f->initiator] || !f->of_lan[1 - f->initiator] ?
			   f->initiator : 1u - f->initiator;
	struct addr host = flow_addr(f, end);

	return !g->options.events_file || events_admit(&g->events, &host, gateway_now_us());
}

void gateway_tell_label(struct gateway *g, const struct flow *f)
{
	struct flow row = *f;

	row.unlogged = !is_logged(g, f);
	ledger_add(g->ledger, &row);
	tell_label(g, &row, f->outcome.decided_us);
}

void gateway_tell_finding(struct gateway *g, const struct flow *f, enum found kind,
			  const char *shape)
{
	char evidence[EVIDENCE_TEXT];
	struct record r;

	g->flows_found[kind]++;
	if (!g->options.events_file)
		return;
	describe_flow(&r, f, g->policy, "", evidence);
	events_finding(&g->events, &r, gateway_now_us(), kind, shape);
}

/* UDP alone comes again; a connection that is labelled again is another one. */
static void on_label(struct gateway *g, const struct flow *f)
{
	if (f->key.transport != IPPROTO_UDP || !gateway_heard_again(g, f))
		gateway_tell_label(g, f);
}

/*
 * Label and end in one: what little passed is all there was. The kernel may have labelled the
 * flow meanwhile, and for sure.
 */
static void on_late_label(struct gateway *g, const struct flow *f)
{
	struct flow over = *f;

	if (ledger_find(g->ledger, &f->key))
		return;
	over.unlogged = !is_logged(g, f);
	tell_label(g, &over, f->last_us);
	gateway_tell_end(g, &over, f->last_us);
}

/* What one worker learned, the others should know. */
static void pass_on(struct gateway *g, const struct notice *n)
{
	struct order o = { .kind = ORDER_LESSON, .lesson = n->lesson };

	for (uint16_t i = 0; i < g->n_workers; i++) {
		if (i != n->worker && g->workers[i])
			worker_order(g->workers[i], &o);
	}
}

void gateway_on_notice(void *ctx, const struct notice *n)
{
	struct gateway *g = ctx;

	switch (n->kind) {
	case NOTICE_LABEL:
		on_label(g, &n->flow);
		break;
	case NOTICE_LATE:
		on_late_label(g, &n->flow);
		break;
	case NOTICE_LESSON:
		pass_on(g, n);
		break;
	case NOTICE_FLOOD:
		gateway_on_flood(g, &n->holder);
		break;
	case NOTICE_BROKEN:
		g->broken = true;
		break;
	}
}

#define NOTICES_PER_TURN 1024

bool gateway_drain(struct gateway *g)
{
	struct notice n;

	for (int i = 0; i < NOTICES_PER_TURN; i++) {
		if (!channel_receive(&g->notices, &n, sizeof(n)))
			return false;
		gateway_on_notice(g, &n);
	}

	return true;
}

/* A flow that the kernel's port rules labelled: its end is the first we hear of it. */
static struct flow flow_of_kernel(const struct flow_end *end, uint16_t proto, int64_t now_us)
{
	struct flow f = {
		.key = end->key,
		.first = end->initiator,
		.initiator = end->initiator,
		.first_us = now_us,
		.outcome = ladder_port_outcome(proto),
	};

	f.outcome.decided = true;
	f.outcome.decided_us = now_us;
	return f;
}

static void on_end(void *ctx, const struct flow_end *end)
{
	struct gateway *g = ctx;
	struct label label = mark_label(end->mark, g->policy->mark_mask);
	int64_t now_us = gateway_now_us();
	struct flow f;

	if (!ledger_take(g->ledger, &end->key, &f)) {
		if (label.number < LABEL_FIRST || label.confidence != CONFIDENCE_NONE)
			return;
		f = flow_of_kernel(end, label.number, now_us);
		f.unlogged = !is_logged(g, &f);
		tell_label(g, &f, now_us);
	}

	f.packets = end->packets;
	f.bytes = end->bytes;
	f.last_us = now_us;
	gateway_tell_end(g, &f, now_us);
}

static bool on_client(void *ctx, const char *word, FILE *out)
{
	struct gateway *g = ctx;

	if (strcmp(word, "status") == 0)
		return gateway_status(g, out);
	if (strcmp(word, "reload") == 0)
		return gateway_reload(g, out);
	if (strcmp(word, "flush") == 0) {
		g->flushes = g->stopping = true;
		return true;
	}
	fprintf(out, "\"%s\" is no request of this peerwall\n", word);
	return false;
}

/* SIGHUP: as `peerwall reload`, but for the log, and for log rotation. */
static void on_hangup(struct gateway *g)
{
	service_notify("RELOADING=1");
	if (g->options.events_file && events_reopen(&g->events) < 0)
		log_warning("events: none are kept until the next SIGHUP");
	if (gateway_reload(g, stderr))
		log_info("policy %s: in force", g->policy->file);
	else
		log_error("policy %s: not taken", g->options.policy_file);
	service_notify("READY=1");
}

static void on_signals(struct gateway *g)
{
	int signal;

	while ((signal = signals_next(g->signals))) {
		if (signal == SIGHUP)
			on_hangup(g);
		else
			g->stopping = true;
	}
}

static void on_ready(struct gateway *g, int fd)
{
	if (fd == g->signals)
		on_signals(g);
	else if (fd == g->ruleset)
		gateway_on_ruleset(g);
	else if (fd == g->listener)
		control_serve(g->listener, on_client, g);
	else if (fd == g->notices.fd[0])
		gateway_drain(g);
	else if (g->logged && fd == nflog_fd(g->logged))
		g->broken |= nflog_read(g->logged, gateway_on_logged, g) < 0;
	else if (ends_read(g->ends, on_end, g) < 0)
		g->broken = true;
}

/* The sooner of two waits, of which -1 has no end. */
static int sooner(int a, int b)
{
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return a < b ? a : b;
}

/* Until something is due, should nothing happen. */
static int wait_ms(const struct gateway *g)
{
	int look_ms = ledger_count(g->ledger) ? LOOK_EVERY_US / 1000 : -1;

	return sooner(sooner(look_ms, gateway_hold_wait_ms(g)), gateway_blind_wait_ms(g));
}

int gateway_run(struct gateway *g)
{
	struct epoll_event events[8];

	service_notify("READY=1");
	while (!g->stopping && !g->broken) {
		int n = epoll_wait(g->epoll, events, 8, wait_ms(g));

		if (n < 0 && errno != EINTR) {
			log_sys("gateway: wait");
			return -1;
		}
		for (int i = 0; i < n; i++)
			on_ready(g, events[i].data.fd);
		gateway_look_for_silent(g);
		gateway_hold_table(g);
		if (gateway_blind_wait_ms(g) == 0)
			gateway_look_for_blind(g);
		if (g->options.events_file)
			events_sum(&g->events, gateway_now_us(), false);
	}

	service_notify("STOPPING=1");
	return g->broken ? -1 : 0;
}
