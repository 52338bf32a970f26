/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gateway_inside.h"

#include <stdlib.h>
#include <unistd.h>

#include "act/json.h"
#include "classify/catalogue.h"

/* Status: everything that the daemon and its table count, as one JSON object. */

static void count_more(struct nft_count *to, const struct nft_count *more)
{
	to->packets += more->packets;
	to->bytes += more->bytes;
}

struct nft_count *gateway_counts(const struct gateway *g, struct nft_extra *extra)
{
	struct nft_count *counts = calloc(g->policy->n_rules + 1, sizeof(*counts));

	if (!counts || nft_counters(g->plan, counts, extra) < 0) {
		free(counts);
		return NULL;
	}

	count_more(&extra->queued, &g->extra.queued);
	count_more(&extra->untracked, &g->extra.untracked);
	for (size_t i = 0; g->met && i < g->policy->n_rules; i++)
		count_more(&counts[i], &g->met[i]);
	return counts;
}

static json_t *rules(const struct gateway *g, const struct nft_count *counts)
{
	json_t *list = json_array();

	for (size_t i = 0; i < g->policy->n_rules; i++) {
		const struct rule *r = &g->policy->rules[i];
		json_t *o = json_object();

		json_object_set_new(o, "name", json_text(r->name));
		json_object_set_new(o, "place", json_text(r->place));
		json_object_set_new(o, "action", json_string(action_name(r->action)));
		json_object_set_new(o, "packets", json_integer((json_int_t)counts[i].packets));
		json_object_set_new(o, "bytes", json_integer((json_int_t)counts[i].bytes));
		json_array_append_new(list, o);
	}

	return list;
}

static json_t *labelled(const struct gateway *g)
{
	json_t *o = json_object();

	for (uint16_t i = LABEL_FIRST; i <= LABEL_MAX; i++) {
		const struct protocol *p = g->flows_labelled[i] ? catalogue_get(i) : NULL;

		if (p)
			json_object_set_new(o, p->name,
					    json_integer((json_int_t)g->flows_labelled[i]));
	}

	return o;
}

static json_t *findings(const struct gateway *g)
{
	json_t *o = json_object();

	for (int i = 0; i < FOUND_KINDS; i++)
		json_object_set_new(o, found_name((enum found)i),
				    json_integer((json_int_t)g->flows_found[i]));
	return o;
}

static void add(json_t *o, const char *key, uint64_t n)
{
	json_t *before = json_object_get(o, key);

	n += before ? (uint64_t)json_integer_value(before) : 0;
	json_object_set_new(o, key, json_integer((json_int_t)n));
}

static json_t *workers(const struct gateway *g)
{
	json_t *o = json_object();

	for (uint16_t i = 0; i < g->n_workers; i++) {
		const struct worker_counters *c = worker_counters(g->workers[i]);

		add(o, "packets", c->packets);
		add(o, "flows_decided", c->decided);
		add(o, "flows_labelled", c->labelled);
		add(o, "flows_out_of_budget", c->out_of_budget);
		add(o, "flows_evicted", c->evicted);
		add(o, "packets_no_room", c->no_room);
		add(o, "packets_out_of_window", c->out_of_window);
		add(o, "packets_unproved", c->unproved);
		add(o, "labels_gone", c->labels_gone);
		add(o, "packets_unreadable", c->unreadable);
		add(o, "queue_overruns", c->overruns);
		add(o, "verdicts_unsent", c->unsent);
		add(o, "notices_lost", c->notices_lost);
	}

	return o;
}

static json_t *event_log(const struct gateway *g)
{
	json_t *o = json_object();

	json_object_set_new(o, "file",
			    json_text(g->options.events_file ? g->options.events_file : ""));
	add(o, "written", g->events.written);
	add(o, "lost", g->events.lost);
	add(o, "flows_suppressed", g->events.suppressed);
	add(o, "copies_lost", (g->logged ? nflog_overruns(g->logged) : 0) + g->logged_unreadable);
	add(o, "ends_lost", ends_overruns(g->ends) + ledger_refused(g->ledger));
	return o;
}

bool gateway_status(struct gateway *g, FILE *out)
{
	struct nft_extra extra = { { 0, 0 }, { 0, 0 } };
	struct nft_count *counts;
	char kernel[NFT_KERNEL_TEXT];
	json_t *o;

	gateway_look_at_table(g);
	gateway_look_for_blind(g);
	counts = gateway_counts(g, &extra);
	if (!counts) {
		fputs("the counters of table inet peerwall cannot be read (the log says why)\n",
		      out);
		return false;
	}

	o = json_object();
	json_object_set_new(o, "version", json_string(PEERWALL_VERSION));
	json_object_set_new(o, "pid", json_integer(getpid()));
	json_object_set_new(o, "policy", json_text(g->policy->file));
	json_object_set_new(o, "since", json_seconds(g->started_us));
	json_object_set_new(o, "reloads", json_integer((json_int_t)g->reloads));
	json_object_set_new(o, "failure",
			    json_string(g->policy->failure == FAILURE_OPEN ? "open" : "closed"));
	json_object_set_new(o, "kernel", json_string(nft_kernel_text(&g->kernel, kernel)));
	json_object_set_new(o, "in_force", json_boolean(!g->hold.lost));
	json_object_set_new(o, "table", gateway_hold_json(g));
	json_object_set_new(o, "blind_spots", gateway_blind_json(g));
	json_object_set_new(o, "queues", json_integer(g->n_workers));
	json_object_set_new(o, "packets_queued", json_integer((json_int_t)extra.queued.packets));
	add(o, "packets_untracked", extra.untracked.packets);
	add(o, "packets_labelled_by_kernel", g->labelled_by_kernel);
	json_object_set_new(o, "flood", gateway_flood_json(g));
	json_object_set_new(o, "workers", workers(g));
	json_object_set_new(o, "labelled", labelled(g));
	json_object_set_new(o, "findings", findings(g));
	json_object_set_new(o, "running", json_integer((json_int_t)ledger_count(g->ledger)));
	json_object_set_new(o, "rules", rules(g, counts));
	json_object_set_new(o, "events", event_log(g));
	json_dumpf(o, out, JSON_FLAGS);
	fputc('\n', out);
	json_decref(o);
	free(counts);
	return true;
}
