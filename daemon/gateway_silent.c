/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gateway_inside.h"

#include <netinet/in.h>

/*
 * Flows whose end nobody tells. A UDP flow whose first packet is dropped has no connection:
 * conntrack keeps only what has passed. So each of its packets is a first one, labelled again,
 * and no event says when they cease. Events are lost, too, where too many come at once.
 *
 * A row that was silent for as long as conntrack would be is due. Then conntrack lists, once
 * for all rows, what runs, and what is on the list was heard of now. Of a row that was heard of
 * before the list, and is due now or later, that is known for good: it was not on it, and a
 * new connection would get a label, and be heard of. So it has ended when it was heard of last.
 * What was heard of since waits for another list, and is not due before the time has
 * passed once more: there is about one list in that time, however many rows there are.
 * Events and labels may be on their way for as long as it is from one look to the next.
 */
#define REPEAT_US (60 * 1000000LL)
#define ENDS_PER_LOOK 4096

bool gateway_heard_again(struct gateway *g, const struct flow *f)
{
	struct flow *row = ledger_find(g->ledger, &f->key);
	bool same = row && row->outcome.label.number == f->outcome.label.number &&
		    row->outcome.label.confidence == f->outcome.label.confidence;

	/* Two packets of one connection can be labelled at once; later it is another one. */
	if (!same || (f->key.transport != IPPROTO_UDP &&
		      f->outcome.decided_us - row->outcome.decided_us >= REPEAT_US))
		return false;

	ledger_touch(g->ledger, row, f->last_us);
	return true;
}

static void on_running(void *ctx, const struct flow_end *running)
{
	struct gateway *g = ctx;
	struct flow *row = ledger_find(g->ledger, &running->key);

	if (row)
		ledger_touch(g->ledger, row, g->looked_us);
}

/* The oldest row, when it was heard of last at `us` or before. */
static struct flow *row_before(const struct gateway *g, int64_t us)
{
	struct flow *row = ledger_oldest(g->ledger);

	return row && row->last_us <= us ? row : NULL;
}

/* True when there are more than one look may take. */
static bool end_before(struct gateway *g, int64_t us)
{
	struct flow *row = NULL;

	for (int i = 0; i < ENDS_PER_LOOK && (row = row_before(g, us)); i++) {
		struct flow f;

		ledger_take(g->ledger, &row->key, &f);
		gateway_tell_end(g, &f, g->looked_us);
	}

	return row;
}

void gateway_look_for_silent(struct gateway *g)
{
	int64_t now_us = gateway_now_us();
	int64_t since_us = now_us - g->looked_us;
	int64_t due_us = now_us - ends_silence_us(g->ends);
	int64_t known_us = g->listed_us - LOOK_EVERY_US;

	if (since_us >= 0 && since_us < LOOK_EVERY_US)
		return;

	g->looked_us = now_us;
	if (g->listed_us > now_us)
		g->listed_us = known_us = 0;	/* the clock was set back */
	if (end_before(g, due_us < known_us ? due_us : known_us))
		return;
	if (row_before(g, due_us) && ends_running(on_running, g) == 0)
		g->listed_us = now_us;
}
