/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report_source.h"

#include <stdbool.h>
#include <string.h>

#include "../base/input.h"
#include "../base/log.h"

/* What is empty was never a capture; whether it is a log, its name alone can tell. */
static bool is_named_log(const char *file)
{
	const char *slash = strrchr(file, '/');

	return strstr(slash ? slash : file, ".jsonl") != NULL;
}

/* No capture begins with a brace: its first bytes are a magic number. */
static bool is_event_log(struct input *in, const char *file)
{
	int first = input_first(in);

	return first == '{' || (first == EOF && !input_trouble(in) && is_named_log(file));
}

int report_source(struct dryrun *d, struct events_reader *events, const char *file,
		  const volatile sig_atomic_t *stopped, size_t *n_logs)
{
	const char *why;
	struct input *in = input_open(file, &why);
	int result;

	if (!in) {
		log_error("%s: cannot be read: %s", file, why);
		return -1;
	}
	if (!is_event_log(in, file))
		return dryrun_input(d, in, file, stopped);

	(*n_logs)++;
	result = events_read_input(events, file, in);
	input_close(in);
	return result;
}
