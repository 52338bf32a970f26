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
 * fetches the gateway's description. That, and an answer of SOAP, are XML. The names in
 * an address, in what somebody writes or in a page that tells of it are no gateway's.
 *
 * Other searches of UPnP, for televisions say, are left to plain SSDP.
 */
#define LINES_MAX 64

static const char *const names[] = {
	"urn:schemas-upnp-org:device:InternetGatewayDevice:",
	"urn:schemas-upnp-org:device:WANConnectionDevice:",
	"urn:schemas-upnp-org:service:WANIPConnection:",
	"urn:schemas-upnp-org:service:WANPPPConnection:",
	"urn:schemas-upnp-org:service:WANIPv6FirewallControl:",
	"urn:schemas-upnp-org:service:WANCommonInterfaceConfig:",
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

/* Behind the header's name: "urn:… */
static bool is_soap_action(struct rd line)
{
	return (rd_expect_nocase(&line, "SOAPAction:") ||
		(rd_take(&line, 3) && rd_expect_nocase(&line, "SOAPAction:"))) &&
	       names_gateway(line);
}

static bool is_miniupnpc(struct rd line)
{
	return rd_expect_nocase(&line, "User-Agent:") &&
	       rd_contains(&line, " MiniUPnPc/", 11);
}

/* The root of a description or of SOAP, whatever its prefix, and not of a page. */
static bool is_xml(struct rd r)
{
	size_t n;

	if (!rd_until(&r, '<', &n))
		return false;
	return rd_expect(&r, "?xml", 4) || rd_expect(&r, "root", 4) ||
	       (rd_until(&r, ':', &n) && n < 16 && rd_expect(&r, "Envelope", 8));
}

/* `r`: a whole request or answer, or as much of it as is there. */
static bool is_of_gateway(struct rd r)
{
	bool request = rd_left(&r) && *r.at != 'H';
	const uint8_t *line;
	size_t n;

	for (int i = 0; i < LINES_MAX && rd_left(&r); i++) {
		struct rd last = r;

		line = rd_until(&r, '\n', &n);
		last = line ? rd_of(line, n) : last;
		if (request && (is_soap_action(last) || is_miniupnpc(last)))
			return true;
		if (!line || n < 2)
			break;
	}

	return !request && is_xml(r) && names_gateway(r) && !rd_contains(&r, "<html", 5);
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
	if (answer == ANSWER_YES && (is_tcp ? is_of_gateway(r) : names_gateway(r)))
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
