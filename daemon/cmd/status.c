/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../act/amount.h"
#include "../act/control.h"
#include "../act/json.h"
#include "../base/log.h"
#include "ask.h"
#include "cmd.h"

/* peerwall status: what the daemon and its rules have done so far. */
static const char usage[] =
	"usage: peerwall status [--json] [--runtime-dir DIR]\n"
	"\n"
	"Asks the running daemon: its policy, the path its packets take, what each rule has\n"
	"met, how many flows have got which label, and everything that went amiss.\n"
	"\n"
	"      --json             the answer as one JSON object\n"
	"      --runtime-dir DIR  where the daemon's control.sock lies (" CONTROL_DIR ")\n"
	"  -h, --help             this text\n"
	"\n"
	"Exit code: 0 done, 1 no daemon answers, or its table is not in force, 2 wrong usage.\n";

static uint64_t number(const json_t *o, const char *key)
{
	return (uint64_t)json_integer_value(json_object_get(o, key));
}

static const char *text_of(const json_t *o, const char *key)
{
	const char *text = json_string_value(json_object_get(o, key));

	return text ? text : "";
}

static bool in_force(const json_t *s)
{
	return json_is_true(json_object_get(s, "in_force"));
}

/* "in force", or that it is not, since when, by whom and until when. */
static void print_table(const json_t *s)
{
	const json_t *t = json_object_get(s, "table");
	double lost_at = json_number_value(json_object_get(t, "lost_at"));
	char since[AMOUNT_TEXT];

	if (in_force(s)) {
		printf("table    in force; lost %" PRIu64 " times, put back %" PRIu64 " times\n",
		       number(t, "lost"), number(t, "restored"));
		return;
	}

	printf("table    inet peerwall is NOT IN FORCE since %s, nothing is held: ",
	       amount_time((int64_t)(lost_at * 1e6), since));
	if (number(t, "lost_by_pid"))
		printf("%s (process %" PRIu64 ") deleted or changed it", text_of(t, "lost_by"),
		       number(t, "lost_by_pid"));
	else
		printf("another program deleted or changed it");
	printf("; it is put back in %" PRIu64 " s, and again whenever that happens\n",
	       number(t, "put_back_in_s"));
}

static void print_blind_spots(const json_t *s)
{
	const json_t *spot;
	size_t i;

	json_array_foreach(json_object_get(s, "blind_spots"), i, spot) {
		printf("blind    %s\n", text_of(spot, "text"));
	}
}

static void print_head(const json_t *s)
{
	char since[AMOUNT_TEXT];
	double seconds = json_number_value(json_object_get(s, "since"));

	amount_time((int64_t)(seconds * 1e6), since);
	printf("peerwall %s, process %" PRIu64 ", since %s\n", text_of(s, "version"),
	       number(s, "pid"), since);
	printf("policy   %s, read again %" PRIu64 " times, failure mode %s\n", text_of(s, "policy"),
	       number(s, "reloads"), text_of(s, "failure"));
	print_table(s);
	print_blind_spots(s);
	printf("kernel   %s\n", text_of(s, "kernel"));
	printf("queues   %" PRIu64 ", %" PRIu64 " packets queued, %" PRIu64
	       " without a connection\n\n", number(s, "queues"), number(s, "packets_queued"),
	       number(s, "packets_untracked"));
}

static void print_flood(const json_t *flood)
{
	char last[AMOUNT_TEXT];

	if (!json_is_object(flood))
		return;
	amount_time((int64_t)(json_number_value(json_object_get(flood, "last")) * 1e6), last);
	printf("flood    more undecided flows than can be watched, until %s; ", last);
	if (!*text_of(flood, "host"))
		printf("no host stands out\n\n");
	else
		printf("most of them %s %s\n\n",
		       json_is_true(json_object_get(flood, "from_outside")) ? "from outside to" : "by",
		       text_of(flood, "host"));
}

static void print_rules(const json_t *s)
{
	const json_t *rule;
	size_t i;

	printf("%-32s %-10s %12s %12s  %s\n", "RULE", "ACTION", "PACKETS", "BYTES", "PLACE");
	json_array_foreach(json_object_get(s, "rules"), i, rule) {
		char packets[AMOUNT_TEXT];
		char bytes[AMOUNT_TEXT];

		printf("%-32s %-10s %12s %12s  %s\n",
		       text_of(rule, "name"), text_of(rule, "action"),
		       amount_count(number(rule, "packets"), packets),
		       amount_bytes(number(rule, "bytes"), bytes), text_of(rule, "place"));
	}
	putchar('\n');
}

static void print_counts(const char *heading, const json_t *counts)
{
	const char *key;
	json_t *value;

	printf("%s\n", heading);
	json_object_foreach((json_t *)(uintptr_t)counts, key, value) {
		char text[AMOUNT_TEXT];

		printf("  %-30s %12s\n", key,
		       amount_count((uint64_t)json_integer_value(value), text));
	}
}

static void print_text(const json_t *s)
{
	print_head(s);
	print_flood(json_object_get(s, "flood"));
	print_rules(s);
	print_counts("FLOWS LABELLED", json_object_get(s, "labelled"));
	print_counts("\nFINDINGS", json_object_get(s, "findings"));
	print_counts("\nWORKERS", json_object_get(s, "workers"));
	if (*text_of(json_object_get(s, "events"), "file")) {
		const json_t *e = json_object_get(s, "events");

		printf("\nEVENTS\n  %s: %" PRIu64 " written, %" PRIu64 " lost, %" PRIu64
		       " ends lost\n",
		       text_of(e, "file"), number(e, "written"), number(e, "lost"),
		       number(e, "ends_lost"));
	}
}

/* The daemon's answer, for people or as it came. */
static int print(const char *text, bool json)
{
	json_error_t error;
	json_t *s = json_loads(text, 0, &error);
	int result;

	if (!s) {
		log_error("status: the daemon's answer is no JSON (%s)", error.text);
		return EXIT_FAILED;
	}

	if (json)
		fputs(text, stdout);
	else
		print_text(s);
	result = in_force(s) ? EXIT_DONE : EXIT_FAILED;
	json_decref(s);
	return result;
}

int cmd_status(int argc, char **argv)
{
	static const struct option json = { "json", no_argument, NULL, 'J' };
	struct ask_options options;
	int result = ask_options(&options, argc, argv, usage, &json);
	char *text;

	if (result >= 0)
		return result;

	result = ask_daemon(&options, "status", &text);
	if (result == EXIT_DONE)
		result = print(text, options.json);
	free(text);
	return result;
}
