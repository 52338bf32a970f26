/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_HASH_H
#define PEERWALL_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"

/*
 * The hash of whatever a sender may choose (addresses, ports): 64-bit XXH3. Who
 * knows the seed can send flows that all hang in one chain, so each process draws
 * its own. No output's order may hang on a hash.
 */
uint64_t hash_of(const void *bytes, size_t n);
uint64_t hash_of_end(const struct addr *a, uint16_t port);

/* Once, before the first hash. False, with the reason logged, without random bytes. */
bool hash_draw_seed(void);

#endif
