/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_POLICY_OWN_H
#define PEERWALL_POLICY_OWN_H

#include <stddef.h>
#include <stdint.h>

#include "../classify/signatures.h"
#include "pattern.h"

struct arena;
struct complaints;
struct policy;

#define SAMPLE_BYTES 1500	/* at most */

/* One entry of `signatures:`, as it was written. */
struct own_signature {
	const char *name;		/* as written, or "signature N" */
	const char *protocol;
	const char *category;		/* NULL: left out */
	unsigned int transport;		/* IPPROTO_TCP or IPPROTO_UDP */
	unsigned int side;		/* enum signature_side */
	unsigned int offset;
	struct pattern bytes;
	unsigned int length_at;
	unsigned int length_size;	/* 0: there is no relation to the length */
	unsigned int length_little;
	int length_plus;
	const struct pattern *matches;
	size_t n_matches;
	const struct pattern *others;	/* matches-not */
	size_t n_others;
	unsigned int line;		/* its place in the file */
	unsigned int column;
};

/*
 * The signatures of a policy. They are the policy's, but for the running daemon:
 * flows name the signature that proved them, so it keeps them until its end.
 */
struct own_signatures {
	struct arena *arena;
	struct own_signature *written;	/* as they stand in the file */
	size_t n;
	struct signature_list list;	/* as they are compared: those the kernel knows first */
	struct own_signatures *next;	/* for the one who keeps them */
};

struct own_signatures *own_signatures_new(void);

/* This one and all behind it. Takes NULL too. */
void own_signatures_free(struct own_signatures *s);

/* What is compared, of all that stand right in the file. */
void own_signatures_compile(struct own_signatures *s);
struct signature own_signature_compiled(struct arena *a, const struct own_signature *s);

#endif
