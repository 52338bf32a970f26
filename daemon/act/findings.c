/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "findings.h"

#include <string.h>

#include "../classify/catalogue.h"

#define HOSTS_MAX 4096

static bool is_public(const struct addr *a)
{
	return a->family && !addr_is_private(a) && !addr_is_special(a);
}

static bool is_of(const struct record *r, const char *category)
{
	return !strcmp(r->category, category);
}

/* What the flow itself was marked with. */
static bool is_smb1_exploit(const struct record *r, bool sure)
{
	return sure && r->findings & FOUND_BIT(FOUND_SMB1_EXPLOIT_SHAPE);
}

static bool is_smb1(const struct record *r, bool sure)
{
	return sure && r->findings & FOUND_BIT(FOUND_SMB1_EXPOSED);
}

static bool is_share_outside(const struct record *r, bool sure)
{
	return sure && is_of(r, "lan-sharing") &&
	       ((addr_is_private(&r->src) && is_public(&r->dst)) ||
		(is_public(&r->src) && addr_is_private(&r->dst)));
}

/* What an ordinary call or VPN uses as well says nothing about anybody. */
static bool is_peer_to_peer(const struct record *r)
{
	return !is_of(r, "lan-sharing") && category_in_all(r->category);
}

static bool is_inbound(const struct record *r, bool sure)
{
	return sure && is_peer_to_peer(r) && is_public(&r->src) &&
	       addr_is_private(&r->dst);
}

static bool is_stopped_by_port(const struct record *r, bool sure)
{
	return !sure && !strcmp(r->confidence, "port") &&
	       (!strcmp(r->action, "block") || !strcmp(r->action, "reject"));
}

static bool is_without_rule(const struct record *r, bool sure)
{
	return sure && *r->action && !*r->rule && is_peer_to_peer(r);
}

static const struct {
	bool (*holds)(const struct record *r, bool sure);
	struct finding_text text;
} kinds[FINDING_KINDS] = {
	[FINDING_SMB1_EXPLOIT] = { is_smb1_exploit, { true,
		"SMB 1 was attacked, or tested for a way in",
		"These flows carry messages that attacks on SMB 1 (EternalBlue, DoublePulsar) and "
		"scanners for them send, and no ordinary client. Find out who runs them; keep the "
		"hosts they talk to off the network until they are known to be clean." } },
	[FINDING_SMB1] = { is_smb1, { true, "SMB 1 is in use",
		"It is old and unsafe: anyone on the way can read and change what it carries, and "
		"worms spread by it. Switch it off on these hosts, or block smb1." } },
	[FINDING_SHARES_OUTSIDE] = { is_share_outside, { true,
		"Windows shares or NetBIOS cross to public addresses",
		"Names and password hashes leave the network this way. Block smb1, smb2, smb3 and "
		"netbios at the gateway, and let file shares run through a VPN." } },
	[FINDING_INBOUND] = { is_inbound, { false, "Hosts answer P2P peers from outside",
		"Somebody outside opened these flows, so a port is forwarded to the host, by hand "
		"or by UPnP." } },
	[FINDING_STOPPED_BY_PORT] = { is_stopped_by_port, { true,
		"Flows are stopped by their port alone",
		"Nothing but the port number speaks against them, and other programs use these "
		"ports too. \"from: likely\" in the rule spares them." } },
	[FINDING_NO_RULE] = { is_without_rule, { false, "P2P flows match no rule",
		"The policy lets them go. Name their protocol or category in a rule if that is not "
		"meant." } },
};

void findings_open(struct findings *f)
{
	*f = (struct findings){ 0 };
	for (int i = 0; i < FINDING_KINDS; i++)
		table_open(&f->of[i].hosts, sizeof(struct addr), sizeof(struct addr), HOSTS_MAX);
}

void findings_close(struct findings *f)
{
	for (int i = 0; i < FINDING_KINDS; i++)
		table_close(&f->of[i].hosts);
}

void findings_add(struct findings *f, const struct record *r, const struct addr *host, bool sure)
{
	for (int i = 0; i < FINDING_KINDS; i++) {
		if (!kinds[i].holds(r, sure))
			continue;

		amount_add(&f->of[i].all, r);
		table_get(&f->of[i].hosts, host);
	}
}

const struct finding_text *finding_text(enum finding_kind kind)
{
	return &kinds[kind].text;
}
