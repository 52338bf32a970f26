/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_WATCH_H
#define PEERWALL_CLASSIFY_WATCH_H

#include "../flow/head.h"
#include "dissect.h"
#include "ed2k_sizes.h"
#include "mse.h"

/*
 * What is kept of a flow while it is undecided, and the view of it that the
 * dissectors get.
 */
#define MASK_WORDS (DISSECTORS_MAX / 64)

/* A set of dissectors, by their place in the list. */
struct mask {
	uint64_t word[MASK_WORDS];
};

struct watch {
	struct flow *flow;
	struct watch *newer;		/* in the order of their newest packets: room.h */
	struct watch *older;
	uint8_t list;
	uint16_t place;
	uint16_t begins;		/* payload packets before what goes through the proxy */
	bool asks_proxy;		/* a proxy may still open the way */
	struct mask dead[2];		/* said NO, by side */
	struct mask fit[2];		/* said anything else */
	struct head head[2];		/* by end of the flow */
	uint32_t flight[FLIGHTS_MAX];
	uint8_t n_flights;
	uint32_t third;			/* bytes of the last segment of the third flight */
	uint32_t fifth;			/* bytes of the first segment of the fifth flight */
	struct mse mse;
	struct ed2k_sizes ed2k;
	bool more;			/* a P2P dissector still waits for more */
	bool may_change;		/* and one that has answered may say more */
	uint64_t newest[2];		/* a hash of the newest payload, by end */
	int64_t newest_us[2];
	uint8_t n_repeats;		/* how often that came once more, up to the limit */
	void *ndpi;
	uint16_t ndpi_said;		/* PROTO_…: its latest name, or 0 */
	struct outcome waiting;		/* an answer while a P2P dissector may still prove more */
	struct outcome proxy;		/* what the flow is when nothing is found inside */
	struct outcome spent;		/* what the flow was when its budget was spent */
	struct outcome maybe;		/* the latest shape that might be chance */
	struct outcome claim;		/* what a packet proves that anybody may have sent */
};

/*
 * True for the newest payload of `end` once more: a capture of several interfaces has a
 * packet twice, and TCP sends again. It tells nothing new. Not for ever: what repeats
 * itself without end is a flow like any other.
 */
bool watch_is_repeat(struct watch *w, const struct packet *p, uint8_t end);

/* TCP: the packet's payload joins its sender's stream and turn. */
void watch_add_segment(struct flow *f, const struct packet *p, uint8_t end);

/*
 * TCP: is the flow a talk with a proxy? Once that has opened the way, the streams begin
 * behind the talk, and all that was found out is forgotten.
 */
void watch_enter_proxy(struct flow *f);

/* Something was sent that is not random. */
bool watch_is_readable(const struct flow *f);

/* Enough was sent to tell, by one side at least, and all of it is random to us. */
bool watch_is_enciphered(const struct flow *f);

/* What both sides sent is random; of UDP, shorter messages count as well. */
bool watch_is_random(const struct flow *f);

/*
 * The flow as a dissector sees it when `p` has come from `end`. It borrows from
 * the flow, from `p` and from `addr`, which is room for two addresses.
 */
struct view watch_view(const struct flow *f, const struct packet *p, uint8_t end,
		       struct addr addr[2]);

#endif
