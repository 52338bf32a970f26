/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_BT_BENCODE_H
#define PEERWALL_CLASSIFY_DISSECT_BT_BENCODE_H

#include "../../base/rd.h"

/*
 * Bencode (BEP 3), the notation of DHT and tracker messages:
 *   string 4:spam   integer i-3e   list l…e   dictionary d key value … e
 * Nothing is copied: values are places in the bytes that were read.
 */

/* Reads one value of any kind, whatever is in it; false when it is none, or does not end. */
bool bencode_skip(struct rd *r);

/* A string: its `n` bytes, or NULL when there is none or it does not end. */
const uint8_t *bencode_string(struct rd *r, size_t *n);

/* True when an integer stands there, which is then read. */
bool bencode_integer(struct rd *r, int64_t *value);

/* The value of `key` in the dictionary `dict` starts with, in `*value`; false when it has none. */
bool bencode_find(struct rd dict, const char *key, struct rd *value);

/* The string at `key`, or NULL. */
const uint8_t *bencode_find_string(struct rd dict, const char *key, size_t *n);

#endif
