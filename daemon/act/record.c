/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include <inttypes.h>
#include <stdio.h>

const char *record_seconds(int64_t us, char text[RECORD_SECONDS])
{
	uint64_t size = us < 0 ? 0 - (uint64_t)us : (uint64_t)us;

	snprintf(text, RECORD_SECONDS, "%s%" PRIu64 ".%06u", us < 0 ? "-" : "",
		 size / 1000000, (unsigned int)(size % 1000000));
	return text;
}
