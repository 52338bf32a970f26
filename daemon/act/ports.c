/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "ports.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "../classify/catalogue.h"

#define ROWS_MAX 256

static const struct {
	const char *protocol;
	const char *family;
} families[] = {
	{ "smb1", "smb, netbios" },
	{ "smb2", "smb, netbios" },
	{ "smb3", "smb, netbios" },
	{ "smb-midway", "smb, netbios" },
	{ "netbios", "smb, netbios" },
	{ "edonkey", "edonkey, kad" },
	{ "kad", "edonkey, kad" },
	{ "gnutella", "gnutella, gnutella2" },
	{ "gnutella2", "gnutella, gnutella2" },
};

static const char *family_of(const char *protocol)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		if (!strcmp(families[i].protocol, protocol))
			return families[i].family;
	}

	return protocol;
}

void ports_open(struct ports *p)
{
	table_open(&p->rows, PORTS_NAME, sizeof(struct ports_row), ROWS_MAX);
}

void ports_close(struct ports *p)
{
	table_close(&p->rows);
}

static struct ports_row *row_of(struct ports *p, const char *family)
{
	char key[PORTS_NAME] = "";

	memcpy(key, family, strnlen(family, sizeof(key) - 1));
	return table_get(&p->rows, key);
}

void ports_add(struct ports *p, const struct record *r, enum ports_named named)
{
	const char *is = named == PORTS_UNNAMED ? "" : family_of(r->protocol);
	const char *by_port = family_of(r->port_protocol);
	bool right = !strcmp(is, by_port);
	struct ports_row *row;

	if (*by_port && (row = row_of(p, by_port)))
		amount_add(right ? &row->right : *is ? &row->wrong : &row->unknown, r);

	/* Plain traffic is on nobody's list, so it cannot be missed. */
	if (!right && named == PORTS_P2P && (row = row_of(p, is)))
		amount_add(&row->missed, r);
}

/* The classic ports of one transport, of every protocol of the family. */
static void list(FILE *out, const char *family, bool udp)
{
	const struct protocol *p;
	const char *gap = udp ? "udp " : "tcp ";
	bool any = false;

	for (size_t i = 0; (p = catalogue_at(i)); i++) {
		const char *ports = udp ? p->udp : p->tcp;

		if (!ports || strcmp(family_of(p->name), family))
			continue;

		fprintf(out, "%s%s%s", !any && udp && ftell(out) > 0 ? " " : "", gap, ports);
		gap = ",";
		any = true;
	}
}

const char *ports_text(const char *family, char *text, size_t size)
{
	FILE *out = fmemopen(text, size, "w");

	text[0] = '\0';
	if (!out)
		return text;

	list(out, family, false);
	list(out, family, true);
	fclose(out);
	text[size - 1] = '\0';
	return text;
}
