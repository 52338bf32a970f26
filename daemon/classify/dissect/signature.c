/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <netinet/in.h>

#include "../signatures.h"
#include "list.h"

/*
 * The signatures once more, over what a side of a TCP flow has sent so far: the
 * kernel and the engine compare single packets, and a handshake may come in many.
 */
static enum answer compare(const struct signature *s, const struct view *v)
{
	struct rd r = rd_of(v->now.data, v->now.len);

	for (size_t i = 0; i < s->len && rd_left(&r); i++) {
		if ((rd_u8(&r) ^ s->bytes[i]) & s->mask[i])
			return ANSWER_NO;
	}
	if (s->most && v->now.whole > s->most)
		return ANSWER_NO;
	if (v->now.whole >= s->least && v->now.len >= s->len)
		return ANSWER_YES;
	return v->full || v->transport == TRANSPORT_UDP ? ANSWER_NO : ANSWER_MORE;
}

static enum answer look(const struct view *v, struct finding *out)
{
	enum signature_side other = v->side == SIDE_INITIATOR ? SIGNATURE_RESPONDER
							      : SIGNATURE_INITIATOR;
	uint8_t transport = v->transport == TRANSPORT_TCP ? IPPROTO_TCP : IPPROTO_UDP;
	enum answer best = ANSWER_NO;
	const struct signature *s;

	for (size_t i = 0; (s = signature_at(i)) && best != ANSWER_YES; i++) {
		enum answer a = ANSWER_NO;

		if (s->transport == transport && s->side != other)
			a = compare(s, v);
		if (a == ANSWER_YES) {
			out->proto = s->proto;
			out->what = s->name;
		}
		best = a > best ? a : best;
	}

	return best;
}

const struct dissector dissect_signature = {
	.name = "signature",
	.proto = PROTO_IPFS,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.look = look,
};
