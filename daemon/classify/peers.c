/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "peers.h"

#include <stdlib.h>
#include <string.h>

#include "../base/hash.h"
#include "catalogue.h"

#define BUCKETS 8192
#define WAYS 8

struct peer {
	uint8_t address[16];
	uint16_t port;
	uint8_t transport;
	uint16_t proto;			/* 0: free */
	bool word;			/* by its own word */
	int64_t until_us;
};

/* The newest greeting of those that fall into one place; the key is a hash of both ends. */
struct greeting {
	uint64_t key;
	uint16_t proto;			/* 0: free */
	int64_t until_us;
};

struct peers {
	struct peer buckets[BUCKETS][WAYS];
	struct greeting greetings[BUCKETS];
};

struct peers *peers_new(void)
{
	return calloc(1, sizeof(struct peers));
}

void peers_free(struct peers *p)
{
	free(p);
}

/* One program speaks several protocols on one socket. */
static uint16_t family_of(uint16_t proto)
{
	switch (proto) {
	case PROTO_KAD:
		return PROTO_EDONKEY;
	case PROTO_GNUTELLA2:
		return PROTO_GNUTELLA;
	default:
		return proto;
	}
}

static size_t bucket_of(const struct addr *a, uint16_t port)
{
	return (size_t)hash_of_end(a, port) % BUCKETS;
}

static bool is_at(const struct peer *p, const struct peer_end *e)
{
	return p->port == e->port && p->transport == e->transport &&
	       memcmp(p->address, e->addr.bytes, sizeof(e->addr.bytes)) == 0;
}

/* Ports that everybody talks to: a forged sender there could hurt (RFC 1035, 5905, 9110, 9000). */
static bool is_everybodys(uint16_t port)
{
	return port == 53 || port == 80 || port == 123 || port == 443 || port == 853;
}

void peers_learn(struct peers *p, const struct peer_end *e, uint16_t proto, bool word,
		 int64_t now_us)
{
	struct peer *row = p->buckets[bucket_of(&e->addr, e->port)];
	struct peer *slot = &row[0];

	if (addr_is_special(&e->addr) || is_everybodys(e->port))
		return;

	for (size_t i = 0; i < WAYS; i++) {
		if (is_at(&row[i], e)) {
			slot = &row[i];
			break;
		}
		if (row[i].until_us < slot->until_us)
			slot = &row[i];
	}

	/* What is known for sure does not become a mere word. */
	slot->word = word && !(is_at(slot, e) && slot->proto == family_of(proto) &&
			       !slot->word && slot->until_us >= now_us);
	memcpy(slot->address, e->addr.bytes, sizeof(slot->address));
	slot->port = e->port;
	slot->transport = e->transport;
	slot->proto = family_of(proto);
	slot->until_us = now_us + PEER_LIFE_US;
}

uint16_t peers_proto(const struct peers *p, const struct peer_end *e, bool of_lan, int64_t now_us)
{
	const struct peer *row = p->buckets[bucket_of(&e->addr, e->port)];

	for (size_t i = 0; i < WAYS; i++) {
		if (row[i].proto && row[i].until_us >= now_us && (of_lan || !row[i].word) &&
		    is_at(&row[i], e))
			return row[i].proto;
	}

	return 0;
}

bool peers_knows(const struct peers *p, const struct peer_end *e, uint16_t proto, bool of_lan,
		 int64_t now_us)
{
	return peers_proto(p, e, of_lan, now_us) == family_of(proto);
}

static uint64_t greeting_key(const struct addr *a, uint16_t port, const struct addr *from)
{
	uint64_t both[2] = { hash_of_end(a, port), hash_of_end(from, 0) };

	return hash_of(both, sizeof(both));
}

void peers_greet(struct peers *p, const struct addr *a, uint16_t port, const struct addr *from,
		 uint16_t proto, int64_t now_us)
{
	uint64_t key = greeting_key(a, port, from);

	p->greetings[key % BUCKETS] = (struct greeting){
		.key = key,
		.proto = family_of(proto),
		.until_us = now_us + PEER_LIFE_US,
	};
}

uint16_t peers_greeted(const struct peers *p, const struct addr *a, uint16_t port,
		       const struct addr *from, int64_t now_us)
{
	uint64_t key = greeting_key(a, port, from);
	const struct greeting *g = &p->greetings[key % BUCKETS];

	return g->key == key && g->until_us >= now_us ? g->proto : 0;
}
