/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_UNPACK_H
#define PEERWALL_BASE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Compressed data, piece by piece: gzip, zstd and xz, known by their first bytes. Several
 * compressed one behind the other are one. The memory it takes does not grow with the data.
 */
enum packing { PACKING_NONE, PACKING_GZIP, PACKING_ZSTD, PACKING_XZ };

#define PACKING_MAGIC 6		/* first bytes that packing_of() wants to see */

enum packing packing_of(const uint8_t *first, size_t n);

struct unpacker;

/* NULL when there is no memory. */
struct unpacker *unpack_new(enum packing packing);
void unpack_free(struct unpacker *u);

/*
 * Reads from `*in`, which has `*n` bytes, and writes at most `room` bytes. Returns how many it
 * wrote, 0 when it wants more to read, -1 when the data are damaged.
 */
ssize_t unpack_some(struct unpacker *u, const uint8_t **in, size_t *n, uint8_t *out, size_t room);

/* Nothing is missing if the data end here. */
bool unpack_is_whole(const struct unpacker *u);

/* After -1: what is wrong. */
const char *unpack_trouble(const struct unpacker *u);

#endif
