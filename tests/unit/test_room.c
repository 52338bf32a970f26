/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <stdlib.h>

#include "packet_case.h"

#include "../../daemon/base/pool.h"
#include "../../daemon/classify/room.h"
#include "../../daemon/classify/watch.h"
#include "../../daemon/flow/table.h"

/* Who gives way when there is no room: in the pool, for watches, in the flow table. */
#define CAP 80
#define SECOND 1000000LL

static void chunks_go_back(void)
{
	struct pool p;
	void *object[1000];

	pool_open(&p, 4000, 1000);
	for (int i = 0; i < 1000; i++)
		CU_ASSERT_PTR_NOT_NULL(object[i] = pool_get(&p));
	CU_ASSERT_PTR_NULL(pool_get(&p));
	CU_ASSERT(p.n_chunks > 10);
	memset(object[7], 1, 4000);
	for (int i = 0; i < 1000; i += 2)
		pool_put(&p, object[i]);
	CU_ASSERT_EQUAL(p.used, 500);
	for (int i = 1; i < 1000; i += 2)
		pool_put(&p, object[i]);
	CU_ASSERT_EQUAL(p.used, 0);
	CU_ASSERT_EQUAL(p.n_chunks, 1);
	object[0] = pool_get(&p);
	CU_ASSERT_EQUAL(((char *)object[0])[100], 0);
	pool_close(&p);
}

/* A flow that `host`, on the LAN or not, opened. */
static struct flow flow_from(const char *host, const char *to, uint16_t port, bool of_lan)
{
	struct packet p = packet_between(host, port, to, 9, IPPROTO_UDP);
	struct flow f = { 0 };
	uint8_t end;

	f.key = flow_key_of(&p, &end);
	f.initiator = end;
	f.of_lan[end] = of_lan;
	f.doubted = !of_lan;
	f.spoke[end] = true;
	return f;
}

static bool enter(struct room *r, struct flow *f)
{
	struct flow *oldest;

	if (room_is_denied(r, f))
		return false;
	oldest = room_oldest(r);
	if (oldest)
		room_give(r, oldest);
	return room_take(r, f);
}

static void empty(struct room *r, struct flow *flows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (flows[i].watch)
			room_give(r, &flows[i]);
	}
	room_free(r);
}

static void nobody_takes_it_all(void)
{
	struct room *r = room_new(CAP);
	struct flow *flows = calloc(200, sizeof(*flows));
	struct flow other = flow_from("10.0.0.2", "192.0.2.1", 5, true);
	struct room_holder first;
	size_t n = 0;

	for (uint16_t i = 0; i < 200; i++) {
		flows[i] = flow_from("10.0.0.1", "192.0.2.1", (uint16_t)(1000 + i), true);
		n += enter(r, &flows[i]);
	}
	CU_ASSERT_EQUAL(n, CAP / 2 + 1);	/* as long as nobody else wants it */
	CU_ASSERT(enter(r, &other));
	first = room_first_holder(r);
	CU_ASSERT_EQUAL(first.held, CAP / 2 + 1);
	CU_ASSERT_FALSE(first.from_outside);
	CU_ASSERT_EQUAL(first.host.bytes[15] | first.host.bytes[3], 1);
	room_give(r, &other);
	empty(r, flows, 200);
	free(flows);
}

/* Spoofed senders count together, by whom they aim at; addresses of one /64 do, too. */
static void many_names_are_one(void)
{
	struct room *r = room_new(CAP);
	struct flow *flows = calloc(400, sizeof(*flows));
	char from[64];
	size_t n = 0;

	for (uint16_t i = 0; i < 200; i++) {
		snprintf(from, sizeof(from), "198.18.%u.%u", i / 100, i % 100);
		flows[i] = flow_from(from, "10.0.0.1", 7, false);
		n += enter(r, &flows[i]);
	}
	CU_ASSERT_EQUAL(n, CAP / 2 + 1);
	CU_ASSERT(room_first_holder(r).from_outside);
	empty(r, flows, 200);

	r = room_new(CAP);
	for (uint16_t i = n = 0; i < 200; i++) {
		snprintf(from, sizeof(from), "fd00:77:1::%x", i + 1);
		flows[200 + i] = flow_from(from, "2001:db8::1", 7, true);
		n += enter(r, &flows[200 + i]);
	}
	CU_ASSERT_EQUAL(n, CAP / 2 + 1);
	empty(r, flows + 200, 200);
	free(flows);
}

/* What both sides have spoken in stays, as long as one side alone floods. */
static void talks_outlive_floods(void)
{
	struct room *r = room_new(CAP);
	struct flow talk = flow_from("10.0.0.9", "192.0.2.1", 3, true);
	struct flow *flows = calloc(500, sizeof(*flows));
	char from[64];

	talk.spoke[0] = talk.spoke[1] = true;
	CU_ASSERT(enter(r, &talk));
	for (uint16_t i = 0; i < 500; i++) {
		snprintf(from, sizeof(from), "10.1.%u.%u", i / 100, i % 100);
		flows[i] = flow_from(from, "192.0.2.1", 7, true);
		CU_ASSERT(enter(r, &flows[i]));
	}
	CU_ASSERT_PTR_NOT_NULL(talk.watch);
	CU_ASSERT_PTR_NULL(flows[0].watch);
	CU_ASSERT_PTR_NOT_NULL(flows[499].watch);
	CU_ASSERT_EQUAL(room_first_holder(r).held, 0);	/* nobody stands out */
	room_give(r, &talk);
	empty(r, flows, 500);
	free(flows);
}

static void on_end(void *ctx, struct flow *f)
{
	(void)f;
	++*(int *)ctx;
}

/* Of the table the same: a talk stays, and what nobody answers goes after its own time. */
static void table_keeps_talks(void)
{
	const struct flow_times times = { 100 * SECOND, 10 * SECOND, 120 * SECOND, 30 * SECOND };
	int ended = 0;
	struct flow_table *t = flow_table_new(100, &times, on_end, &ended);
	struct packet talk = packet_between("10.0.0.1", 9, "192.0.2.1", 9, IPPROTO_UDP);
	struct packet back = packet_back(talk);
	struct flow_key key;
	uint8_t end;

	talk.time_us = back.time_us = SECOND;
	flow_table_see(t, &talk, &end);
	flow_table_see(t, &back, &end);
	key = flow_key_of(&talk, &end);
	for (uint16_t i = 0; i < 500; i++) {
		struct packet p = packet_between("10.0.0.2", (uint16_t)(i + 1), "192.0.2.1", 9,
						 IPPROTO_UDP);

		p.time_us = 2 * SECOND;
		flow_table_see(t, &p, &end);
	}
	CU_ASSERT_PTR_NOT_NULL(flow_table_find(t, &key));
	CU_ASSERT_EQUAL(ended, 401);
	flow_table_expire(t, 33 * SECOND);
	CU_ASSERT_EQUAL(ended, 500);
	CU_ASSERT_PTR_NOT_NULL(flow_table_find(t, &key));
	flow_table_free(t);
}

static const struct unit_test tests[] = {
	{ "a pool's chunks go back", chunks_go_back },
	{ "nobody takes it all", nobody_takes_it_all },
	{ "many names are one", many_names_are_one },
	{ "talks outlive floods", talks_outlive_floods },
	{ "the flow table keeps talks", table_keeps_talks },
};

UNIT_MAIN("room", tests)
