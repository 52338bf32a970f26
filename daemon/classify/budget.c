/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "budget.h"

#include <netinet/in.h>

#include "watch.h"

/*
 * Payload packets that a likely answer waits for proof. In TCP, BitTorrent's
 * obfuscated greeting takes four, and what comes next may be the plain handshake;
 * no piece of a file comes before both handshakes, bitfield and unchoke.
 */
#define LIKELY_WAITS_TCP 6
#define LIKELY_WAITS_UDP 3
#define LIKELY_WAITS_ONE_SIDE 16	/* a burst of uTP: the answer will prove it */
/*
 * A program that writes a few bytes at a time spends no budget by it: a packet counts
 * as a packet when there are this many bytes of the stream for each, within reason.
 */
#define TINY_BYTES 64
#define TINY_TIMES 8			/* the budget, for whom sends nothing else */
#define ONE_SIDE_UDP 64			/* datagrams of one side before the other answers */
#define PROXY_PACKETS 160		/* of a talk with a proxy, however small they are */
/*
 * However small the budget: the four flights of MSE and the beginning of the fifth, with one
 * of them in two segments, of what nobody can read.
 */
#define SHAPE_PACKETS 6

uint32_t budget_packets(const struct flow *f)
{
	return f->payload_packets - f->watch->begins;
}

static bool is_tiny(const struct flow *f, uint32_t packets)
{
	const struct head *head = f->watch->head;

	return f->key.transport == IPPROTO_TCP && !head[0].full && !head[1].full &&
	       head[0].whole + head[1].whole < packets * TINY_BYTES;
}

/* One side alone has spoken, and a P2P dissector waits for the other one: a burst of uTP, say. */
static bool awaits_answer(const struct flow *f)
{
	const struct head *head = f->watch->head;

	return f->key.transport == IPPROTO_UDP && (f->watch->more || f->watch->may_change) &&
	       (!head[0].n_datagrams || !head[1].n_datagrams);
}

/* Its sizes may tell yet what its bytes do not. */
static bool is_worth_counting(const struct flow *f, const struct learned *l)
{
	uint32_t packets = budget_packets(f);

	if (f->watch->mse.state != MSE_NONE && packets < MSE_PACKETS_KNOWN &&
	    (packets < MSE_PACKETS || learned_host(l, f, f->last_us)))
		return true;
	if (packets < ED2K_PACKETS && ed2k_may_be(f))
		return true;
	return packets < SHAPE_PACKETS && f->key.transport == IPPROTO_TCP &&
	       watch_is_enciphered(f);
}

/* It was set aside and is looked at again, and nothing is in sight. */
static bool is_nothing_again(const struct flow *f)
{
	const struct watch *w = f->watch;

	return f->aside && !w->more && !w->waiting.decided && !w->maybe.proto && !w->claim.decided;
}

bool budget_is_spent(const struct flow *f, unsigned int budget, const struct learned *l)
{
	uint32_t packets = budget_packets(f);

	bool enough = packets >= budget * TINY_TIMES || (packets >= budget && !is_tiny(f, budget));

	if (!enough && !is_nothing_again(f))
		return false;
	if (f->watch->asks_proxy && packets < PROXY_PACKETS)
		return false;
	if (awaits_answer(f) && f->payload_packets < ONE_SIDE_UDP)
		return false;
	return !is_worth_counting(f, l);
}

bool budget_is_past_reading(const struct flow *f, unsigned int budget)
{
	uint32_t packets = budget_packets(f);

	return packets > budget && packets > SHAPE_PACKETS &&
	       (f->watch->mse.state != MSE_NONE || ed2k_may_be(f));
}

uint32_t budget_patience(const struct flow *f)
{
	if (f->key.transport == IPPROTO_TCP)
		return LIKELY_WAITS_TCP;
	return f->watch->may_change && awaits_answer(f) ? LIKELY_WAITS_ONE_SIDE : LIKELY_WAITS_UDP;
}
