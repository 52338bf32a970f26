/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

#define COOKIE "\x21\x12\xa4\x42"
#define TID "0123456789ab"
#define BINDING "\0\1\0\0" COOKIE TID
#define ALLOCATE "\0\3\0\x08" COOKIE TID "\0\x19\0\4\x11\0\0\0"
#define CHANNEL_RTP "\x40\1\0\4\x80\0\0\1"
#define CHANNEL_DATA "\x40\1\0\4abcd"

static void stun(void)
{
	static const struct dissect_case cases[] = {
		{ "binding", &dissect_stun, TRANSPORT_UDP, { A(BINDING) }, YES(PROTO_STUN),
		  .waits = true },
		{ "binding, again and again", &dissect_stun, TRANSPORT_UDP,
		  { A(BINDING), B("\1\1\0\0" COOKIE TID), A(BINDING), A(BINDING) },
		  YES(PROTO_STUN) },
		{ "an attribute that is not padded", &dissect_stun, TRANSPORT_UDP,
		  { A("\0\1\0\5" COOKIE TID "\x40\0\0\1x") }, YES(PROTO_STUN), .waits = true },
		{ "an attribute longer than the message", &dissect_stun, TRANSPORT_UDP,
		  { A("\0\1\0\x08" COOKIE TID "\x80\x22\0\x09" "abcd") }, .want = ANSWER_NO },
		{ "in tcp", &dissect_stun, TRANSPORT_TCP, { A(BINDING) }, YES(PROTO_STUN),
		  .waits = true, .yes_from = 8 },
		{ "framed in tcp", &dissect_stun, TRANSPORT_TCP, { A("\0\x14" BINDING) },
		  YES(PROTO_STUN), .waits = true, .yes_from = 10 },
		{ "four in tcp", &dissect_stun, TRANSPORT_TCP,
		  { A(BINDING BINDING BINDING BINDING) }, YES(PROTO_STUN), .yes_from = 68 },
		{ "something else behind it", &dissect_stun, TRANSPORT_TCP,
		  { A(BINDING "GET / HTTP/1.1") }, YES(PROTO_STUN), .yes_from = 28 },
		{ "old request", &dissect_stun, TRANSPORT_UDP, { A("\0\1\0\0abcd" TID) },
		  YES(PROTO_STUN), CONFIDENCE_LIKELY, .waits = true },
		{ "old request of the port", &dissect_stun, TRANSPORT_UDP,
		  { A("\0\1\0\x08" "abcd" TID "\1\1\0\4wxyz") },
		  YES(PROTO_STUN), CONFIDENCE_LIKELY, .waits = true, .port = { 0, 3478 } },
		{ "the same elsewhere", &dissect_stun, TRANSPORT_UDP,
		  { A("\0\1\0\x08" "abcd" TID "\1\1\0\4wxyz") }, .want = ANSWER_NO },
		{ "old, answered", &dissect_stun, TRANSPORT_UDP,
		  { A("\0\1\0\0abcd" TID),
		    B("\1\1\0\x0c" "abcd" TID "\0\1\0\x08\0\1\x11\x2b\1\2\3\4") },
		  YES(PROTO_STUN) },
		{ "old answer with nothing in it", &dissect_stun, TRANSPORT_UDP,
		  { B("\1\1\0\0abcd" TID) }, .want = ANSWER_NO },
		{ "length wrong", &dissect_stun, TRANSPORT_UDP,
		  { A("\0\1\0\4" COOKIE TID) }, .want = ANSWER_NO },
		{ "no cookie in tcp", &dissect_stun, TRANSPORT_TCP,
		  { A("\0\1\0\0abcd" TID) }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define HELLO "\x16\3\1\0\x2d\1\0\0\x29\3\3" "0123456789abcdef0123456789abcdef" \
	"\0\0\2\x13\1\1\0"

#define OLD_COOKIE "\0\x0f\0\4\x72\xc6\x4b\xc6"

static void turn(void)
{
	static const struct dissect_case cases[] = {
		{ "allocate", &dissect_stun, TRANSPORT_UDP, { A(ALLOCATE) }, YES(PROTO_TURN) },
		{ "behind binding", &dissect_stun, TRANSPORT_UDP,
		  { A(BINDING), B("\1\1\0\0" COOKIE TID), A(ALLOCATE) }, YES(PROTO_TURN) },
		{ "refused", &dissect_stun, TRANSPORT_UDP,
		  { B("\1\x13\0\x08" COOKIE TID "\0\x09\0\4\0\0\4\1") }, YES(PROTO_TURN) },
		{ "channel bound", &dissect_stun, TRANSPORT_UDP,
		  { A("\0\x09\0\x08" COOKIE TID "\0\x0c\0\4\x40\0\0\0") }, YES(PROTO_TURN) },
		{ "in tcp", &dissect_stun, TRANSPORT_TCP, { A(ALLOCATE) }, YES(PROTO_TURN),
		  .yes_from = 8 },
		{ "behind binding in tcp", &dissect_stun, TRANSPORT_TCP, { A(BINDING ALLOCATE) },
		  YES(PROTO_TURN), .yes_from = 28 },
		{ "with the old cookie", &dissect_stun, TRANSPORT_UDP,
		  { A("\0\3\0\x08" "abcd" TID "\0\x0f\0\4\x72\xc6\x4b\xc6") },
		  YES(PROTO_TURN) },
		{ "nothing padded behind the old cookie", &dissect_stun, TRANSPORT_UDP,
		  { A("\0\3\0\x22" COOKIE TID OLD_COOKIE "\0\x15\0\x0a\"rtcmedia\""
		      "\0\x08\0\x08" "abcdefgh") }, YES(PROTO_TURN) },
		{ "nothing padded", &dissect_stun, TRANSPORT_UDP,
		  { A("\0\3\0\x1a" COOKIE TID "\0\x15\0\x0a\"rtcmedia\"" "\0\x08\0\x08"
		      "abcdefgh") }, .want = ANSWER_NO },
		{ "channel data", &dissect_turn, TRANSPORT_UDP,
		  { A(CHANNEL_DATA), B(CHANNEL_DATA) }, YES(PROTO_TURN), .port = { 0, 3478 } },
		{ "channel data, once", &dissect_turn, TRANSPORT_UDP, { A(CHANNEL_DATA) },
		  YES(PROTO_TURN), CONFIDENCE_LIKELY, .waits = true, .port = { 0, 3478 } },
		{ "channel data elsewhere, once", &dissect_turn, TRANSPORT_UDP,
		  { A(CHANNEL_RTP) }, .want = ANSWER_MORE },
		{ "channel data elsewhere", &dissect_turn, TRANSPORT_UDP,
		  { A(CHANNEL_RTP), A("\x40\1\0\2\x80\0") },
		  YES(PROTO_TURN), CONFIDENCE_LIKELY, .waits = true },
		{ "two channels elsewhere", &dissect_turn, TRANSPORT_UDP,
		  { A(CHANNEL_RTP), A("\x40\2\0\2\x80\0") }, .want = ANSWER_MORE },
		{ "two letters and a length", &dissect_turn, TRANSPORT_UDP,
		  { A("GO\0\4left"), B("GO\0\2ok"), A("GO\0\5right") }, .want = ANSWER_NO },
		{ "channel data cut", &dissect_turn, TRANSPORT_UDP, { A("\x40\1\0\x05" "abcd") },
		  .want = ANSWER_NO, .port = { 0, 3478 } },
		{ "tls that says so", &dissect_turn_tls, TRANSPORT_TCP,
		  { A("\x16\3\1\0\x1d\1\0\0\x19\3\3 \0\x10\0\x0c\0\x0a\x09stun.turn") },
		  YES(PROTO_TURN) },
		{ "tls on the port", &dissect_turn_tls, TRANSPORT_TCP, { A(HELLO) },
		  YES(PROTO_TURN), CONFIDENCE_PORT, .port = { 0, 5349 } },
		{ "tls elsewhere", &dissect_turn_tls, TRANSPORT_TCP, { A(HELLO) },
		  .want = ANSWER_NO },
		{ "tls", &dissect_turn_tls, TRANSPORT_TCP, { A("\x16\3\1\0\x1d\1\0\0\x19\3\3") },
		  .want = ANSWER_MORE },
	};

	CHECK_CASES(cases);
}

#define IP6(len, next) "\x60\0\0\0" len next "\x15"
#define FROM_TEREDO "\x20\1\0\0\x41\x37\x9e\x50\x80\0\xf1\x2a\x3f\xff\xfd\xfe"
#define NATIVE "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1"
#define LOCAL "\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\1"

static void teredo(void)
{
	static const struct dissect_case cases[] = {
		{ "bubble", &dissect_teredo, TRANSPORT_UDP,
		  { A(IP6("\0\0", "\x3b") FROM_TEREDO LOCAL) }, YES(PROTO_TEREDO) },
		{ "to a teredo address", &dissect_teredo, TRANSPORT_UDP,
		  { A(IP6("\0\4", "\x3a") LOCAL FROM_TEREDO "abcd") }, YES(PROTO_TEREDO) },
		{ "bubble with something behind", &dissect_teredo, TRANSPORT_UDP,
		  { A(IP6("\0\0", "\x3b") FROM_TEREDO LOCAL "abcd") }, YES(PROTO_TEREDO),
		  .yes_from = 40 },
		{ "solicitation", &dissect_teredo, TRANSPORT_UDP,
		  { A("\0\1\0\0" "12345678\0" IP6("\0\4", "\x3a") LOCAL LOCAL "abcd") },
		  YES(PROTO_TEREDO), .port = { 0, 3544 } },
		{ "advertisement with both indications", &dissect_teredo, TRANSPORT_UDP,
		  { B("\0\1\0\0" "12345678\0" "\0\0\xf1\x2a\x3f\xff\xfd\xfe"
		      IP6("\0\4", "\x3a") LOCAL LOCAL "abcd") },
		  YES(PROTO_TEREDO), .port = { 0, 3544 } },
		{ "other ipv6, elsewhere", &dissect_teredo, TRANSPORT_UDP,
		  { A(IP6("\0\4", "\x3a") LOCAL LOCAL "abcd") }, .want = ANSWER_NO },
		{ "somebody's tunnel on the port", &dissect_teredo, TRANSPORT_UDP,
		  { A(IP6("\0\4", "\x3a") NATIVE NATIVE "abcd") }, .want = ANSWER_NO,
		  .port = { 0, 3544 } },
		{ "length wrong", &dissect_teredo, TRANSPORT_UDP,
		  { A(IP6("\0\5", "\x3a") FROM_TEREDO LOCAL "abcd") }, .want = ANSWER_NO,
		  .port = { 0, 3544 } },
		{ "ipv4", &dissect_teredo, TRANSPORT_UDP,
		  { A("\x45\0\0\x18" "0123456789abcdefghij0123456789abcdefghij") },
		  .want = ANSWER_NO, .port = { 0, 3544 } },
	};

	CHECK_CASES(cases);
}

#define MAPPED "\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\2\1"
#define Z12 "\0\0\0\0\0\0\0\0\0\0\0\0"
#define MAP "0123456789ab\6\0\0\0\xc8\xd5\xc8\xd5" MAPPED

static void port_mapping(void)
{
	static const struct dissect_case cases[] = {
		{ "question", &dissect_nat_pmp, TRANSPORT_UDP, { A("\0\0") },
		  YES(PROTO_NAT_PMP), CONFIDENCE_LIKELY, .waits = true, .port = { 0, 5351 } },
		{ "question answered", &dissect_nat_pmp, TRANSPORT_UDP,
		  { A("\0\0"), B("\0\x80\0\0\0\0\1\2\xc0\0\2\1") }, YES(PROTO_NAT_PMP),
		  .port = { 0, 5351 } },
		{ "mapping", &dissect_nat_pmp, TRANSPORT_UDP,
		  { A("\0\2\0\0\xc8\xd5\xc8\xd5\0\0\x0e\x10") },
		  YES(PROTO_NAT_PMP), CONFIDENCE_LIKELY, .waits = true, .port = { 0, 5351 } },
		{ "mapping answered", &dissect_nat_pmp, TRANSPORT_UDP,
		  { A("\0\2\0\0\xc8\xd5\xc8\xd5\0\0\x0e\x10"),
		    B("\0\x82\0\0\0\0\1\2\xc8\xd5\xc8\xd5\0\0\x0e\x10") },
		  YES(PROTO_NAT_PMP), .port = { 0, 5351 } },
		{ "another answer", &dissect_nat_pmp, TRANSPORT_UDP,
		  { A("\0\1\0\0\xc8\xd5\xc8\xd5\0\0\x0e\x10"),
		    B("\0\x82\0\0\0\0\1\2\xc8\xd5\xc8\xd5\0\0\x0e\x10") },
		  YES(PROTO_NAT_PMP), CONFIDENCE_LIKELY, .waits = true, .port = { 0, 5351 } },
		{ "elsewhere", &dissect_nat_pmp, TRANSPORT_UDP, { A("\0\0") },
		  .want = ANSWER_NO },
		{ "no such opcode", &dissect_nat_pmp, TRANSPORT_UDP, { A("\0\3") },
		  .want = ANSWER_NO, .port = { 0, 5351 } },
		{ "pcp", &dissect_pcp, TRANSPORT_UDP,
		  { A("\2\1\0\0\0\0\x0e\x10" MAPPED MAP) }, YES(PROTO_PCP), .yes_from = 60,
		  .port = { 0, 5351 } },
		{ "pcp answer", &dissect_pcp, TRANSPORT_UDP,
		  { B("\2\x81\0\0\0\0\x0e\x10\0\0\1\2" Z12 MAP) }, YES(PROTO_PCP),
		  .yes_from = 60, .port = { 0, 5351 } },
		{ "pcp of somebody else", &dissect_pcp, TRANSPORT_UDP,
		  { A("\2\1\0\0\0\0\x0e\x10" "0123456789abcdef" MAP) }, .want = ANSWER_NO,
		  .port = { 0, 5351 } },
		{ "pcp, refused", &dissect_pcp, TRANSPORT_UDP,
		  { B("\2\x81\0\1\0\0\0\x1e\0\0\1\2" Z12) }, YES(PROTO_PCP), .yes_from = 24,
		  .port = { 0, 5351 } },
		{ "pcp announces itself", &dissect_pcp, TRANSPORT_UDP,
		  { A("\2\0\0\0\0\0\0\0" MAPPED) }, YES(PROTO_PCP), .port = { 0, 5351 } },
		{ "pcp whose zeros are none", &dissect_pcp, TRANSPORT_UDP,
		  { A("\2\1\0\0\0\0\x0e\x10" MAPPED
		      "0123456789ab\6\0\1\0\xc8\xd5\xc8\xd5" MAPPED) },
		  .want = ANSWER_NO, .port = { 0, 5351 } },
		{ "a peer in the size of a map", &dissect_pcp, TRANSPORT_UDP,
		  { A("\2\2\0\0\0\0\x0e\x10" MAPPED MAP) }, .want = ANSWER_NO,
		  .port = { 0, 5351 } },
		{ "pcp elsewhere", &dissect_pcp, TRANSPORT_UDP,
		  { A("\2\1\0\0\0\0\x0e\x10" MAPPED MAP) }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define SSDP "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\n"
#define SOAP "POST /ctl HTTP/1.1\r\nHost: 192.0.2.1:5000\r\nSOAPAction: " \
	"\"urn:schemas-upnp-org:service:"

static void upnp(void)
{
	static const struct dissect_case cases[] = {
		{ "search", &dissect_upnp_igd, TRANSPORT_UDP,
		  { A(SSDP "ST: urn:schemas-upnp-org:device:InternetGatewayDevice:") },
		  YES(PROTO_UPNP_IGD) },
		{ "search for a service", &dissect_upnp_igd, TRANSPORT_UDP,
		  { A(SSDP "ST: urn:schemas-upnp-org:service:WANIPConnection:") },
		  YES(PROTO_UPNP_IGD) },
		{ "found", &dissect_upnp_igd, TRANSPORT_UDP,
		  { B("HTTP/1.1 200 OK\r\n"
		      "ST: urn:schemas-upnp-org:device:InternetGatewayDevice:") },
		  YES(PROTO_UPNP_IGD) },
		{ "announced", &dissect_upnp_igd, TRANSPORT_UDP,
		  { A("NOTIFY * HTTP/1.1\r\n"
		      "NT: urn:schemas-upnp-org:service:WANPPPConnection:") },
		  YES(PROTO_UPNP_IGD) },
		{ "asked for a port", &dissect_upnp_igd, TRANSPORT_TCP,
		  { A(SOAP "WANIPConnection:") }, YES(PROTO_UPNP_IGD) },
		{ "an answer", &dissect_upnp_igd, TRANSPORT_TCP,
		  { B("HTTP/1.1 200 OK\r\n\r\n<s:Envelope><u:AddPortMappingResponse xmlns:u=\""
		      "urn:schemas-upnp-org:service:WANPPPConnection:") },
		  YES(PROTO_UPNP_IGD) },
		{ "a television", &dissect_upnp_igd, TRANSPORT_UDP,
		  { A(SSDP "ST: urn:schemas-upnp-org:device:MediaRenderer:1\r\n\r\n") },
		  .want = ANSWER_NO },
		{ "a player's control", &dissect_upnp_igd, TRANSPORT_TCP,
		  { A(SOAP "AVTransport:1#Play\"\r\n\r\n") }, .want = ANSWER_MORE },
		{ "description", &dissect_upnp_igd, TRANSPORT_TCP,
		  { A("GET /igd.xml HTTP/1.1\r\nUser-Agent: X/1, UPnP/1.1, MiniUPnPc/") },
		  YES(PROTO_UPNP_IGD) },
		{ "described", &dissect_upnp_igd, TRANSPORT_TCP,
		  { B("HTTP/1.1 200 OK\r\n\r\n<?xml version=\"1.0\"?>\n<root><deviceType>"
		      "urn:schemas-upnp-org:device:InternetGatewayDevice:") },
		  YES(PROTO_UPNP_IGD) },
		{ "a page about it", &dissect_upnp_igd, TRANSPORT_TCP,
		  { B("HTTP/1.1 200 OK\r\n\r\n<html><pre>POST /ctl HTTP/1.1\r\nSOAPAction: "
		      "urn:schemas-upnp-org:service:WANIPConnection:1#AddPortMapping") },
		  .want = ANSWER_MORE },
		{ "a search for it", &dissect_upnp_igd, TRANSPORT_TCP,
		  { A("GET /?q=urn:schemas-upnp-org:service:WANIPConnection: HTTP/1.1\r\n\r\n") },
		  .want = ANSWER_MORE },
		{ "a question about it", &dissect_upnp_igd, TRANSPORT_TCP,
		  { A("POST /comment HTTP/1.1\r\n\r\nSOAPAction: "
		      "urn:schemas-upnp-org:service:WANIPConnection:1#AddPortMapping") },
		  .want = ANSWER_MORE },
		{ "a page", &dissect_upnp_igd, TRANSPORT_TCP,
		  { A("GET /igd.xml HTTP/1.1\r\n\r\n") }, .want = ANSWER_MORE },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "stun", stun },
	{ "turn", turn },
	{ "teredo", teredo },
	{ "port mapping", port_mapping },
	{ "upnp igd", upnp },
};

UNIT_MAIN("dissect: nat traversal", tests)
