/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_SHA256_H
#define PEERWALL_CLASSIFY_SHA256_H

#include <stddef.h>
#include <stdint.h>

/*
 * SHA-256 (FIPS 180-4) and HMAC with it (RFC 2104), for what protocols derive
 * from bytes that everybody sees. It keeps no secrets and is not fit to.
 */
#define SHA256_LEN 32
#define SHA256_BLOCK 64

struct sha256 {
	uint32_t state[8];
	uint8_t block[SHA256_BLOCK];
	uint64_t len;
};

void sha256_open(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *bytes, size_t len);
void sha256_close(struct sha256 *s, uint8_t digest[SHA256_LEN]);

/* `key_len` is at most SHA256_BLOCK. */
void hmac_sha256(const uint8_t *key, size_t key_len, const void *bytes, size_t len,
		 uint8_t digest[SHA256_LEN]);

#endif
