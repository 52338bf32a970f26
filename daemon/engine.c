/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine.h"

#include <netinet/in.h>
#include <stdlib.h>

#include "classify/catalogue.h"
#include "classify/shapes.h"
#include "classify/signatures.h"
#include "flow/table.h"

#define SECOND_US 1000000LL

/*
 * A label reaches the kernel with the verdict; what was queued before it comes
 * within moments. A packet of a decided flow that comes later than this is
 * queued because conntrack has begun a new connection between the same ends.
 */
#define LINGER_US (2 * SECOND_US)

/*
 * Within these moments TCP's sequence numbers tell: what is under way of one
 * connection lies close together, a new connection begins elsewhere.
 */
#define NEAR_BYTES (1 << 20)

/* Dry run: the limits of nft/letgo.h. */
#define LET_GO_PACKETS 30
#define SET_ASIDE_PACKETS 40
#define SET_ASIDE_BYTES 32768
/* conntrack keeps UDP that was answered for longer, and forgets none sooner. */
#define UDP_LIFE_US (30 * SECOND_US)

struct engine {
	struct engine_options options;
	struct flow_table *table;
	struct ladder *ladder;
	uint64_t no_memory;
	uint64_t out_of_window;
	uint64_t labels_gone;
	void (*on_end)(void *ctx, const struct flow *f);
	void *ctx;
};

#define UDP_US (180 * SECOND_US)
#define WATCHES_MAX 65536

static struct ladder_options ladder_options_of(const struct engine_options *o)
{
	return (struct ladder_options){
		.budget = o->budget,
		.watches_max = o->watches_max ? o->watches_max : WATCHES_MAX,
		.midway_us = o->midway_us,
		.own = o->own,
		.port_hint = o->ports != PORTS_OFF,
		.hidden = o->hidden,
		.ask_ndpi = o->ask_ndpi,
	};
}

static void end_flow(void *ctx, struct flow *f)
{
	struct engine *e = ctx;

	ladder_forget(e->ladder, f);
	e->on_end(e->ctx, f);
}

struct engine *engine_new(const struct engine_options *options,
			  void (*on_end)(void *ctx, const struct flow *f), void *ctx)
{
	struct engine *e = calloc(1, sizeof(*e));
	struct ladder_options ladder = ladder_options_of(options);
	struct flow_times times = {
		.tcp_us = 3600 * SECOND_US,
		.tcp_closing_us = 10 * SECOND_US,
		.udp_us = options->udp_us ? options->udp_us : UDP_US,
		.udp_one_side_us = options->udp_one_side_us ? options->udp_one_side_us : UDP_US,
	};

	if (!e)
		return NULL;

	e->options = *options;
	e->on_end = on_end;
	e->ctx = ctx;
	e->table = flow_table_new(options->flows_max, &times, end_flow, e);
	e->ladder = ladder_new(&ladder);
	if (e->table && e->ladder)
		return e;

	engine_free(e);
	return NULL;
}

void engine_free(struct engine *e)
{
	if (!e)
		return;
	flow_table_free(e->table);
	ladder_free(e->ladder);
	free(e);
}

void engine_set(struct engine *e, unsigned int budget, enum ports_mode ports, bool hidden,
		struct signature_list own)
{
	struct ladder_options ladder;

	e->options.budget = budget;
	e->options.ports = ports;
	e->options.hidden = hidden;
	e->options.own = own;
	ladder = ladder_options_of(&e->options);
	ladder_set(e->ladder, &ladder);
}

/*
 * Dry run: what the kernel's port rules do on the first packet (ports: enforce).
 * The label stands at once; the flow is looked at all the same, unless the
 * policy stops it for its port, so that no payload would ever come.
 */
static void model_port_rules(const struct engine *e, struct flow *f)
{
	uint16_t port = f->key.port[1 - f->initiator];
	const struct protocol *p = catalogue_by_port(f->key.transport, port);
	struct addr a = flow_addr(f, 0);
	struct addr b = flow_addr(f, 1);
	struct decision d;

	if (!p)
		return;

	f->outcome = ladder_port_outcome(p->number);
	d = policy_decide(e->options.models, f->outcome.label, &a, &b);
	f->outcome.decided = d.action == ACTION_BLOCK || d.action == ACTION_REJECT;
}

static bool is_near(uint32_t seq, uint32_t other)
{
	int32_t ahead = (int32_t)(seq - other);

	return ahead <= NEAR_BYTES && ahead >= -NEAR_BYTES;
}

/* TCP: the bytes are far from all that this end has sent so far. */
static bool is_elsewhere(const struct flow *f, const struct packet *p, uint8_t end)
{
	return p->transport == IPPROTO_TCP && f->spoke[end] && p->payload_whole > 0 &&
	       !is_near(p->seq, f->next_seq[end]);
}

static bool lingers(const struct flow *f, const struct packet *p)
{
	return p->time_us - f->outcome.decided_us <= LINGER_US;
}

/*
 * Live, of a decided flow: its connection is the same, and its label is gone from there, for
 * another program has set the whole mark. TCP: what this end says goes on where it was. UDP
 * that was let go: it is an answer, or was answered, so that conntrack keeps it for a while.
 * What the kernel labelled by itself has no label here.
 */
static bool has_lost_label(const struct flow *f, const struct packet *p, uint8_t end)
{
	if (!f->outcome.label.number)
		return false;
	if (p->transport == IPPROTO_TCP)
		return f->spoke[end] && p->payload_whole > 0 && !is_elsewhere(f, p, end);
	return f->outcome.label.number == LABEL_CLEARED &&
	       (p->is_answer || (f->spoke[0] && f->spoke[1])) &&
	       p->time_us - f->outcome.decided_us < UDP_LIFE_US;
}

/* Live: true when the packet can only be of a new connection between the same ends. */
static bool is_new_round(const struct engine *e, const struct flow *f, const struct packet *p,
			 uint8_t end)
{
	if (!e->options.live)
		return false;
	if (f->outcome.decided_us && !f->aside && !lingers(f, p))
		return !has_lost_label(f, p, end);
	return is_elsewhere(f, p, end);
}

/* The verdict gives the label once more. One time is none: conntrack -F does it, too. */
static void note_lost_label(struct engine *e, struct flow *f, const struct packet *p)
{
	if (!e->options.live || !f->outcome.decided_us || f->aside ||
	    p->payload_whole == 0 || lingers(f, p))
		return;
	e->labels_gone += f->lost_label;
	f->lost_label = true;
}

static void note_seq(struct flow *f, const struct packet *p, uint8_t end)
{
	if (p->payload_whole == 0 || (p->tcp_flags & TCP_SYN))
		return;
	f->spoke[end] = true;
	if (p->transport == IPPROTO_TCP)
		f->next_seq[end] = p->seq + p->payload_whole;
}

/*
 * Where neither interface nor addresses tell who is on the LAN, a capture's connections are
 * taken to be opened from there; a live packet may be forged, and is not.
 */
static bool may_be_of_lan(const struct engine *e, const struct flow *f, const struct packet *p,
			  uint8_t end)
{
	return p->origin == ORIGIN_UNKNOWN && !e->options.live && end == f->initiator &&
	       addr_is_private(&p->src) == addr_is_private(&p->dst);
}

static bool is_from_lan(const struct engine *e, const struct flow *f, const struct packet *p,
			uint8_t end)
{
	return packet_is_of_lan(p) || may_be_of_lan(e, f, p, end);
}

/*
 * A packet from outside, which anybody may have sent who knows the flow's ends. Where live
 * neither interface nor addresses tell who is outside, everybody is believed.
 */
static bool is_stranger(const struct engine *e, const struct flow *f, const struct packet *p,
			uint8_t end)
{
	bool unknown = e->options.live && p->origin == ORIGIN_UNKNOWN &&
		       addr_is_private(&p->src) == addr_is_private(&p->dst);

	return !unknown && !is_from_lan(e, f, p, end);
}

/* TCP: it acknowledges nothing that the host of the LAN has said. */
static bool is_out_of_window(const struct flow *f, const struct packet *p, uint8_t end)
{
	return p->transport == IPPROTO_TCP && f->spoke[1 - end] &&
	       !is_near(p->ack, f->next_seq[1 - end]);
}

static void note_origin(struct engine *e, struct flow *f, const struct packet *p, uint8_t end)
{
	if (f->outcome.decided || f->of_lan[end] || !is_from_lan(e, f, p, end))
		return;
	f->of_lan[end] = true;
	if (p->mac)
		learned_tie(ladder_learned(e->ladder), &p->src, p->mac, p->time_us);
}

/* What the kernel knows by itself where it can, and then the ladder. */
static void look(struct engine *e, struct flow *f, const struct packet *p, uint8_t end)
{
	const struct signature *s = signature_of(p, end != f->initiator, e->options.own);

	if (s && f->doubted)
		ladder_claim(e->ladder, f, s);
	if (s && !f->doubted)
		ladder_prove(e->ladder, f, p, end, s);
	else
		ladder_look(e->ladder, f, p, end);
	if (e->options.live && f->outcome.decided)
		flow_table_let_go(e->table, f);		/* the kernel has it from here */
}

/* Looked at once more, by what comes from now on. */
static void look_again(struct engine *e, struct flow *f, const struct packet *p, uint8_t end)
{
	if (ladder_reopen(e->ladder, f))
		look(e, f, p, end);
}

/* Dry run: what the kernel does with a flow that was let go or is known by its port (nft/letgo.h). */
static void model_let_go(struct engine *e, struct flow *f, const struct packet *p, uint8_t end)
{
	bool answer = end != f->initiator;
	const struct signature *s;

	if (f->aside && answer && signature_is_answer(p)) {
		f->aside = false;
		return;
	}
	if (f->aside && f->sent[end] < SET_ASIDE_PACKETS &&
	    (answer || f->sent_bytes[end] < SET_ASIDE_BYTES)) {
		look_again(e, f, p, end);
		return;
	}
	if ((!f->aside && f->packets >= LET_GO_PACKETS) || !is_from_lan(e, f, p, end))
		return;
	s = signature_of(p, answer, e->options.own);
	if (s)
		ladder_prove(e->ladder, f, p, end, s);
}

/* Dry run: what the kernel's rules log of flows that have their label. */
static void look_for_shapes(struct flow *f, const struct packet *p, uint8_t end)
{
	const struct label l = f->outcome.label;
	const struct shape *s;

	if (l.confidence < CONFIDENCE_LIKELY)
		return;
	s = shape_of(l.number, p, end != f->initiator);
	if (s)
		shape_seen(&f->found, s, p->payload, p->payload_len);
}

static bool is_let_go(const struct flow *f)
{
	const struct label l = f->outcome.label;

	return l.number == LABEL_CLEARED || l.confidence == CONFIDENCE_PORT;
}

/* Payload of a decided flow. Live, it comes here again only if it was set aside. */
static void look_after(struct engine *e, struct flow *f, const struct packet *p, uint8_t end)
{
	if (e->options.live && f->aside)
		look_again(e, f, p, end);
	else if (!e->options.live && is_let_go(f))
		model_let_go(e, f, p, end);
}

/* What nobody who takes part in the connection can have sent; true: it was counted, and that is all. */
static bool is_forged(struct engine *e, struct flow *f, const struct packet *p, uint8_t end)
{
	bool stranger = p->payload_whole > 0 && is_stranger(e, f, p, end);

	f->doubted = stranger && (p->transport == IPPROTO_UDP || !f->spoke[1 - end]);
	if (!stranger || !is_out_of_window(f, p, end))
		return false;
	f->payload_packets--;
	e->out_of_window++;
	return true;
}

struct flow *engine_packet(struct engine *e, const struct packet *p)
{
	uint8_t end;
	struct flow *f = flow_table_see(e->table, p, &end);

	if (f && is_new_round(e, f, p, end)) {
		flow_table_end(e->table, f);
		f = flow_table_see(e->table, p, &end);
	}
	if (!f) {
		e->no_memory++;
		return NULL;
	}

	if (is_forged(e, f, p, end))
		return f;
	note_lost_label(e, f, p);
	note_seq(f, p, end);
	note_origin(e, f, p, end);
	if (f->packets == 1 && e->options.models && e->options.ports == PORTS_ENFORCE)
		model_port_rules(e, f);
	if (p->payload_whole == 0 || (p->tcp_flags & TCP_SYN))
		return f;
	if (f->outcome.decided)
		look_after(e, f, p, end);
	else
		look(e, f, p, end);
	if (!e->options.live && f->outcome.decided)
		look_for_shapes(f, p, end);
	return f;
}

void engine_expire(struct engine *e, int64_t now_us)
{
	flow_table_expire(e->table, now_us);
}

void engine_let_go(struct engine *e, const struct flow_key *key)
{
	struct flow *f = flow_table_find(e->table, key);

	if (!f || f->outcome.decided)
		return;
	f->told = f->outcome.decided = true;
	f->outcome.decided_us = f->last_us;
	ladder_forget(e->ladder, f);
	flow_table_let_go(e->table, f);
}

struct ladder *engine_ladder(struct engine *e)
{
	return e->ladder;
}

struct engine_counters engine_counters(const struct engine *e)
{
	return (struct engine_counters){
		.flows_evicted = flow_table_evicted(e->table),
		.no_memory = e->no_memory,
		.out_of_window = e->out_of_window,
		.labels_gone = e->labels_gone,
		.ladder = *ladder_counters(e->ladder),
	};
}
