/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crowd.h"

#include <stdlib.h>

#include "../base/hash.h"

/*
 * A row is a host over one transport: the endpoints that it reached last, each with the number
 * of its flows that were let go. Flows that got the label keep the host known, and do not make
 * a server of their endpoint: a peer that is blocked is tried again and again.
 */
#define BUCKETS 1024
#define WAYS 4
#define ENDPOINTS_KEPT 16
#define PORT_FREE 1024			/* from here on ports are anybody's */
#define PORT_TELEGRAM 5222

struct endpoint {
	struct addr addr;
	uint16_t port;
	uint8_t flows;			/* let go; no more than make a server */
	int64_t at_us;
};

struct row {
	struct addr host;
	uint8_t transport;
	int64_t newest_us;
	int64_t until_us;		/* known until then */
	struct endpoint endpoints[ENDPOINTS_KEPT];
};

struct crowd {
	struct row rows[BUCKETS][WAYS];
};

struct crowd *crowd_new(void)
{
	return calloc(1, sizeof(struct crowd));
}

void crowd_free(struct crowd *c)
{
	free(c);
}

bool crowd_may_count(const struct flow *f)
{
	uint16_t port = f->key.port[1 - f->initiator];

	return f->spoke[0] && f->spoke[1] && !f->relayed && port >= PORT_FREE &&
	       port != PORT_TELEGRAM;
}

static size_t bucket_of(const struct addr *host, uint8_t transport)
{
	return (size_t)hash_of_end(host, transport) % BUCKETS;
}

static bool is_of(const struct row *r, const struct addr *host, uint8_t transport)
{
	return r->newest_us && r->transport == transport && addr_compare(&r->host, host) == 0;
}

static const struct row *find_row(const struct crowd *c, const struct addr *host,
				  uint8_t transport)
{
	const struct row *way = c->rows[bucket_of(host, transport)];

	for (size_t i = 0; i < WAYS; i++) {
		if (is_of(&way[i], host, transport))
			return &way[i];
	}

	return NULL;
}

static struct row *row_of(struct crowd *c, const struct addr *host, uint8_t transport)
{
	struct row *way = c->rows[bucket_of(host, transport)];
	struct row *slot = way;

	for (size_t i = 0; i < WAYS; i++) {
		if (is_of(&way[i], host, transport))
			return &way[i];
		if (way[i].newest_us < slot->newest_us)
			slot = &way[i];
	}

	*slot = (struct row){ .host = *host, .transport = transport };
	return slot;
}

static bool is_recent(const struct endpoint *e, int64_t now_us)
{
	return e->at_us && now_us - e->at_us <= CROWD_WINDOW_US;
}

static bool is_server(const struct endpoint *e)
{
	return e->flows >= CROWD_SERVER_FLOWS;
}

static bool is_same(const struct endpoint *e, const struct remote *r)
{
	return e->port == r->port && addr_compare(&e->addr, &r->addr) == 0;
}

/* Gives way sooner: what is out of the window, then what is no server, then what is older. */
static bool goes_before(const struct endpoint *a, const struct endpoint *b, int64_t now_us)
{
	bool a_stays = is_recent(a, now_us) && is_server(a);
	bool b_stays = is_recent(b, now_us) && is_server(b);

	return a_stays != b_stays ? b_stays : a->at_us < b->at_us;
}

static struct endpoint *endpoint_of(struct row *row, const struct remote *r, int64_t now_us)
{
	struct endpoint *slot = row->endpoints;

	for (struct endpoint *e = row->endpoints; e < row->endpoints + ENDPOINTS_KEPT; e++) {
		if (is_recent(e, now_us) && is_same(e, r))
			return e;
		if (goes_before(e, slot, now_us))
			slot = e;
	}

	*slot = (struct endpoint){ .addr = r->addr, .port = r->port };
	return slot;
}

static bool is_same_network(const struct addr *a, const struct addr *b)
{
	uint8_t bits = a->family == 4 ? 16 : 32;
	struct prefix net = prefix_of(a, bits);

	return prefix_holds(&net, b);
}

/* Enough networks and ports: an endpoint adds one where no earlier endpoint has it. */
static bool is_crowded(const struct row *row, int64_t now_us)
{
	size_t networks = 0;
	size_t ports = 0;

	for (size_t i = 0; i < ENDPOINTS_KEPT; i++) {
		const struct endpoint *e = &row->endpoints[i];
		bool new_network = true;
		bool new_port = true;

		if (!is_recent(e, now_us) || is_server(e))
			continue;
		for (size_t j = 0; j < i; j++) {
			const struct endpoint *other = &row->endpoints[j];

			if (!is_recent(other, now_us) || is_server(other))
				continue;
			new_network &= !is_same_network(&e->addr, &other->addr);
			new_port &= e->port != other->port;
		}
		networks += new_network;
		ports += new_port;
	}

	return networks >= CROWD_NETWORKS && ports >= CROWD_PORTS;
}

void crowd_see(struct crowd *c, const struct addr *host, const struct remote *r, bool let_go,
	       int64_t now_us)
{
	struct row *row = row_of(c, host, r->transport);
	struct endpoint *e = endpoint_of(row, r, now_us);

	e->flows += let_go && !is_server(e);
	e->at_us = row->newest_us = now_us;
	if (is_crowded(row, now_us))
		row->until_us = now_us + CROWD_LIFE_US;
}

bool crowd_knows(const struct crowd *c, const struct addr *host, const struct remote *r,
		 int64_t now_us)
{
	const struct row *row = find_row(c, host, r->transport);

	if (!row || row->until_us < now_us)
		return false;

	for (size_t i = 0; i < ENDPOINTS_KEPT; i++) {
		const struct endpoint *e = &row->endpoints[i];

		if (is_recent(e, now_us) && is_same(e, r))
			return !is_server(e);
	}

	return true;
}
