/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../act/html.h"
#include "../act/tally.h"
#include "../act/text.h"
#include "../base/log.h"
#include "../classify/catalogue.h"
#include "cmd.h"
#include "report_source.h"

/*
 * peerwall report: what was there, who ran what, what did the rules do? Captures go
 * through the dry run, event logs through their reader; both feed one tally. Which of the
 * two a file is, its first byte says. With a policy, an event log is judged anew.
 */
static const char usage[] =
	"usage: peerwall report [--policy FILE] [--format html|text] [-o FILE] "
	"CAPTURE...|EVENTS...\n"
	"\n"
	"Writes a report from captures (pcap or pcapng) or from event logs of peerwall run;\n"
	"both may be mixed, and compressed (gzip, zstd, xz); - is standard input. Rotated\n"
	"event logs are named oldest first.\n"
	"\n"
	"  -p, --policy FILE    what would this policy have done?\n"
	"  -f, --format FORMAT  html: one page that needs nothing from outside (the default\n"
	"                       with -o); text: tables (the default without)\n"
	"  -o, --output FILE    write there, whole or not at all; else to standard output\n"
	"  -h, --help           this text\n"
	"\n"
	"Exit code: 0 done, 1 something could not be read or written, 2 wrong usage.\n";

enum format { FORMAT_HTML, FORMAT_TEXT, FORMAT_UNSET };

static const char *const format_names[FORMAT_UNSET] = { "html", "text" };

struct report {
	const char *policy_file;
	const char *output;
	enum format format;
	struct policy *policy;
	struct tally *tally;
	struct dryrun *dryrun;
	struct events_reader *events;
	size_t n_read;			/* sources that could be opened */
};

/* -1: go on; else the exit code. */
static int read_options(struct report *rep, int argc, char **argv)
{
	static const struct option options[] = {
		{ "policy", required_argument, NULL, 'p' },
		{ "format", required_argument, NULL, 'f' },
		{ "output", required_argument, NULL, 'o' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;
	int format;

	while ((option = getopt_long(argc, argv, "p:f:o:h", options, NULL)) != -1) {
		switch (option) {
		case 'p':
			rep->policy_file = optarg;
			break;
		case 'f':
			format = cmd_choice("peerwall report: format", optarg, format_names,
					     FORMAT_UNSET);
			if (format < 0)
				return EXIT_USAGE;
			rep->format = (enum format)format;
			break;
		case 'o':
			rep->output = optarg;
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_DONE;
		default:
			fputs("peerwall report: see peerwall report --help\n", stderr);
			return EXIT_USAGE;
		}
	}

	if (optind < argc)
		return -1;
	fputs("peerwall report: name at least one capture or event log; "
	      "see peerwall report --help\n", stderr);
	return EXIT_USAGE;
}

static void on_record(void *ctx, const struct record *r)
{
	struct report *rep = ctx;

	tally_add(rep->tally, r);
}

static struct label label_of(const struct policy *p, const struct record *r)
{
	const struct protocol *protocol = catalogue_find(r->protocol);
	struct label label = { .number = LABEL_CLEARED };

	for (enum confidence c = CONFIDENCE_PORT; c <= CONFIDENCE_CERTAIN; c++) {
		if (!strcmp(r->confidence, confidence_name(c)))
			label.confidence = c;
	}

	if (!protocol || protocol_is_plain(protocol) || !label.confidence ||
	    (p->ports == PORTS_OFF && label.confidence == CONFIDENCE_PORT))
		return (struct label){ .number = LABEL_CLEARED };

	label.number = protocol->number;
	return label;
}

/* From an event log: another policy than the one of then may be asked about. */
static void on_event_record(void *ctx, const struct record *r)
{
	struct report *rep = ctx;
	struct record judged = *r;
	struct decision d;

	if (rep->policy) {
		d = policy_decide(rep->policy, label_of(rep->policy, r), &r->src, &r->dst);
		judged.action = action_name(d.action);
		judged.rule = d.rule ? d.rule->place : "";
		judged.rule_name = d.rule ? d.rule->name : "";
	}

	tally_add(rep->tally, &judged);
}

static void on_count(void *ctx, const char *what, uint64_t n)
{
	struct report *rep = ctx;

	tally_not_read(rep->tally, what, n);
}

static int prepare(struct report *rep)
{
	struct dryrun_options options = { .on_record = on_record, .ctx = rep };

	if (rep->policy_file) {
		rep->policy = policy_load(rep->policy_file, stderr);
		if (!rep->policy)
			return -1;
	}

	options.policy = rep->policy;
	rep->tally = tally_new();
	rep->events = events_read_new(on_event_record, rep, stderr);
	rep->dryrun = dryrun_new(&options);
	if (!rep->tally || !rep->events || !rep->dryrun) {
		log_error("report: out of memory");
		return -1;
	}

	if (rep->policy)
		tally_policy(rep->tally, rep->policy);
	return 0;
}

static int read_sources(struct report *rep, int n, char **files)
{
	const volatile sig_atomic_t *stopped = cmd_interrupt();
	int result = 0;

	for (int i = 0; i < n && !*stopped; i++)
		result |= report_source(rep->dryrun, rep->events, files[i], stopped, &rep->n_read);

	result |= events_read_finish(rep->events);
	if (events_read_suppressed(rep->events))
		on_count(rep, "flows logged as a number alone: their host had too many",
			 events_read_suppressed(rep->events));
	rep->n_read += dryrun_opened(rep->dryrun);
	dryrun_end(rep->dryrun, on_count);
	rep->dryrun = NULL;
	if (!*stopped)
		return result;
	fputs("peerwall: interrupted; the report holds what was read up to there\n", stderr);
	return -1;
}

/* 0, or -1 with errno. */
static int write_report(const struct report *rep, FILE *out, int n, char **files)
{
	const struct html_about about = {
		.sources = (const char *const *)files,
		.n_sources = (size_t)n,
		.made_us = (int64_t)time(NULL) * 1000000,
	};

	if (rep->format == FORMAT_HTML)
		html_write(out, rep->tally, &about);
	else
		text_write(out, rep->tally);
	return fflush(out) == 0 && !ferror(out) ? 0 : -1;
}

/* A file as anyone would make it, for mkstemp makes one for the owner alone. */
static void set_mode(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	fchmod(fd, 0666 & ~mask);
}

/* Into a new file beside `output`, which then takes its name: nobody sees half a report. */
static int replace_file(const struct report *rep, const char *output, int n, char **files)
{
	char *beside = NULL;
	FILE *out = NULL;
	int fd = -1;
	int result = -1;

	if (asprintf(&beside, "%s.XXXXXX", output) < 0)
		return -1;

	fd = mkostemp(beside, O_CLOEXEC);
	if (fd < 0)
		goto done;
	out = fdopen(fd, "w");
	if (!out) {
		close(fd);
		goto done;
	}

	set_mode(fd);
	result = write_report(rep, out, n, files);
	if (fclose(out) != 0)
		result = -1;
	if (result == 0)
		result = rename(beside, output);

done:
	if (result < 0 && fd >= 0)
		unlink(beside);
	free(beside);
	return result;
}

/* A pipe or a device is written to, not replaced. */
static int write_through(const struct report *rep, int n, char **files)
{
	FILE *out = fopen(rep->output, "we");
	int result = out ? write_report(rep, out, n, files) : -1;

	if (out && fclose(out) != 0)
		result = -1;
	return result;
}

static int write_file(const struct report *rep, int n, char **files)
{
	char *real = realpath(rep->output, NULL);	/* a symbolic link stays one */
	struct stat st;
	int result;

	if (real && stat(real, &st) == 0 && !S_ISREG(st.st_mode))
		result = write_through(rep, n, files);
	else
		result = replace_file(rep, real ? real : rep->output, n, files);

	if (result < 0)
		log_sys("report: %s: cannot be written", rep->output);
	free(real);
	return result;
}

static int report(struct report *rep, int n, char **files)
{
	int result = read_sources(rep, n, files);

	if (rep->n_read == 0)
		return -1;		/* a report of nothing would replace the last one */
	if (rep->output)
		return result | write_file(rep, n, files);
	if (write_report(rep, stdout, n, files) == 0)
		return result;

	log_sys("report: write the output");
	return -1;
}

int cmd_report(int argc, char **argv)
{
	struct report rep = { .format = FORMAT_UNSET };
	int result = read_options(&rep, argc, argv);

	if (result >= 0)
		return result;
	if (rep.format == FORMAT_UNSET)
		rep.format = rep.output ? FORMAT_HTML : FORMAT_TEXT;

	result = prepare(&rep);
	if (result == 0)
		result = report(&rep, argc - optind, argv + optind);

	if (rep.dryrun)
		dryrun_end(rep.dryrun, NULL);
	events_read_free(rep.events);
	tally_free(rep.tally);
	policy_free(rep.policy);
	return result == 0 ? EXIT_DONE : EXIT_FAILED;
}
