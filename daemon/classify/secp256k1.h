/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_SECP256K1_H
#define PEERWALL_CLASSIFY_SECP256K1_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The curve of Ethereum's keys (SEC 2, 2.4.1). A public key in the open, x and y
 * of 32 bytes each, is known by the curve's equation, which no other bytes meet.
 */
#define SECP256K1_POINT_LEN 64

bool secp256k1_is_point(const uint8_t point[SECP256K1_POINT_LEN]);

#endif
