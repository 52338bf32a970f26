/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalogue.h"

#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include "../base/rd.h"

static const struct protocol protocols[] = {
#include "catalogue_table.h"
};

#define N_PROTOCOLS (sizeof(protocols) / sizeof(protocols[0]))

const struct protocol *catalogue_at(size_t i)
{
	return i < N_PROTOCOLS ? &protocols[i] : NULL;
}

const struct protocol *catalogue_get(uint16_t number)
{
	size_t low = 0;
	size_t high = N_PROTOCOLS;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (protocols[mid].number == number)
			return &protocols[mid];
		if (protocols[mid].number < number)
			low = mid + 1;
		else
			high = mid;
	}

	return NULL;
}

/* True when `word` is one of the words of `list` ("a,b,c" or NULL). */
static bool is_among(const char *list, const char *word)
{
	size_t n = strlen(word);

	while (list && n) {
		size_t len = strcspn(list, ",");

		if (len == n && strncasecmp(list, word, n) == 0)
			return true;
		list = list[len] ? list + len + 1 : NULL;
	}

	return false;
}

const struct protocol *catalogue_find(const char *name)
{
	for (size_t i = 0; i < N_PROTOCOLS; i++) {
		const struct protocol *p = &protocols[i];

		if (strcasecmp(p->name, name) == 0 || is_among(p->aliases, name))
			return p;
	}

	return NULL;
}

const struct protocol *catalogue_find_ndpi(const char *ndpi_name)
{
	for (size_t i = 0; i < N_PROTOCOLS; i++) {
		if (is_among(protocols[i].ndpi, ndpi_name))
			return &protocols[i];
	}

	return NULL;
}

bool protocol_is_plain(const struct protocol *p)
{
	return p->number >= PROTO_PLAIN_FIRST;
}

bool protocol_in_all(const struct protocol *p)
{
	return !protocol_is_plain(p) && strcmp(p->category, "nat-traversal") != 0 &&
	       strcmp(p->category, "overlay-vpn") != 0;
}

bool catalogue_has_category(const char *category)
{
	for (size_t i = 0; i < N_PROTOCOLS; i++) {
		const struct protocol *p = &protocols[i];

		if (!protocol_is_plain(p) && strcmp(p->category, category) == 0)
			return true;
	}

	return false;
}

/* True when `port` lies in one of the ranges of `list` ("137-139,445" or NULL). */
static bool in_ranges(const char *list, uint16_t port)
{
	struct rd r = rd_of(list, list ? strlen(list) : 0);
	uint32_t first;
	uint32_t last;

	while (rd_decimal(&r, UINT16_MAX, &first)) {
		last = first;
		if (rd_expect(&r, "-", 1))
			rd_decimal(&r, UINT16_MAX, &last);
		if (port >= first && port <= last)
			return true;
		rd_u8(&r);	/* the comma */
	}

	return false;
}

const struct protocol *catalogue_by_port(uint8_t transport, uint16_t port)
{
	for (size_t i = 0; i < N_PROTOCOLS; i++) {
		const struct protocol *p = &protocols[i];

		if (in_ranges(transport == IPPROTO_TCP ? p->tcp : p->udp, port))
			return p;
	}

	return NULL;
}
