/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "names.h"

#include <stdbool.h>
#include <strings.h>

#include "catalogue.h"

static const struct entry {
	const char *name;
	uint8_t len;
	uint16_t proto;
} entries[] = {
#include "names_table.h"
};

#define N_ENTRIES (sizeof(entries) / sizeof(entries[0]))

/* True when the last labels of `name` are the entry. */
static bool is_below(const uint8_t *name, size_t len, const struct entry *e)
{
	const char *tail;

	if (len < e->len)
		return false;

	tail = (const char *)name + len - e->len;
	return strncasecmp(tail, e->name, e->len) == 0 && (len == e->len || tail[-1] == '.');
}

const struct protocol *names_find(const uint8_t *name, size_t len, const char **suffix)
{
	if (!name)
		return NULL;
	if (len && name[len - 1] == '.')
		len--;

	for (size_t i = 0; i < N_ENTRIES; i++) {
		if (!is_below(name, len, &entries[i]))
			continue;
		if (suffix)
			*suffix = entries[i].name;
		return catalogue_get(entries[i].proto);
	}

	return NULL;
}
