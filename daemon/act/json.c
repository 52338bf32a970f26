/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <stdlib.h>
#include <string.h>

#include "../base/log.h"
#include "clean.h"
#include "record.h"

json_t *json_text(const char *text)
{
	json_t *plain = json_string(text);
	size_t room = CLEAN_ROOM(strlen(text));
	char *cleaned;

	if (plain)
		return plain;

	/* A name of a file may be any bytes; JSON is UTF-8 alone. */
	cleaned = malloc(room);
	if (cleaned)
		plain = json_string_nocheck(clean_utf8(text, cleaned, room));
	free(cleaned);
	return plain;
}

json_t *json_seconds(int64_t us)
{
	return json_real((double)us / 1e6);
}

static json_t *number(uint64_t value)
{
	return json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value);
}

static json_t *address(const struct addr *a)
{
	char text[ADDR_TEXT];

	return json_string(addr_text(a, text));
}

static json_t *findings(uint8_t bits)
{
	json_t *list = json_array();

	for (int kind = 0; list && kind < FOUND_KINDS; kind++) {
		if (bits & FOUND_BIT(kind))
			json_array_append_new(list, json_string(found_name((enum found)kind)));
	}

	return list;
}

int json_add_record(json_t *object, const struct record *r)
{
	const struct {
		const char *key;
		json_t *value;
	} fields[] = {
		{ "capture", json_text(r->capture) },
		{ "first_s", json_seconds(r->first_us) },
		{ "last_s", json_seconds(r->last_us) },
		{ "transport", json_text(r->transport) },
		{ "src", address(&r->src) },
		{ "sport", number(r->sport) },
		{ "dst", address(&r->dst) },
		{ "dport", number(r->dport) },
		{ "packets", number(r->packets) },
		{ "bytes", number(r->bytes) },
		{ "protocol", json_text(r->protocol) },
		{ "category", json_text(r->category) },
		{ "confidence", json_text(r->confidence) },
		{ "stage", json_text(r->stage) },
		{ "evidence", json_text(r->evidence) },
		{ "decided_packet", number(r->decided_packet) },
		{ "action", json_text(r->action) },
		{ "rule", json_text(r->rule) },
		{ "ndpi", json_text(r->ndpi) },
		{ "findings", findings(r->findings) },
	};
	int answer = 0;

	/* Takes each value over, and refuses one that is NULL. */
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (json_object_set_new_nocheck(object, fields[i].key, fields[i].value) < 0)
			answer = -1;
	}
	if (r->unanswered && json_object_set_new_nocheck(object, "unanswered", json_true()) < 0)
		answer = -1;

	return answer;
}

void json_row(FILE *out, const struct record *r)
{
	json_t *object = json_object();

	if (!object || json_add_record(object, r) < 0)
		log_error("json: a flow is left out: no memory");
	else if (json_dumpf(object, out, JSON_FLAGS) == 0)
		putc('\n', out);
	json_decref(object);
}
