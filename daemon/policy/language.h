/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_POLICY_LANGUAGE_H
#define PEERWALL_POLICY_LANGUAGE_H

#include "values.h"

/* The policy language, whole: the maps there are and the keys of each. Ends with a NULL word. */
extern const struct table policy_tables[];

/* The keys of a policy as a whole; the record is a struct policy. */
extern const struct key policy_keys[];

/* What a choice is called; "" when it has no name. */
const char *choice_name(const struct choice *choices, unsigned int value);

extern const struct choice failure_choices[];
extern const struct choice stop_choices[];
extern const struct choice ports_choices[];
extern const struct choice action_choices[];
extern const struct choice from_choices[];
extern const struct choice transport_choices[];
extern const struct choice direction_choices[];
extern const struct choice order_choices[];

/* In signature.c; the record is a struct own_signature. */
extern const struct key signature_keys[];
extern const struct key length_keys[];

#endif
