/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gateway_inside.h"

#include <stdlib.h>

#include "act/clean.h"
#include "base/log.h"

/*
 * Our table is held, whatever other programs do to it. Many a firewall script begins with
 * "flush ruleset"; a service that is restarted does it twice within a second. Each change
 * of the ruleset that touches our table makes us look whether all of it stands; where it
 * does not, the whole is put back in one transaction.
 *
 * From one time it is put there to the next passes a second at least, and longer where it
 * does not last: after four quick losses the wait doubles, up to a minute, and goes on for
 * ever. Once it has stood twice as long, or for half a minute, the wait is a second again.
 * Time that it stood counts, so a loss that comes alone is mended at once.
 */
#define WAIT_MS 1000
#define WAIT_MAX_MS 60000
#define QUICK_LOSSES 4
#define STOOD_MS 30000
#define LOOK_MS 200		/* from one look to the next, however often others touch it */
#define ASK_AGAIN_MS 10000	/* and after one to which the kernel gave no answer */

static int64_t wait_ms(const struct hold *h)
{
	unsigned int doubled = h->row > QUICK_LOSSES ? h->row - QUICK_LOSSES : 0;

	return doubled < 6 ? (int64_t)WAIT_MS << doubled : WAIT_MAX_MS;
}

int gateway_put_table(struct gateway *g, const struct plan *plan)
{
	struct hold *h = &g->hold;
	uint64_t print;

	h->put_ms = gateway_clock_ms();
	if (nft_hold(plan, &g->kernel, &print) < 0)
		return -1;
	h->print = print;
	h->restored += h->lost;
	h->lost = false;
	return 0;
}

/* What the kernel has counted so far, as far as it is still there, is not lost with the table. */
static void keep_counts(struct gateway *g)
{
	struct nft_extra extra = { { 0, 0 }, { 0, 0 } };
	struct nft_count *met = gateway_counts(g, &extra);

	if (!met)
		return;
	free(g->met);
	g->met = met;
	g->extra = extra;
}

static int put_back(struct gateway *g)
{
	keep_counts(g);
	if (gateway_put_table(g, g->plan) == 0)
		return 0;
	g->hold.row++;		/* the log has been told why the kernel did not take it */
	return -1;
}

static void tell_loss(const struct hold *h, bool deleted, bool back)
{
	char who[64] = "another program";
	char then[64] = "put back at once";
	int64_t left_ms = h->put_ms + wait_ms(h) - gateway_clock_ms();

	if (h->by_pid)
		snprintf(who, sizeof(who), "%s (process %d)", h->by, h->by_pid);
	if (!back)
		snprintf(then, sizeof(then), "nothing is held until it is put back in %d s",
			 (int)(left_ms + 999) / 1000);
	log_warning("nft: table inet peerwall: %s by %s; %s",
		    deleted ? "deleted" : "changed", who, then);
}

static void on_loss(struct gateway *g)
{
	struct hold *h = &g->hold;
	int64_t stood_ms = gateway_clock_ms() - h->put_ms;
	bool lasted = stood_ms >= STOOD_MS || stood_ms >= 2 * wait_ms(h);
	struct nft_owner owner;
	bool deleted = nft_table_owner(&owner) == 0;
	bool back = false;

	h->row = lasted ? 1 : h->row + 1;
	h->lost = true;
	h->losses++;
	h->lost_us = gateway_now_us();
	h->by_pid = h->change.by_pid;
	clean_line(h->change.by, h->by, sizeof(h->by));
	if (stood_ms >= wait_ms(h))
		back = put_back(g) == 0;
	tell_loss(h, deleted, back);
}

void gateway_look_at_table(struct gateway *g)
{
	struct hold *h = &g->hold;
	int stands;

	nft_watch_read(g->ruleset, &h->change);
	h->look = false;
	h->looked_ms = gateway_clock_ms();
	if (h->lost)
		return;

	stands = nft_table_stands(h->print);
	if (stands < 0) {
		h->look = true;
		h->looked_ms += ASK_AGAIN_MS;
	}
	if (stands == 0)
		on_loss(g);
}

void gateway_on_ruleset(struct gateway *g)
{
	nft_watch_read(g->ruleset, &g->hold.change);
	g->hold.look |= g->hold.change.ours;
}

/* When something is to be done next, by gateway_clock_ms(); INT64_MAX: nothing. */
static int64_t due_ms(const struct hold *h)
{
	if (h->lost)
		return h->put_ms + wait_ms(h);
	return h->look ? h->looked_ms + LOOK_MS : INT64_MAX;
}

int gateway_hold_wait_ms(const struct gateway *g)
{
	int64_t due = due_ms(&g->hold);
	int64_t left = due - gateway_clock_ms();

	if (due == INT64_MAX)
		return -1;
	return left < 0 ? 0 : (int)left;
}

void gateway_hold_table(struct gateway *g)
{
	struct hold *h = &g->hold;

	if (gateway_hold_wait_ms(g) != 0)
		return;
	if (!h->lost)
		gateway_look_at_table(g);
	else if (put_back(g) == 0)
		log_info("nft: table inet peerwall: put back");
}

json_t *gateway_hold_json(const struct gateway *g)
{
	const struct hold *h = &g->hold;
	int wait = h->lost ? gateway_hold_wait_ms(g) : 0;
	json_t *o = json_object();

	json_object_set_new(o, "lost", json_integer((json_int_t)h->losses));
	json_object_set_new(o, "restored", json_integer((json_int_t)h->restored));
	json_object_set_new(o, "lost_at", h->losses ? json_seconds(h->lost_us) : json_null());
	json_object_set_new(o, "lost_by", h->by_pid ? json_text(h->by) : json_null());
	json_object_set_new(o, "lost_by_pid", h->by_pid ? json_integer(h->by_pid) : json_null());
	json_object_set_new(o, "put_back_in_s", h->lost ? json_integer((wait + 999) / 1000) :
			    json_null());
	return o;
}
