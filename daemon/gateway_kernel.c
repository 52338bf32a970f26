/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gateway_inside.h"

#include <string.h>

#include "base/log.h"
#include "classify/ladder.h"
#include "classify/shapes.h"
#include "classify/signatures.h"
#include "packet/packet.h"

/*
 * What the kernel labels by itself. Its rules log one packet of each such flow;
 * from that come the event, and what the workers should know of the sender. And the
 * packets of labelled flows that have a shape: they become findings.
 * Nobody waits for this: where a copy is lost, the label stands all the same.
 */
static void order_all(struct gateway *g, const struct order *o)
{
	for (uint16_t i = 0; i < g->n_workers; i++)
		worker_order(g->workers[i], o);
}

static void teach_all(struct gateway *g, const struct lesson *lesson)
{
	struct order o = { .kind = ORDER_LESSON, .lesson = *lesson };

	order_all(g, &o);
}

/*
 * Who has seen the flow's first packets need not wait for more; and the sender is a peer now,
 * where it can be believed.
 */
static void tell_workers(struct gateway *g, const struct flow *f, uint8_t end,
			 const struct packet *p)
{
	struct order decided = { .kind = ORDER_DECIDED, .key = f->key };
	struct lesson tie = { .kind = LESSON_TIE, .addr = p->src };
	struct lesson lessons[LESSONS_MAX];
	size_t n = lessons_of(f, end, f->outcome.proto, false, lessons);

	order_all(g, &decided);
	if (p->mac && f->of_lan[end]) {
		memcpy(tie.mac, p->mac, sizeof(tie.mac));
		teach_all(g, &tie);
	}
	for (size_t i = 0; i < n; i++)
		teach_all(g, &lessons[i]);
}

/* The flow of a packet whose bytes prove it to be what `s` says; `*end` sent it. */
static struct flow flow_of(const struct packet *p, const struct signature *s, uint8_t *end)
{
	struct flow f = { .first_us = p->time_us, .last_us = p->time_us, .told = true };

	f.key = flow_key_of(p, end);
	f.initiator = p->is_answer ? 1 - *end : *end;
	f.first = f.initiator;
	f.of_lan[*end] = packet_is_of_lan(p);
	f.outcome = (struct outcome){
		.decided = true,
		.label = { s->proto, CONFIDENCE_CERTAIN },
		.proto = s->proto,
		.stage = STAGE_SIGNATURE,
		.what = s->name,
		.decided_us = p->time_us,
	};
	return f;
}

static void on_signature(struct gateway *g, const struct packet *p, const struct signature *s)
{
	uint8_t end;
	struct flow f = flow_of(p, s, &end);

	if (gateway_heard_again(g, &f))
		return;
	tell_workers(g, &f, end, p);
	gateway_tell_label(g, &f);
}

/*
 * The label may still be on its way from a worker. A label that a forerunner gave is
 * not in our ledger: what the packet itself proves stands in for it.
 */
static void on_shape(struct gateway *g, const struct packet *p, const struct shape *s)
{
	uint8_t end;
	struct flow fresh = flow_of(p, &s->bytes, &end);
	struct flow *f;

	while (gateway_drain(g))
		;	/* the label was sent before its packet got its verdict */
	f = ledger_find(g->ledger, &fresh.key);
	if (!f) {
		ledger_add(g->ledger, &fresh);
		f = ledger_find(g->ledger, &fresh.key);
	}
	f = f ? f : &fresh;
	if (shape_seen(&f->found, s, p->payload, p->payload_len))
		gateway_tell_finding(g, f, s->found, s->bytes.name);
}

void gateway_on_logged(void *ctx, const struct logged *l)
{
	struct gateway *g = ctx;
	uint32_t mask = g->policy->mark_mask;
	struct packet p = {
		.time_us = gateway_now_us(),
		.is_answer = mark_tells(l->mark, mask, mark_reply(mask)),
		.origin = packet_origin(l->mark, mask, g->policy->n_lan > 0),
		.mac = l->mac,
	};
	const struct shape *shape = shape_named(l->prefix);
	const struct signature *s = NULL;
	bool right = decode_ip(l->ip, l->len, l->len, &p) == DECODED_OK;

	if (right && !shape)
		s = signature_of(&p, p.is_answer, policy_signatures(g->policy));
	if (right && shape) {
		on_shape(g, &p, shape);
	} else if (s) {
		g->labelled_by_kernel++;
		on_signature(g, &p, s);
	} else {
		g->logged_unreadable++;
	}
}
