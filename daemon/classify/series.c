/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "series.h"

#include <stdlib.h>
#include <string.h>

#include "../base/hash.h"

#define ROWS 4096
#define STEP_MAX 256		/* from one number to the next that is seen */

struct row {
	struct addr from;
	struct addr to;		/* of the last one */
	uint16_t port;
	uint16_t proto;
	uint16_t number;
	uint16_t run;
};

struct series {
	struct row rows[ROWS];
};

struct series *series_new(void)
{
	return calloc(1, sizeof(struct series));
}

void series_free(struct series *s)
{
	free(s);
}

static bool is_same_sender(const struct row *row, const struct addr *from, uint16_t port,
			   uint16_t proto)
{
	return row->port == port && row->proto == proto && addr_compare(&row->from, from) == 0;
}

bool series_add(struct series *s, const struct addr *from, uint16_t port, uint16_t proto,
		const struct addr *to, uint16_t number)
{
	struct row *row = &s->rows[hash_of_end(from, port) % ROWS];
	uint16_t step = (uint16_t)(number - row->number);

	if (!is_same_sender(row, from, port, proto) || !step || step > STEP_MAX)
		*row = (struct row){ .from = *from, .port = port, .proto = proto };
	else if (addr_compare(&row->to, to) == 0)
		return row->run >= SERIES_PROOF;

	row->to = *to;
	row->number = number;
	if (row->run < SERIES_PROOF)
		row->run++;
	return row->run >= SERIES_PROOF;
}
