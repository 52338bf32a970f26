/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts.h"

#include <stdlib.h>
#include <string.h>

#include "../base/hash.h"

/*
 * Three tables: ties say which MAC address an IP address was last seen with, cards what is
 * known of a MAC address, rows what is known of a host. A row's key is the MAC address of the
 * host where there is one and it is no router's, else the IP address. When a card turns out to
 * be a router's, the rows under it are not looked up any more: what was known is forgotten,
 * and nobody behind the router suffers for another.
 */
#define BUCKETS 1024
#define WAYS 4
#define BY_MAC 0x4d			/* family of a key that is a MAC address */
#define TIE_LIFE_US (60 * 60 * 1000000LL)
#define TIE_AGAIN_US (TIE_LIFE_US / 4)	/* an old tie is news again, for the other tables */
#define NETWORKS_KEPT 4

struct tie {
	struct addr addr;
	uint8_t mac[6];
	int64_t since_us;
};

struct card {
	uint8_t mac[6];
	bool is_router;
	uint8_t n_prefixes;
	struct addr addr4;
	uint8_t prefixes[TIE_PREFIXES][8];
	int64_t since_us;
};

/* Networks that a sign was seen with, and when. */
struct networks {
	struct prefix each[NETWORKS_KEPT];
	int64_t at_us[NETWORKS_KEPT];
};

struct row {
	struct addr key;
	int64_t newest_us;
	int64_t until_us;		/* known until then */
	int64_t word_until_us;		/* by its own word */
	int64_t window_us;		/* when counting began */
	uint32_t shapes;		/* flows in this window and the one before */
	uint32_t exacts;
	uint32_t shapes_before;
	uint32_t exacts_before;
	struct networks exact;
	struct networks midway;
};

struct hosts {
	struct tie ties[BUCKETS][WAYS];
	struct card cards[BUCKETS][WAYS];
	struct row rows[BUCKETS][WAYS];
};

struct hosts *hosts_new(void)
{
	return calloc(1, sizeof(struct hosts));
}

void hosts_free(struct hosts *h)
{
	free(h);
}

/* --- ties --------------------------------------------------------------------- */

static struct addr key_of_mac(const uint8_t mac[6])
{
	struct addr key = { .family = BY_MAC };

	memcpy(key.bytes, mac, 6);
	return key;
}

static size_t bucket_of(const struct addr *key)
{
	return (size_t)hash_of_end(key, 0) % BUCKETS;
}

static const struct tie *find_tie(const struct hosts *h, const struct addr *a)
{
	const struct tie *way = h->ties[bucket_of(a)];

	for (size_t i = 0; i < WAYS; i++) {
		if (way[i].since_us && addr_compare(&way[i].addr, a) == 0)
			return &way[i];
	}

	return NULL;
}

static struct tie *tie_of(struct hosts *h, const struct addr *a)
{
	struct tie *way = h->ties[bucket_of(a)];
	struct tie *slot = way;

	for (size_t i = 0; i < WAYS; i++) {
		if (way[i].since_us && addr_compare(&way[i].addr, a) == 0)
			return &way[i];
		if (way[i].since_us < slot->since_us)
			slot = &way[i];
	}

	*slot = (struct tie){ .addr = *a };
	return slot;
}

static const struct card *find_card(const struct hosts *h, const uint8_t mac[6])
{
	struct addr key = key_of_mac(mac);
	const struct card *way = h->cards[bucket_of(&key)];

	for (size_t i = 0; i < WAYS; i++) {
		if (way[i].since_us && memcmp(way[i].mac, mac, 6) == 0)
			return &way[i];
	}

	return NULL;
}

static void begin_card(struct card *c, const uint8_t mac[6], int64_t now_us)
{
	*c = (struct card){ .since_us = now_us };
	memcpy(c->mac, mac, 6);
}

static struct card *card_of(struct hosts *h, const uint8_t mac[6], int64_t now_us)
{
	struct addr key = key_of_mac(mac);
	struct card *way = h->cards[bucket_of(&key)];
	struct card *slot = way;

	for (size_t i = 0; i < WAYS; i++) {
		if (way[i].since_us && memcmp(way[i].mac, mac, 6) == 0)
			return &way[i];
		if (way[i].since_us < slot->since_us)
			slot = &way[i];
	}

	begin_card(slot, mac, now_us);
	return slot;
}

static bool has_prefix(struct card *c, const struct addr *a)
{
	for (size_t i = 0; i < c->n_prefixes; i++) {
		if (memcmp(c->prefixes[i], a->bytes, 8) == 0)
			return true;
	}

	if (c->n_prefixes == TIE_PREFIXES)
		return false;
	memcpy(c->prefixes[c->n_prefixes++], a->bytes, 8);
	return true;
}

/* One host has one address of IPv4 and a few prefixes of IPv6. */
static bool fits_one_host(struct card *c, const struct addr *a)
{
	if (a->family == 6)
		return has_prefix(c, a);
	if (!c->addr4.family)
		c->addr4 = *a;
	return addr_compare(&c->addr4, a) == 0;
}

bool hosts_tie(struct hosts *h, const struct addr *a, const uint8_t mac[6], int64_t now_us)
{
	struct tie *t = tie_of(h, a);
	bool is_old = t->since_us && memcmp(t->mac, mac, 6) == 0 &&
		      now_us - t->since_us < TIE_AGAIN_US;
	struct card *c;

	if (is_old)
		return false;

	c = card_of(h, mac, now_us);
	if (now_us - c->since_us > TIE_LIFE_US)
		begin_card(c, mac, now_us);
	memcpy(t->mac, mac, 6);
	t->since_us = now_us;
	if (c->is_router) {
		c->since_us = now_us;	/* it stays one as long as it is seen */
		return false;		/* who knows that needs to hear no more of it */
	}

	c->is_router = !fits_one_host(c, a);
	return true;
}

struct addr hosts_key(const struct hosts *h, const struct addr *a)
{
	const struct tie *t = find_tie(h, a);
	const struct card *c = t ? find_card(h, t->mac) : NULL;

	return c && !c->is_router ? key_of_mac(t->mac) : *a;
}

/* --- signs -------------------------------------------------------------------- */

static const struct row *find_row(const struct hosts *h, const struct addr *key)
{
	const struct row *way = h->rows[bucket_of(key)];

	for (size_t i = 0; i < WAYS; i++) {
		if (way[i].newest_us && addr_compare(&way[i].key, key) == 0)
			return &way[i];
	}

	return NULL;
}

static struct row *row_of(struct hosts *h, const struct addr *key)
{
	struct row *way = h->rows[bucket_of(key)];
	struct row *slot = way;

	for (size_t i = 0; i < WAYS; i++) {
		if (way[i].newest_us && addr_compare(&way[i].key, key) == 0)
			return &way[i];
		if (way[i].newest_us < slot->newest_us)
			slot = &way[i];
	}

	*slot = (struct row){ .key = *key };
	return slot;
}

/* How many networks, this one among them, had the sign within the window. */
static size_t add_network(struct networks *n, const struct addr *a, int64_t now_us)
{
	struct prefix network = prefix_of(a, a->family == 4 ? 16 : 32);
	size_t slot = 0;
	size_t recent = 0;

	for (size_t i = 0; i < NETWORKS_KEPT; i++) {
		if (n->at_us[i] && n->each[i].bits == network.bits &&
		    addr_compare(&n->each[i].addr, &network.addr) == 0) {
			slot = i;
			break;
		}
		if (n->at_us[i] < n->at_us[slot])
			slot = i;
	}

	n->each[slot] = network;
	n->at_us[slot] = now_us;
	for (size_t i = 0; i < NETWORKS_KEPT; i++)
		recent += n->at_us[i] && now_us - n->at_us[i] <= HOST_WINDOW_US;
	return recent;
}

static void turn_window(struct row *r, int64_t now_us)
{
	int64_t since_us = now_us - r->window_us;

	if (since_us < HOST_WINDOW_US)
		return;
	r->shapes_before = since_us < 2 * HOST_WINDOW_US ? r->shapes : 0;
	r->exacts_before = since_us < 2 * HOST_WINDOW_US ? r->exacts : 0;
	r->shapes = r->exacts = 0;
	r->window_us = now_us;
}

/* Enough of its flows of that shape are exact: those of other protocols are so by chance. */
static bool is_share_met(const struct row *r)
{
	return (r->exacts + r->exacts_before) * HOST_SHARE >= r->shapes + r->shapes_before;
}

void hosts_see(struct hosts *h, const struct addr *a, enum host_sign sign,
	       const struct addr *other, int64_t now_us)
{
	struct addr key = hosts_key(h, a);
	struct row *r = row_of(h, &key);
	bool known = false;

	r->newest_us = now_us;
	turn_window(r, now_us);
	switch (sign) {
	case HOST_SHAPE:
		r->shapes++;
		break;
	case HOST_EXACT:
		r->exacts++;
		known = add_network(&r->exact, other, now_us) >= HOST_NETWORKS && is_share_met(r);
		break;
	case HOST_MIDWAY:
		known = add_network(&r->midway, other, now_us) >= HOST_NETWORKS_MIDWAY;
		break;
	case HOST_WORD:
		r->word_until_us = now_us + HOST_LIFE_US;
		break;
	case HOST_SIZES:
	case HOST_PROOF:
		known = true;
		break;
	}

	if (known)
		r->until_us = now_us + HOST_LIFE_US;
}

bool hosts_is_known(const struct hosts *h, const struct addr *a, bool of_lan, int64_t now_us)
{
	struct addr key = hosts_key(h, a);
	const struct row *r = find_row(h, &key);

	return r && (r->until_us >= now_us || (of_lan && r->word_until_us >= now_us));
}
