/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_CATALOGUE_H
#define PEERWALL_CLASSIFY_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "catalogue_enum.h"	/* PROTO_BITTORRENT and so on, made from policies/catalogue.tsv */

/*
 * The catalogue: every protocol there is a name for, compiled in from
 * policies/catalogue.tsv, in the order of their numbers; and those that a policy
 * adds. An entry never changes and never goes.
 */
#define PROTO_PLAIN_FIRST 512	/* from here on: plain traffic, cleared on sight */

#define PROTO_OWN_FIRST 384	/* a policy's own, up to PROTO_PLAIN_FIRST */

struct protocol {
	uint16_t number;	/* PROTO_…; below PROTO_PLAIN_FIRST also the label in the mark */
	const char *name;
	const char *category;
	const char *tcp;	/* "6881-6999,51413" or NULL */
	const char *udp;
	const char *aliases;	/* "bt,torrent" or NULL */
	const char *ndpi;	/* nDPI's names, "A,B", or NULL */
	const char *title;
};

/* NULL when there is none of that number, name (or alias; case does not count), or nDPI name. */
const struct protocol *catalogue_get(uint16_t number);
const struct protocol *catalogue_find(const char *name);
const struct protocol *catalogue_find_ndpi(const char *ndpi_name);

/* True when `word` is its name or an alias; an alias may be that of several, a family's. */
bool protocol_answers_to(const struct protocol *p, const char *word);

/* The i-th protocol, or NULL behind the last. */
const struct protocol *catalogue_at(size_t i);

/*
 * A policy's own protocol: seen by all of the above from now on, by every thread. Its
 * number comes from its name alone, so that it is the same after a restart; of two names
 * with one number the later counts.
 */
uint16_t catalogue_own_number(const char *name);
void catalogue_add(const char *name, const char *category);
bool protocol_is_own(const struct protocol *p);

/* Peer-to-peer or file sharing: what a policy may name. */
bool protocol_is_plain(const struct protocol *p);

/* It carries others, or is a family's name: what is inside, or one of them, is no contradiction. */
bool protocol_is_carrier(uint16_t number);

/*
 * What "all" in a policy stands for: not the plain ones, and not the categories of NAT
 * traversal and VPNs either. Calls and meetings need those; a rule has to say that it
 * means them.
 */
bool protocol_in_all(const struct protocol *p);
bool category_in_all(const char *category);

/* True when some protocol a policy may name is of `category`. */
bool catalogue_has_category(const char *category);

/* The protocol whose classic port this is (transport: IPPROTO_TCP or _UDP), or NULL. */
const struct protocol *catalogue_by_port(uint8_t transport, uint16_t port);

#endif
