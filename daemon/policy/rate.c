/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "rate.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "policy.h"

/*
 * A rate is a number, a unit and perhaps two words:
 *
 *	1.5 mbit/s per host
 *
 * Units are decimal, as the trade counts rates: 1 mbit/s = 1,000,000 bit/s.
 */
#define RATE_LEAST 1000u
#define RATE_MOST 100000000000u
#define NUMBER_MOST 1000000000000u	/* more digits than any rate has */

static const struct unit {
	const char *name;
	uint64_t bits;
} units[] = {
	{ "gbit/s", 1000000000 },
	{ "mbit/s", 1000000 },
	{ "kbit/s", 1000 },
	{ "bit/s", 1 },
};

#define N_UNITS (sizeof(units) / sizeof(units[0]))

/* What people write for a rate elsewhere. */
static const char *what_unit_is_wrong(const char *unit, size_t len)
{
	static const struct {
		const char *name;
		const char *sentence;
	} known[] = {
		{ "", "has no unit; write bit/s, kbit/s, mbit/s or gbit/s behind the number" },
		{ "kbit", "is an amount, not a rate; write kbit/s" },
		{ "mbit", "is an amount, not a rate; write mbit/s" },
		{ "gbit", "is an amount, not a rate; write gbit/s" },
		{ "kbps", "has a unit that may be bits or bytes; write kbit/s" },
		{ "mbps", "has a unit that may be bits or bytes; write mbit/s" },
		{ "gbps", "has a unit that may be bits or bytes; write gbit/s" },
		{ "kb/s", "has a unit that may be bits or bytes; write kbit/s (8 for each kB/s)" },
		{ "mb/s", "has a unit that may be bits or bytes; write mbit/s (8 for each MB/s)" },
		{ "gb/s", "has a unit that may be bits or bytes; write gbit/s (8 for each GB/s)" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strlen(known[i].name) == len && strncasecmp(known[i].name, unit, len) == 0)
			return known[i].sentence;
	}

	return "has an unknown unit; write bit/s, kbit/s, mbit/s or gbit/s";
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits, and up to three behind a point, as thousandths. False when there are none, or more. */
static bool take_thousandths(const char **text, uint64_t *value)
{
	const char *c = *text;
	unsigned int behind = 0;
	bool any = is_digit(*c);

	for (*value = 0; is_digit(*c); c++) {
		if (*value < NUMBER_MOST)
			*value = *value * 10 + (uint64_t)(*c - '0');
	}
	if (*c == '.') {
		for (c++; is_digit(*c) && behind < 3; c++, behind++)
			*value = *value * 10 + (uint64_t)(*c - '0');
	}
	for (; behind < 3; behind++)
		*value *= 10;

	*text = c;
	return any && !is_digit(*c);
}

static const struct unit *find_unit(const char *text, size_t len)
{
	for (size_t i = 0; i < N_UNITS; i++) {
		if (strlen(units[i].name) == len && strncasecmp(units[i].name, text, len) == 0)
			return &units[i];
	}

	return NULL;
}

const char *rate_parse(const char *text, uint64_t *bps, bool *per_host)
{
	const struct unit *unit;
	uint64_t thousandths;
	size_t len;

	if (!take_thousandths(&text, &thousandths))
		return "is not a rate; write, say, 256 kbit/s or 1.125 mbit/s per host";
	if (thousandths == 0)
		return "is zero; to stop traffic use the action block";

	text += strspn(text, " ");
	len = strcspn(text, " ");
	unit = find_unit(text, len);
	if (!unit)
		return what_unit_is_wrong(text, len);

	text += len;
	text += strspn(text, " ");
	*per_host = *text != '\0';
	if (*per_host && strcmp(text, "per host") != 0)
		return "goes on after the unit; only \"per host\" may stand there";

	if (__builtin_mul_overflow(thousandths, unit->bits, &thousandths))
		thousandths = UINT64_MAX;
	*bps = thousandths / 1000;
	if (*bps < RATE_LEAST || *bps > RATE_MOST)
		return "is not between 1 kbit/s and 100 gbit/s";
	return NULL;
}

const char *rate_text(uint64_t bps, bool per_host, char text[RATE_TEXT])
{
	const char *rest = per_host ? " per host" : "";
	uint64_t fraction;
	int digits = 3;
	size_t i = 0;

	/* The largest unit that needs no more than the three digits we read. */
	while (i < N_UNITS - 1 && (bps < units[i].bits || bps * 1000 % units[i].bits))
		i++;

	fraction = bps % units[i].bits * 1000 / units[i].bits;
	for (; digits && fraction % 10 == 0; digits--)
		fraction /= 10;
	if (digits)
		snprintf(text, RATE_TEXT, "%" PRIu64 ".%0*" PRIu64 " %s%s", bps / units[i].bits,
			 digits, fraction, units[i].name, rest);
	else
		snprintf(text, RATE_TEXT, "%" PRIu64 " %s%s", bps / units[i].bits, units[i].name,
			 rest);
	return text;
}
