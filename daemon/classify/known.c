/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known.h"

#include <netinet/in.h>

#include "watch.h"

/*
 * TCP that nobody can read, to a port where a peer listens: what else would it be? What the
 * same port has proved over UDP stops nothing by itself: it counts beside the shape of MSE, or
 * when the flow is over.
 */
struct outcome known_unreadable(const struct learned *l, const struct flow *f, bool over)
{
	bool is_tcp = f->key.transport == IPPROTO_TCP;
	uint16_t proto = is_tcp ? learned_proto(l, f, f->last_us) : 0;

	if (is_tcp && !proto && (over || f->watch->mse.state == MSE_SHAPE))
		proto = learned_proto_udp(l, f, f->last_us);
	if (proto && !watch_is_enciphered(f))		/* last, since it costs most */
		proto = 0;
	return (struct outcome){
		.decided = proto != 0,
		.label = { proto, CONFIDENCE_LIKELY },
		.proto = proto,
		.stage = STAGE_PEER,
		.what = "enciphered flow to the listening port",
	};
}

/* A shape that might have been chance, of a socket that is known for it by now. */
struct outcome known_borne_out(const struct learned *l, const struct flow *f)
{
	struct outcome o = f->watch->maybe;

	o.decided = o.proto && f->key.transport == IPPROTO_UDP &&
		    learned_proto(l, f, f->last_us) == o.proto;
	return o;
}

struct outcome known_mse(const struct flow *f)
{
	return (struct outcome){
		.decided = true,
		.label = { PROTO_BITTORRENT, CONFIDENCE_LIKELY },
		.proto = PROTO_BITTORRENT,
		.stage = STAGE_HOST,
		.what = mse_why(&f->watch->mse),
	};
}

/*
 * A client whose enciphered greeting is refused comes back with a plain one. Whoever answers
 * is not judged by that: the endpoint may be a server that others named as a peer.
 */
struct outcome known_refused(const struct learned *l, const struct flow *f)
{
	bool may_be = f->key.transport == IPPROTO_TCP && f->spoke[f->initiator] &&
		      !f->spoke[1 - f->initiator] && watch_is_enciphered(f);
	uint16_t proto = may_be ? learned_greeted(l, f, f->last_us) : 0;

	return (struct outcome){
		.decided = proto != 0,
		.label = { proto, CONFIDENCE_LIKELY },
		.proto = proto,
		.stage = STAGE_PEER,
		.what = "refused enciphered greeting to the listening port",
	};
}

struct outcome known_ed2k(void)
{
	return (struct outcome){
		.label = { PROTO_EDONKEY, CONFIDENCE_LIKELY },
		.proto = PROTO_EDONKEY,
		.stage = STAGE_HOST,
		.what = "message sizes behind obfuscation",
	};
}
