/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_LEARNED_H
#define PEERWALL_CLASSIFY_LEARNED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../flow/flow.h"
#include "crowd.h"
#include "hosts.h"

/*
 * What flows teach about others: endpoints and hosts that proved a protocol, hosts that show
 * signs of BitTorrent or have many unknown peers, the addresses of one machine. Each worker
 * has its own; what one learns it tells as a lesson, and the others take it.
 *
 * Nothing is learned from what anybody may send unasked, since a sender's address can be
 * forged (protocols.md, 0.5). A sender is believed when it repeats what only the other side
 * could tell it, or over TCP once both sides have spoken. The word of a packet that came in
 * from the LAN is believed as well, of an address that in the flow it is held against is seen
 * to be on the LAN: its neighbours can forge it, and harm each other alone.
 */
enum lesson_kind { LESSON_PEER, LESSON_GREETED, LESSON_HOST, LESSON_TIE, LESSON_CROWD };

struct lesson {
	enum lesson_kind kind;
	struct addr addr;
	uint16_t port;			/* PEER, GREETED; or PEER_ANY_PORT */
	uint8_t transport;		/* PEER: of the port; 0 with PEER_ANY_PORT */
	uint16_t proto;			/* PEER, GREETED */
	bool word;			/* PEER: by its own word alone, from the LAN */
	enum host_sign sign;		/* HOST */
	struct addr other;		/* HOST: the flow's other end; GREETED: who greeted */
	uint8_t mac[6];			/* TIE */
	struct remote remote;		/* CROWD */
	bool let_go;			/* CROWD */
};

#define LESSONS_MAX 2			/* of one proof */

struct learned;

/* NULL: no memory. */
struct learned *learned_new(void);
void learned_free(struct learned *l);

/* `tell` gets each lesson that is taught here, for others to take. */
void learned_on_lesson(struct learned *l, void (*tell)(void *ctx, const struct lesson *lesson),
		       void *ctx);

/* A lesson from another table: tells nobody. */
void learned_take(struct learned *l, const struct lesson *lesson, int64_t now_us);

/* The sender of a packet from the LAN has this MAC address. */
void learned_tie(struct learned *l, const struct addr *a, const uint8_t mac[6], int64_t now_us);

/*
 * What it teaches that `end` of a flow sent a proof of `proto`, and whether it `answers`
 * there: at most LESSONS_MAX, into `out`; returns how many.
 */
size_t lessons_of(const struct flow *f, uint8_t end, uint16_t proto, bool answers,
		  struct lesson out[LESSONS_MAX]);

void learned_proof(struct learned *l, const struct flow *f, uint8_t end, uint16_t proto,
		   bool answers, int64_t now_us);

/* Whoever listens at the responder's port speaks `proto`: all that was said there shows it. */
void learned_listener(struct learned *l, const struct flow *f, uint16_t proto, int64_t now_us);

/* A sign of BitTorrent, which counts for the flow's ends on the LAN; for both where none is. */
void learned_sign(struct learned *l, const struct flow *f, enum host_sign sign, int64_t now_us);

/* One end of the flow is a host that is known to run BitTorrent. */
bool learned_host(const struct learned *l, const struct flow *f, int64_t now_us);

/* Whether hosts with many unknown peers are looked for (crowd.h); at first not. */
void learned_watch_crowd(struct learned *l, bool on);

/*
 * The flow is random both ways, crowd_may_count() it, and it was let go or (not `let_go`) got
 * its label. It counts for who opened it, unless that is a stranger or runs BitTorrent.
 */
void learned_unexplained(struct learned *l, const struct flow *f, bool let_go, int64_t now_us);

/* Such a flow is of a host with many unknown peers, and its other end is no server. */
bool learned_crowd(const struct learned *l, const struct flow *f, int64_t now_us);

/* The protocol that one end of the flow is a learned peer of (eDonkey for Kad, …), or 0. */
uint16_t learned_proto(const struct learned *l, const struct flow *f, int64_t now_us);

/* TCP: the same of the responder's port over UDP, which proves nothing of this one by itself. */
uint16_t learned_proto_udp(const struct learned *l, const struct flow *f, int64_t now_us);

/* True when one end of the flow is a learned peer of `proto`, on its port or on any. */
bool learned_knows(const struct learned *l, const struct flow *f, bool any_port, uint16_t proto,
		   int64_t now_us);

/* The protocol in which the initiator greeted the responder's port, in another flow, or 0. */
uint16_t learned_greeted(const struct learned *l, const struct flow *f, int64_t now_us);

/*
 * `end` sent the other one a message of `proto` with this number. By a series of them, to others
 * as well, it becomes known, when it is on the LAN or this flow's other end has spoken.
 */
void learned_number(struct learned *l, const struct flow *f, uint8_t end, uint16_t proto,
		    uint16_t number, int64_t now_us);

#endif
