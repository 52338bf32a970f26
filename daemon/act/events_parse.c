/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "events_parse.h"

#include <math.h>
#include <netinet/in.h>
#include <string.h>

#include "../classify/catalogue.h"
#include "clean.h"

/*
 * The fields are a table; each type has a function that stores the value or says
 * what was expected. A missing field is an error too: half a record would make
 * a report that looks whole.
 */
#define AT(field) offsetof(struct record, field)

struct field {
	const char *name;
	/* Stores the value at `to`; NULL, or what it should have been. */
	const char *(*store)(const json_t *value, void *to);
	size_t at;
	bool may_miss;		/* logs of earlier versions do not have it */
};

static const char *one_of(const json_t *value, const char **to, const char *const words[],
			  const char *expected)
{
	const char *text = json_string_value(value);

	for (size_t i = 0; text && words[i]; i++) {
		if (!strcmp(text, words[i])) {
			*to = words[i];
			return NULL;
		}
	}

	return expected;
}

static const char *store_text(const json_t *value, void *to)
{
	const char *text = json_string_value(value);

	memcpy(to, &text, sizeof(text));
	return text ? NULL : "a string";
}

static const char *store_transport(const json_t *value, void *to)
{
	static const char *const words[] = { "tcp", "udp", NULL };

	return one_of(value, to, words, "\"tcp\" or \"udp\"");
}

static const char *store_confidence(const json_t *value, void *to)
{
	static const char *const words[] = { "certain", "likely", "port", "cleared", "", NULL };

	return one_of(value, to, words, "certain, likely, port, cleared or empty");
}

static const char *store_action(const json_t *value, void *to)
{
	static const char *const words[] = {
		"allow", "report", "block", "reject", "throttle", "", NULL
	};

	return one_of(value, to, words, "allow, report, block, reject, throttle or empty");
}

static const char *store_address(const json_t *value, void *to)
{
	const char *text = json_string_value(value);

	return text && addr_parse(text, to) ? NULL : "an IPv4 or IPv6 address";
}

static bool is_within(const json_t *value, json_int_t max)
{
	return json_is_integer(value) && json_integer_value(value) >= 0 &&
	       json_integer_value(value) <= max;
}

static const char *store_port(const json_t *value, void *to)
{
	uint16_t number = (uint16_t)json_integer_value(value);

	memcpy(to, &number, sizeof(number));
	return is_within(value, UINT16_MAX) ? NULL : "a number from 0 to 65535";
}

static const char *store_u32(const json_t *value, void *to)
{
	uint32_t number = (uint32_t)json_integer_value(value);

	memcpy(to, &number, sizeof(number));
	return is_within(value, UINT32_MAX) ? NULL : "a whole number";
}

/* Above 2^53 bytes no flow comes; such numbers would only make sums overflow. */
static const char *store_u64(const json_t *value, void *to)
{
	uint64_t number = (uint64_t)json_integer_value(value);

	memcpy(to, &number, sizeof(number));
	return is_within(value, (json_int_t)1 << 53) ? NULL : "a whole number";
}

/* To the year 9999: what is later is no time. */
static const char *store_time(const json_t *value, void *to)
{
	double seconds = json_number_value(value);
	bool right = json_is_number(value) && seconds >= 0 && seconds < 253402300800.0;
	int64_t us = right ? (int64_t)llround(seconds * 1e6) : 0;

	memcpy(to, &us, sizeof(us));
	return right ? NULL : "seconds since 1970";
}

static const char *store_findings(const json_t *value, void *to)
{
	uint8_t bits = 0;
	bool right = json_is_array(value);

	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *name = json_string_value(json_array_get(value, i));
		enum found kind = name ? found_named(name) : FOUND_KINDS;

		right &= kind < FOUND_KINDS;
		bits |= kind < FOUND_KINDS ? (uint8_t)FOUND_BIT(kind) : 0;
	}

	memcpy(to, &bits, sizeof(bits));
	return right ? NULL : "a list of findings";
}

static const char *store_truth(const json_t *value, void *to)
{
	bool truth = json_is_true(value);

	memcpy(to, &truth, sizeof(truth));
	return json_is_boolean(value) ? NULL : "true or false";
}

static const struct field fields[] = {
	{ "capture", store_text, AT(capture), false },
	{ "first_s", store_time, AT(first_us), false },
	{ "last_s", store_time, AT(last_us), false },
	{ "transport", store_transport, AT(transport), false },
	{ "src", store_address, AT(src), false },
	{ "sport", store_port, AT(sport), false },
	{ "dst", store_address, AT(dst), false },
	{ "dport", store_port, AT(dport), false },
	{ "packets", store_u64, AT(packets), false },
	{ "bytes", store_u64, AT(bytes), false },
	{ "protocol", store_text, AT(protocol), false },
	{ "category", store_text, AT(category), false },
	{ "confidence", store_confidence, AT(confidence), false },
	{ "stage", store_text, AT(stage), false },
	{ "evidence", store_text, AT(evidence), false },
	{ "decided_packet", store_u32, AT(decided_packet), false },
	{ "action", store_action, AT(action), false },
	{ "rule", store_text, AT(rule), false },
	{ "rule_name", store_text, AT(rule_name), false },
	{ "ndpi", store_text, AT(ndpi), true },
	{ "findings", store_findings, AT(findings), true },
	{ "unanswered", store_truth, AT(unanswered), true },
};

static bool read_field(const json_t *object, const struct field *f, struct record *r, char *why,
		       size_t why_size)
{
	const json_t *value = json_object_get(object, f->name);
	const char *expected;

	if (!value && f->may_miss)
		return true;
	if (!value) {
		snprintf(why, why_size, "\"%s\" is missing", f->name);
		return false;
	}

	expected = f->store(value, (char *)r + f->at);
	if (!expected)
		return true;

	if (json_is_string(value)) {
		char found[64];

		clean_line(json_string_value(value), found, sizeof(found));
		snprintf(why, why_size, "\"%s\" is \"%s\", expected %s", f->name, found, expected);
	} else {
		snprintf(why, why_size, "\"%s\" is not %s", f->name, expected);
	}
	return false;
}

static bool read_kind(const json_t *object, struct event *out, char *why, size_t why_size)
{
	const char *kind = json_string_value(json_object_get(object, "event"));
	char found[64];

	out->is_end = kind && !strcmp(kind, "end");
	if (kind && (out->is_end || !strcmp(kind, "label") || !strcmp(kind, "finding")))
		return true;

	snprintf(why, why_size, "\"event\" is \"%s\", expected \"label\", \"finding\" or \"end\"",
		 clean_line(kind ? kind : "", found, sizeof(found)));
	return false;
}

static bool is_suppressed(const json_t *object)
{
	const char *kind = json_string_value(json_object_get(object, "event"));

	return kind && !strcmp(kind, "suppressed");
}

static bool read_suppressed(struct event *out, char *why, size_t why_size)
{
	const json_t *flows = json_object_get(out->object, "flows");

	if (flows && !store_u64(flows, &out->suppressed) && out->suppressed)
		return true;
	snprintf(why, why_size, "\"flows\" of \"suppressed\" is no number above 0");
	return false;
}

/* The log does not hold what the ports alone would say: the catalogue knows. */
static const char *by_port(const struct record *r)
{
	uint8_t transport = !strcmp(r->transport, "udp") ? IPPROTO_UDP : IPPROTO_TCP;
	const struct protocol *p = catalogue_by_port(transport, r->dport);

	if (!p)
		p = catalogue_by_port(transport, r->sport);
	return p ? p->name : "";
}

bool event_parse(const char *line, size_t len, struct event *out, char *why, size_t why_size)
{
	json_error_t error;

	*out = (struct event){ .object = json_loadb(line, len, JSON_REJECT_DUPLICATES, &error) };
	if (!out->object) {
		char found[JSON_ERROR_TEXT_LENGTH];

		clean_line(error.text, found, sizeof(found));
		snprintf(why, why_size, "no JSON object, at column %d: %s", error.column, found);
		return false;
	}

	if (is_suppressed(out->object))
		return read_suppressed(out, why, why_size);

	/* An array has no fields, so it fails at the first one. */
	if (!read_kind(out->object, out, why, why_size))
		return false;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (!read_field(out->object, &fields[i], &out->record, why, why_size))
			return false;
	}

	out->record.ndpi = out->record.ndpi ? out->record.ndpi : "";
	out->record.port_protocol = by_port(&out->record);
	return true;
}

void event_free(struct event *e)
{
	json_decref(e->object);
	e->object = NULL;
}
