/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <string.h>

#include "../../daemon/base/addr.h"
#include "../../daemon/base/arena.h"
#include "../../daemon/base/label.h"
#include "../../daemon/base/rd.h"
#include "unit.h"

static const uint8_t bytes[] = { 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09 };

static void numbers(void)
{
	struct rd r = rd_of(bytes, sizeof(bytes));

	CU_ASSERT(rd_u8(&r) == 0x01);
	CU_ASSERT(rd_be16(&r) == 0x0203);
	CU_ASSERT(rd_be24(&r) == 0x040506);
	CU_ASSERT(rd_le16(&r) == 0x0807);
	CU_ASSERT(rd_left(&r) == 1 && !r.shortfall);

	r = rd_of(bytes, sizeof(bytes));
	CU_ASSERT(rd_be32(&r) == 0x01020304);
	CU_ASSERT(rd_le32(&r) == 0x08070605);

	r = rd_of(bytes, sizeof(bytes));
	CU_ASSERT(rd_be64(&r) == 0x0102030405060708);
	r = rd_of(bytes + 1, 8);
	CU_ASSERT(rd_le64(&r) == 0x0908070605040302);
	CU_ASSERT(rd_left(&r) == 0 && !r.shortfall);
}

/* The first read past the end yields zero, and so do all after it. */
static void shortfall(void)
{
	for (size_t len = 0; len < 8; len++) {
		struct rd r = rd_of(bytes, len);

		CU_ASSERT(rd_be64(&r) == 0);
		CU_ASSERT(r.shortfall && rd_left(&r) == 0);
		CU_ASSERT(rd_u8(&r) == 0 && rd_take(&r, 0) != bytes + sizeof(bytes));
		CU_ASSERT(rd_take(&r, 1) == NULL);
	}
}

static void empty(void)
{
	struct rd r = rd_of(NULL, 0);
	size_t n = 1;

	CU_ASSERT(rd_left(&r) == 0 && !r.shortfall);
	CU_ASSERT(rd_printable(&r) == 0);
	CU_ASSERT(!rd_contains(&r, "a", 1));
	CU_ASSERT(rd_until(&r, 'a', &n) == NULL && n == 0 && r.shortfall);
	r = rd_of(NULL, 0);
	CU_ASSERT(!rd_expect(&r, "a", 1) && r.shortfall);
	r = rd_of(NULL, 0);
	CU_ASSERT(rd_u8(&r) == 0 && r.shortfall);
}

static void take_all(void)
{
	struct rd r = rd_of(bytes, sizeof(bytes));

	CU_ASSERT(rd_take(&r, 4) == bytes);
	CU_ASSERT(rd_take(&r, 5) == bytes + 4);
	CU_ASSERT(rd_left(&r) == 0 && !r.shortfall);
	r = rd_of(bytes, sizeof(bytes));
	CU_ASSERT(rd_take(&r, SIZE_MAX) == NULL && r.shortfall);
}

static void expect(void)
{
	static const struct {
		const char *have;
		const char *want;
		bool answer;
		bool shortfall;
		size_t left;
	} cases[] = {
		{ "GET /", "GET ", true, false, 1 },
		{ "GET ", "GET ", true, false, 0 },
		{ "GE", "GET ", false, true, 0 },
		{ "", "GET ", false, true, 0 },
		{ "GOT ", "GET ", false, false, 4 },
		{ "X", "GET ", false, false, 1 },
		{ "get /", "GET ", false, false, 5 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rd r = rd_of(cases[i].have, strlen(cases[i].have));
		bool answer = rd_expect(&r, cases[i].want, strlen(cases[i].want));

		UNIT_CHECK(answer == cases[i].answer && r.shortfall == cases[i].shortfall &&
			   rd_left(&r) == cases[i].left, "case %zu", i);
	}
}

static void expect_nocase(void)
{
	struct rd r = rd_of("hOsT: a", 7);

	CU_ASSERT(rd_expect_nocase(&r, "Host:") && rd_left(&r) == 2);
	CU_ASSERT(!rd_expect_nocase(&r, "b") && !r.shortfall && rd_left(&r) == 2);
	CU_ASSERT(!rd_expect_nocase(&r, " abc") && r.shortfall);
}

static void look_ahead(void)
{
	struct rd r = rd_of("abc\r\ndef", 8);
	size_t n;

	CU_ASSERT(rd_contains(&r, "def", 3) && rd_contains(&r, "\r\n", 2));
	CU_ASSERT(!rd_contains(&r, "defg", 4) && !rd_contains(&r, "x", 1));
	CU_ASSERT(rd_printable(&r) == 3);
	CU_ASSERT(rd_until(&r, '\n', &n) != NULL && n == 4 && rd_left(&r) == 3);
	CU_ASSERT(rd_printable(&r) == 3);
	CU_ASSERT(rd_until(&r, '\n', &n) == NULL && r.shortfall);
}

static void decimal(void)
{
	static const struct {
		const char *text;
		uint32_t max;
		bool answer;
		uint32_t value;
	} cases[] = {
		{ "0", 10, true, 0 },
		{ "42x", 100, true, 42 },
		{ "65535", 65535, true, 65535 },
		{ "65536", 65535, false, 0 },
		{ "4294967295", UINT32_MAX, true, UINT32_MAX },
		{ "4294967296", UINT32_MAX, false, 0 },
		{ "99999999999999999999999999", UINT32_MAX, false, 0 },
		{ "", 10, false, 0 },
		{ "-1", 10, false, 0 },
		{ "x", 10, false, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rd r = rd_of(cases[i].text, strlen(cases[i].text));
		uint32_t value;
		bool answer = rd_decimal(&r, cases[i].max, &value);

		UNIT_CHECK(answer == cases[i].answer && (!answer || value == cases[i].value),
			   "\"%s\"", cases[i].text);
	}
}

static void addresses(void)
{
	static const char *const right[] = {
		"0.0.0.0", "10.20.0.7", "255.255.255.255", "::", "::1", "2001:db8::1", "fe80::1:2",
		"::ffff:192.0.2.1",
	};
	static const char *const wrong[] = {
		"", "10.20.0.300", "10.20.0", "10.20.0.7.8", "10.20.0.7 ", "::1::", "1:2:3", "host",
		"2001:db8::g", "10.0.0.1/8",
	};
	char text[ADDR_TEXT];
	struct addr a;

	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
		UNIT_CHECK(addr_parse(right[i], &a), "%s", right[i]);
		CU_ASSERT_STRING_EQUAL(addr_text(&a, text), right[i]);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		UNIT_CHECK(!addr_parse(wrong[i], &a), "%s", wrong[i]);

	a = (struct addr){ 0 };
	CU_ASSERT_STRING_EQUAL(addr_text(&a, text), "");
	a = addr_of4(bytes);
	CU_ASSERT_STRING_EQUAL(addr_text(&a, text), "1.2.3.4");
}

static void address_order(void)
{
	struct addr low;
	struct addr high;
	struct addr six;

	CU_ASSERT(addr_parse("10.0.0.1", &low) && addr_parse("10.0.1.0", &high));
	CU_ASSERT(addr_parse("::1", &six));
	CU_ASSERT(addr_compare(&low, &high) < 0 && addr_compare(&high, &low) > 0);
	CU_ASSERT(addr_compare(&low, &low) == 0);
	CU_ASSERT(addr_compare(&high, &six) < 0 && addr_compare(&six, &low) > 0);
}

static void prefixes(void)
{
	static const char *const right[] = {
		"10.0.0.0/8", "10.20.0.0/24", "10.20.0.4/30", "192.0.2.1", "0.0.0.0/0", "::/0",
		"2001:db8::/32", "2001:db8::1", "fc00::/7",
	};
	static const char *const wrong[] = {
		"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8 ", "10.0.0.0/ 8",
		"10.0.0.5/24", "2001:db8::1/32", "::/129", "10.0.0.0/8/8", "x/8", "10.0.0.0/0x8",
		"10.0.0.0/99999999999999999999",
	};
	char text[PREFIX_TEXT];
	struct prefix p;

	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
		UNIT_CHECK(prefix_parse(right[i], &p), "%s", right[i]);
		CU_ASSERT_STRING_EQUAL(prefix_text(&p, text), right[i]);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		UNIT_CHECK(!prefix_parse(wrong[i], &p), "%s", wrong[i]);
	CU_ASSERT(prefix_parse("192.0.2.1/32", &p));
	CU_ASSERT_STRING_EQUAL(prefix_text(&p, text), "192.0.2.1");
}

static void prefix_members(void)
{
	static const struct {
		const char *prefix;
		const char *address;
		bool holds;
	} cases[] = {
		{ "10.20.0.0/24", "10.20.0.255", true },
		{ "10.20.0.0/24", "10.20.1.0", false },
		{ "10.20.0.4/30", "10.20.0.7", true },
		{ "10.20.0.4/30", "10.20.0.8", false },
		{ "0.0.0.0/0", "255.1.2.3", true },
		{ "0.0.0.0/0", "::1", false },
		{ "::/0", "10.0.0.1", false },
		{ "fc00::/7", "fdff::1", true },
		{ "fc00::/7", "fe00::1", false },
		{ "2001:db8::1", "2001:db8::1", true },
		{ "2001:db8::1", "2001:db8::2", false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct prefix p;
		struct prefix whole;
		struct addr a;

		CU_ASSERT_FATAL(prefix_parse(cases[i].prefix, &p));
		CU_ASSERT_FATAL(addr_parse(cases[i].address, &a));
		CU_ASSERT_FATAL(prefix_parse(cases[i].address, &whole));
		UNIT_CHECK(prefix_holds(&p, &a) == cases[i].holds, "case %zu", i);
		UNIT_CHECK(prefix_covers(&p, &whole) == cases[i].holds, "case %zu", i);
		CU_ASSERT(prefix_covers(&p, &p));
	}
}

static void prefix_from_address(void)
{
	char text[PREFIX_TEXT];
	struct prefix wide;
	struct prefix p;
	struct addr a;

	CU_ASSERT(addr_parse("10.1.2.3", &a));
	wide = prefix_of(&a, 8);
	p = prefix_of(&a, 23);
	CU_ASSERT_STRING_EQUAL(prefix_text(&p, text), "10.1.2.0/23");
	CU_ASSERT(prefix_covers(&wide, &p) && !prefix_covers(&p, &wide));
}

static void address_kinds(void)
{
	static const struct {
		const char *text;
		bool is_private;
		bool is_special;
	} cases[] = {
		{ "10.1.2.3", true, false },       { "172.31.0.1", true, false },
		{ "172.32.0.1", false, false },    { "192.168.1.1", true, false },
		{ "100.64.0.1", true, false },     { "169.254.1.1", true, false },
		{ "192.0.2.1", false, false },     { "127.0.0.1", false, true },
		{ "224.0.0.251", false, true },    { "255.255.255.255", false, true },
		{ "0.0.0.0", false, true },        { "::", false, true },
		{ "::1", false, true },            { "ff02::fb", false, true },
		{ "fd00::1", true, false },        { "fe80::1", true, false },
		{ "2001:db8::1", false, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct addr a;

		CU_ASSERT_FATAL(addr_parse(cases[i].text, &a));
		UNIT_CHECK(addr_is_private(&a) == cases[i].is_private, "%s", cases[i].text);
		UNIT_CHECK(addr_is_special(&a) == cases[i].is_special, "%s", cases[i].text);
	}
}

static void masks(void)
{
	CU_ASSERT(mark_mask_is_right(MARK_MASK_DEFAULT));
	CU_ASSERT(mark_mask_is_right(0x00000fff) && mark_mask_is_right(0xfff00000));
	CU_ASSERT(!mark_mask_is_right(0) && !mark_mask_is_right(0xffffffff));
	CU_ASSERT(!mark_mask_is_right(0x00ff0000) && !mark_mask_is_right(0x1fff0000));
	CU_ASSERT(!mark_mask_is_right(0x0ff0f000));
}

/* Every label survives the way through the mark, under every mask, beside other bits. */
static void marks(void)
{
	for (unsigned int shift = 0; shift <= 20; shift++) {
		uint32_t mask = 0xfffu << shift;

		for (uint16_t number = 0; number <= LABEL_MAX; number += 31) {
			struct label label = { number, (enum confidence)(number % 4) };
			uint32_t mark = mark_of(label, mask);
			struct label back = mark_label(mark | ~mask, mask);

			CU_ASSERT((mark & ~mask) == 0);
			CU_ASSERT(back.number == number && back.confidence == label.confidence);
		}
	}

	CU_ASSERT(mark_of((struct label){ 2, CONFIDENCE_CERTAIN }, MARK_MASK_DEFAULT) ==
		  0x000b0000);
}

static void arenas(void)
{
	struct arena *a = arena_new();
	char *large = arena_take(a, 3, 50000);
	char *first = arena_text(a, "abcdef", 3);
	char *second;

	CU_ASSERT(large[0] == 0 && large[149999] == 0);
	memset(large, 'x', 150000);
	CU_ASSERT_STRING_EQUAL(first, "abc");
	CU_ASSERT_STRING_EQUAL(arena_format(a, "%s-%d", first, 7), "abc-7");
	CU_ASSERT_STRING_EQUAL(arena_text(a, "", 0), "");

	for (size_t i = 0; i < 5000; i++) {
		second = arena_take(a, 1, 1 + i % 40);
		CU_ASSERT((uintptr_t)second % _Alignof(max_align_t) == 0 && *second == 0);
		memset(second, 'y', 1 + i % 40);
	}

	CU_ASSERT_STRING_EQUAL(first, "abc");
	arena_free(a);
	arena_free(NULL);
}

static const struct unit_test tests[] = {
	{ "rd: numbers", numbers },
	{ "rd: reads past the end", shortfall },
	{ "rd: nothing to read", empty },
	{ "rd: bytes", take_all },
	{ "rd: expected bytes", expect },
	{ "rd: expected letters", expect_nocase },
	{ "rd: looking ahead", look_ahead },
	{ "rd: decimal numbers", decimal },
	{ "addr: text and back", addresses },
	{ "addr: order", address_order },
	{ "addr: networks", prefixes },
	{ "addr: hosts of networks", prefix_members },
	{ "addr: the network of a host", prefix_from_address },
	{ "addr: private and special", address_kinds },
	{ "label: masks", masks },
	{ "label: marks", marks },
	{ "arena: what is taken stays", arenas },
};

UNIT_MAIN("base", tests)
