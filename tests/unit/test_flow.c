/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "packet_case.h"

#include "../../daemon/act/ledger.h"
#include "../../daemon/flow/head.h"
#include "../../daemon/flow/table.h"

#define SECOND 1000000LL

static const struct flow_times times = { 100 * SECOND, 10 * SECOND, 30 * SECOND, 30 * SECOND };

struct ended {
	int n;
	struct flow last;
};

static void on_end(void *ctx, struct flow *f)
{
	struct ended *e = ctx;

	e->n++;
	e->last = *f;
}

static struct packet tcp(int64_t at, uint8_t flags)
{
	struct packet p = packet_between("10.0.0.1", 1000, "192.0.2.1", 80, IPPROTO_TCP);

	p.time_us = at;
	p.tcp_flags = flags;
	p.ip_whole = 40;
	return p;
}

static void both_ways_one_flow(void)
{
	struct ended e = { 0 };
	struct flow_table *t = flow_table_new(10, &times, on_end, &e);
	struct packet syn = tcp(SECOND, TCP_SYN);
	struct packet back = packet_back(tcp(2 * SECOND, TCP_SYN | TCP_ACK));
	uint8_t there;
	uint8_t here;
	struct flow *f = flow_table_see(t, &syn, &there);

	CU_ASSERT_PTR_EQUAL(f, flow_table_see(t, &back, &here));
	CU_ASSERT_EQUAL(here, 1 - there);
	CU_ASSERT_EQUAL(f->initiator, there);
	CU_ASSERT_EQUAL(f->packets, 2);
	CU_ASSERT_EQUAL(f->bytes, 80);
	flow_table_free(t);
	CU_ASSERT_EQUAL(e.n, 1);
}

/* A flow met at its SYN-ACK, or at a packet that conntrack calls an answer. */
static void initiator_is_known(void)
{
	struct ended e = { 0 };
	struct flow_table *t = flow_table_new(10, &times, on_end, &e);
	struct packet p = tcp(SECOND, TCP_SYN | TCP_ACK);
	uint8_t end;
	struct flow *f = flow_table_see(t, &p, &end);

	CU_ASSERT_EQUAL(f->initiator, 1 - end);
	CU_ASSERT_EQUAL(f->first, end);
	p = packet_between("10.0.0.1", 1, "10.0.0.2", 2, IPPROTO_UDP);
	p.is_answer = true;
	f = flow_table_see(t, &p, &end);
	CU_ASSERT_EQUAL(f->initiator, 1 - end);
	flow_table_free(t);
}

static void silence_ends(void)
{
	struct ended e = { 0 };
	struct flow_table *t = flow_table_new(10, &times, on_end, &e);
	struct packet open = tcp(SECOND, TCP_SYN);
	struct packet fin = packet_between("10.0.0.1", 7, "10.0.0.2", 8, IPPROTO_TCP);
	struct packet udp = packet_between("10.0.0.1", 7, "10.0.0.2", 8, IPPROTO_UDP);
	uint8_t end;

	fin.time_us = udp.time_us = SECOND;
	fin.tcp_flags = TCP_FIN | TCP_ACK;
	flow_table_see(t, &open, &end);
	flow_table_see(t, &fin, &end);
	flow_table_see(t, &udp, &end);
	flow_table_expire(t, 10 * SECOND);
	CU_ASSERT_EQUAL(e.n, 0);
	flow_table_expire(t, 12 * SECOND);
	CU_ASSERT_EQUAL(e.n, 1);
	CU_ASSERT(e.last.closing);
	flow_table_expire(t, 32 * SECOND);
	CU_ASSERT_EQUAL(e.n, 2);
	CU_ASSERT_EQUAL(e.last.key.transport, IPPROTO_UDP);
	flow_table_expire(t, 102 * SECOND);
	CU_ASSERT_EQUAL(e.n, 3);
	flow_table_free(t);
}

static void same_ports_again(void)
{
	struct ended e = { 0 };
	struct flow_table *t = flow_table_new(10, &times, on_end, &e);
	struct packet syn = tcp(SECOND, TCP_SYN);
	struct packet rst = tcp(2 * SECOND, TCP_RST);
	uint8_t end;

	flow_table_see(t, &syn, &end);
	flow_table_see(t, &syn, &end);	/* the SYN again is no new connection */
	CU_ASSERT_EQUAL(e.n, 0);
	flow_table_see(t, &rst, &end);
	flow_table_see(t, &syn, &end);
	CU_ASSERT_EQUAL(e.n, 1);
	CU_ASSERT_EQUAL(e.last.packets, 3);
	flow_table_free(t);
	CU_ASSERT_EQUAL(e.n, 2);
}

static void full_table(void)
{
	struct ended e = { 0 };
	struct flow_table *t = flow_table_new(1000, &times, on_end, &e);
	uint8_t end;

	for (int i = 0; i < 5000; i++) {
		struct packet p = packet_between("10.0.0.1", (uint16_t)(i + 1), "10.0.0.2", 9,
						 IPPROTO_UDP);

		p.time_us = SECOND + i;
		CU_ASSERT_PTR_NOT_NULL(flow_table_see(t, &p, &end));
	}
	CU_ASSERT_EQUAL(flow_table_evicted(t), 4000);
	CU_ASSERT_EQUAL(e.n, 4000);
	CU_ASSERT_EQUAL(e.last.key.port[0], 4000);	/* oldest first */
	flow_table_free(t);
	CU_ASSERT_EQUAL(e.n, 5000);
}

static struct packet segment(uint32_t seq, const char *bytes)
{
	struct packet p = packet_with(tcp(0, TCP_ACK | TCP_PSH), bytes, strlen(bytes));

	p.seq = seq;
	return p;
}

static void stream_in_order(void)
{
	static const struct {
		uint32_t seq;
		const char *bytes;
		const char *then;
	} steps[] = {
		{ 0xfffffffe, "ab", "ab" },		/* sequence numbers wrap */
		{ 0xfffffffe, "ab", "ab" },		/* again */
		{ 3, "xy", "ab" },			/* behind a hole */
		{ 0xffffffff, "bcde", "abcdexy" },	/* overlaps, and fills the hole */
		{ 5, "f", "abcdexyf" },
		{ 1, "zz", "abcdexyf" },		/* old */
	};
	struct head h = { 0 };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct packet p = segment(steps[i].seq, steps[i].bytes);

		head_add_segment(&h, &p);
		UNIT_CHECK(h.len == strlen(steps[i].then) &&
			   memcmp(h.bytes, steps[i].then, h.len) == 0,
			   "step %zu: %.*s", i, h.len, (const char *)h.bytes);
	}
	CU_ASSERT_FALSE(h.full);
}

/* Each step is a segment, and what is known of the stream then. */
struct arrival {
	uint32_t seq;
	const char *bytes;
	const char *then;
	bool anew;
};

static void check_arrivals(const struct arrival *a, size_t n)
{
	struct head h = { 0 };

	for (size_t i = 0; i < n; i++) {
		struct packet p = segment(a[i].seq, a[i].bytes);
		bool anew = head_add_segment(&h, &p);

		UNIT_CHECK(anew == a[i].anew, "step %zu: begins anew: %d", i, anew);
		UNIT_CHECK(h.len == strlen(a[i].then) && h.whole == h.len &&
			   memcmp(h.bytes, a[i].then, h.len) == 0,
			   "step %zu: %.*s", i, h.len, (const char *)h.bytes);
	}
}

static void stream_out_of_order(void)
{
	static const struct arrival holes[] = {
		{ 100, "ab", "ab", false },
		{ 104, "ef", "ab", false },
		{ 108, "ij", "ab", false },
		{ 103, "de", "ab", false },	/* laps over what is there */
		{ 102, "cd", "abcdef", false },
		{ 108, "ij", "abcdef", false },
		{ 106, "gh", "abcdefghij", false },
		{ 100, "zzzz", "abcdefghij", false },	/* old: what was first stays */
	};
	static const struct arrival swapped[] = {
		{ 0xfffffffe, "cd", "cd", false },
		{ 0xfffffff9, "x", "cd", false },	/* not next to it */
		{ 0xfffffffc, "ab", "abcd", true },
		{ 0, "ef", "abcdef", false },
		{ 0xfffffffc, "ab", "abcdef", false },
	};

	check_arrivals(holes, sizeof(holes) / sizeof(holes[0]));
	check_arrivals(swapped, sizeof(swapped) / sizeof(swapped[0]));
}

static void islands_are_capped(void)
{
	static uint8_t big[HEAD_BYTES];
	struct head h = { 0 };
	struct packet p = segment(0, "a");

	head_add_segment(&h, &p);
	for (uint32_t at = 2; at < 4 * HEAD_BYTES; at += 100) {
		p = packet_with(tcp(0, TCP_ACK), big, 90);
		p.seq = at;
		head_add_segment(&h, &p);
	}
	CU_ASSERT_EQUAL(h.n_islands, HEAD_ISLANDS);
	CU_ASSERT_EQUAL(h.len, 1);

	p = packet_with(tcp(0, TCP_ACK), big, sizeof(big));
	p.seq = 1;
	head_add_segment(&h, &p);
	CU_ASSERT_EQUAL(h.len, HEAD_BYTES);
	CU_ASSERT(h.full);
	p.seq = 0U - HEAD_BYTES;
	CU_ASSERT_FALSE(head_add_segment(&h, &p));
}

static void probes_are_no_stream(void)
{
	struct head h = { 0 };
	struct packet probe = packet_with(tcp(0, TCP_ACK), "", 1);
	struct packet p = segment(100, "ab");

	probe.seq = 99;
	CU_ASSERT_FALSE(head_add_segment(&h, &probe));
	CU_ASSERT_FALSE(head_add_segment(&h, &probe));
	CU_ASSERT(head_add_segment(&h, &p));
	CU_ASSERT_FALSE(head_add_segment(&h, &probe));
	CU_ASSERT(h.len == 2 && memcmp(h.bytes, "ab", 2) == 0);

	/* By bytes, though nothing is pushed. */
	h = (struct head){ 0 };
	for (uint32_t i = 0; i < 3; i++) {
		probe = packet_with(tcp(0, TCP_ACK), &"abc"[i], 1);
		probe.seq = i;
		CU_ASSERT_FALSE(head_add_segment(&h, &probe));
	}
	CU_ASSERT(h.len == 3 && memcmp(h.bytes, "abc", 3) == 0);
}

static void stream_has_an_end(void)
{
	static uint8_t long_one[3000];
	struct head h = { 0 };
	struct packet p = packet_with(tcp(0, TCP_ACK), long_one, sizeof(long_one));

	head_add_segment(&h, &p);
	CU_ASSERT_EQUAL(h.len, HEAD_BYTES);
	CU_ASSERT_EQUAL(h.whole, 3000);
	CU_ASSERT(h.full);

	h = (struct head){ 0 };
	p.payload_len = 10;		/* cut by the snap length */
	head_add_segment(&h, &p);
	CU_ASSERT_EQUAL(h.len, 10);
	CU_ASSERT(h.full);
}

static void datagrams(void)
{
	static uint8_t big[500];
	struct head h = { 0 };

	for (int i = 0; i < 6; i++) {
		struct packet p = packet_with(packet_between("10.0.0.1", 1, "10.0.0.2", 2,
							     IPPROTO_UDP), big, sizeof(big));

		head_add_datagram(&h, &p);
	}
	CU_ASSERT_EQUAL(h.n_datagrams, HEAD_DATAGRAMS);
	CU_ASSERT_EQUAL(h.datagrams[3].len, HEAD_DATAGRAM_BYTES);
	CU_ASSERT_EQUAL(h.datagrams[3].whole, 500);
	CU_ASSERT(h.len <= HEAD_BYTES);
}

static void ledger(void)
{
	struct ledger *l = ledger_new(2);
	struct flow f = { .packets = 5, .key = { .family = 4, .port = { 1, 2 } } };
	struct flow out;

	ledger_add(l, &f);
	f.packets = 7;
	ledger_add(l, &f);
	CU_ASSERT_EQUAL(ledger_count(l), 1);
	f.key.port[0] = 3;
	ledger_add(l, &f);
	f.key.port[0] = 4;
	ledger_add(l, &f);
	CU_ASSERT_EQUAL(ledger_refused(l), 1);
	f.key.port[0] = 1;
	CU_ASSERT(ledger_take(l, &f.key, &out));
	CU_ASSERT_EQUAL(out.packets, 7);
	CU_ASSERT_FALSE(ledger_take(l, &f.key, &out));
	ledger_free(l);
}

/* The port of the row that was heard of longest ago; 0: there is none. */
static uint16_t oldest_in(struct ledger *l)
{
	const struct flow *f = ledger_oldest(l);

	return f ? f->key.port[0] : 0;
}

/* Whoever is heard of again goes to the end; who leaves, from wherever, leaves no gap. */
static void ledger_in_order(void)
{
	static const uint16_t leaves[] = { 1, 3, 2, 4 };	/* the midst, both ends, the last */
	static const uint16_t oldest[] = { 3, 4, 4, 0 };
	struct ledger *l = ledger_new(10);
	struct flow f = { .key = { .family = 4 } };
	struct flow *row;

	CU_ASSERT_EQUAL(oldest_in(l), 0);
	for (uint16_t port = 1; port <= 4; port++) {
		f.key.port[0] = port;
		ledger_add(l, &f);
	}
	CU_ASSERT_EQUAL(oldest_in(l), 1);

	row = ledger_oldest(l);
	ledger_touch(l, row, 77);
	CU_ASSERT_EQUAL(row->last_us, 77);
	CU_ASSERT_EQUAL(oldest_in(l), 2);
	ledger_touch(l, row, 78);			/* the newest already */
	f.key.port[0] = 2;
	ledger_add(l, &f);				/* replaced: 3, 4, 1, 2 */
	CU_ASSERT_EQUAL(oldest_in(l), 3);

	for (size_t i = 0; i < 4; i++) {
		f.key.port[0] = leaves[i];
		CU_ASSERT(ledger_take(l, &f.key, &f));
		CU_ASSERT_EQUAL(oldest_in(l), oldest[i]);
	}
	ledger_free(l);
}

static const struct unit_test tests[] = {
	{ "both ways are one flow", both_ways_one_flow },
	{ "who opened the connection", initiator_is_known },
	{ "silence ends a flow", silence_ends },
	{ "the same ports again", same_ports_again },
	{ "a full table", full_table },
	{ "a stream in order", stream_in_order },
	{ "a stream out of order", stream_out_of_order },
	{ "islands are capped", islands_are_capped },
	{ "probes are no stream", probes_are_no_stream },
	{ "a stream's end", stream_has_an_end },
	{ "datagrams", datagrams },
	{ "the ledger", ledger },
	{ "the ledger's order", ledger_in_order },
};

UNIT_MAIN("flow", tests)
