/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_CIPHERED_H
#define PEERWALL_CLASSIFY_DISSECT_CIPHERED_H

#include <stdbool.h>
#include <stddef.h>

#include "../../base/rd.h"

/*
 * True when the next bytes, at most `most` of them, may be a cipher's. Few bytes
 * are enough, so the bounds are wide: three to five of eight bits are set, and
 * four of five bytes differ. It tells text and small numbers from a cipher, and
 * a cipher from nothing else.
 */
bool may_be_ciphered(struct rd r, size_t most);

#endif
