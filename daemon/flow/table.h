/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_FLOW_TABLE_H
#define PEERWALL_FLOW_TABLE_H

#include "flow.h"

/*
 * The flow table: flows by key, in the order of their last packet, capped. It
 * owns the flows. A flow leaves when it has been silent for its time, when the
 * same endpoints open a new connection, or when the table is full: the oldest of
 * those that matter least, closing TCP and UDP of one side, else the oldest of all.
 * `on_end` then gets it, and it is gone afterwards.
 */
struct flow_times {
	int64_t tcp_us;			/* silence of an open TCP connection */
	int64_t tcp_closing_us;		/* after FIN or RST */
	int64_t udp_us;			/* UDP that both sides have spoken in, */
	int64_t udp_one_side_us;	/* and one side alone */
};

struct flow_table;

struct flow_table *flow_table_new(size_t cap, const struct flow_times *times,
				  void (*on_end)(void *ctx, struct flow *f), void *ctx);

/* Ends every flow, then frees the table. */
void flow_table_free(struct flow_table *t);

/* The flow of a packet, a new one if need be, its counters brought up to date. NULL: no memory. */
struct flow *flow_table_see(struct flow_table *t, const struct packet *p, uint8_t *end);

/* The flow of `key`, or NULL. */
struct flow *flow_table_find(struct flow_table *t, const struct flow_key *key);

/* Ends what has been silent too long at `now_us`. */
void flow_table_expire(struct flow_table *t, int64_t now_us);

/* Little more is to come of this flow: it goes after the silence of closing ones. */
void flow_table_let_go(struct flow_table *t, struct flow *f);

/* Ends one flow now. */
void flow_table_end(struct flow_table *t, struct flow *f);

/* Flows that had to leave because the table was full. */
uint64_t flow_table_evicted(const struct flow_table *t);

#endif
