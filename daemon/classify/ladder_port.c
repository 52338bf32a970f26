/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder.h"

#include "catalogue.h"

/* What the ports say, and the names of the stages. */

const struct protocol *ladder_port_protocol(const struct flow *f)
{
	unsigned int responder = 1u - f->initiator;
	const struct protocol *p = catalogue_by_port(f->key.transport, f->key.port[responder]);

	return p ? p : catalogue_by_port(f->key.transport, f->key.port[f->initiator]);
}

struct outcome ladder_port_outcome(uint16_t proto)
{
	return (struct outcome){
		.label = { proto, CONFIDENCE_PORT },
		.proto = proto,
		.stage = STAGE_PORT,
		.what = "classic port",
	};
}

struct outcome ladder_port_hint(const struct flow *f, bool asked)
{
	const struct protocol *p = asked ? ladder_port_protocol(f) : NULL;
	struct outcome o = p ? ladder_port_outcome(p->number) : (struct outcome){ 0 };

	o.decided = p != NULL;
	return o;
}

const char *stage_name(enum stage stage)
{
	static const char *const names[] = {
		[STAGE_NONE] = "",
		[STAGE_PORT] = "port",
		[STAGE_SIGNATURE] = "signature",
		[STAGE_DISSECTOR] = "dissector",
		[STAGE_NDPI] = "ndpi",
		[STAGE_PEER] = "peer",
		[STAGE_HOST] = "host",
		[STAGE_BUDGET] = "budget",
	};

	return names[stage];
}
