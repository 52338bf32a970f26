/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "../../daemon/classify/catalogue.h"
#include "../../daemon/classify/facts.h"
#include "unit.h"

static unsigned int rows_of(uint16_t proto)
{
	const struct facts *f;
	unsigned int n = 0;

	for (size_t i = 0; (f = facts_at(i)); i++)
		n += f->proto == proto;
	return n;
}

/* Every protocol that a policy may name has one row, and nothing else has any. */
static void rows(void)
{
	const struct protocol *p;
	const struct facts *f;

	for (size_t i = 0; (p = catalogue_at(i)); i++) {
		UNIT_CHECK(rows_of(p->number) == !protocol_is_plain(p), "%s", p->name);
		f = facts_get(p->number);
		CU_ASSERT(protocol_is_plain(p) ? f == NULL : f && f->proto == p->number);
	}

	for (size_t i = 0; (f = facts_at(i)); i++)
		CU_ASSERT(catalogue_get(f->proto) != NULL);
	CU_ASSERT(facts_at(SIZE_MAX) == NULL && facts_get(0) == NULL);
}

static bool is_sentence(const char *text)
{
	size_t n = strlen(text);

	return n > 20 && text[n - 1] == '.' && !strstr(text, "  ");
}

static void texts(void)
{
	const struct facts *f;

	for (size_t i = 0; (f = facts_at(i)); i++) {
		const char *name = catalogue_get(f->proto)->name;

		UNIT_CHECK(strcmp(f->status, "alive") == 0 || strcmp(f->status, "legacy") == 0,
			   "%s: status", name);
		UNIT_CHECK(strlen(f->reference) > 2, "%s: reference", name);
		UNIT_CHECK(is_sentence(f->evidence), "%s: evidence", name);
		UNIT_CHECK(is_sentence(f->limits), "%s: limits", name);
		UNIT_CHECK(strcmp(f->packets, "-") == 0 || (f->packets[0] >= '1' &&
			   f->packets[0] <= '9'), "%s: packets", name);
	}
}

static unsigned int flows_of(uint16_t proto, const char *file)
{
	const struct capture *c;

	for (size_t i = 0; (c = capture_at(i)); i++) {
		if (c->proto == proto && strcmp(c->file, file) == 0)
			return c->flows;
	}

	return 0;
}

/* Each capture stands at a protocol once, with flows in it. */
static void captures(void)
{
	const struct capture *c, *other;

	for (size_t i = 0; (c = capture_at(i)); i++) {
		const struct protocol *p = catalogue_get(c->proto);

		UNIT_CHECK(p && !protocol_is_plain(p) && c->flows, "%s", c->file);
		for (size_t j = 0; j < i && (other = capture_at(j)); j++)
			UNIT_CHECK(other->proto != c->proto || strcmp(other->file, c->file) != 0,
				   "%s: twice", c->file);
	}

	CU_ASSERT(flows_of(PROTO_BITTORRENT, "p2p/bittorrent.pcap") == 24);
	CU_ASSERT(flows_of(PROTO_BITTORRENT, "lab/bt-aria2-tcp.pcap") == 3);
	CU_ASSERT(flows_of(PROTO_NAT_PMP, "p2p/gnutella-part.pcap") == 4);
	CU_ASSERT(flows_of(PROTO_WASTE, "made/waste.pcap") == 2);
	CU_ASSERT(flows_of(PROTO_WASTE, "made/waste-lookalike.pcap") == 0);
	CU_ASSERT(capture_at(SIZE_MAX) == NULL);
}

static const struct unit_test tests[] = {
	{ "rows", rows },
	{ "texts", texts },
	{ "captures", captures },
};

UNIT_MAIN("facts", tests)
