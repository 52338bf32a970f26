/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "budget.h"
#include "known.h"
#include "names.h"
#include "ndpi.h"
#include "panel.h"
#include "peers.h"
#include "proxy.h"

/*
 * A flow is undecided until one of these speaks, in this order, on each of its
 * payload packets:
 *
 *   a P2P dissector says YES          label, certain (or as sure as it says)
 *   a plain dissector says YES        cleared, unless a P2P one wants more bytes
 *   a P2P shape at a learned peer     label, likely
 *   behind MSE, at a BitTorrent host  label, likely (mse.h)
 *   eD2k's sizes, obfuscated          label, likely (ed2k_sizes.h)
 *   nDPI reads a name                 P2P: a hint, as a port is; anything else: cleared
 *   random, at a host of many peers   label, likely, if the policy names it (crowd.h)
 *   the budget is spent               the classic port's label, or cleared
 *
 * What waits and for how long, and what a learned peer is worth, is decided here;
 * who is asked at all is the panel's business.
 */
#define ACKED_BYTES 65536		/* of a side that may be acknowledged with a claim */
#define ROUNDS_MAX 100			/* a flow that was set aside is looked at again */

struct ladder {
	struct ladder_options options;
	struct ladder_counters counters;
	struct room *room;
	struct ndpi_stage *ndpi;	/* made when it is first needed */
	struct ndpi_stage *ndpi_apart;	/* the same, for ladder_options.ask_ndpi */
	struct learned *learned;
	struct panel panel;
	int64_t first_us;		/* of the first packet */
};

struct ladder *ladder_new(const struct ladder_options *options)
{
	struct ladder *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;

	l->options = *options;
	l->learned = learned_new();
	l->room = room_new(options->watches_max);
	if (!l->learned || !l->room) {
		ladder_free(l);
		return NULL;
	}

	learned_watch_crowd(l->learned, options->hidden);
	panel_open(&l->panel);
	return l;
}

void ladder_free(struct ladder *l)
{
	if (!l)
		return;
	ndpi_stage_free(l->ndpi);
	ndpi_stage_free(l->ndpi_apart);
	learned_free(l->learned);
	room_free(l->room);
	free(l);
}

void ladder_set(struct ladder *l, const struct ladder_options *options)
{
	l->options = *options;
	learned_watch_crowd(l->learned, options->hidden);
}

const struct ladder_counters *ladder_counters(const struct ladder *l)
{
	return &l->counters;
}

struct learned *ladder_learned(struct ladder *l)
{
	return l->learned;
}

static bool is_behind_mse(struct ladder *l, struct flow *f)
{
	return mse_is_likely(&f->watch->mse, l->learned, f, f->last_us);
}

/* Nothing explains what is said here, unless the port does. */
static bool is_unexplained(const struct outcome *o)
{
	return !o->decided || o->stage == STAGE_BUDGET || o->stage == STAGE_PORT;
}

static bool may_be_hidden(const struct ladder *l, const struct flow *f)
{
	return l->options.hidden && f->watch && crowd_may_count(f) && watch_is_random(f);
}

/* Random bytes at a host with many unknown peers. */
static struct outcome hidden(const struct ladder *l, const struct flow *f)
{
	return (struct outcome){
		.decided = may_be_hidden(l, f) && learned_crowd(l->learned, f, f->last_us),
		.label = { PROTO_HIDDEN_P2P, CONFIDENCE_LIKELY },
		.proto = PROTO_HIDDEN_P2P,
		.stage = STAGE_HOST,
		.what = "enciphered flows to many networks and ports",
	};
}

/* What has become of the flow tells of its host. */
static void count_unexplained(struct ladder *l, const struct flow *f, const struct outcome *o)
{
	bool named = o->proto == PROTO_HIDDEN_P2P;

	if ((named || is_unexplained(o)) && may_be_hidden(l, f))
		learned_unexplained(l->learned, f, !named, f->last_us);
}

/* Looked at again, with the same result. */
static bool is_what_it_was(const struct flow *f, const struct outcome *o)
{
	return f->aside && f->watch && f->watch->spent.decided && o->label.number == LABEL_CLEARED;
}

/* Nobody has answered what was claimed: there is nothing else to go by. */
static bool claim_stands(const struct flow *f)
{
	return f->watch->claim.decided && !(f->spoke[0] && f->spoke[1]);
}

/* An undecided flow ends: what waits will do, or what has become known since. */
static void settle(struct ladder *l, struct flow *f)
{
	struct outcome waiting = f->watch->waiting;
	struct outcome o = waiting;

	if (!o.decided || (o.stage == STAGE_NDPI && o.label.number == LABEL_CLEARED))
		o = known_borne_out(l->learned, f);
	if (!o.decided && is_behind_mse(l, f))
		o = known_mse(f);
	if (!o.decided)
		o = waiting.decided ? waiting : known_unreadable(l->learned, f, true);
	if (!o.decided)
		o = known_refused(l->learned, f);
	if (!o.decided && claim_stands(f)) {
		o = f->watch->claim;
		o.unanswered = true;
	}
	if (!o.decided)
		o = f->watch->spent.decided ? f->watch->spent : f->watch->proxy;
	if (!o.decided)
		o = ladder_port_hint(f, l->options.port_hint);
	if (is_unexplained(&o) && hidden(l, f).decided)
		o = hidden(l, f);
	if (is_what_it_was(f, &o))
		o = f->watch->spent;
	count_unexplained(l, f, &o);
	if (o.decided && !o.packet)
		o.packet = f->payload_packets;
	if (o.decided)
		f->outcome = o;
}

static void put_watch(struct ladder *l, struct flow *f)
{
	if (l->ndpi)
		ndpi_stage_forget(l->ndpi, &f->watch->ndpi);
	room_give(l->room, f);
}

void ladder_forget(struct ladder *l, struct flow *f)
{
	if (!f->watch)
		return;
	if (!f->outcome.decided)
		settle(l, f);
	put_watch(l, f);
}

/* What nDPI calls a flow that one of our own has named for sure, where that differs. */
static uint16_t other_name(const struct flow *f, const struct outcome *o)
{
	uint16_t said = f->watch ? f->watch->ndpi_said : 0;
	bool own = o->stage == STAGE_SIGNATURE || o->stage == STAGE_DISSECTOR;
	bool sure = o->label.confidence == CONFIDENCE_CERTAIN || o->label.number == LABEL_CLEARED;

	return own && sure && said != o->proto && !protocol_is_carrier(said) ? said : 0;
}

/*
 * Who wants to get through may send something innocent first that never arrives. So a flow is
 * let go for good when both sides have spoken, or were looked at often enough.
 */
static bool is_one_sided(const struct flow *f, const struct outcome *o)
{
	return o->label.number == LABEL_CLEARED && !(f->spoke[0] && f->spoke[1]) &&
	       f->rounds < ROUNDS_MAX;
}

static void decide(struct ladder *l, struct flow *f, struct outcome o)
{
	if (is_what_it_was(f, &o))
		o = f->watch->spent;
	f->aside = is_one_sided(f, &o);
	o.ndpi = other_name(f, &o);
	o.decided = true;
	o.packet = o.packet ? o.packet : f->payload_packets;
	o.decided_us = f->last_us;
	count_unexplained(l, f, &o);
	f->outcome = o;
	ladder_forget(l, f);
}

/* A flow that gives way: undecided, and seen no more unless it sends again. */
static void evict(struct ladder *l, struct flow *f)
{
	l->counters.evicted++;
	f->outcome.decided = f->aside;		/* what it was before it was looked at again */
	put_watch(l, f);
}

static bool take_watch(struct ladder *l, struct flow *f)
{
	struct flow *oldest;

	f->unwatched = !f->watch && room_is_denied(l->room, f);
	if (f->watch || f->unwatched)
		return !f->unwatched;

	oldest = room_oldest(l->room);
	if (oldest)
		evict(l, oldest);
	f->unwatched = !room_take(l->room, f);
	return !f->unwatched;
}

struct room_holder ladder_first_holder(const struct ladder *l)
{
	return room_first_holder(l->room);
}

static struct outcome outcome_of(const struct finding *f, enum stage stage)
{
	return (struct outcome){
		.label = { f->proto, f->confidence },
		.proto = f->proto,
		.stage = stage,
		.what = f->what,
		.offset = f->offset,
	};
}

static struct outcome cleared(uint16_t proto, enum stage stage, const char *what)
{
	return (struct outcome){
		.decided = true,
		.label = { LABEL_CLEARED, CONFIDENCE_NONE },
		.proto = proto,
		.stage = stage,
		.what = what,
	};
}

static struct ndpi_stage_answer hear_ndpi(struct ladder *l, struct flow *f, const struct packet *p)
{
	struct ndpi_stage_answer a;

	if (!l->ndpi && !(l->ndpi = ndpi_stage_new()))
		return (struct ndpi_stage_answer){ 0 };
	a = ndpi_stage_look(l->ndpi, &f->watch->ndpi, p);
	if (a.proto)
		f->watch->ndpi_said = a.proto;
	return a;
}

/* What nDPI makes of one packet alone; what it remembers of these must not colour others. */
static uint16_t ndpi_name_of(struct ladder *l, const struct packet *p)
{
	struct ndpi_stage_answer a;
	void *state = NULL;

	if (!l->ndpi_apart && !(l->ndpi_apart = ndpi_stage_new()))
		return 0;
	a = ndpi_stage_look(l->ndpi_apart, &state, p);
	ndpi_stage_forget(l->ndpi_apart, &state);
	return a.proto;
}

/*
 * One of our own is about to decide: does nDPI differ? It is asked only where it
 * reads along already, or where the admin wants to know it of every flow.
 */
static void ask_other_name(struct ladder *l, struct flow *f, const struct packet *p)
{
	if (f->watch && f->watch->ndpi) {
		hear_ndpi(l, f, p);
	} else if (l->options.ask_ndpi) {
		if (take_watch(l, f))
			f->watch->ndpi_said = ndpi_name_of(l, p);
	}
}

static struct outcome proof_of(const struct signature *s)
{
	return (struct outcome){
		.label = { s->proto, CONFIDENCE_CERTAIN },
		.proto = s->proto,
		.stage = STAGE_SIGNATURE,
		.what = s->name,
	};
}

void ladder_prove(struct ladder *l, struct flow *f, const struct packet *p, uint8_t end,
		  const struct signature *s)
{
	ask_other_name(l, f, p);
	learned_proof(l->learned, f, end, s->proto, false, f->last_us);
	decide(l, f, proof_of(s));
}

/* What it proves counts when the other side answers, or when nothing else is said. */
static void claim(struct flow *f, struct outcome o)
{
	o.decided = true;
	o.packet = f->payload_packets;
	f->watch->claim = o;
}

void ladder_claim(struct ladder *l, struct flow *f, const struct signature *s)
{
	if (take_watch(l, f))
		claim(f, proof_of(s));
}

bool ladder_reopen(struct ladder *l, struct flow *f)
{
	if (!take_watch(l, f))
		return false;

	f->watch->spent = f->outcome;
	f->watch->begins = f->payload_packets - 1;
	f->outcome.decided = f->told = false;
	f->rounds += f->rounds < UINT8_MAX;
	return true;
}

/*
 * NAT traversal was proven, and something else follows on the same addresses: what
 * the way was opened for. A proof of that counts; a guess and plain media do not.
 */
static bool has_opened(const struct outcome *waiting, const struct outcome *next)
{
	return waiting->decided && waiting->label.confidence == CONFIDENCE_CERTAIN &&
	       !protocol_in_all(catalogue_get(waiting->label.number)) &&
	       next->label.confidence != CONFIDENCE_CERTAIN;
}

/* It was likely before, and is no more now: the packet that made it so counts. */
static bool says_the_same(const struct outcome *waiting, const struct outcome *next)
{
	return waiting->decided && waiting->label.number == next->label.number &&
	       next->label.confidence == CONFIDENCE_LIKELY &&
	       waiting->label.confidence == CONFIDENCE_LIKELY;
}

/*
 * An answer that is not the last word while some dissector may still prove more:
 * it waits. A plain answer takes the place of a likely P2P one, never the reverse.
 */
static void offer(struct ladder *l, struct flow *f, struct outcome o, bool more)
{
	struct outcome *waiting = &f->watch->waiting;

	if (has_opened(waiting, &o)) {
		decide(l, f, *waiting);
		return;
	}
	if (!more) {
		decide(l, f, says_the_same(waiting, &o) ? *waiting : o);
		return;
	}
	if (waiting->decided && o.label.number != LABEL_CLEARED)
		return;

	o.decided = true;
	o.packet = f->payload_packets;
	*waiting = o;
}

static void offer_p2p(struct ladder *l, struct flow *f, const struct packet *p, uint8_t end,
		      struct answers *a)
{
	struct finding *finding = &a->p2p_finding;

	if (a->plain && !protocol_is_carrier(a->plain_finding.proto) &&
	    finding->confidence > CONFIDENCE_PORT) {
		finding->confidence--;
		l->counters.lowered++;
	}
	if (f->doubted && finding->confidence > CONFIDENCE_PORT &&
	    !a->both && !finding->answers && !finding->answered) {
		claim(f, outcome_of(finding, STAGE_DISSECTOR));
		return;
	}
	if (finding->confidence == CONFIDENCE_CERTAIN) {
		learned_proof(l->learned, f, end, finding->proto, finding->answers, p->time_us);
		if (finding->answered)
			learned_proof(l->learned, f, 1 - end, finding->proto, true, p->time_us);
		if (!finding->may_change)
			ask_other_name(l, f, p);
	}
	offer(l, f, outcome_of(finding, STAGE_DISSECTOR),
	      finding->may_change || (a->more && finding->confidence < CONFIDENCE_CERTAIN));
}

/* A server's name that P2P programs ask for is weak evidence, whatever the protocol. */
static struct outcome plain_outcome(const struct finding *finding)
{
	const char *suffix = NULL;
	const struct protocol *named = finding->name
		? names_find(finding->name, finding->name_len, &suffix) : NULL;
	struct outcome o = cleared(finding->proto, STAGE_DISSECTOR, finding->what);

	o.offset = finding->offset;
	if (named && !protocol_is_plain(named)) {
		o.label = (struct label){ named->number, CONFIDENCE_PORT };
		o.proto = named->number;
		o.what = suffix;
	}
	return o;
}

/*
 * A shape that may be chance, and is not: one end is known for it, or its sender's
 * socket has numbered a series of them, by which it is then known.
 */
static bool is_borne_out(struct ladder *l, const struct flow *f, uint8_t end,
			 const struct finding *maybe, int64_t now_us)
{
	/* An encrypted TCP flow has no port to know it by: its host must do. */
	bool any_port = f->key.transport == IPPROTO_TCP;

	if (maybe->numbered)
		learned_number(l->learned, f, end, maybe->proto, maybe->number, now_us);
	return learned_knows(l->learned, f, any_port, maybe->proto, now_us);
}

/*
 * The handshake alone waits for a plain one behind it, as every likely answer does; once
 * pieces come there is none. What nDPI calls random bytes is no reason against it.
 */
static void offer_mse(struct ladder *l, struct flow *f)
{
	struct outcome *waiting = &f->watch->waiting;

	if (waiting->decided && waiting->stage == STAGE_NDPI)
		*waiting = (struct outcome){ 0 };
	offer(l, f, known_mse(f), !f->watch->mse.fits);
}

/* Unless it was read as something plain already. */
static bool is_obfuscated_ed2k(const struct flow *f)
{
	const struct outcome *waiting = &f->watch->waiting;

	return ed2k_is_likely(f) && !(waiting->decided && waiting->stage == STAGE_DISSECTOR);
}

/* Nothing is waited for: what comes next is the file. */
static void decide_ed2k(struct ladder *l, struct flow *f)
{
	learned_listener(l->learned, f, PROTO_EDONKEY, f->last_us);
	decide(l, f, known_ed2k());
}

/* A TCP connection that may have begun before its first packet was seen, and is worth the wait. */
static bool may_be_midway(const struct ladder *l, const struct flow *f)
{
	return f->key.transport == IPPROTO_TCP &&
	       (f->last_us - l->first_us < l->options.midway_us ||
		learned_host(l->learned, f, f->last_us));
}

/* What it calls random bytes by their port is not its last word about a connection met midway. */
static void ask_ndpi(struct ladder *l, struct flow *f, const struct packet *p, bool more)
{
	struct ndpi_stage_answer a = hear_ndpi(l, f, p);
	struct outcome o;

	if (!a.proto && !a.name)
		return;

	/* What is ours has read the same bytes and did not say yes: nDPI's word is a hint. */
	o = cleared(a.proto, STAGE_NDPI, "nDPI");
	o.name = a.name;
	if (a.proto && a.proto < PROTO_PLAIN_FIRST)
		o.label = (struct label){ a.proto, CONFIDENCE_PORT };
	else if (learned_proto(l->learned, f, f->last_us))
		return;			/* nor does it clear what a proven endpoint says */
	offer(l, f, o, more || (may_be_midway(l, f) && !watch_is_readable(f)));
}

static void offer_hidden(struct ladder *l, struct flow *f, bool more)
{
	struct outcome o = hidden(l, f);

	if (o.decided)
		offer(l, f, o, more);
}

/* What the flow is when nothing better comes. */
static struct outcome conclusion(const struct ladder *l, const struct flow *f)
{
	struct outcome o = ladder_port_hint(f, l->options.port_hint);

	if (f->watch->waiting.decided)
		return f->watch->waiting;
	if (f->watch->proxy.decided)
		return f->watch->proxy;
	return o.decided ? o : cleared(0, STAGE_BUDGET, "nothing found");
}

static void conclude(struct ladder *l, struct flow *f)
{
	bool spent = f->watch->spent.decided && !f->watch->waiting.decided;
	struct outcome o = spent ? f->watch->spent : conclusion(l, f);

	if (is_unexplained(&o) && hidden(l, f).decided)
		o = hidden(l, f);
	l->counters.out_of_budget += o.stage == STAGE_BUDGET;
	decide(l, f, o);
}

static void climb(struct ladder *l, struct flow *f, const struct packet *p, uint8_t end)
{
	struct addr addr[2];
	struct view v = watch_view(f, p, end, addr);
	struct answers a = { 0 };
	struct outcome peer;

	if (v.now.len)
		a = panel_ask(&l->panel, l->options.own, f->watch, &v, p->time_us);
	l->counters.unproved += a.unproved;
	a.more |= f->watch->asks_proxy || f->watch->claim.decided;
	f->watch->more = a.more;
	f->watch->may_change = a.p2p && a.p2p_finding.may_change;
	if (a.maybe) {
		a.maybe_finding.confidence = CONFIDENCE_LIKELY;
		f->watch->maybe = outcome_of(&a.maybe_finding, STAGE_PEER);
	}
	if (a.mse && !a.plain)
		mse_found(&f->watch->mse, l->learned, f, a.exact, v.n_flights > FLIGHTS_MAX,
			  p->time_us);

	if (a.p2p) {
		offer_p2p(l, f, p, end, &a);
	} else if (a.plain) {
		if (!a.more)
			ask_other_name(l, f, p);
		offer(l, f, plain_outcome(&a.plain_finding), a.more);
	} else if (a.maybe && is_borne_out(l, f, end, &a.maybe_finding, p->time_us)) {
		offer(l, f, f->watch->maybe, true);
	} else if (is_behind_mse(l, f)) {
		offer_mse(l, f);
	} else if (is_obfuscated_ed2k(f)) {
		decide_ed2k(l, f);
	} else if ((peer = known_unreadable(l->learned, f, false)).decided) {
		offer(l, f, peer, true);
	} else if (!f->aside && (!f->relayed || f->key.transport == IPPROTO_UDP)) {
		ask_ndpi(l, f, p, a.more);
		if (!f->outcome.decided && !f->watch->waiting.decided)
			offer_hidden(l, f, a.more);
	}
}

/* A likely answer waits for a certain one, but not for ever: it may be all that will come. */
static bool is_patience_over(const struct ladder *l, const struct flow *f)
{
	const struct outcome *waiting = &f->watch->waiting;

	if (budget_is_spent(f, l->options.budget, l->learned))
		return true;
	return waiting->decided && waiting->label.confidence == CONFIDENCE_LIKELY &&
	       f->payload_packets >= waiting->packet + budget_patience(f);
}

static void follow(struct ladder *l, struct flow *f)
{
	if (f->watch->mse.frames) {
		learned_proof(l->learned, f, f->watch->mse.speaker, PROTO_BITTORRENT, false,
			      f->last_us);
		decide(l, f, (struct outcome){
			.label = { PROTO_BITTORRENT, CONFIDENCE_CERTAIN },
			.proto = PROTO_BITTORRENT,
			.stage = STAGE_DISSECTOR,
			.what = "bittorrent messages, midway",
		});
	} else if (is_behind_mse(l, f)) {
		offer_mse(l, f);
	} else if (is_obfuscated_ed2k(f)) {
		decide_ed2k(l, f);
	}
}

/*
 * Nothing was found, and a handshake may have come before the first packet that was seen: the
 * flow is looked at for longer. What its port says is said at once, unless it says BitTorrent:
 * the longer look may say so as well, and for sure.
 */
static void look_midway(struct ladder *l, struct flow *f)
{
	struct outcome o = conclusion(l, f);

	if (!may_be_midway(l, f) || f->watch->mse.state != MSE_NONE ||
	    (o.stage != STAGE_BUDGET && o.stage != STAGE_NDPI && o.proto != PROTO_BITTORRENT))
		return;
	mse_midway(&f->watch->mse, watch_is_enciphered(f));
	if (f->watch->spent.decided)
		return;
	f->watch->spent = o;
	f->watch->spent.packet = f->payload_packets;
}

/*
 * UDP through a SOCKS proxy: the client's first datagram tells, and what is behind the header
 * counts from then on. What comes without one is looked at as it is.
 */
static struct packet behind_proxy(struct flow *f, const struct packet *p, uint8_t end)
{
	struct packet inside = *p;
	size_t n = p->transport == IPPROTO_UDP ? proxy_datagram(p->payload, p->payload_len) : 0;

	f->relayed |= n && end == f->initiator && !f->spoke[1 - end];
	if (n && f->relayed) {
		inside.payload += n;
		inside.payload_len -= (uint32_t)n;
		inside.payload_whole -= (uint32_t)n;
	}
	return inside;
}

/* TCP: who is on the LAN acknowledges what was claimed, so it was no stranger's. */
static bool is_confirmed(const struct flow *f, const struct packet *p, uint8_t end)
{
	return p->transport == IPPROTO_TCP && f->watch->claim.decided && !f->doubted &&
	       f->spoke[1 - end] && p->ack - f->next_seq[1 - end] < ACKED_BYTES;
}

static void look_at(struct ladder *l, struct flow *f, const struct packet *p, uint8_t end)
{
	l->counters.looked++;
	l->first_us = l->first_us ? l->first_us : p->time_us;
	if (!take_watch(l, f)) {
		l->counters.no_room++;
		return;
	}

	room_touch(l->room, f);
	if (is_confirmed(f, p, end)) {
		learned_proof(l->learned, f, 1 - end, f->watch->claim.proto, false, f->last_us);
		decide(l, f, f->watch->claim);
		return;
	}
	if (watch_is_repeat(f->watch, p, end)) {
		f->payload_packets--;
		return;
	}
	if (p->transport == IPPROTO_TCP) {
		watch_add_segment(f, p, end);
		watch_enter_proxy(f);
	}
	if (budget_is_past_reading(f, l->options.budget))
		follow(l, f);
	else
		climb(l, f, p, end);
	if (f->outcome.decided)
		return;

	if (p->transport == IPPROTO_UDP)
		head_add_datagram(&f->watch->head[end], p);
	if (budget_is_spent(f, l->options.budget, l->learned))
		look_midway(l, f);
	if (is_patience_over(l, f))
		conclude(l, f);
}

void ladder_look(struct ladder *l, struct flow *f, const struct packet *p, uint8_t end)
{
	struct packet inside = behind_proxy(f, p, end);

	look_at(l, f, &inside, end);
}
