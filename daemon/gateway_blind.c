/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gateway_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/log.h"

/*
 * What hides traffic from us, looked for once a minute and whenever the status is asked:
 * interfaces and rules of others, and what their doings look like from here, which counts
 * as long as it was met within the last three minutes. The log is told once of each.
 */
#define LOOK_MS 60000
#define MET_MS 180000
#define MET_LEAST 10		/* packets; fewer come of a conntrack -F and the like */

/* True when `total` grew of late. */
static bool is_met(struct met_of_late *m, uint64_t total, int64_t now_ms)
{
	if (total - m->total >= MET_LEAST) {
		m->total = total;
		m->until_ms = now_ms + MET_MS;
	}
	return now_ms < m->until_ms;
}

static uint64_t labels_gone(const struct gateway *g)
{
	uint64_t n = 0;

	for (uint16_t i = 0; i < g->n_workers; i++)
		n += worker_counters(g->workers[i])->labels_gone;
	return n;
}

static uint64_t untracked(const struct gateway *g)
{
	struct nft_extra extra = { { 0, 0 }, { 0, 0 } };

	free(gateway_counts(g, &extra));
	return extra.untracked.packets;
}

/* Numbers would make each look's sentence another one: the status has them. */
static void add_met(struct gateway *g, struct blindness *b, int64_t now_ms)
{
	if (is_met(&b->gone, labels_gone(g), now_ms) && b->n < BLIND_MAX) {
		b->spots[b->n].kind = "labels-gone";
		snprintf(b->spots[b->n].text, sizeof(b->spots[b->n].text),
			 "another program takes our labels out of connection marks: flows that "
			 "had theirs come to the queue again and again (labels_gone); have it "
			 "write " BLIND_KEEP, g->policy->mark_mask);
		b->n++;
	}
	if (is_met(&b->untracked, untracked(g), now_ms) && b->n < BLIND_MAX) {
		b->spots[b->n].kind = "untracked";
		snprintf(b->spots[b->n].text, sizeof(b->spots[b->n].text),
			 "packets of the LAN have no connection (packets_untracked): they are "
			 "neither looked at nor blocked; look for notrack in the rules (nft, "
			 "iptables -t raw) and let it leave out what is forwarded");
		b->n++;
	}
}

/* True the first time. Of more sentences than there is room for the oldest is forgotten. */
static bool is_news(struct blindness *b, const char *text)
{
	uint64_t hash = hash_of(text, strlen(text));

	for (size_t i = 0; i < BLIND_SAID; i++) {
		if (b->said[i] == hash)
			return false;
	}
	b->said[b->n_said++ % BLIND_SAID] = hash;
	return true;
}

void gateway_look_for_blind(struct gateway *g)
{
	struct blindness *b = &g->blind;
	int64_t now_ms = gateway_clock_ms();

	b->looked_ms = now_ms;
	b->n = blind_look(g->policy, b->spots);
	add_met(g, b, now_ms);
	for (size_t i = 0; i < b->n; i++) {
		if (is_news(b, b->spots[i].text))
			log_warning("%s: %s", g->policy->file, b->spots[i].text);
	}
}

int gateway_blind_wait_ms(const struct gateway *g)
{
	int64_t left = g->blind.looked_ms + LOOK_MS - gateway_clock_ms();

	return left < 0 ? 0 : (int)left;
}

json_t *gateway_blind_json(const struct gateway *g)
{
	json_t *list = json_array();

	for (size_t i = 0; i < g->blind.n; i++) {
		json_t *o = json_object();

		json_object_set_new(o, "kind", json_string(g->blind.spots[i].kind));
		json_object_set_new(o, "text", json_text(g->blind.spots[i].text));
		json_array_append_new(list, o);
	}
	return list;
}
