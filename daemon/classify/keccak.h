/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_KECCAK_H
#define PEERWALL_CLASSIFY_KECCAK_H

#include <stddef.h>
#include <stdint.h>

/*
 * Keccak-256 as Ethereum uses it: the hash that became SHA3-256, with the
 * padding of before the standard. Some 5 microseconds for a large datagram.
 */
#define KECCAK256_LEN 32

void keccak256(const uint8_t *bytes, size_t len, uint8_t digest[KECCAK256_LEN]);

#endif
