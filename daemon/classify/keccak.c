/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keccak.h"

/*
 * The Keccak reference, version 3.0; FIPS 202 has the same permutation.
 * The state is 5 x 5 lanes of 64 bits; lane (x, y) stands at x + 5 y.
 */
#define LANES 25
#define ROUNDS 24
#define RATE 136			/* bytes taken up between permutations */

static const uint64_t round_constants[ROUNDS] = {
	0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
	0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
	0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
	0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
	0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
	0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

static uint64_t rotate(uint64_t lane, unsigned int by)
{
	return by ? lane << by | lane >> (64 - by) : lane;
}

static void theta(uint64_t a[LANES])
{
	uint64_t column[5];

	for (int x = 0; x < 5; x++)
		column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
	for (int i = 0; i < LANES; i++)
		a[i] ^= column[(i + 4) % 5] ^ rotate(column[(i + 1) % 5], 1);
}

/* From (1, 0) on, lanes are turned by 1, 3, 6, 10… bits and take each other's place. */
static void rho_and_pi(uint64_t a[LANES])
{
	uint64_t moved = a[1];
	int x = 1, y = 0;

	for (unsigned int t = 0; t < LANES - 1; t++) {
		int next = (2 * x + 3 * y) % 5;
		uint64_t kept;

		x = y;
		y = next;
		kept = a[x + 5 * y];
		a[x + 5 * y] = rotate(moved, (t + 1) * (t + 2) / 2 % 64);
		moved = kept;
	}
}

static void chi(uint64_t a[LANES])
{
	for (int y = 0; y < LANES; y += 5) {
		uint64_t row[5] = { a[y], a[y + 1], a[y + 2], a[y + 3], a[y + 4] };

		for (int x = 0; x < 5; x++)
			a[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
	}
}

static void permute(uint64_t a[LANES])
{
	for (int round = 0; round < ROUNDS; round++) {
		theta(a);
		rho_and_pi(a);
		chi(a);
		a[0] ^= round_constants[round];
	}
}

static void mix(uint64_t a[LANES], size_t at, uint8_t byte)
{
	a[at / 8] ^= (uint64_t)byte << at % 8 * 8;
}

void keccak256(const uint8_t *bytes, size_t len, uint8_t digest[KECCAK256_LEN])
{
	uint64_t a[LANES] = { 0 };
	size_t at = 0;

	for (size_t i = 0; i < len; i++) {
		mix(a, at++, bytes[i]);
		if (at == RATE) {
			permute(a);
			at = 0;
		}
	}

	mix(a, at, 0x01);
	mix(a, RATE - 1, 0x80);
	permute(a);
	for (size_t i = 0; i < KECCAK256_LEN; i++)
		digest[i] = (uint8_t)(a[i / 8] >> i % 8 * 8);
}
