/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "addr.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct addr addr_of4(const uint8_t bytes[4])
{
	struct addr a = { .family = 4 };

	memcpy(a.bytes, bytes, 4);
	return a;
}

struct addr addr_of6(const uint8_t bytes[16])
{
	struct addr a = { .family = 6 };

	memcpy(a.bytes, bytes, 16);
	return a;
}

bool addr_parse(const char *text, struct addr *out)
{
	*out = (struct addr){ .family = 4 };
	if (inet_pton(AF_INET, text, out->bytes) == 1)
		return true;

	*out = (struct addr){ .family = 6 };
	return inet_pton(AF_INET6, text, out->bytes) == 1;
}

const char *addr_text(const struct addr *a, char text[ADDR_TEXT])
{
	int family = a->family == 6 ? AF_INET6 : AF_INET;

	if (!a->family || !inet_ntop(family, a->bytes, text, ADDR_TEXT))
		text[0] = '\0';
	return text;
}

int addr_compare(const struct addr *a, const struct addr *b)
{
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

static uint8_t width_of(const struct addr *a)
{
	return a->family == 6 ? 128 : 32;
}

/* `a` with every bit behind the first `bits` set to zero. */
static struct addr masked(const struct addr *a, unsigned int bits)
{
	struct addr out = *a;

	for (unsigned int i = 0; i < sizeof(out.bytes); i++) {
		unsigned int keep = bits > i * 8 ? bits - i * 8 : 0;

		if (keep < 8)
			out.bytes[i] &= (uint8_t)(0xff00 >> keep);
	}

	return out;
}

bool prefix_parse(const char *text, struct prefix *out)
{
	char address[ADDR_TEXT];
	const char *slash = strchr(text, '/');
	size_t len = slash ? (size_t)(slash - text) : strlen(text);
	struct addr bare;
	unsigned long bits;
	char *rest;

	if (len >= sizeof(address))
		return false;
	memcpy(address, text, len);
	address[len] = '\0';
	if (!addr_parse(address, &out->addr))
		return false;

	out->bits = width_of(&out->addr);
	if (!slash)
		return true;

	bits = strtoul(slash + 1, &rest, 10);
	if (slash[1] < '0' || slash[1] > '9' || *rest || bits > out->bits)
		return false;

	out->bits = (uint8_t)bits;
	bare = masked(&out->addr, out->bits);
	return addr_compare(&bare, &out->addr) == 0;
}

const char *prefix_text(const struct prefix *p, char text[PREFIX_TEXT])
{
	char address[ADDR_TEXT];

	addr_text(&p->addr, address);
	if (p->bits == width_of(&p->addr))
		snprintf(text, PREFIX_TEXT, "%s", address);
	else
		snprintf(text, PREFIX_TEXT, "%s/%u", address, p->bits);
	return text;
}

struct prefix prefix_of(const struct addr *a, uint8_t bits)
{
	return (struct prefix){ .addr = masked(a, bits), .bits = bits };
}

bool prefix_covers(const struct prefix *outer, const struct prefix *inner)
{
	return outer->bits <= inner->bits && prefix_holds(outer, &inner->addr);
}

bool prefix_holds(const struct prefix *p, const struct addr *a)
{
	size_t whole = p->bits / 8;
	unsigned int rest = p->bits % 8;

	if (a->family != p->addr.family || memcmp(a->bytes, p->addr.bytes, whole) != 0)
		return false;
	return !rest || !((a->bytes[whole] ^ p->addr.bytes[whole]) & (0xff00 >> rest) & 0xff);
}

static bool in_any(const struct addr *a, const struct prefix *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (prefix_holds(&list[i], a))
			return true;
	}

	return false;
}

bool addr_is_private(const struct addr *a)
{
	static const struct prefix own[] = {
		{ { 4, { 10 } }, 8 },
		{ { 4, { 172, 16 } }, 12 },
		{ { 4, { 192, 168 } }, 16 },
		{ { 4, { 100, 64 } }, 10 },
		{ { 4, { 169, 254 } }, 16 },
		{ { 6, { 0xfc } }, 7 },
		{ { 6, { 0xfe, 0x80 } }, 10 },
	};

	return in_any(a, own, sizeof(own) / sizeof(own[0]));
}

bool addr_is_special(const struct addr *a)
{
	static const struct prefix special[] = {
		{ { 4, { 0 } }, 8 },
		{ { 4, { 127 } }, 8 },
		{ { 4, { 224 } }, 3 },
		{ { 6, { 0 } }, 127 },
		{ { 6, { 0xff } }, 8 },
	};

	return in_any(a, special, sizeof(special) / sizeof(special[0]));
}
