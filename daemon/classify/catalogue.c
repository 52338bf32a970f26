/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalogue.h"

#include <netinet/in.h>
#include <stdatomic.h>
#include <string.h>
#include <strings.h>

#include "../base/arena.h"

static const struct protocol protocols[] = {
#include "catalogue_table.h"
};

#define N_PROTOCOLS (sizeof(protocols) / sizeof(protocols[0]))

/* The classic ports, in the order of protocols[]: the first one counts. */
static const struct range {
	bool tcp;
	uint16_t first;
	uint16_t last;
	uint16_t protocol;		/* its place in protocols[] */
} ranges[] = {
#include "catalogue_ports.h"
};

#define N_OWN (PROTO_PLAIN_FIRST - PROTO_OWN_FIRST)

/*
 * A policy's own protocols, by number. The control thread adds them while workers
 * read, so an entry is whole before it is published; one that is replaced stays.
 */
static _Atomic(const struct protocol *) own[N_OWN];

static const struct protocol *own_at(size_t slot)
{
	return atomic_load_explicit(&own[slot], memory_order_acquire);
}

/* Where a protocol of this number stands, or would. */
static size_t place_of(uint16_t number)
{
	size_t low = 0;
	size_t high = N_PROTOCOLS;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (protocols[mid].number < number)
			low = mid + 1;
		else
			high = mid;
	}

	return low;
}

const struct protocol *catalogue_at(size_t i)
{
	size_t n = place_of(PROTO_OWN_FIRST);

	if (i < n)
		return &protocols[i];
	for (size_t slot = 0; slot < N_OWN; slot++) {
		const struct protocol *p = own_at(slot);

		if (p && n++ == i)
			return p;
	}

	i -= n - place_of(PROTO_OWN_FIRST);
	return i < N_PROTOCOLS ? &protocols[i] : NULL;
}

const struct protocol *catalogue_get(uint16_t number)
{
	size_t i = place_of(number);

	if (number >= PROTO_OWN_FIRST && number < PROTO_PLAIN_FIRST)
		return own_at(number - PROTO_OWN_FIRST);
	return i < N_PROTOCOLS && protocols[i].number == number ? &protocols[i] : NULL;
}

/* FNV-1a, folded: the same name, the same number, on every machine. */
uint16_t catalogue_own_number(const char *name)
{
	uint32_t hash = 2166136261u;

	for (; *name; name++)
		hash = (hash ^ (uint8_t)*name) * 16777619u;
	return (uint16_t)(PROTO_OWN_FIRST + (hash ^ hash >> 16) % N_OWN);
}

void catalogue_add(const char *name, const char *category)
{
	static struct arena *kept;
	uint16_t number = catalogue_own_number(name);
	const struct protocol *old = own_at(number - PROTO_OWN_FIRST);
	struct protocol *new;

	if (old && strcmp(old->name, name) == 0 && strcmp(old->category, category) == 0)
		return;
	if (!kept)
		kept = arena_new();

	new = arena_take(kept, 1, sizeof(*new));
	new->number = number;
	new->name = new->title = arena_text(kept, name, strlen(name));
	new->category = arena_text(kept, category, strlen(category));
	atomic_store_explicit(&own[number - PROTO_OWN_FIRST], new, memory_order_release);
}

bool protocol_is_own(const struct protocol *p)
{
	return p->number >= PROTO_OWN_FIRST && p->number < PROTO_PLAIN_FIRST;
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

bool protocol_answers_to(const struct protocol *p, const char *word)
{
	return strcasecmp(p->name, word) == 0 || is_among(p->aliases, word);
}

const struct protocol *catalogue_find(const char *name)
{
	for (size_t i = 0; i < N_PROTOCOLS; i++) {
		if (protocol_answers_to(&protocols[i], name))
			return &protocols[i];
	}

	for (size_t slot = 0; slot < N_OWN; slot++) {
		const struct protocol *p = own_at(slot);

		if (p && strcasecmp(p->name, name) == 0)
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

bool category_in_all(const char *category)
{
	return strcmp(category, "nat-traversal") != 0 && strcmp(category, "overlay-vpn") != 0 &&
	       strcmp(category, "hidden") != 0;
}

bool protocol_is_carrier(uint16_t number)
{
	return number == PROTO_HTTP || number == PROTO_TLS || number == PROTO_QUIC ||
	       number == PROTO_SSDP || number == PROTO_STUN || number == PROTO_SMB_MIDWAY;
}

bool protocol_in_all(const struct protocol *p)
{
	return !protocol_is_plain(p) && category_in_all(p->category);
}

bool catalogue_has_category(const char *category)
{
	const struct protocol *p;

	for (size_t i = 0; (p = catalogue_at(i)) && !protocol_is_plain(p); i++) {
		if (strcmp(p->category, category) == 0)
			return true;
	}

	return false;
}

const struct protocol *catalogue_by_port(uint8_t transport, uint16_t port)
{
	bool tcp = transport == IPPROTO_TCP;

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		const struct range *r = &ranges[i];

		if (r->tcp == tcp && port >= r->first && port <= r->last)
			return &protocols[r->protocol];
	}

	return NULL;
}
