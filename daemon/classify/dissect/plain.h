/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_PLAIN_H
#define PEERWALL_CLASSIFY_DISSECT_PLAIN_H

#include "../dissect.h"

/*
 * What the dissectors of plain traffic share. They clear a flow on its first
 * payload packet, so they answer YES as soon as the structure shows the
 * protocol, and never on less: a plain YES for a P2P flow hides it.
 */
static inline struct rd plain_rd(const struct view *v)
{
	return rd_of(v->now.data, v->now.len);
}

/* What the opposite side of a TCP connection has sent so far. */
static inline struct rd plain_rd_other(const struct view *v)
{
	return rd_of(v->other.data, v->other.len);
}

static inline bool plain_is_tcp(const struct view *v)
{
	return v->transport == TRANSPORT_TCP;
}

/* True when either side uses `port`. */
static inline bool plain_port(const struct view *v, uint16_t port)
{
	return v->port[SIDE_INITIATOR] == port || v->port[SIDE_RESPONDER] == port;
}

/* The answer of a reader that did not find what it wanted: a stream may bring the rest. */
static inline enum answer plain_miss(const struct view *v, const struct rd *r)
{
	return r->shortfall && plain_is_tcp(v) && !v->full ? ANSWER_MORE : ANSWER_NO;
}

static inline enum answer plain_yes(struct finding *out, uint16_t proto, const char *what)
{
	out->proto = proto;
	out->what = what;
	return ANSWER_YES;
}

/*
 * True when a message of `n` bytes is the whole of what was sent. A stream may
 * hold less of it, or another message behind it.
 */
static inline bool plain_fits(const struct view *v, uint64_t n)
{
	return plain_is_tcp(v) || v->now.whole == n;
}

#endif
