/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_SHAPES_H
#define PEERWALL_CLASSIFY_SHAPES_H

#include "../base/found.h"
#include "../base/label.h"
#include "signatures.h"

/*
 * Shapes: payloads that are a finding in a flow that has its label, compiled in
 * from policies/findings.tsv. The kernel's rules are made of the same table and
 * log what fits; a dry run compares by itself.
 */
enum shape_part {
	SHAPE_WHOLE,			/* a finding by itself */
	SHAPE_FIRST,			/* nothing yet: begins a transaction */
	SHAPE_MORE,			/* nothing: its next part */
	SHAPE_DONE,			/* nothing: answers it, which may end it */
	SHAPE_THEN,			/* a finding in the midst of the same transaction */
};

struct shape {
	struct signature bytes;
	enum found found;
	enum shape_part part;
};

/* The i-th shape, or NULL behind the last; the one of that name, or NULL. */
const struct shape *shape_at(size_t i);
const struct shape *shape_named(const char *name);

/* True when flows with this label are to be compared with shapes. */
bool shapes_look_at(struct label l);

/* The shape of a packet in a flow of protocol `proto`, or NULL; `answer` as in signature_fits(). */
const struct shape *shape_of(uint16_t proto, const struct packet *p, bool answer);

/* A packet of shape `s` was seen: true when that is a finding that the flow did not have yet. */
bool shape_seen(struct found_state *f, const struct shape *s, const uint8_t *payload, uint32_t len);

/* What the label alone is as a finding, as bits. */
uint8_t found_by_label(struct label l);

#endif
