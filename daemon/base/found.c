/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "found.h"

#include <stdio.h>
#include <string.h>

static const char *const names[FOUND_KINDS] = {
	[FOUND_SMB1_EXPOSED] = "smb1-exposed",
	[FOUND_SMB1_EXPLOIT_SHAPE] = "smb1-exploit-shape",
};

const char *found_name(enum found kind)
{
	return names[kind];
}

enum found found_named(const char *name)
{
	int kind = 0;

	while (kind < FOUND_KINDS && strcmp(names[kind], name) != 0)
		kind++;
	return (enum found)kind;
}

const char *found_text(uint8_t bits, char text[FOUND_TEXT])
{
	size_t len = 0;

	text[0] = '\0';
	for (int kind = 0; kind < FOUND_KINDS; kind++) {
		if (bits & FOUND_BIT(kind))
			len += (size_t)snprintf(text + len, FOUND_TEXT - len, "%s%s",
						len ? " " : "", names[kind]);
	}

	return text;
}
