/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocols_show.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../act/json.h"
#include "../classify/catalogue.h"
#include "../classify/facts.h"
#include "../classify/signatures.h"

#define KEY_WIDTH 12
#define LINE_WIDTH 80

/* One key, its text broken between words into lines that stand below each other. */
static void put(const char *key, const char *text)
{
	size_t column = KEY_WIDTH;

	printf("%-*s", KEY_WIDTH, key);
	while (*text) {
		size_t n = strcspn(text, " ");

		if (column > KEY_WIDTH && column + 1 + n > LINE_WIDTH) {
			printf("\n%*s", KEY_WIDTH, "");
			column = KEY_WIDTH;
		}
		if (column > KEY_WIDTH) {
			putchar(' ');
			column++;
		}
		printf("%.*s", (int)n, text);
		column += n;
		text += n + (text[n] == ' ');
	}
	putchar('\n');
}

static const char *transport_name(const struct signature *s)
{
	return s->transport == IPPROTO_TCP ? "tcp" : "udp";
}

static void list_aliases(const struct protocol *p, FILE *out)
{
	const char *rest = p->aliases;

	while (rest && *rest) {
		size_t n = strcspn(rest, ",");

		fprintf(out, "%.*s%s", (int)n, rest, rest[n] ? ", " : "");
		rest += n + (rest[n] == ',');
	}
}

static void list_ports(const struct protocol *p, FILE *out)
{
	if (p->tcp)
		fprintf(out, "tcp %s", p->tcp);
	if (p->udp)
		fprintf(out, "%sudp %s", p->tcp ? ", " : "", p->udp);
}

static void list_signatures(const struct protocol *p, FILE *out)
{
	const struct signature_list all = signatures_shipped();
	const char *between = "";

	for (size_t i = 0; i < all.n; i++) {
		const struct signature *s = &all.each[i];

		if (s->proto != p->number)
			continue;
		fprintf(out, "%s%s (%s)", between, s->name, transport_name(s));
		between = ", ";
	}
}

static void list_captures(const struct protocol *p, FILE *out)
{
	const struct capture *c;
	const char *between = "";

	for (size_t i = 0; (c = capture_at(i)); i++) {
		if (c->proto != p->number)
			continue;
		fprintf(out, "%spcaps/%s (%u)", between, c->file, c->flows);
		between = ", ";
	}
}

static void put_list(const char *key, const struct protocol *p, const char *none,
		     void (*list)(const struct protocol *p, FILE *out))
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return;

	list(p, out);
	if (fclose(out) == 0)
		put(key, *text ? text : none);
	free(text);
}

void protocols_show_text(const struct protocol *p)
{
	const struct facts *f = facts_get(p->number);

	put("protocol", p->name);
	put_list("aliases", p, "none", list_aliases);
	put("what", p->title);
	put("category", p->category);
	put("in rules", f ? "yes" : "no: plain traffic, which is always let go");
	put_list("ports", p, "none of its own", list_ports);
	if (!f)
		return;

	put("status", f->status);
	put("reference", f->reference);
	put_list("signatures", p, "none", list_signatures);
	put("evidence", f->evidence);
	put("packets", f->packets);
	put("limits", f->limits);
	put_list("captures", p, "none", list_captures);
}

static json_t *signatures_of(const struct protocol *p)
{
	const struct signature_list shipped = signatures_shipped();
	json_t *all = json_array();

	for (size_t i = 0; i < shipped.n; i++) {
		const struct signature *s = &shipped.each[i];

		if (s->proto == p->number)
			json_array_append_new(all, json_pack("{s:s, s:s}", "name", s->name,
							     "transport", transport_name(s)));
	}

	return all;
}

static json_t *captures_of(const struct protocol *p)
{
	json_t *all = json_array();
	const struct capture *c;

	for (size_t i = 0; (c = capture_at(i)); i++) {
		if (c->proto == p->number)
			json_array_append_new(all, json_pack("{s:s, s:i}", "file", c->file,
							     "flows", (int)c->flows));
	}

	return all;
}

void protocols_show_json(const struct protocol *p, json_t *o)
{
	const struct facts *f = facts_get(p->number);

	if (!f)
		return;

	json_object_set_new(o, "status", json_text(f->status));
	json_object_set_new(o, "reference", json_text(f->reference));
	json_object_set_new(o, "signatures", signatures_of(p));
	json_object_set_new(o, "evidence", json_text(f->evidence));
	json_object_set_new(o, "packets", json_text(f->packets));
	json_object_set_new(o, "limits", json_text(f->limits));
	json_object_set_new(o, "captures", captures_of(p));
}
