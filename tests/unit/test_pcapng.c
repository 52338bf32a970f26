/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pcap/dlt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../daemon/packet/pcapng.h"
#include "unit.h"

/* Blocks of pcapng, in a writer's order of bytes. */
struct file {
	uint8_t bytes[4096];
	size_t n;
	bool big;
	size_t block;		/* where the one that is being written begins */
};

static void put(struct file *f, uint64_t value, int n)
{
	for (int i = 0; i < n; i++)
		f->bytes[f->n++] = (uint8_t)(value >> 8 * (f->big ? n - 1 - i : i));
}

static void begin(struct file *f, uint32_t type)
{
	f->block = f->n;
	put(f, type, 4);
	put(f, 0, 4);
}

static void end(struct file *f)
{
	uint32_t length = (uint32_t)(f->n - f->block) + 4;
	size_t at = f->n;

	f->n = f->block + 4;
	put(f, length, 4);
	f->n = at;
	put(f, length, 4);
}

static void section(struct file *f)
{
	begin(f, 0x0a0d0d0a);
	put(f, 0x1a2b3c4d, 4);
	put(f, f->big ? 0x00010000 : 1, 4);
	put(f, UINT64_MAX, 8);
	end(f);
}

/* `resolution`: 0 for none. */
static void interface(struct file *f, uint16_t link_type, uint32_t snaplen, uint8_t resolution)
{
	begin(f, 1);
	put(f, link_type, 2);
	put(f, 0, 2);
	put(f, snaplen, 4);
	if (resolution) {
		put(f, 9, 2);
		put(f, 1, 2);
		f->bytes[f->n] = resolution;
		f->n += 4;
		put(f, 0, 4);
	}
	end(f);
}

static void packet(struct file *f, uint32_t number, uint64_t ticks, uint32_t kept, uint32_t whole)
{
	begin(f, 6);
	put(f, number, 4);
	put(f, ticks >> 32, 4);
	put(f, ticks & UINT32_MAX, 4);
	put(f, kept, 4);
	put(f, whole, 4);
	f->n += (kept + 3) & ~3u;
	end(f);
}

static struct pcapng *open_file(struct file *f, FILE **in)
{
	*in = fmemopen(f->bytes, f->n, "r");
	return pcapng_new(*in);
}

#define MOST 8

static void check(struct file *f, const char *name, size_t n, const struct pcapng_frame *want,
		  enum pcapng_state last)
{
	FILE *in;
	struct pcapng *p = open_file(f, &in);
	struct pcapng_frame got;
	enum pcapng_state state;
	size_t i = 0;

	while ((state = pcapng_next(p, &got)) == PCAPNG_FRAME && i < MOST) {
		UNIT_CHECK(i < n && got.link_type == want[i].link_type &&
			   got.time_us == want[i].time_us && got.len == want[i].len &&
			   got.whole == want[i].whole,
			   "%s: frame %zu: link %d, time %lld, %u of %u", name, i, got.link_type,
			   (long long)got.time_us, got.len, got.whole);
		i++;
	}
	UNIT_CHECK(i == n && state == last, "%s: %zu frames, then %d (%s)", name, i, (int)state,
		   state == PCAPNG_TORN ? pcapng_trouble(p) : "");
	pcapng_free(p);
	fclose(in);
}

static void interfaces(void)
{
	static const struct pcapng_frame want[] = {
		{ DLT_EN10MB, 1000000, NULL, 60, 60 },
		{ DLT_LINUX_SLL, 2000000, NULL, 61, 90 },
		{ DLT_RAW, 3000000, NULL, 20, 20 },
	};

	for (int big = 0; big < 2; big++) {
		struct file f = { .big = big };

		section(&f);
		interface(&f, 1, 65535, 0);
		interface(&f, 113, 96, 0);
		packet(&f, 0, 1000000, 60, 60);
		packet(&f, 1, 2000000, 61, 90);
		interface(&f, 101, 0, 0);		/* described after the first packet */
		packet(&f, 2, 3000000, 20, 20);
		check(&f, big ? "big endian" : "little endian", 3, want, PCAPNG_END);
	}
}

static void times(void)
{
	static const struct {
		uint8_t resolution;
		uint64_t ticks;
		int64_t us;
	} cases[] = {
		{ 6, 1700000000123456, 1700000000123456 },
		{ 3, 1700000000123, 1700000000123000 },
		{ 9, 1700000000123456789, 1700000000123456 },
		{ 0x80 | 10, 1700000000ULL << 10 | 512, 1700000000500000 },
		{ 0x80 | 62, 1ULL << 62 | 1ULL << 61, 1500000 },
		{ 0x80 | 127, UINT64_MAX, 0 },
		{ 127, UINT64_MAX, 0 },
		{ 1, UINT64_MAX, 8589934592500000 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct file f = { 0 };
		struct pcapng_frame want = { DLT_EN10MB, cases[i].us, NULL, 4, 4 };
		char name[40];

		section(&f);
		interface(&f, 1, 0, cases[i].resolution);
		packet(&f, 0, cases[i].ticks, 4, 4);
		snprintf(name, sizeof(name), "resolution %u", cases[i].resolution);
		check(&f, name, 1, &want, PCAPNG_END);
	}
}

static void other_blocks(void)
{
	static const struct pcapng_frame want[] = {
		{ DLT_EN10MB, 7, NULL, 8, 8 },
		{ DLT_EN10MB, 7, NULL, 16, 1500 },
		{ DLT_EN10MB, 9, NULL, 4, 4 },
	};
	struct file f = { 0 };

	section(&f);
	interface(&f, 1, 16, 0);
	begin(&f, 0x80000bad);			/* nobody's */
	put(&f, 1, 4);
	end(&f);
	packet(&f, 0, 7, 8, 8);
	begin(&f, 3);				/* simple: no time, cut by the interface's length */
	put(&f, 1500, 4);
	f.n += 16;
	end(&f);
	section(&f);				/* the interfaces begin anew */
	interface(&f, 1, 0, 0);
	begin(&f, 2);				/* old */
	put(&f, 0, 2);
	put(&f, 3, 2);
	put(&f, 0, 4);
	put(&f, 9, 4);
	put(&f, 4, 4);
	put(&f, 4, 4);
	f.n += 4;
	end(&f);
	check(&f, "other blocks", 3, want, PCAPNG_END);
}

static void damaged(void)
{
	static const struct pcapng_frame want = { DLT_EN10MB, 1, NULL, 4, 4 };
	struct file good = { 0 };
	struct file f;

	section(&good);
	interface(&good, 1, 0, 0);
	packet(&good, 0, 1, 4, 4);

	for (size_t n = 1; n < good.n; n++) {	/* cut anywhere but between blocks */
		f = good;
		f.n = n;
		check(&f, "cut", 0, NULL, n == 28 || n == 48 ? PCAPNG_END : PCAPNG_TORN);
	}

	f = good;
	packet(&f, 1, 1, 4, 4);
	check(&f, "interface not described", 1, &want, PCAPNG_TORN);

	f = good;
	section(&f);
	packet(&f, 0, 1, 4, 4);
	check(&f, "interface of the section before", 1, &want, PCAPNG_TORN);

	f = good;
	f.bytes[good.n - 4] ^= 4;
	check(&f, "two lengths", 0, NULL, PCAPNG_TORN);

	f = good;
	f.bytes[48 + 20] = 200;			/* bytes kept */
	check(&f, "longer than its block", 0, NULL, PCAPNG_TORN);

	f = good;
	f.bytes[8] = 0;
	check(&f, "order of bytes", 0, NULL, PCAPNG_TORN);
}

/* More than any packet has: passed over, and what follows is read. */
static void large(void)
{
	const uint32_t length = 1 << 20;
	struct file f = { 0 };
	struct file after = { 0 };
	uint8_t *all = calloc(1, sizeof(f.bytes) * 2 + length);
	struct pcapng_frame got;
	struct pcapng *p;
	size_t n;
	FILE *in;

	section(&f);
	interface(&f, 1, 0, 0);
	put(&f, 6, 4);
	put(&f, length, 4);
	memcpy(all, f.bytes, f.n);
	n = f.n + length - 12;
	put(&after, length, 4);
	packet(&after, 0, 1, 4, 4);
	memcpy(all + n, after.bytes, after.n);

	in = fmemopen(all, n + after.n, "r");
	p = pcapng_new(in);
	CU_ASSERT_EQUAL(pcapng_next(p, &got), PCAPNG_LARGE);
	CU_ASSERT_EQUAL(pcapng_next(p, &got), PCAPNG_FRAME);
	CU_ASSERT_EQUAL(got.len, 4);
	CU_ASSERT_EQUAL(pcapng_next(p, &got), PCAPNG_END);
	pcapng_free(p);
	fclose(in);
	free(all);
}

static void links(void)
{
	static const struct {
		uint16_t link[2];
		int unread;
	} cases[] = {
		{ { 147, 148 }, 147 }, { { 147, 1 }, -1 }, { { 1, 147 }, -1 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct file f = { 0 };
		struct pcapng_frame got;
		struct pcapng *p;
		FILE *in;

		section(&f);
		interface(&f, cases[i].link[0], 0, 0);
		interface(&f, cases[i].link[1], 0, 0);
		packet(&f, 0, 5, 4, 4);
		p = open_file(&f, &in);
		CU_ASSERT_EQUAL(pcapng_unread_link(p), cases[i].unread);
		CU_ASSERT_EQUAL(pcapng_next(p, &got), PCAPNG_FRAME);
		CU_ASSERT_EQUAL(got.link_type, cases[i].link[0]);
		CU_ASSERT_EQUAL(pcapng_next(p, &got), PCAPNG_END);
		pcapng_free(p);
		fclose(in);
	}
}

static const struct unit_test tests[] = {
	{ "interfaces", interfaces },
	{ "times", times },
	{ "other blocks and sections", other_blocks },
	{ "damaged", damaged },
	{ "a block too large", large },
	{ "link types that are not read", links },
};

UNIT_MAIN("pcapng", tests)
