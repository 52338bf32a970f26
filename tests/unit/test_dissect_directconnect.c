/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

#define LOCK "$Lock EXTENDEDPROTOCOLabcdef Pk=hub1.0"

static void nmdc(void)
{
	static const struct dissect_case cases[] = {
		{ "hub", &dissect_nmdc, TRANSPORT_TCP, { B(LOCK "|") }, YES(PROTO_DIRECTCONNECT) },
		{ "information, midstream", &dissect_nmdc, TRANSPORT_TCP,
		  { A("$MyINFO $ALL ann <++ V:0.867>$ $0.005\1$$1024$|") },
		  YES(PROTO_DIRECTCONNECT) },
		{ "hub, lock without Pk", &dissect_nmdc, TRANSPORT_TCP,
		  { B("$Lock EXTENDEDPROTOCOL|$HubName a hub|") }, YES(PROTO_DIRECTCONNECT) },
		{ "client", &dissect_nmdc, TRANSPORT_TCP,
		  { A("$Supports UserCommand NoGetINFO |$Key \x14\x01\xd1|") },
		  YES(PROTO_DIRECTCONNECT) },
		{ "between clients", &dissect_nmdc, TRANSPORT_TCP, { A("$MyNick joe|" LOCK "|") },
		  YES(PROTO_DIRECTCONNECT) },
		{ "one command each way", &dissect_nmdc, TRANSPORT_TCP,
		  { A("$ValidateNick joe|"), B("$Hello joe|") }, YES(PROTO_DIRECTCONNECT) },
		{ "a search and a file", &dissect_nmdc, TRANSPORT_TCP,
		  { A("$Search 192.0.2.1:412 F?T?0?9?TTH:A|$Quit joe|") },
		  YES(PROTO_DIRECTCONNECT) },
		{ "words of anybody", &dissect_nmdc, TRANSPORT_TCP,
		  { A("$Search the house|$Get me some tea|"), B("$Error in kitchen|") },
		  .want = ANSWER_MORE },
		{ "one command", &dissect_nmdc, TRANSPORT_TCP, { A("$MyNick joe|") },
		  .want = ANSWER_MORE },
		{ "a shell", &dissect_nmdc, TRANSPORT_TCP, { A("$PATH | grep bin | $HOME|") },
		  .want = ANSWER_NO },
		{ "search result", &dissect_nmdc, TRANSPORT_UDP,
		  { A("$SR joe a\\b.iso\x05" "123 1/3\x05hub (192.0.2.1:411)|") },
		  YES(PROTO_DIRECTCONNECT) },
		{ "not a search result", &dissect_nmdc, TRANSPORT_UDP,
		  { A("$SR joe (192.0.2.1:411)|") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define CID "UAOQWDRQCHSHZYS6HHVZCJHQRXRKBHTAQUJQAXQ"

static void adc(void)
{
	static const struct dissect_case cases[] = {
		{ "client to hub", &dissect_adc, TRANSPORT_TCP, { A("HSUP ADBASE ADTIGR\n") },
		  YES(PROTO_DIRECTCONNECT), .yes_from = 12 },
		{ "hub to client", &dissect_adc, TRANSPORT_TCP, { B("ISUP ADBASE\n") },
		  YES(PROTO_DIRECTCONNECT) },
		{ "client to client", &dissect_adc, TRANSPORT_TCP, { A("CSUP ADBAS0 ADTIGR\n") },
		  YES(PROTO_DIRECTCONNECT), .yes_from = 12 },
		{ "midstream, from a hub", &dissect_adc, TRANSPORT_TCP,
		  { B("BINF AAAB IDABC NIann SS0\nBMSG AAAB hello\n") }, YES(PROTO_DIRECTCONNECT) },
		{ "midstream, between clients", &dissect_adc, TRANSPORT_TCP,
		  { A("CGET file TTH/ABC 0 -1\n\nCGET file TTH/DEF 0 -1\n") },
		  YES(PROTO_DIRECTCONNECT) },
		{ "one line", &dissect_adc, TRANSPORT_TCP,
		  { A("ISTA 000 welcome\n") }, .want = ANSWER_MORE },
		{ "another's lines", &dissect_adc, TRANSPORT_TCP,
		  { A("HGET me\nHELO example.org\n") }, .want = ANSWER_NO },
		{ "a word too long", &dissect_adc, TRANSPORT_TCP, { A("HSUP ADVANCED\n") },
		  .want = ANSWER_NO },
		{ "search result", &dissect_adc, TRANSPORT_UDP,
		  { A("URES " CID " FN/a/b.iso SI123 SL3\n") }, YES(PROTO_DIRECTCONNECT) },
		{ "not a search result", &dissect_adc, TRANSPORT_UDP, { A("URES of nobody\n") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "NMDC", nmdc },
	{ "ADC", adc },
};

UNIT_MAIN("dissect: direct connect", tests)
