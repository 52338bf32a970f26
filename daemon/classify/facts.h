/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_FACTS_H
#define PEERWALL_CLASSIFY_FACTS_H

#include <stddef.h>
#include <stdint.h>

/*
 * What is known of each protocol that a policy may name, for people to read;
 * nothing is decided by it. Compiled in from policies/protocols.tsv, and the
 * captures from the manifests of pcaps/. All of it is constant.
 */
struct facts {
	uint16_t proto;		/* PROTO_… */
	const char *status;	/* "alive" or "legacy" */
	const char *reference;
	const char *evidence;
	const char *packets;	/* payload packets until it is known, or "-" */
	const char *limits;	/* what cannot be told */
};

struct capture {
	uint16_t proto;
	const char *file;	/* below pcaps/ */
	unsigned int flows;
};

/* NULL: there are none, as of every plain protocol. */
const struct facts *facts_get(uint16_t proto);

/* The i-th row or capture, or NULL behind the last. */
const struct facts *facts_at(size_t i);
const struct capture *capture_at(size_t i);

#endif
