/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_AES128_H
#define PEERWALL_CLASSIFY_AES128_H

#include <stddef.h>
#include <stdint.h>

/*
 * AES with keys of 128 bits (FIPS 197), one block at a time, for messages whose
 * key everybody can work out. It keeps no secrets and is not fit to.
 */
#define AES128_LEN 16
#define AES128_ROUNDS 10

struct aes128 {
	uint8_t key[AES128_ROUNDS + 1][AES128_LEN];
};

void aes128_open(struct aes128 *a, const uint8_t key[AES128_LEN]);
void aes128_encrypt(const struct aes128 *a, uint8_t block[AES128_LEN]);

/*
 * Counter mode as GCM counts (SP 800-38D): the last four bytes of `counter` go
 * up by one for each block. `bytes` are enciphered or deciphered in place.
 */
void aes128_count(const struct aes128 *a, const uint8_t counter[AES128_LEN], uint8_t *bytes,
		  size_t len);

#endif
