/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "../act/json.h"
#include "../classify/catalogue.h"
#include "cmd.h"
#include "protocols_show.h"

/* peerwall protocols: the catalogue. */
static const char usage[] =
	"usage: peerwall protocols [--json] [NAME...]\n"
	"\n"
	"Prints the protocols that peerwall has a name for: category and classic ports. Of\n"
	"those named, all that is known: what proves them and after how many payload packets,\n"
	"what cannot be told, the specification, the captures that show them. A policy may\n"
	"name every protocol but the plain ones, which are always let go.\n"
	"\n"
	"      --json   one JSON object a protocol, one a line\n"
	"  -h, --help   this text\n"
	"\n"
	"Exit code: 0 done, 1 there is none of that name, 2 wrong usage.\n";

static const char *or_dash(const char *text)
{
	return text ? text : "-";
}

static void print_text(const struct protocol *p)
{
	printf("%-14s %-14s %-5s %-26s %-16s %s\n", p->name, p->category,
	       protocol_is_plain(p) ? "plain" : "yes", or_dash(p->tcp),
	       or_dash(p->udp), p->title);
}

static void add_text(json_t *o, const char *key, const char *value)
{
	json_object_set_new(o, key, value ? json_text(value) : json_null());
}

static json_t *json_of(const struct protocol *p)
{
	json_t *o = json_object();

	json_object_set_new(o, "number", json_integer(p->number));
	add_text(o, "name", p->name);
	add_text(o, "category", p->category);
	json_object_set_new(o, "plain", json_boolean(protocol_is_plain(p)));
	add_text(o, "tcp", p->tcp);
	add_text(o, "udp", p->udp);
	add_text(o, "aliases", p->aliases);
	add_text(o, "title", p->title);
	return o;
}

static void put_json(json_t *o)
{
	json_dumpf(o, stdout, JSON_FLAGS);
	putchar('\n');
	json_decref(o);
}

static void print_json(const struct protocol *p)
{
	put_json(json_of(p));
}

static void print_all_json(const struct protocol *p)
{
	json_t *o = json_of(p);

	protocols_show_json(p, o);
	put_json(o);
}

static int print_named(int n, char **names, bool json)
{
	bool is_first = true;
	int result = EXIT_DONE;

	for (int i = 0; i < n; i++) {
		const struct protocol *p = catalogue_find(names[i]);

		if (!p) {
			fprintf(stderr, "peerwall protocols: \"%s\" is not in the catalogue; "
				"peerwall protocols lists it\n", names[i]);
			result = EXIT_FAILED;
		} else if (json) {
			print_all_json(p);
		} else {
			fputs(is_first ? "" : "\n", stdout);
			protocols_show_text(p);
			is_first = false;
		}
	}

	return result;
}

int cmd_protocols(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'J' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	void (*print)(const struct protocol *p) = print_text;
	const struct protocol *p;
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 'J':
			print = print_json;
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_DONE;
		default:
			fputs("peerwall protocols: see peerwall protocols --help\n", stderr);
			return EXIT_USAGE;
		}
	}

	if (optind < argc)
		return print_named(argc - optind, argv + optind, print == print_json);
	if (print == print_text)
		printf("%-14s %-14s %-5s %-26s %-16s %s\n",
		       "PROTOCOL", "CATEGORY", "RULES", "TCP", "UDP", "");
	for (size_t i = 0; (p = catalogue_at(i)); i++)
		print(p);
	return EXIT_DONE;
}
