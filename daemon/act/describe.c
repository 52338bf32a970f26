/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "describe.h"

#include <netinet/in.h>
#include <stdio.h>

#include "../classify/catalogue.h"
#include "../classify/ladder.h"
#include "../classify/shapes.h"

static const char *confidence_text(const struct outcome *o)
{
	if (o->label.number == LABEL_CLEARED)
		return "cleared";
	return confidence_name(o->label.confidence);
}

/* "dht query at 0", "classic port" */
static const char *evidence_text(const struct outcome *o, char text[EVIDENCE_TEXT])
{
	if (!o->what)
		text[0] = '\0';
	else if (o->stage == STAGE_DISSECTOR || o->stage == STAGE_SIGNATURE)
		snprintf(text, EVIDENCE_TEXT, "%s at %u", o->what, o->offset);
	else if (o->stage == STAGE_PEER)
		snprintf(text, EVIDENCE_TEXT, "%s of a learned peer", o->what);
	else if (o->stage == STAGE_HOST && o->proto == PROTO_BITTORRENT)
		snprintf(text, EVIDENCE_TEXT, "%s at a bittorrent host", o->what);
	else
		snprintf(text, EVIDENCE_TEXT, "%s", o->what);
	return text;
}

static void describe_decision(struct record *out, const struct flow *f, const struct policy *policy)
{
	struct decision d;

	out->action = "";
	out->rule = "";
	out->rule_name = "";
	if (!policy)
		return;

	d = policy_decide(policy, f->outcome.label, &out->src, &out->dst);
	out->action = action_name(d.action);
	if (d.rule) {
		out->rule = d.rule->place;
		out->rule_name = d.rule->name;
	}
}

void describe_flow(struct record *out, const struct flow *f, const struct policy *policy,
		   const char *capture, char evidence[EVIDENCE_TEXT])
{
	const struct outcome *o = &f->outcome;
	const struct protocol *proto = catalogue_get(o->proto);
	const struct protocol *ndpi = catalogue_get(o->ndpi);
	const struct protocol *by_port = ladder_port_protocol(f);
	unsigned int src = f->first;

	*out = (struct record){
		.capture = capture,
		.first_us = f->first_us,
		.last_us = f->last_us,
		.transport = f->key.transport == IPPROTO_TCP ? "tcp" : "udp",
		.src = flow_addr(f, src),
		.sport = f->key.port[src],
		.dst = flow_addr(f, 1 - src),
		.dport = f->key.port[1 - src],
		.packets = f->packets,
		.bytes = f->bytes,
		.protocol = proto ? proto->name : o->name ? o->name : "",
		.category = proto ? proto->category : "",
		.confidence = confidence_text(o),
		.stage = stage_name(o->stage),
		.evidence = evidence_text(o, evidence),
		.decided_packet = o->packet,
		.ndpi = ndpi ? ndpi->name : "",
		.findings = f->found.bits | found_by_label(o->label),
		.unanswered = o->unanswered,
		.port_protocol = by_port ? by_port->name : "",
	};
	describe_decision(out, f, policy);
}
