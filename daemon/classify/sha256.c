/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sha256.h"

#include <string.h>

#define ROUNDS 64

/* FIPS 180-4, 4.2.2: of the cube roots of the first 64 primes. */
static const uint32_t constants[ROUNDS] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

static uint32_t turn(uint32_t x, unsigned int by)
{
	return x >> by | x << (32 - by);
}

static void schedule(const uint8_t block[SHA256_BLOCK], uint32_t w[ROUNDS])
{
	for (int i = 0; i < 16; i++) {
		const uint8_t *b = block + (size_t)i * 4;

		w[i] = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
	}

	for (int i = 16; i < ROUNDS; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + w[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ a >> 3) +
		       (turn(b, 17) ^ turn(b, 19) ^ b >> 10);
	}
}

/* 6.2.2, with the eight working variables a to h in v[]. */
static void compress(uint32_t state[8], const uint8_t block[SHA256_BLOCK])
{
	uint32_t w[ROUNDS];
	uint32_t v[8];

	schedule(block, w);
	memcpy(v, state, sizeof(v));
	for (int i = 0; i < ROUNDS; i++) {
		uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
		uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
		uint32_t t = v[7] + (turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)) + choice +
			     constants[i] + w[i];

		memmove(v + 1, v, 7 * sizeof(v[0]));
		v[4] += t;
		v[0] = t + (turn(v[1], 2) ^ turn(v[1], 13) ^ turn(v[1], 22)) + majority;
	}

	for (int i = 0; i < 8; i++)
		state[i] += v[i];
}

void sha256_open(struct sha256 *s)
{
	static const uint32_t start[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};

	memcpy(s->state, start, sizeof(s->state));
	s->len = 0;
}

void sha256_add(struct sha256 *s, const void *bytes, size_t len)
{
	const uint8_t *b = bytes;

	for (size_t i = 0; i < len; i++) {
		s->block[s->len++ % SHA256_BLOCK] = b[i];
		if (s->len % SHA256_BLOCK == 0)
			compress(s->state, s->block);
	}
}

void sha256_close(struct sha256 *s, uint8_t digest[SHA256_LEN])
{
	static const uint8_t padding[SHA256_BLOCK] = { 0x80 };
	uint64_t bits = s->len * 8;
	uint8_t end[8];

	for (int i = 0; i < 8; i++)
		end[i] = (uint8_t)(bits >> (56 - 8 * i));
	sha256_add(s, padding, 1 + (SHA256_BLOCK * 2 - 9 - s->len % SHA256_BLOCK) % SHA256_BLOCK);
	sha256_add(s, end, sizeof(end));
	for (int i = 0; i < SHA256_LEN; i++)
		digest[i] = (uint8_t)(s->state[i / 4] >> (24 - i % 4 * 8));
}

static void add_pad(struct sha256 *s, const uint8_t *key, size_t key_len, uint8_t with)
{
	uint8_t pad[SHA256_BLOCK];

	for (size_t i = 0; i < sizeof(pad); i++)
		pad[i] = with ^ (i < key_len ? key[i] : 0);
	sha256_add(s, pad, sizeof(pad));
}

void hmac_sha256(const uint8_t *key, size_t key_len, const void *bytes, size_t len,
		 uint8_t digest[SHA256_LEN])
{
	struct sha256 s;

	sha256_open(&s);
	add_pad(&s, key, key_len, 0x36);
	sha256_add(&s, bytes, len);
	sha256_close(&s, digest);

	sha256_open(&s);
	add_pad(&s, key, key_len, 0x5c);
	sha256_add(&s, digest, SHA256_LEN);
	sha256_close(&s, digest);
}
