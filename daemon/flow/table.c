/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "../base/hash.h"
#include "../base/pool.h"

/*
 * A hash table with chains, and one queue for each kind of silence: closing TCP,
 * UDP of one side, open TCP, UDP. A packet moves its flow to the new end of its queue, so the
 * old end is always what expires next.
 */
enum { QUEUE_CLOSING, QUEUE_ONE_SIDE, QUEUE_TCP, QUEUE_UDP, N_QUEUES };

#define EXPIRE_EVERY_US 100000

struct queue {
	struct flow *newest;
	struct flow *oldest;
	int64_t silence_us;
};

struct flow_table {
	struct pool pool;
	struct flow **buckets;
	size_t mask;
	size_t count;
	struct queue queues[N_QUEUES];
	int64_t next_expiry_us;
	uint64_t evicted;
	void (*on_end)(void *ctx, struct flow *f);
	void *ctx;
};

static size_t bucket_of(const struct flow_table *t, const struct flow_key *key)
{
	return (size_t)hash_of(key, sizeof(*key)) & t->mask;
}

struct flow_key flow_key_of(const struct packet *p, uint8_t *end)
{
	struct flow_key key = { .family = p->src.family, .transport = p->transport };
	int order = memcmp(p->src.bytes, p->dst.bytes, sizeof(p->src.bytes));
	unsigned int from = order > 0 || (order == 0 && p->sport > p->dport);

	memcpy(key.addr[from], p->src.bytes, sizeof(p->src.bytes));
	memcpy(key.addr[1 - from], p->dst.bytes, sizeof(p->dst.bytes));
	key.port[from] = p->sport;
	key.port[1 - from] = p->dport;
	*end = (uint8_t)from;
	return key;
}

struct addr flow_addr(const struct flow *f, unsigned int end)
{
	struct addr a = { .family = f->key.family };

	memcpy(a.bytes, f->key.addr[end], sizeof(a.bytes));
	return a;
}

struct flow_table *flow_table_new(size_t cap, const struct flow_times *times,
				  void (*on_end)(void *ctx, struct flow *f), void *ctx)
{
	struct flow_table *t = calloc(1, sizeof(*t));
	size_t buckets = 1024;

	if (!t)
		return NULL;

	t->buckets = calloc(buckets, sizeof(struct flow *));
	if (!t->buckets) {
		free(t);
		return NULL;
	}

	t->mask = buckets - 1;
	t->on_end = on_end;
	t->ctx = ctx;
	t->queues[QUEUE_TCP].silence_us = times->tcp_us;
	t->queues[QUEUE_CLOSING].silence_us = times->tcp_closing_us;
	t->queues[QUEUE_UDP].silence_us = times->udp_us;
	t->queues[QUEUE_ONE_SIDE].silence_us = times->udp_one_side_us;
	pool_open(&t->pool, sizeof(struct flow), cap);
	return t;
}

/* Twice the buckets when chains grow; without memory for it, chains just stay longer. */
static void grow(struct flow_table *t)
{
	size_t old = t->mask + 1;
	struct flow **wider = calloc(old * 2, sizeof(struct flow *));

	if (!wider)
		return;

	t->mask = old * 2 - 1;
	for (size_t i = 0; i < old; i++) {
		struct flow *f = t->buckets[i];

		while (f) {
			struct flow *next = f->hash_next;
			size_t b = bucket_of(t, &f->key);

			f->hash_next = wider[b];
			wider[b] = f;
			f = next;
		}
	}

	free(t->buckets);
	t->buckets = wider;
}

static void leave_queue(struct flow_table *t, struct flow *f)
{
	struct queue *q = &t->queues[f->queue];

	if (f->newer)
		f->newer->older = f->older;
	else
		q->newest = f->older;
	if (f->older)
		f->older->newer = f->newer;
	else
		q->oldest = f->newer;
}

static void join_queue(struct flow_table *t, struct flow *f)
{
	struct queue *q;

	f->queue = f->key.transport == IPPROTO_UDP ? QUEUE_UDP : QUEUE_TCP;
	if (f->queue == QUEUE_UDP && !(f->sent[0] && f->sent[1]))
		f->queue = QUEUE_ONE_SIDE;
	if (f->closing)
		f->queue = QUEUE_CLOSING;
	q = &t->queues[f->queue];
	f->newer = NULL;
	f->older = q->newest;
	if (q->newest)
		q->newest->newer = f;
	else
		q->oldest = f;
	q->newest = f;
}

void flow_table_let_go(struct flow_table *t, struct flow *f)
{
	leave_queue(t, f);
	f->closing = true;
	join_queue(t, f);
}

void flow_table_end(struct flow_table *t, struct flow *f)
{
	struct flow **at = &t->buckets[bucket_of(t, &f->key)];

	while (*at != f)
		at = &(*at)->hash_next;
	*at = f->hash_next;
	leave_queue(t, f);
	t->count--;
	t->on_end(t->ctx, f);
	pool_put(&t->pool, f);
}

void flow_table_free(struct flow_table *t)
{
	if (!t)
		return;

	for (int i = 0; i < N_QUEUES; i++) {
		while (t->queues[i].oldest)
			flow_table_end(t, t->queues[i].oldest);
	}

	pool_close(&t->pool);
	free(t->buckets);
	free(t);
}

void flow_table_expire(struct flow_table *t, int64_t now_us)
{
	if (now_us < t->next_expiry_us && t->next_expiry_us - now_us <= EXPIRE_EVERY_US)
		return;

	t->next_expiry_us = now_us + EXPIRE_EVERY_US;
	for (int i = 0; i < N_QUEUES; i++) {
		struct queue *q = &t->queues[i];

		while (q->oldest && now_us - q->oldest->last_us > q->silence_us)
			flow_table_end(t, q->oldest);
	}
}

/* A connection is over, and the same endpoints open another one. */
static bool is_new_connection(const struct flow *f, const struct packet *p)
{
	if (p->transport != IPPROTO_TCP || (p->tcp_flags & (TCP_SYN | TCP_ACK)) != TCP_SYN)
		return false;
	return f->closing || f->payload_packets > 0;
}

static void evict_oldest(struct flow_table *t)
{
	struct flow *oldest = NULL;

	for (int i = 0; i < N_QUEUES && !(oldest && i == QUEUE_TCP); i++) {
		struct flow *f = t->queues[i].oldest;

		if (f && (!oldest || f->last_us < oldest->last_us))
			oldest = f;
	}

	if (oldest) {
		t->evicted++;
		flow_table_end(t, oldest);
	}
}

static struct flow *add(struct flow_table *t, const struct flow_key *key, const struct packet *p,
			uint8_t end)
{
	bool syn_ack = p->transport == IPPROTO_TCP &&
		       (p->tcp_flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK);
	struct flow *f;
	size_t b;

	if (t->pool.used >= t->pool.cap)
		evict_oldest(t);
	f = pool_get(&t->pool);
	if (!f)
		return NULL;
	if (t->count++ > t->mask * 2)
		grow(t);

	f->key = *key;
	f->first = p->is_answer ? 1 - end : end;
	f->initiator = syn_ack || p->is_answer ? 1 - end : end;
	f->first_us = p->time_us;
	b = bucket_of(t, key);
	f->hash_next = t->buckets[b];
	t->buckets[b] = f;
	join_queue(t, f);
	return f;
}

struct flow *flow_table_find(struct flow_table *t, const struct flow_key *key)
{
	struct flow *f = t->buckets[bucket_of(t, key)];

	while (f && memcmp(&f->key, key, sizeof(*key)) != 0)
		f = f->hash_next;
	return f;
}

struct flow *flow_table_see(struct flow_table *t, const struct packet *p, uint8_t *end)
{
	struct flow_key key = flow_key_of(p, end);
	struct flow *f;

	flow_table_expire(t, p->time_us);
	f = flow_table_find(t, &key);
	if (f && is_new_connection(f, p)) {
		flow_table_end(t, f);
		f = NULL;
	}
	if (!f)
		f = add(t, &key, p, *end);
	if (!f)
		return NULL;

	f->packets++;
	f->bytes += p->ip_whole;
	f->sent[*end] += f->sent[*end] < UINT32_MAX;
	f->sent_bytes[*end] += p->ip_whole < UINT32_MAX - f->sent_bytes[*end] ? p->ip_whole : 0;
	f->payload_packets += p->payload_whole > 0 && f->payload_packets < UINT16_MAX;
	if (p->time_us > f->last_us)
		f->last_us = p->time_us;
	f->closing |= p->transport == IPPROTO_TCP && (p->tcp_flags & (TCP_FIN | TCP_RST));
	leave_queue(t, f);
	join_queue(t, f);
	return f;
}

uint64_t flow_table_evicted(const struct flow_table *t)
{
	return t->evicted;
}
