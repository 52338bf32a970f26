/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "unit.h"

#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../daemon/act/events.h"
#include "../../daemon/act/record.h"
#include "../../daemon/cmd/cmd.h"

/* `peerwall report` as it is called: what it reads, where it writes, what it says. */
static char folder[] = "/tmp/peerwall-report-XXXXXX";
static char log_path[64], page_path[64], said_path[64], policy_path[64], capture_path[64];

/* What the command wrote to standard output and error. */
static char said[65536];

static void read_said(const char *path)
{
	FILE *in = fopen(path, "r");
	size_t n = in ? fread(said, 1, sizeof(said) - 1, in) : 0;

	said[n] = '\0';
	if (in)
		fclose(in);
}

static int run(const char *const words[])
{
	char *argv[12] = { NULL };
	int argc = 0;
	int kept[2], result, fd;

	for (; words[argc]; argc++)
		argv[argc] = strdup(words[argc]);

	fflush(stdout);
	kept[0] = dup(STDOUT_FILENO);
	kept[1] = dup(STDERR_FILENO);
	fd = open(said_path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	close(fd);

	optind = 0;
	result = cmd_report(argc, argv);
	fflush(stdout);
	for (int i = 0; i < 2; i++) {
		dup2(kept[i], i + 1);
		close(kept[i]);
	}
	for (int i = 0; i < argc; i++)
		free(argv[i]);
	read_said(said_path);
	return result;
}

#define RUN(...) run((const char *const[]){ "report", __VA_ARGS__, NULL })

static void write_text(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");

	fputs(text, out);
	fclose(out);
}

static void write_log(void)
{
	struct record r = {
		.capture = "", .first_us = 1714557600000000, .last_us = 1714557600000000,
		.transport = "tcp", .src = { 4, { 192, 168, 1, 5 } }, .sport = 40000,
		.dst = { 4, { 203, 0, 113, 9 } }, .dport = 50000, .packets = 10, .bytes = 1234567,
		.protocol = "bittorrent", .category = "file-sharing", .confidence = "certain",
		.stage = "dissector", .evidence = "handshake at 0", .decided_packet = 1,
		.action = "throttle", .rule = "old.yaml:3", .rule_name = "slow", .ndpi = "",
		.port_protocol = "bittorrent",
	};
	struct events e;

	unlink(log_path);
	events_open(&e, log_path);
	events_label(&e, &r, r.first_us);
	events_end(&e, &r, r.last_us);
	events_close(&e);
}

static int exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

static void an_event_log_as_text(void)
{
	write_log();
	CU_ASSERT_EQUAL(RUN(log_path), EXIT_DONE);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "1 flow, 1.2 MB, 1 host\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "What the policy did"));
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "  throttle  slow "));
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "old.yaml:3"));
}

static void an_event_log_under_another_policy(void)
{
	write_log();
	write_text(policy_path, "version: 1\nrules:\n  - name: no torrents\n"
		   "    protocols: [bittorrent]\n"
		   "    action: block\n");
	CU_ASSERT_EQUAL(RUN("--policy", policy_path, log_path), EXIT_DONE);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "What the policy would have done"));
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "  block     no torrents              "
				      "                  1    1.2 MB"));
	CU_ASSERT_PTR_NULL(strstr(said, "old.yaml"));
}

static void a_page_into_a_file(void)
{
	struct stat st;

	write_log();
	umask(022);
	CU_ASSERT_EQUAL(RUN("-o", page_path, log_path), EXIT_DONE);
	CU_ASSERT_STRING_EQUAL(said, "");
	CU_ASSERT_EQUAL(stat(page_path, &st), 0);
	CU_ASSERT_EQUAL(st.st_mode & 0777, 0644);
	read_said(page_path);
	CU_ASSERT_EQUAL(strncmp(said, "<!DOCTYPE html>", 15), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "</html>\n"));
	unlink(page_path);
}

static void a_link_stays_a_link(void)
{
	char link_path[80];
	struct stat st;

	write_log();
	snprintf(link_path, sizeof(link_path), "%s/link", folder);
	write_text(page_path, "old");
	CU_ASSERT_EQUAL(symlink(page_path, link_path), 0);
	CU_ASSERT_EQUAL(RUN("-o", link_path, log_path), EXIT_DONE);
	CU_ASSERT_EQUAL(lstat(link_path, &st), 0);
	CU_ASSERT(S_ISLNK(st.st_mode));
	read_said(page_path);
	CU_ASSERT_EQUAL(strncmp(said, "<!DOCTYPE html>", 15), 0);
	unlink(link_path);
	unlink(page_path);
}

static void a_device_is_not_replaced(void)
{
	struct stat st;

	write_log();
	CU_ASSERT_EQUAL(RUN("-o", "/dev/null", log_path), EXIT_DONE);
	CU_ASSERT_EQUAL(stat("/dev/null", &st), 0);
	CU_ASSERT(S_ISCHR(st.st_mode));
}

static void a_missing_folder_is_told_of(void)
{
	char path[80];

	write_log();
	snprintf(path, sizeof(path), "%s/none/page.html", folder);
	CU_ASSERT_EQUAL(RUN("-o", path, log_path), EXIT_FAILED);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "none/page.html: cannot be written "
				      "(No such file or directory)"));
}

static void a_broken_line_fails_and_the_rest_counts(void)
{
	FILE *out;

	write_log();
	out = fopen(log_path, "a");
	fputs("{\"event\":\"la", out);
	fclose(out);
	CU_ASSERT_EQUAL(RUN(log_path), EXIT_FAILED);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "events.log:3: no JSON object"));
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "1 flow, 1.2 MB"));
}

/* One UDP packet to a tracker: pcap, microseconds, Ethernet. */
static void write_capture(void)
{
	static const unsigned char head[] = {
		0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0xff, 0xff, 0, 0, 1, 0, 0, 0,
		0x60, 0x11, 0x32, 0x66, 0, 0, 0, 0, 58, 0, 0, 0, 58, 0, 0, 0,
		2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0,
		0x45, 0, 0, 44, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 203, 0, 113, 9,
		0x9c, 0x40, 0xc3, 0x50, 0, 24, 0, 0,
		0, 0, 4, 0x17, 0x27, 0x10, 0x19, 0x80, 0, 0, 0, 0, 1, 2, 3, 4,
	};
	FILE *out = fopen(capture_path, "w");

	fwrite(head, 1, sizeof(head), out);
	fclose(out);
}

static void captures_and_logs_may_be_mixed(void)
{
	write_log();
	write_capture();
	CU_ASSERT_EQUAL(RUN(capture_path, log_path), EXIT_DONE);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "2 flows, "));
}

static void bad_files_are_told_of(void)
{
	write_log();
	CU_ASSERT_EQUAL(RUN("/nonexistent", log_path), EXIT_FAILED);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "/nonexistent: "));
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "1 flow, 1.2 MB"));
	CU_ASSERT_EQUAL(RUN(folder), EXIT_FAILED);
}

static void a_bad_policy_writes_nothing(void)
{
	write_log();
	write_text(policy_path, "version: 1\nruls: []\n");
	CU_ASSERT_EQUAL(RUN("-p", policy_path, "-o", page_path, log_path), EXIT_FAILED);
	CU_ASSERT_FALSE(exists(page_path));
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "p.yaml:2:1: "));
}

static void wrong_usage_is_told_of(void)
{
	CU_ASSERT_EQUAL(run((const char *const[]){ "report", NULL }), EXIT_USAGE);
	CU_ASSERT_EQUAL(RUN("--format", "pdf", "x"), EXIT_USAGE);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "format \"pdf\" is not one of html, text"));
	CU_ASSERT_EQUAL(RUN("--nonsense", "x"), EXIT_USAGE);
	CU_ASSERT_EQUAL(RUN("--help"), EXIT_DONE);
	CU_ASSERT_EQUAL(strncmp(said, "usage: peerwall report ", 23), 0);
}

static const struct unit_test tests[] = {
	{ "an event log as text", an_event_log_as_text },
	{ "an event log under another policy", an_event_log_under_another_policy },
	{ "a page into a file", a_page_into_a_file },
	{ "a link stays a link", a_link_stays_a_link },
	{ "a device is not replaced", a_device_is_not_replaced },
	{ "a missing folder is told of", a_missing_folder_is_told_of },
	{ "a broken line fails and the rest counts", a_broken_line_fails_and_the_rest_counts },
	{ "captures and logs may be mixed", captures_and_logs_may_be_mixed },
	{ "bad files are told of", bad_files_are_told_of },
	{ "a bad policy writes nothing", a_bad_policy_writes_nothing },
	{ "wrong usage is told of", wrong_usage_is_told_of },
};

int main(void)
{
	const char *const paths[] = { log_path, page_path, said_path, policy_path, capture_path };
	int result;

	if (!mkdtemp(folder))
		return 1;
	snprintf(log_path, sizeof(log_path), "%s/events.log", folder);
	snprintf(page_path, sizeof(page_path), "%s/page.html", folder);
	snprintf(said_path, sizeof(said_path), "%s/said", folder);
	snprintf(policy_path, sizeof(policy_path), "%s/p.yaml", folder);
	snprintf(capture_path, sizeof(capture_path), "%s/one.pcap", folder);

	result = unit_run("report command", tests, sizeof(tests) / sizeof(tests[0]));
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		unlink(paths[i]);
	rmdir(folder);
	return result;
}
