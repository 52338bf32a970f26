/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static enum log_level highest = LOG_LEVEL_WARNING;
static bool journal;

void log_set_level(enum log_level level)
{
	highest = level;
}

void log_for_journal(void)
{
	journal = true;
}

static const char *prefix_of(enum log_level level)
{
	static const char *const prefixes[] = {
		[LOG_LEVEL_ERROR] = "<3>",
		[LOG_LEVEL_WARNING] = "<4>",
		[LOG_LEVEL_INFO] = "<6>",
	};

	return journal ? prefixes[level] : "peerwall: ";
}

/* One write a line, so that lines of two threads do not mix. */
static __attribute__((format(printf, 2, 0)))
void put(enum log_level level, const char *format, va_list args, const char *reason)
{
	char text[1024];

	if (level > highest)
		return;

	vsnprintf(text, sizeof(text), format, args);
	if (reason)
		fprintf(stderr, "%s%s (%s)\n", prefix_of(level), text, reason);
	else
		fprintf(stderr, "%s%s\n", prefix_of(level), text);
}

#define LOG_FUNCTION(name, level)                   \
	void name(const char *format, ...)          \
	{                                           \
		int saved = errno;                  \
		va_list args;                       \
                                                    \
		va_start(args, format);             \
		put(level, format, args, NULL);     \
		va_end(args);                       \
		errno = saved;                      \
	}

LOG_FUNCTION(log_error, LOG_LEVEL_ERROR)
LOG_FUNCTION(log_warning, LOG_LEVEL_WARNING)
LOG_FUNCTION(log_info, LOG_LEVEL_INFO)

void log_sys(const char *format, ...)
{
	int saved = errno;
	va_list args;

	va_start(args, format);
	put(LOG_LEVEL_ERROR, format, args, strerror(saved));
	va_end(args);
	errno = saved;
}
