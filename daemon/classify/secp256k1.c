/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secp256k1.h"

#include <string.h>

/*
 * y^2 = x^3 + 7 modulo p = 2^256 - 2^32 - 977. Numbers are limbs of 32 bits, the
 * lowest first. What lies above 2^256 comes back at the bottom, 2^32 + 977 times.
 */
#define LIMBS 8
#define FOLD 977

struct number {
	uint32_t limb[LIMBS];
};

/* One step down of a double number, which must come three times to leave one. */
static void fold(uint32_t wide[2 * LIMBS])
{
	uint32_t high[LIMBS];
	uint64_t carry = 0;

	memcpy(high, wide + LIMBS, sizeof(high));
	memset(wide + LIMBS, 0, sizeof(high));
	for (int i = 0; i < LIMBS; i++) {
		carry += wide[i] + (uint64_t)high[i] * FOLD + (i ? high[i - 1] : 0);
		wide[i] = (uint32_t)carry;
		carry >>= 32;
	}

	carry += high[LIMBS - 1];
	wide[LIMBS] = (uint32_t)carry;
	wide[LIMBS + 1] = (uint32_t)(carry >> 32);
}

/* a + b modulo 2^256. */
static struct number add(struct number a, const uint32_t b[LIMBS], bool *over)
{
	uint64_t carry = 0;

	for (int i = 0; i < LIMBS; i++) {
		carry += (uint64_t)a.limb[i] + b[i];
		a.limb[i] = (uint32_t)carry;
		carry >>= 32;
	}

	*over = carry;
	return a;
}

/* The one below p of the numbers that are the same modulo p. */
static struct number reduce(struct number a)
{
	static const uint32_t above[LIMBS] = { FOLD, 1 };	/* 2^256 - p */
	struct number less;
	bool over;

	less = add(a, above, &over);
	return over ? less : a;
}

static struct number multiply(const struct number *a, const struct number *b)
{
	uint32_t wide[2 * LIMBS] = { 0 };
	struct number product;

	for (int i = 0; i < LIMBS; i++) {
		uint64_t carry = 0;

		for (int j = 0; j < LIMBS; j++) {
			carry += (uint64_t)a->limb[i] * b->limb[j] + wide[i + j];
			wide[i + j] = (uint32_t)carry;
			carry >>= 32;
		}
		wide[i + LIMBS] = (uint32_t)carry;
	}

	for (int i = 0; i < 3; i++)
		fold(wide);
	memcpy(product.limb, wide, sizeof(product.limb));
	return reduce(product);
}

static struct number number_of(const uint8_t bytes[32])
{
	struct number a;

	for (int i = 0; i < LIMBS; i++) {
		const uint8_t *b = bytes + 28 - 4 * i;

		a.limb[i] = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
			    (uint32_t)b[2] << 8 | b[3];
	}

	return a;
}

bool secp256k1_is_point(const uint8_t point[SECP256K1_POINT_LEN])
{
	static const uint32_t seven[LIMBS] = { 7 };
	struct number x = number_of(point);
	struct number y = number_of(point + 32);
	struct number right = multiply(&x, &x);
	struct number left = multiply(&y, &y);
	bool over;

	right = multiply(&right, &x);
	right = reduce(add(right, seven, &over));
	return memcmp(&left, &right, sizeof(left)) == 0;
}
