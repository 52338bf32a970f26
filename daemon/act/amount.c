/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "amount.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

const char *amount_count(uint64_t n, char text[AMOUNT_TEXT])
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, n);
	char *at = text;

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			*at++ = ',';
		*at++ = digits[i];
	}

	*at = '\0';
	return text;
}

/* Three digits are enough to compare by, and a whole number needs no ".0". */
static void scaled(uint64_t n, const char *const units[], size_t n_units, char text[AMOUNT_TEXT])
{
	double value = (double)n;
	size_t unit = 0;

	while (value >= 999.5 && unit + 1 < n_units) {
		value /= 1000;
		unit++;
	}

	if (unit == 0 || value >= 99.95 || value == (double)(uint64_t)value)
		snprintf(text, AMOUNT_TEXT, "%.0f %s", value, units[unit]);
	else
		snprintf(text, AMOUNT_TEXT, "%.1f %s", value, units[unit]);
}

const char *amount_bytes(uint64_t bytes, char text[AMOUNT_TEXT])
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB" };

	scaled(bytes, units, sizeof(units) / sizeof(units[0]), text);
	return text;
}

const char *amount_rate(uint64_t bps, char text[AMOUNT_TEXT])
{
	static const char *const units[] = { "bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s" };

	scaled(bps, units, sizeof(units) / sizeof(units[0]), text);
	return text;
}

const char *amount_time(int64_t us, char text[AMOUNT_TEXT])
{
	time_t seconds = (time_t)(us / 1000000);
	struct tm parts;

	if (!gmtime_r(&seconds, &parts) ||
	    !strftime(text, AMOUNT_TEXT, "%Y-%m-%d %H:%M:%S UTC", &parts))
		snprintf(text, AMOUNT_TEXT, "?");
	return text;
}

const char *amount_span(int64_t us, char text[AMOUNT_TEXT])
{
	static const struct {
		uint64_t seconds;
		const char *name;
		uint64_t part;
		const char *part_name;
	} units[] = {
		{ 86400, "d", 3600, "h" },
		{ 3600, "h", 60, "min" },
		{ 60, "min", 1, "s" },
	};
	uint64_t s = us > 0 ? (uint64_t)us / 1000000 : 0;

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (s < units[i].seconds)
			continue;

		snprintf(text, AMOUNT_TEXT, "%" PRIu64 " %s %" PRIu64 " %s", s / units[i].seconds,
			 units[i].name, s % units[i].seconds / units[i].part, units[i].part_name);
		return text;
	}

	snprintf(text, AMOUNT_TEXT, "%.1f s", us > 0 ? (double)us / 1e6 : 0.0);
	return text;
}
