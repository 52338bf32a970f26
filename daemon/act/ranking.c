/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ranking.h"

#include <string.h>

/* Descending; ties are broken by name, so that the order is always the same. */
static int descending(uint64_t a, uint64_t b)
{
	return (a < b) - (a > b);
}

static int by_amount(const struct amount *a, const struct amount *b)
{
	int order = descending(a->bytes, b->bytes);

	return order ? order : descending(a->flows, b->flows);
}

static int compare_protocols(const void *left, const void *right)
{
	const struct tally_protocol *a = left, *b = right;
	int order = (int)a->kind - (int)b->kind;

	if (!order)
		order = by_amount(&a->all, &b->all);
	return order ? order : strcmp(a->name, b->name);
}

/* A port alone accuses nobody: what is sure counts first. */
static int compare_hosts(const void *left, const void *right)
{
	const struct tally_host *a = left, *b = right;
	int order = by_amount(&a->sure, &b->sure);

	if (!order)
		order = by_amount(&a->all, &b->all);
	return order ? order : addr_compare(&a->addr, &b->addr);
}

static int compare_ports(const void *left, const void *right)
{
	const struct ports_row *a = left, *b = right;
	int order = descending(a->right.flows + a->wrong.flows + a->missed.flows,
			       b->right.flows + b->wrong.flows + b->missed.flows);

	return order ? order : strcmp(a->family, b->family);
}

static int compare_captures(const void *left, const void *right)
{
	const struct tally_capture *a = left, *b = right;
	int order = by_amount(&a->p2p, &b->p2p);

	if (!order)
		order = by_amount(&a->all, &b->all);
	return order ? order : strcmp(a->name, b->name);
}

const struct tally_protocol **ranking_protocols(const struct tally *t)
{
	return (const struct tally_protocol **)table_sorted(&t->protocols, compare_protocols);
}

const struct tally_host **ranking_hosts(const struct tally *t)
{
	return (const struct tally_host **)table_sorted(&t->hosts, compare_hosts);
}

const struct ports_row **ranking_ports(const struct tally *t)
{
	return (const struct ports_row **)table_sorted(&t->ports.rows, compare_ports);
}

const struct tally_capture **ranking_captures(const struct tally *t)
{
	return (const struct tally_capture **)table_sorted(&t->captures, compare_captures);
}

/* The surest first, then the largest. */
static int compare_pairs(const struct tally_pair *a, const struct tally_pair *b)
{
	return a->best == b->best ? by_amount(&a->all, &b->all) : (int)b->best - (int)a->best;
}

size_t ranking_of_host(const struct tally *t, const struct addr *host,
		       const struct tally_pair *out[], size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < t->pairs.n; i++) {
		const struct tally_pair *pair = table_at(&t->pairs, i);
		size_t at = n < max ? n : max;

		if (addr_compare(&pair->key.host, host))
			continue;

		n++;
		for (; at > 0 && compare_pairs(pair, out[at - 1]) < 0; at--) {
			if (at < max)
				out[at] = out[at - 1];
		}
		if (at < max)
			out[at] = pair;
	}

	return n;
}

const struct tally_protocol *ranking_of_pair(const struct tally *t, const struct tally_pair *pair)
{
	return table_at(&t->protocols, pair->key.protocol);
}

const struct tally_protocol *ranking_p2p(const struct tally *t, unsigned int i)
{
	for (size_t at = 0; at < t->protocols.n; at++) {
		const struct tally_protocol *p = table_at(&t->protocols, at);

		if (p->kind == TALLY_P2P && p->series == i)
			return p;
	}

	return NULL;
}
