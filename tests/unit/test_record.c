/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "../../daemon/act/amount.h"
#include "../../daemon/act/clean.h"
#include "../../daemon/act/csv.h"
#include "../../daemon/act/json.h"
#include "../../daemon/act/record.h"

/* What one record is written as: CSV, JSON, and what they do with odd names. */
static struct record sample(void)
{
	return (struct record){
		.capture = "one.pcap",
		.first_us = 1714557600000250,
		.last_us = 1714557612500000,
		.transport = "tcp",
		.src = { 4, { 192, 0, 2, 1 } },
		.sport = 51413,
		.dst = { 6, { 0x20, 0x01, 0x0d, 0xb8, [15] = 7 } },
		.dport = 6881,
		.packets = 12,
		.bytes = 34567,
		.protocol = "bittorrent",
		.category = "file-sharing",
		.confidence = "certain",
		.stage = "dissector",
		.evidence = "handshake at 0",
		.decided_packet = 1,
		.action = "block",
		.rule = "home.yaml:14",
		.rule_name = "no torrents",
		.ndpi = "gnutella",
		.findings = FOUND_BIT(FOUND_SMB1_EXPOSED) | FOUND_BIT(FOUND_SMB1_EXPLOIT_SHAPE),
		.port_protocol = "bittorrent",
	};
}

static char *csv_of(const struct record *r)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	csv_row(out, r);
	fclose(out);
	return text;
}

static char *json_of(const struct record *r)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	json_row(out, r);
	fclose(out);
	return text;
}

static void csv_is_exact(void)
{
	struct record r = sample();
	char *text = csv_of(&r);

	CU_ASSERT_STRING_EQUAL(text,
		"one.pcap,1714557600.000250,1714557612.500000,tcp,192.0.2.1,51413,2001:db8::7,6881,"
		"12,34567,bittorrent,file-sharing,certain,dissector,handshake at 0,1,block,"
		"home.yaml:14,gnutella,smb1-exposed smb1-exploit-shape\n");
	free(text);
}

static void csv_heading_is_exact(void)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	csv_heading(out);
	fclose(out);
	CU_ASSERT_STRING_EQUAL(text,
		"capture,first_s,last_s,transport,src,sport,dst,dport,packets,bytes,protocol,"
		"category,confidence,stage,evidence,decided_packet,action,rule,ndpi,findings\n");
	free(text);
}

static void csv_quotes(void)
{
	static const struct {
		const char *name;
		const char *field;
	} cases[] = {
		{ "plain.pcap", "plain.pcap," },
		{ "a,b.pcap", "\"a,b.pcap\"," },
		{ "say \"hi\".pcap", "\"say \"\"hi\"\".pcap\"," },
		{ "two\nlines", "\"two\nlines\"," },
		{ "carriage\rreturn", "\"carriage\rreturn\"," },
		{ "\xff\xfe.pcap", "\xff\xfe.pcap," },
		{ "", "," },
		{ "=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0," },
		{ "-2+3,x", "\"'-2+3,x\"," },
		{ "@SUM(1)", "'@SUM(1)," },
		{ "\tx", "'\tx," },
		{ "-", "-," },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct record r = sample();
		char *text;

		r.capture = cases[i].name;
		text = csv_of(&r);
		UNIT_CHECK(!strncmp(text, cases[i].field, strlen(cases[i].field)),
			   "case %zu: %s", i, text);
		free(text);
	}
}

static void csv_of_nothing_known(void)
{
	struct record r = {
		.capture = "", .transport = "udp",
		.src = { 4, { 10 } }, .dst = { 4, { 10, 0, 0, 1 } },
		.protocol = "", .category = "", .confidence = "", .stage = "", .evidence = "",
		.action = "", .rule = "", .rule_name = "", .ndpi = "", .port_protocol = "",
	};
	char *text = csv_of(&r);

	CU_ASSERT_STRING_EQUAL(text,
		",0.000000,0.000000,udp,10.0.0.0,0,10.0.0.1,0,0,0,,,,,,0,,,,\n");
	free(text);
}

static void json_is_exact(void)
{
	struct record r = sample();
	char *text = json_of(&r);

	CU_ASSERT_STRING_EQUAL(text,
		"{\"capture\":\"one.pcap\",\"first_s\":1714557600.00025,\"last_s\":1714557612.5,"
		"\"transport\":\"tcp\",\"src\":\"192.0.2.1\",\"sport\":51413,"
		"\"dst\":\"2001:db8::7\",\"dport\":6881,\"packets\":12,\"bytes\":34567,"
		"\"protocol\":\"bittorrent\",\"category\":\"file-sharing\","
		"\"confidence\":\"certain\",\"stage\":\"dissector\","
		"\"evidence\":\"handshake at 0\",\"decided_packet\":1,"
		"\"action\":\"block\",\"rule\":\"home.yaml:14\",\"ndpi\":\"gnutella\","
		"\"findings\":[\"smb1-exposed\",\"smb1-exploit-shape\"]}\n");
	free(text);
}

static void json_survives_names(void)
{
	static const char *const names[] = {
		"\xff\xfe", "a\"b\\c", "two\nlines", "\xc3", "\xed\xa0\x80",
		"\xf4\x90\x80\x80", "\xc0\xaf", "\x01",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct record r = sample();
		char *text;
		json_t *back;

		r.capture = names[i];
		text = json_of(&r);
		back = json_loads(text, 0, NULL);
		UNIT_CHECK(back != NULL, "case %zu: %s", i, text);
		UNIT_CHECK(strchr(text, '\n') == text + strlen(text) - 1,
			   "case %zu: more than one line", i);
		json_decref(back);
		free(text);
	}
}

static void json_survives_a_very_long_name(void)
{
	struct record r = sample();
	size_t len = 100000;
	char *name = malloc(len + 1);
	char *text;
	json_t *back;

	memset(name, 0xff, len);
	name[len] = '\0';
	r.capture = name;
	text = json_of(&r);
	back = json_loads(text, 0, NULL);
	CU_ASSERT_PTR_NOT_NULL(back);
	CU_ASSERT_EQUAL(json_string_length(json_object_get(back, "capture")), len * 3);
	json_decref(back);
	free(text);
	free(name);
}

static void microseconds_survive_json(void)
{
	static const int64_t times[] = { 0, 1, 999999, 1714557600123457, 4102444799999999 };

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		json_t *value = json_seconds(times[i]);
		char *text = json_dumps(value, JSON_FLAGS | JSON_ENCODE_ANY);
		double back = strtod(text, NULL) * 1e6;
		double miss = back - (double)times[i];

		UNIT_CHECK(miss < 0.5 && miss > -0.5, "case %zu: %s", i, text);
		free(text);
		json_decref(value);
	}
}

static void seconds_have_six_decimals(void)
{
	static const struct {
		int64_t us;
		const char *text;
	} cases[] = {
		{ 0, "0.000000" }, { 1, "0.000001" }, { 1500000, "1.500000" },
		{ -250000, "-0.250000" },
		{ INT64_MAX, "9223372036854.775807" }, { INT64_MIN, "-9223372036854.775808" },
	};
	char text[RECORD_SECONDS];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		record_seconds(cases[i].us, text);
		UNIT_CHECK(!strcmp(text, cases[i].text), "%s is not %s", text, cases[i].text);
	}
}

static void clean_replaces_what_is_no_text(void)
{
	static const struct {
		const char *text;
		const char *utf8;
		const char *line;
	} cases[] = {
		{ "plain", "plain", "plain" },
		{ "gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f" },
		{ "a\xff" "b", "a\xef\xbf\xbd" "b", "a\xef\xbf\xbd" "b" },
		{ "cut \xe2\x82", "cut \xef\xbf\xbd\xef\xbf\xbd", "cut \xef\xbf\xbd\xef\xbf\xbd" },
		{ "\x1b[31m", "\x1b[31m", "\xef\xbf\xbd[31m" },
		{ "rtl\xe2\x80\xae!", "rtl\xe2\x80\xae!", "rtl\xef\xbf\xbd!" },
		{ "\xc2\x9b" "5m", "\xc2\x9b" "5m", "\xef\xbf\xbd" "5m" },
	};
	char text[64];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		UNIT_CHECK(!strcmp(clean_utf8(cases[i].text, text, sizeof(text)), cases[i].utf8),
			   "utf8 %zu", i);
		UNIT_CHECK(!strcmp(clean_line(cases[i].text, text, sizeof(text)), cases[i].line),
			   "line %zu", i);
	}
	CU_ASSERT_EQUAL(clean_columns("gr\xc3\xbc\xc3\x9f"), 4);
}

static void clean_cuts_at_a_whole_character(void)
{
	char text[5];

	CU_ASSERT_STRING_EQUAL(clean_utf8("abc\xc3\xbc", text, sizeof(text)), "abc");
	CU_ASSERT_STRING_EQUAL(clean_utf8("ab\xc3\xbc", text, sizeof(text)), "ab\xc3\xbc");
	CU_ASSERT_STRING_EQUAL(clean_utf8("abcdefgh", text, sizeof(text)), "abcd");
}

static void clean_escapes_html(void)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	clean_html(out, "<script>alert('1' & \"2\")</script>\xff\x07");
	fclose(out);
	CU_ASSERT_STRING_EQUAL(text,
		"&lt;script&gt;alert(&#39;1&#39; &amp; &quot;2&quot;)&lt;/script&gt;"
		"\xef\xbf\xbd\xef\xbf\xbd");
	free(text);
}

static void amounts_read_well(void)
{
	char text[AMOUNT_TEXT];

	CU_ASSERT_STRING_EQUAL(amount_count(0, text), "0");
	CU_ASSERT_STRING_EQUAL(amount_count(999, text), "999");
	CU_ASSERT_STRING_EQUAL(amount_count(1204, text), "1,204");
	CU_ASSERT_STRING_EQUAL(amount_count(UINT64_MAX, text), "18,446,744,073,709,551,615");
	CU_ASSERT_STRING_EQUAL(amount_bytes(944, text), "944 B");
	CU_ASSERT_STRING_EQUAL(amount_bytes(38210000, text), "38.2 MB");
	CU_ASSERT_STRING_EQUAL(amount_bytes(999999, text), "1.0 MB");
	CU_ASSERT_STRING_EQUAL(amount_bytes(UINT64_MAX, text), "18.4 EB");
	CU_ASSERT_STRING_EQUAL(amount_rate(2000000, text), "2 Mbit/s");
	CU_ASSERT_STRING_EQUAL(amount_rate(256000, text), "256 kbit/s");
	CU_ASSERT_STRING_EQUAL(amount_time(1714557603000000, text), "2024-05-01 10:00:03 UTC");
	CU_ASSERT_STRING_EQUAL(amount_span(250000000, text), "4 min 10 s");
	CU_ASSERT_STRING_EQUAL(amount_span(-5, text), "0.0 s");
}

static const struct unit_test tests[] = {
	{ "CSV: a row, exactly", csv_is_exact },
	{ "CSV: the heading, exactly", csv_heading_is_exact },
	{ "CSV: quoting", csv_quotes },
	{ "CSV: a flow of which nothing is known", csv_of_nothing_known },
	{ "JSON: a row, exactly", json_is_exact },
	{ "JSON: odd names", json_survives_names },
	{ "JSON: a very long name", json_survives_a_very_long_name },
	{ "JSON: microseconds", microseconds_survive_json },
	{ "seconds with six decimals", seconds_have_six_decimals },
	{ "clean: what is no text", clean_replaces_what_is_no_text },
	{ "clean: a cut", clean_cuts_at_a_whole_character },
	{ "clean: HTML", clean_escapes_html },
	{ "amounts read well", amounts_read_well },
};

UNIT_MAIN("record", tests)
