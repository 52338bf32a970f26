/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signature_stream.h"

#include <netinet/in.h>

static enum answer compare(const struct signature *s, const struct view *v)
{
	enum signature_side other = v->side == SIDE_INITIATOR ? SIGNATURE_RESPONDER
							      : SIGNATURE_INITIATOR;

	if (s->transport != IPPROTO_TCP || s->side == other ||
	    !signature_begins(s, v->now.data, v->now.len))
		return ANSWER_NO;
	if (signature_has(s, v->now.data, v->now.len, v->now.whole))
		return ANSWER_YES;
	return v->full ? ANSWER_NO : ANSWER_MORE;
}

enum answer signatures_in_stream(struct signature_list list, const struct view *v,
				 struct finding *out)
{
	enum answer best = ANSWER_NO;

	for (size_t i = 0; i < list.n && best != ANSWER_YES; i++) {
		enum answer a = compare(&list.each[i], v);

		if (a <= best)
			continue;
		best = a;
		out->proto = list.each[i].proto;
		out->what = list.each[i].name;
	}

	return best;
}
