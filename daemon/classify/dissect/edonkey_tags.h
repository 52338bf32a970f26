/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_EDONKEY_TAGS_H
#define PEERWALL_CLASSIFY_DISSECT_EDONKEY_TAGS_H

#include "../../base/rd.h"

/*
 * Reads `n` tags, as eDonkey and Kad messages carry them:
 *
 *   | type | name length, 2 | name | value      (type bit 0x80: the name is one byte, no length)
 *
 * False when one is none or, with a shortfall, when they do not end.
 */
bool edonkey_tags(struct rd *r, uint32_t n);

#define EDONKEY_TAGS_MAX 64	/* more than any client sends of itself */

/* "78", and a check of the two bytes: what a packed body begins with (RFC 1950). */
bool edonkey_zlib(struct rd r);

#endif
