/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

#include "plain.h"

/*
 * UPnP's gateway: hosts look for one over SSDP (UPnP Device Architecture 1.1)
 * and ask it for ports over SOAP (UPnP IGD 1 and 2).
 *
 *   M-SEARCH * HTTP/1.1 …  ST: urn:schemas-upnp-org:device:InternetGatewayDevice:1
 *   POST /… HTTP/1.1 …     SOAPAction: "urn:schemas-upnp-org:service:WANIPConnection:1#…"
 *
 * MiniUPnPc, the library that most programs have for it, names itself already when it
 * fetches the gateway's description.
 *
 * Other searches of UPnP, for televisions say, are left to plain SSDP.
 */
static const char *const names[] = {
	"urn:schemas-upnp-org:device:InternetGatewayDevice:",
	"urn:schemas-upnp-org:device:WANConnectionDevice:",
	"urn:schemas-upnp-org:service:WANIPConnection:",
	"urn:schemas-upnp-org:service:WANPPPConnection:",
	"urn:schemas-upnp-org:service:WANIPv6FirewallControl:",
	"urn:schemas-upnp-org:service:WANCommonInterfaceConfig:",
	" MiniUPnPc/",
};

static bool names_gateway(struct rd r)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (rd_contains(&r, names[i], strlen(names[i])))
			return true;
	}

	return false;
}

/* Any of the beginnings; MORE while there is too little to tell. */
static enum answer begins(struct rd r, const char *const *beginnings)
{
	bool shortfall = false;

	for (; *beginnings; beginnings++) {
		struct rd at = r;

		if (rd_expect(&at, *beginnings, strlen(*beginnings)))
			return ANSWER_YES;
		shortfall |= at.shortfall;
	}

	return shortfall ? ANSWER_MORE : ANSWER_NO;
}

static enum answer look(const struct view *v, struct finding *out)
{
	static const char *const datagrams[] = { "M-SEARCH * HTTP/", "NOTIFY * HTTP/",
						 "HTTP/1.", NULL };
	static const char *const streams[] = { "POST /", "M-POST /", "SUBSCRIBE /", "GET /",
					       "HTTP/1.", NULL };
	bool is_tcp = plain_is_tcp(v);
	struct rd r = plain_rd(v);
	enum answer answer = begins(r, is_tcp ? streams : datagrams);

	if (answer == ANSWER_NO || (answer == ANSWER_MORE && !is_tcp))
		return ANSWER_NO;

	out->what = is_tcp ? "gateway control" : "search for a gateway";
	if (answer == ANSWER_YES && names_gateway(r))
		return ANSWER_YES;
	return is_tcp && !v->full ? ANSWER_MORE : ANSWER_NO;
}

const struct dissector dissect_upnp_igd = {
	.name       = "upnp igd",
	.proto      = PROTO_UPNP_IGD,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("MNPSHG"),
	.look       = look,
};
