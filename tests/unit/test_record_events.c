/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../daemon/act/events.h"
#include "../../daemon/act/events_read.h"
#include "../../daemon/act/record.h"
#include "../../daemon/base/input.h"

/* The event log: written, broken in every way, and read back. */
static char folder[] = "/tmp/peerwall-events-XXXXXX";

static const char *in_folder(const char *name)
{
	static char path[2][256];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", folder, name);
	return path[turn];
}

static struct record sample(uint16_t sport)
{
	return (struct record){
		.capture = "", .first_us = 1714557600000250, .last_us = 1714557600000250,
		.transport = "tcp", .src = { 4, { 192, 168, 1, 5 } }, .sport = sport,
		.dst = { 6, { 0x20, 0x01, 0x0d, 0xb8, [15] = 7 } }, .dport = 6881, .packets = 4,
		.bytes = 400, .protocol = "bittorrent", .category = "file-sharing",
		.confidence = "certain", .stage = "dissector", .evidence = "handshake at 0",
		.decided_packet = 1, .action = "block", .rule = "home.yaml:14",
		.rule_name = "no \"torrents\"", .ndpi = "", .port_protocol = "bittorrent",
	};
}

/* What a reading yields. */
struct reading {
	int result;
	size_t n;
	struct record records[8];
	char text[8][64];		/* evidence and rule name, which do not outlive the call */
	char complaints[65536];
};

static void on_record(void *ctx, const struct record *r)
{
	struct reading *reading = ctx;
	size_t n = reading->n++;

	if (n >= 8)
		return;
	reading->records[n] = *r;
	snprintf(reading->text[n], sizeof(reading->text[n]), "%s|%s|%s", r->protocol, r->evidence,
		 r->rule_name);
}

static void read_one(struct reading *out, struct events_reader *reader, const char *file)
{
	const char *why;
	struct input *in = input_open(file, &why);

	CU_ASSERT_PTR_NOT_NULL_FATAL(in);
	out->result |= events_read_input(reader, file, in);
	input_close(in);
}

static void read_back(struct reading *out, const char *const files[], size_t n)
{
	FILE *complaints;
	struct events_reader *reader;

	memset(out, 0, sizeof(*out));
	complaints = fmemopen(out->complaints, sizeof(out->complaints), "w");
	reader = events_read_new(on_record, out, complaints);
	for (size_t i = 0; i < n; i++)
		read_one(out, reader, files[i]);
	out->result |= events_read_finish(reader);
	events_read_free(reader);
	fclose(complaints);
}

static void write_text(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");

	fputs(text, out);
	fclose(out);
}

static char *text_of(const char *path)
{
	FILE *in = fopen(path, "r");
	char *text = calloc(1, 65536);
	size_t n = in ? fread(text, 1, 65535, in) : 0;

	text[n] = '\0';
	if (in)
		fclose(in);
	return text;
}

static void a_line_is_exact(void)
{
	struct record r = sample(1000);
	const char *path = in_folder("exact");
	struct events e;
	struct stat st;
	char *text;

	CU_ASSERT_EQUAL(events_open(&e, path), 0);
	events_label(&e, &r, 1714557600500000);
	CU_ASSERT_EQUAL(e.written, 1);
	CU_ASSERT_EQUAL(fcntl(e.fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	events_close(&e);

	text = text_of(path);
	CU_ASSERT_STRING_EQUAL(text,
		"{\"event\":\"label\",\"time\":1714557600.5,\"capture\":\"\","
		"\"first_s\":1714557600.00025,\"last_s\":1714557600.00025,\"transport\":\"tcp\","
		"\"src\":\"192.168.1.5\",\"sport\":1000,\"dst\":\"2001:db8::7\",\"dport\":6881,"
		"\"packets\":4,\"bytes\":400,\"protocol\":\"bittorrent\","
		"\"category\":\"file-sharing\",\"confidence\":\"certain\",\"stage\":\"dissector\","
		"\"evidence\":\"handshake at 0\",\"decided_packet\":1,\"action\":\"block\","
		"\"rule\":\"home.yaml:14\",\"ndpi\":\"\",\"findings\":[],"
		"\"rule_name\":\"no \\\"torrents\\\"\"}\n");
	free(text);
	stat(path, &st);
	CU_ASSERT_EQUAL(st.st_mode & 0007, 0);
}

/* A finding comes behind its label and says all of it; what is read of both is one flow. */
static void findings_are_read_back(void)
{
	const uint8_t both = FOUND_BIT(FOUND_SMB1_EXPOSED) | FOUND_BIT(FOUND_SMB1_EXPLOIT_SHAPE);
	struct record r = sample(1000), running = sample(2000);
	const char *path = in_folder("found");
	struct reading reading;
	struct events e;
	char *text;

	events_open(&e, path);
	events_label(&e, &r, r.first_us);
	r.findings = running.findings = both;
	events_finding(&e, &r, r.first_us, FOUND_SMB1_EXPLOIT_SHAPE, "a shape");
	events_finding(&e, &running, r.first_us, FOUND_SMB1_EXPLOIT_SHAPE, "a shape");
	events_end(&e, &r, r.last_us);
	events_close(&e);

	text = text_of(path);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "{\"event\":\"finding\",\"time\":"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"findings\":[\"smb1-exposed\","
				      "\"smb1-exploit-shape\"]"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"finding\":\"smb1-exploit-shape\","
				      "\"shape\":\"a shape\"}"));
	free(text);

	read_back(&reading, &path, 1);
	CU_ASSERT_STRING_EQUAL(reading.complaints, "");
	CU_ASSERT_EQUAL_FATAL(reading.n, 2);
	CU_ASSERT_EQUAL(reading.records[0].sport, 1000);
	CU_ASSERT_EQUAL(reading.records[0].findings, both);
	CU_ASSERT_EQUAL(reading.records[1].sport, 2000);
	CU_ASSERT_EQUAL(reading.records[1].findings, both);
}

static void label_and_end_are_one_record(void)
{
	struct record r = sample(1000), running = sample(2000);
	const char *path = in_folder("pair");
	struct reading reading;
	struct events e;

	events_open(&e, path);
	events_label(&e, &r, r.first_us);
	events_label(&e, &running, r.first_us);
	r.packets = 5000;
	r.bytes = 7000000;
	r.last_us += 60000000;
	r.evidence = "";
	r.decided_packet = 0;
	events_end(&e, &r, r.last_us);
	events_close(&e);

	read_back(&reading, &path, 1);
	CU_ASSERT_EQUAL(reading.result, 0);
	CU_ASSERT_STRING_EQUAL(reading.complaints, "");
	CU_ASSERT_EQUAL_FATAL(reading.n, 2);
	CU_ASSERT_EQUAL(reading.records[0].sport, 1000);
	CU_ASSERT_EQUAL(reading.records[0].bytes, 7000000);
	CU_ASSERT_EQUAL(reading.records[0].first_us, 1714557600000250);
	CU_ASSERT_EQUAL(reading.records[0].last_us, 1714557660000250);
	CU_ASSERT_EQUAL(reading.records[0].decided_packet, 1);
	CU_ASSERT_STRING_EQUAL(reading.text[0], "bittorrent|handshake at 0|no \"torrents\"");
	CU_ASSERT_STRING_EQUAL(reading.records[0].port_protocol, "bittorrent");
	CU_ASSERT_EQUAL(reading.records[1].sport, 2000);
	CU_ASSERT_STRING_EQUAL(reading.text[1], "bittorrent|handshake at 0|no \"torrents\"");
}

static void a_later_label_replaces_the_first(void)
{
	struct record r = sample(1000);
	const char *path = in_folder("twice");
	struct reading reading;
	struct events e;

	events_open(&e, path);
	r.confidence = "port";
	events_label(&e, &r, r.first_us);
	r.confidence = "certain";
	events_label(&e, &r, r.first_us);
	events_close(&e);

	read_back(&reading, &path, 1);
	CU_ASSERT_EQUAL_FATAL(reading.n, 1);
	CU_ASSERT_STRING_EQUAL(reading.records[0].confidence, "certain");
}

/* Where others may write, a link may lead anywhere. */
static void a_link_is_refused(void)
{
	char link[64];
	struct events e;

	snprintf(link, sizeof(link), "%s", in_folder("link"));
	CU_ASSERT_EQUAL(symlink(in_folder("victim"), link), 0);
	CU_ASSERT_EQUAL(events_open(&e, link), -1);
	CU_ASSERT_EQUAL(access(in_folder("victim"), F_OK), -1);
	events_close(&e);
	unlink(link);
}

static void rotation_keeps_pairs_together(void)
{
	struct record r = sample(1000);
	const char *files[2] = { in_folder("log.1"), in_folder("log") };
	struct reading reading;
	struct events e;

	events_open(&e, files[1]);
	events_label(&e, &r, r.first_us);
	CU_ASSERT_EQUAL(rename(files[1], files[0]), 0);
	CU_ASSERT_EQUAL(events_reopen(&e), 0);
	events_end(&e, &r, r.first_us);
	events_close(&e);

	read_back(&reading, files, 2);
	CU_ASSERT_EQUAL(reading.result, 0);
	CU_ASSERT_EQUAL(reading.n, 1);
}

/* Says nothing on stderr while it holds. */
static int hush(void)
{
	int kept = dup(STDERR_FILENO);
	int null = open("/dev/null", O_WRONLY);

	dup2(null, STDERR_FILENO);
	close(null);
	return kept;
}

static void unhush(int kept)
{
	dup2(kept, STDERR_FILENO);
	close(kept);
}

static void a_missing_folder_is_counted(void)
{
	struct record r = sample(1000);
	const char *path = in_folder("later/log");
	struct events e;
	int kept = hush();

	CU_ASSERT_EQUAL(events_open(&e, path), -1);
	events_label(&e, &r, 0);
	events_end(&e, &r, 0);
	CU_ASSERT_EQUAL(e.lost, 2);
	CU_ASSERT_EQUAL(mkdir(in_folder("later"), 0700), 0);
	CU_ASSERT_EQUAL(events_reopen(&e), 0);
	events_end(&e, &r, 0);
	CU_ASSERT_EQUAL(e.lost, 2);
	CU_ASSERT_EQUAL(e.written, 1);
	events_close(&e);
	unhush(kept);
	unlink(in_folder("later/log"));
	rmdir(in_folder("later"));
}

/* A limit on the file's size cuts a line as a full disk does. */
static void a_full_disk_is_counted_and_survived(void)
{
	struct record r = sample(1000);
	const char *path = in_folder("full");
	struct rlimit kept_limit, small;
	struct reading reading;
	struct events e;
	int kept = hush();

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &kept_limit);
	events_open(&e, path);
	events_end(&e, &r, 0);
	small = (struct rlimit){ 600, kept_limit.rlim_max };
	setrlimit(RLIMIT_FSIZE, &small);
	events_end(&e, &r, 0);
	events_end(&e, &r, 0);
	setrlimit(RLIMIT_FSIZE, &kept_limit);
	events_end(&e, &r, 0);
	CU_ASSERT_EQUAL(e.written, 2);
	CU_ASSERT_EQUAL(e.lost, 2);
	CU_ASSERT_EQUAL(e.lost_in_row, 0);
	events_close(&e);
	unhush(kept);

	/* The torn line is told of; the one behind it is whole. */
	read_back(&reading, &path, 1);
	CU_ASSERT_EQUAL(reading.n, 2);
	CU_ASSERT_EQUAL(reading.result, -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(reading.complaints, "full:2: no JSON object"));
}

/* A good line with one piece of text in the place of another. */
static char *altered(const char *from, const char *to)
{
	static const char good[] =
		"{\"event\":\"end\",\"time\":1,\"capture\":\"\",\"first_s\":1,\"last_s\":2.5,"
		"\"transport\":\"udp\",\"src\":\"10.0.0.1\",\"sport\":1,\"dst\":\"::1\","
		"\"dport\":2,\"packets\":3,\"bytes\":4,\"protocol\":\"kad\",\"category\":\"c\","
		"\"confidence\":\"likely\",\"stage\":\"s\",\"evidence\":\"e\","
		"\"decided_packet\":1,\"action\":\"\",\"rule\":\"\",\"rule_name\":\"\"}";
	const char *at = strstr(good, from);
	char *line;

	if (asprintf(&line, "%.*s%s%s\n", (int)(at - good), good, to, at + strlen(from)) < 0)
		abort();
	return line;
}

static void broken_lines_are_told_of(void)
{
	static const struct {
		const char *from;
		const char *to;
		const char *complaint;
	} cases[] = {
		{ "\"end\"", "\"stop\"",
		  "\"event\" is \"stop\", expected \"label\", \"finding\" or \"end\"" },
		{ "\"event\":\"end\",", "",
		  "\"event\" is \"\", expected \"label\", \"finding\" or \"end\"" },
		{ "\"bytes\":4,", "", "\"bytes\" is missing" },
		{ "\"bytes\":4,", "\"bytes\":-4,", "\"bytes\" is not a whole number" },
		{ "\"bytes\":4,", "\"bytes\":\"4\",",
		  "\"bytes\" is \"4\", expected a whole number" },
		{ "\"dport\":2,", "\"dport\":70000,", "\"dport\" is not a number from 0 to 65535" },
		{ "10.0.0.1", "10.0.0.x",
		  "\"src\" is \"10.0.0.x\", expected an IPv4 or IPv6 address" },
		{ "\"udp\"", "\"icmp\"", "\"transport\" is \"icmp\", expected \"tcp\" or \"udp\"" },
		{ "\"likely\"", "\"sure\"",
		  "\"confidence\" is \"sure\", expected certain, likely, port, cleared" },
		{ "\"action\":\"\"", "\"action\":\"eat\"",
		  "\"action\" is \"eat\", expected allow, report" },
		{ "\"first_s\":1,", "\"first_s\":1e30,", "\"first_s\" is not seconds since 1970" },
		{ "\"rule\":\"\"", "\"rule\":\"\",\"findings\":\"none\"",
		  "\"findings\" is \"none\", expected a list of findings" },
		{ "\"rule\":\"\"", "\"rule\":\"\",\"findings\":[\"smb9\"]",
		  "\"findings\" is not a list of findings" },
		{ "\"kad\"", "7", "\"protocol\" is not a string" },
		{ "\"kad\"", "\"\xff\"", "no JSON object, at column" },
		{ "\"rule_name\":\"\"}", "", "no JSON object, at column" },
		{ "{\"event\"", "[1]{\"event\"", "no JSON object, at column" },
		{ "\"event\":\"end\",", "\"event\":\"\\u001b[31m\",",
		  "\"event\" is \"\xef\xbf\xbd[31m\"" },
	};
	const char *path = in_folder("broken");

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *bad = altered(cases[i].from, cases[i].to);
		char *good = altered("\"end\"", "\"end\"");
		struct reading reading;
		char *both;

		if (asprintf(&both, "%s\n%s", bad, good) < 0)
			abort();
		write_text(path, both);
		read_back(&reading, &path, 1);
		UNIT_CHECK(strstr(reading.complaints, cases[i].complaint) != NULL,
			   "case %zu: %s", i, reading.complaints);
		UNIT_CHECK(strstr(reading.complaints, "broken:1: ") != NULL,
			   "case %zu: no place", i);
		UNIT_CHECK(reading.n == 1 && reading.result == -1,
			   "case %zu: the good line is lost", i);
		free(both);
		free(bad);
		free(good);
	}
}

static void a_very_long_line_is_told_of(void)
{
	const char *path = in_folder("long");
	char *good = altered("\"end\"", "\"end\"");
	FILE *out = fopen(path, "w");
	struct reading reading;

	fputs("{\"event\":\"", out);
	for (int i = 0; i < 3000000; i++)
		putc('x', out);
	fprintf(out, "\"}\n%s", good);
	fclose(out);
	free(good);

	read_back(&reading, &path, 1);
	CU_ASSERT_EQUAL(reading.n, 1);
	CU_ASSERT_PTR_NOT_NULL(strstr(reading.complaints, "long:1: longer than the 16384 bytes"));
}

static void many_broken_lines_are_summed_up(void)
{
	const char *path = in_folder("many");
	FILE *out = fopen(path, "w");
	struct reading reading;

	for (int i = 0; i < 1000; i++)
		fputs("{\n", out);
	fclose(out);
	read_back(&reading, &path, 1);
	CU_ASSERT_PTR_NOT_NULL(strstr(reading.complaints, "many:20: "));
	CU_ASSERT_PTR_NULL(strstr(reading.complaints, "many:21: "));
	CU_ASSERT_PTR_NOT_NULL(strstr(reading.complaints,
				      "many: 980 more broken lines are left out"));
}

static const struct unit_test tests[] = {
	{ "a line, exactly", a_line_is_exact },
	{ "findings are read back", findings_are_read_back },
	{ "label and end are one record", label_and_end_are_one_record },
	{ "a later label replaces the first", a_later_label_replaces_the_first },
	{ "a link is refused", a_link_is_refused },
	{ "rotation keeps pairs together", rotation_keeps_pairs_together },
	{ "a missing folder is counted", a_missing_folder_is_counted },
	{ "a full disk is counted and survived", a_full_disk_is_counted_and_survived },
	{ "broken lines are told of", broken_lines_are_told_of },
	{ "a very long line is told of", a_very_long_line_is_told_of },
	{ "many broken lines are summed up", many_broken_lines_are_summed_up },
};

static void clear(void)
{
	static const char *const names[] = {
		"exact", "found", "pair", "twice", "log", "log.1", "full", "broken", "long", "many"
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(in_folder(names[i]));
	rmdir(folder);
}

int main(void)
{
	int result;

	if (!mkdtemp(folder))
		return 1;
	result = unit_run("events", tests, sizeof(tests) / sizeof(tests[0]));
	clear();
	return result;
}
