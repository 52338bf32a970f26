/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "../../daemon/base/label.h"
#include "../../daemon/classify/catalogue.h"
#include "unit.h"

static void numbers(void)
{
	const struct protocol *p;
	uint16_t last = LABEL_CLEARED;

	for (size_t i = 0; (p = catalogue_at(i)); i++) {
		UNIT_CHECK(p->number > last && p->number <= LABEL_MAX, "%s", p->name);
		CU_ASSERT(catalogue_get(p->number) == p);
		last = p->number;
	}

	CU_ASSERT(catalogue_get(0) == NULL && catalogue_get(1) == NULL);
	CU_ASSERT(catalogue_get(511) == NULL && catalogue_get(UINT16_MAX) == NULL);
	CU_ASSERT(catalogue_at(SIZE_MAX) == NULL);
}

/* No word stands for two things: protocol, alias, category, "all". */
static void words(void)
{
	const struct protocol *p;

	for (size_t i = 0; (p = catalogue_at(i)); i++) {
		char *aliases = p->aliases ? strdup(p->aliases) : NULL;
		char *rest = NULL;

		UNIT_CHECK(catalogue_find(p->name) == p, "%s", p->name);
		UNIT_CHECK(!catalogue_has_category(p->name) && strcmp(p->name, "all") != 0, "%s",
			   p->name);
		for (char *a = aliases ? strtok_r(aliases, ",", &rest) : NULL; a;
		     a = strtok_r(NULL, ",", &rest))
			UNIT_CHECK(protocol_answers_to(catalogue_find(a), a) &&
				   protocol_answers_to(p, a) && !catalogue_has_category(a),
				   "%s", a);
		free(aliases);
	}
}

static void lookups(void)
{
	CU_ASSERT(catalogue_find("bittorrent")->number == PROTO_BITTORRENT);
	CU_ASSERT(catalogue_find("BitTorrent")->number == PROTO_BITTORRENT);
	CU_ASSERT(catalogue_find("bt")->number == PROTO_BITTORRENT);
	CU_ASSERT(catalogue_find("Torrent")->number == PROTO_BITTORRENT);
	CU_ASSERT(catalogue_find("ED2K")->number == PROTO_EDONKEY);
	CU_ASSERT(catalogue_find("bt,torrent") == NULL);
	CU_ASSERT(catalogue_find("") == NULL && catalogue_find("b") == NULL);
	CU_ASSERT(catalogue_find_ndpi("BitTorrent")->number == PROTO_BITTORRENT);
	CU_ASSERT(catalogue_find_ndpi("TLS")->number == PROTO_TLS);
	CU_ASSERT(catalogue_find_ndpi("") == NULL);
}

static void kinds(void)
{
	CU_ASSERT(!protocol_is_plain(catalogue_find("smb1")));
	CU_ASSERT(protocol_is_plain(catalogue_find("tls")));
	CU_ASSERT(catalogue_has_category("file-sharing") && catalogue_has_category("lan-sharing"));
	CU_ASSERT(!catalogue_has_category("web") && !catalogue_has_category(""));
}

/* The classic list of the old port blockers, all of it. */
static void ports(void)
{
	static const struct {
		uint8_t transport;
		uint16_t first;
		uint16_t last;
		uint16_t number;	/* 0: nobody's */
	} cases[] = {
		{ IPPROTO_TCP, 411, 412, PROTO_DIRECTCONNECT },
		{ IPPROTO_UDP, 411, 412, PROTO_DIRECTCONNECT },
		{ IPPROTO_TCP, 1214, 1214, PROTO_FASTTRACK },
		{ IPPROTO_TCP, 1337, 1337, PROTO_WASTE },
		{ IPPROTO_TCP, 4627, 4627, PROTO_EDONKEY },
		{ IPPROTO_TCP, 4661, 4662, PROTO_EDONKEY },
		{ IPPROTO_UDP, 4665, 4665, PROTO_EDONKEY },
		{ IPPROTO_UDP, 4672, 4672, PROTO_EDONKEY },
		{ IPPROTO_UDP, 6257, 6257, PROTO_WINMX },
		{ IPPROTO_TCP, 6346, 6347, PROTO_GNUTELLA },
		{ IPPROTO_UDP, 6346, 6347, PROTO_GNUTELLA },
		{ IPPROTO_TCP, 6699, 6699, PROTO_NAPSTER },
		{ IPPROTO_TCP, 6881, 6999, PROTO_BITTORRENT },
		{ IPPROTO_UDP, 6881, 6999, PROTO_BITTORRENT },
		{ IPPROTO_TCP, 445, 445, PROTO_SMB_MIDWAY },
		{ IPPROTO_UDP, 445, 445, 0 },
		{ IPPROTO_TCP, 137, 139, PROTO_NETBIOS },
		{ IPPROTO_UDP, 137, 139, PROTO_NETBIOS },
		{ IPPROTO_TCP, 136, 136, 0 },
		{ IPPROTO_TCP, 140, 140, 0 },
		{ IPPROTO_TCP, 410, 410, 0 },
		{ IPPROTO_TCP, 413, 413, 0 },
		{ IPPROTO_TCP, 6880, 6880, 0 },
		{ IPPROTO_TCP, 7000, 7000, 0 },
		{ IPPROTO_TCP, 80, 80, 0 },
		{ IPPROTO_TCP, 443, 443, 0 },
		{ IPPROTO_TCP, 0, 0, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (uint16_t port = cases[i].first; port <= cases[i].last; port++) {
			const struct protocol *p = catalogue_by_port(cases[i].transport, port);

			UNIT_CHECK((p ? p->number : 0) == cases[i].number, "%s port %u: %s",
				   cases[i].transport == IPPROTO_TCP ? "tcp" : "udp", port,
				   p ? p->name : "nobody's");
		}
	}
}

static const struct unit_test tests[] = {
	{ "numbers", numbers },
	{ "words", words },
	{ "look-ups", lookups },
	{ "plain or not, categories", kinds },
	{ "classic ports", ports },
};

UNIT_MAIN("catalogue", tests)
