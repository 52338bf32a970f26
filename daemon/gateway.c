/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gateway_inside.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "act/control.h"
#include "act/describe.h"
#include "act/enforce.h"
#include "act/holder.h"
#include "base/log.h"
#include "base/rights.h"
#include "base/signals.h"

/*
 * Start-up, each step undone by gateway_close() in the reverse order:
 *
 *   policy → kernel (can it queue?) → table (whose is it?) → control socket (does
 *   another peerwall answer?) → workers (bind their queues) → event log, conntrack,
 *   copies of what the kernel labels → rights given up → threads → table in force
 *
 * The queues are bound and read before the first packet can be sent to them,
 * and a restart replaces the table that a forerunner left, without a hole.
 */
#define LEDGER_MAX 262144

/* 0 when the table is ours to make or to take over; `*old_mask`, or 0, is the forerunner's. */
static int check_holder(uint32_t *old_mask)
{
	struct nft_owner owner;

	switch (holder_ask(&owner)) {
	case HOLDER_UNKNOWN:
		return -1;
	case HOLDER_NOBODY:
		return 0;
	case HOLDER_STRANGER:
		log_error("nft: table inet peerwall: there is one already that no peerwall made; "
			  "remove it (nft delete table inet peerwall) and start again");
		return -1;
	case HOLDER_RUNNING:
		log_error("nft: table inet peerwall: another peerwall (process %d) holds this "
			  "gateway; stop it first", owner.pid);
		return -1;
	case HOLDER_GONE:
		break;
	}

	log_info("nft: table inet peerwall: taking over what process %d left", owner.pid);
	*old_mask = owner.mark_mask;
	return 0;
}

static uint16_t queues_of(const struct policy *p)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	long room = UINT16_MAX + 1L - p->queue_first;

	if (p->n_queues)
		return p->n_queues;
	if (n > WORKERS_MAX)
		n = WORKERS_MAX;
	return (uint16_t)(n < 1 ? 1 : n > room ? room : n);
}

static int open_workers(struct gateway *g)
{
	const struct policy *p = g->policy;

	g->n_workers = queues_of(p);
	for (uint16_t i = 0; i < g->n_workers; i++) {
		struct worker_options options = {
			.number = i,
			.of = g->n_workers,
			.queue = (uint16_t)(p->queue_first + i),
			.fail_open = p->failure == FAILURE_OPEN,
			.mark_mask = p->mark_mask,
			.budget = p->budget,
			.ports = p->ports,
			.hidden = policy_seeks_hidden(p),
			.own = policy_signatures(p),
			.knows_lan = p->n_lan > 0,
			.sets_aside = nft_compares_bytes(&g->kernel),
			.udp_us = ends_udp_timeout_us(true),
			.udp_one_side_us = ends_udp_timeout_us(false),
			.notices = &g->notices,
		};

		g->workers[i] = worker_new(&options);
		if (!g->workers[i])
			return -1;
	}

	return 0;
}

static int start_workers(struct gateway *g)
{
	for (uint16_t i = 0; i < g->n_workers; i++) {
		if (worker_start(g->workers[i]) < 0)
			return -1;
	}

	return 0;
}

static int take_kernel(struct gateway *g)
{
	char text[NFT_KERNEL_TEXT];

	g->plan = enforce_plan(g->policy, g->n_workers);
	if (!g->plan || gateway_put_table(g, g->plan) < 0)
		return -1;

	g->holds = true;
	log_info("nft: %s", nft_kernel_text(&g->kernel, text));
	return 0;
}

/*
 * What a forerunner wrote under another mask would be read wrongly under ours:
 * its table and its labels go before any of ours is written.
 */
static int leave_mask(const struct gateway *g, uint32_t old_mask)
{
	if (!old_mask || old_mask == g->policy->mark_mask)
		return 0;
	log_info("nft: the mark mask was 0x%08x and is 0x%08x now: labels begin anew", old_mask,
		 g->policy->mark_mask);
	return nft_remove() < 0 ? -1 : ct_clear_marks(old_mask, NULL);
}

static int watch(struct gateway *g, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	if (epoll_ctl(g->epoll, EPOLL_CTL_ADD, fd, &event) == 0)
		return 0;
	log_sys("gateway: epoll");
	return -1;
}

static int open_loop(struct gateway *g)
{
	g->signals = signals_open();
	g->ruleset = nft_watch_open();
	g->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (g->ruleset < 0)
		return -1;
	if (g->signals < 0 || g->epoll < 0) {
		log_sys("gateway: set up its loop");
		return -1;
	}
	if (g->logged && watch(g, nflog_fd(g->logged)) < 0)
		return -1;
	if (watch(g, g->signals) < 0 || watch(g, g->ruleset) < 0 ||
	    watch(g, g->notices.fd[0]) < 0 || watch(g, ends_fd(g->ends)) < 0 ||
	    watch(g, g->listener) < 0)
		return -1;
	return 0;
}

static int open_all(struct gateway *g)
{
	uint32_t old_mask = 0;

	if (nft_probe(&g->kernel) < 0 || check_holder(&old_mask) < 0)
		return -1;
	g->listener = control_listen(g->options.runtime_dir);
	if (g->listener < 0 || channel_open(&g->notices) < 0 || open_workers(g) < 0)
		return -1;
	if (g->options.events_file && events_open(&g->events, g->options.events_file) < 0)
		return -1;

	/* The lowest bit of the number alone is LABEL_CLEARED. */
	g->ends = ends_open(mark_of((struct label){ LABEL_MAX & ~LABEL_CLEARED, CONFIDENCE_NONE },
				    g->policy->mark_mask));
	g->ledger = ledger_new(LEDGER_MAX);
	if (nft_compares_bytes(&g->kernel) && !(g->logged = nflog_open(g->policy->queue_first)))
		return -1;
	if (!g->ends || !g->ledger || open_loop(g) < 0)
		return -1;
	if (rights_drop() < 0 || leave_mask(g, old_mask) < 0 ||
	    start_workers(g) < 0 || take_kernel(g) < 0)
		return -1;

	gateway_look_for_blind(g);
	return 0;
}

struct gateway *gateway_open(const struct gateway_options *options)
{
	struct gateway *g = calloc(1, sizeof(*g));

	if (!g) {
		log_sys("gateway");
		return NULL;
	}

	g->options = *options;
	g->listener = g->signals = g->ruleset = g->epoll = -1;
	g->notices = (struct channel){ { -1, -1 } };
	g->events.fd = -1;
	g->started_us = gateway_now_us();
	g->policy = policy_load(options->policy_file, stderr);
	if (g->policy && g->policy->others_may_write)
		log_error("%s: " POLICY_OTHERS_MAY_WRITE, options->policy_file);
	else if (g->policy && open_all(g) == 0)
		return g;

	gateway_close(g);
	return NULL;
}

/* What they have told already comes before what the end of their flows makes them tell. */
static void close_workers(struct gateway *g)
{
	uint64_t lost = 0;

	for (uint16_t i = 0; i < g->n_workers && g->workers[i]; i++) {
		worker_stop(g->workers[i]);
		lost += worker_counters(g->workers[i])->notices_lost;
		while (gateway_drain(g))
			;	/* quicker than the workers that still run can add */
	}
	for (uint16_t i = 0; i < g->n_workers && g->workers[i]; i++) {
		worker_free(g->workers[i], gateway_on_notice, g);
		g->workers[i] = NULL;
	}

	if (lost)
		log_warning("gateway: workers told more than could be taken in: %" PRIu64
			    " labels and peers are in no event log", lost);
}

void gateway_close(struct gateway *g)
{
	if (!g)
		return;

	if (g->holds && (g->flushes || g->policy->on_stop == STOP_FLUSH) && nft_remove() == 0)
		ct_clear_marks(g->policy->mark_mask, NULL);
	close_workers(g);
	events_sum(&g->events, gateway_now_us(), true);
	events_close(&g->events);
	ledger_free(g->ledger);
	ends_close(g->ends);
	nflog_close(g->logged);
	if (g->signals >= 0)
		close(g->signals);
	if (g->ruleset >= 0)
		close(g->ruleset);
	if (g->epoll >= 0)
		close(g->epoll);
	channel_close(&g->notices);
	control_close(g->listener, g->options.runtime_dir);
	enforce_free(g->plan);
	policy_free(g->policy);
	own_signatures_free(g->old_signatures);
	free(g->met);
	free(g);
}

/* What cannot change without a restart, because queues and marks are bound to it. */
static const char *needs_restart(const struct gateway *g, const struct policy *p)
{
	if (p->mark_mask != g->policy->mark_mask)
		return "mark-mask";
	if (p->queue_first != g->policy->queue_first || queues_of(p) != g->n_workers)
		return "queues";
	return p->failure != g->policy->failure ? "failure" : NULL;
}

/* The kernel counts anew from a reload on; a rule that keeps its name keeps its count. */
static struct nft_count *counts_for(const struct gateway *g, const struct policy *fresh,
				    struct nft_extra *extra)
{
	struct nft_count *old = gateway_counts(g, extra);
	struct nft_count *met = old ? calloc(fresh->n_rules + 1, sizeof(*met)) : NULL;

	for (size_t i = 0; met && i < fresh->n_rules; i++) {
		for (size_t o = 0; o < g->policy->n_rules; o++) {
			if (strcmp(fresh->rules[i].name, g->policy->rules[o].name) == 0)
				met[i] = old[o];
		}
	}

	free(old);
	return met;
}

/* Workers may still compare them, and flows name them until the end. */
static void keep_signatures(struct gateway *g)
{
	struct own_signatures *own = g->policy->own;

	if (!own)
		return;
	own->next = g->old_signatures;
	g->old_signatures = own;
	g->policy->own = NULL;
}

/* Workers and counters follow the policy that is in force now. */
static void follow(struct gateway *g, struct policy *fresh, struct plan *plan)
{
	struct order order = {
		.kind = ORDER_SETTINGS,
		.budget = fresh->budget,
		.ports = fresh->ports,
		.hidden = policy_seeks_hidden(fresh),
		.own = policy_signatures(fresh),
		.knows_lan = fresh->n_lan > 0,
	};

	for (uint16_t i = 0; i < g->n_workers; i++) {
		if (!worker_order(g->workers[i], &order))
			log_warning("worker %u: too busy to take the new settings; "
				    "reload again", i);
	}
	keep_signatures(g);
	enforce_free(g->plan);
	policy_free(g->policy);
	g->plan = plan;
	g->policy = fresh;
	g->reloads++;
	gateway_look_for_blind(g);
}

bool gateway_reload(struct gateway *g, FILE *complaints)
{
	struct policy *fresh = policy_load(g->options.policy_file, complaints);
	struct plan *plan = NULL;
	struct nft_count *met = NULL;
	struct nft_extra extra = { { 0, 0 }, { 0, 0 } };
	const char *fixed = fresh ? needs_restart(g, fresh) : NULL;

	if (fresh && fresh->others_may_write) {
		fprintf(complaints, "%s: " POLICY_OTHERS_MAY_WRITE "\n", fresh->file);
		policy_free(fresh);
		fresh = NULL;
		fixed = NULL;
	}
	if (!fresh) {
		fprintf(complaints, "%s: the old policy stays in force\n", g->options.policy_file);
		return false;
	}
	if (fixed) {
		fprintf(complaints, "%s: \"%s\" changes only with a restart (systemctl restart "
			"peerwall); the old policy stays in force\n", fresh->file, fixed);
		goto fail;
	}

	plan = enforce_plan(fresh, g->n_workers);
	met = counts_for(g, fresh, &extra);
	if (!plan || gateway_put_table(g, plan) < 0) {
		fprintf(complaints, "%s: the kernel did not take it (the log says why); the old "
			"policy stays in force\n", fresh->file);
		goto fail;
	}

	free(g->met);
	g->met = met;
	g->extra = extra;
	follow(g, fresh, plan);
	return true;

fail:
	free(met);
	enforce_free(plan);
	policy_free(fresh);
	return false;
}
