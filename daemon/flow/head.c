/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "head.h"

#include <string.h>

/*
 * bytes[] is a window on the stream: byte i of it is sequence number first_seq + i.
 * What arrives behind a hole is put at its place at once, noted as an island, and
 * counts when the hole is filled.
 */
static void add_island(struct head *h, uint32_t at, const struct packet *p)
{
	struct head_island *island = &h->islands[h->n_islands];
	uint32_t n = p->payload_len;

	if (at >= HEAD_BYTES || h->n_islands == HEAD_ISLANDS || n < p->payload_whole)
		return;
	if (n > HEAD_BYTES - at)
		n = HEAD_BYTES - at;

	memcpy(h->bytes + at, p->payload, n);
	*island = (struct head_island){ (uint16_t)at, (uint16_t)(at + n) };
	h->n_islands++;
}

/* Islands that the stream has reached. An island is never longer than the window. */
static void join_islands(struct head *h)
{
	for (size_t i = 0; i < h->n_islands && !h->full;) {
		struct head_island island = h->islands[i];

		if (island.from > h->len) {
			i++;
			continue;
		}

		h->islands[i] = h->islands[--h->n_islands];
		i = 0;			/* one passed over may be reached now */
		if (island.to > h->len)
			h->len = island.to;
		if (h->len > h->whole)
			h->whole = h->len;
		h->full = h->len == HEAD_BYTES;
	}
}

static void add_next(struct head *h, const struct packet *p, uint32_t seen)
{
	uint32_t room = HEAD_BYTES - h->len;
	uint32_t n = p->payload_len - seen;

	h->whole += p->payload_whole - seen;
	h->full = p->payload_len < p->payload_whole || n >= room;
	if (n > room)
		n = room;
	memcpy(h->bytes + h->len, p->payload + seen, n);
	h->len = (uint16_t)(h->len + n);
	join_islands(h);
}

/* `gap` bytes in front of what was the stream's beginning: two segments were swapped. */
static bool add_in_front(struct head *h, const struct packet *p, uint32_t gap)
{
	if (gap > p->payload_len || gap > HEAD_BYTES - (uint32_t)h->len)
		return false;

	memmove(h->bytes + gap, h->bytes, h->len);
	memcpy(h->bytes, p->payload, gap);
	h->first_seq -= gap;
	h->len = (uint16_t)(h->len + gap);
	h->whole += gap;
	h->full |= h->len == HEAD_BYTES;
	h->n_islands = 0;
	return true;
}

/*
 * A keep-alive is one byte, any, in front of what comes next (RFC 9293 3.8.4). Nobody
 * has written it: nothing is pushed. What begins with one may also be sent by bytes.
 */
static bool is_probe(const struct packet *p)
{
	return p->payload_whole == 1 && !(p->tcp_flags & (TCP_PSH | TCP_FIN));
}

/* It was one: behind it comes more than a byte. */
static bool forget_probe(struct head *h, const struct packet *p)
{
	if (!h->maybe_probe || h->whole != 1 || p->payload_whole == 1 ||
	    p->seq != h->first_seq + 1)
		return false;
	h->started = h->maybe_probe = false;
	h->len = 0;
	h->whole = 0;
	h->n_islands = 0;
	return true;
}

bool head_add_segment(struct head *h, const struct packet *p)
{
	uint32_t ahead;
	uint32_t seen;			/* how much of the segment was there before */
	bool anew;

	anew = forget_probe(h, p);
	if (!h->started) {
		h->started = true;
		h->maybe_probe = is_probe(p);
		h->first_seq = p->seq;
	}

	ahead = p->seq - h->first_seq;
	seen = h->whole - ahead;
	if (-ahead <= p->payload_whole && ahead && !h->skipped)
		return !is_probe(p) && add_in_front(h, p, -ahead);
	if (h->full)
		return false;
	if ((int32_t)seen < 0)
		add_island(h, ahead, p);
	else if (seen >= p->payload_whole)
		return false;		/* an old one */
	else if (seen >= p->payload_len)
		h->full = true;		/* the capture cut off what would come next */
	else
		add_next(h, p, seen);
	return anew;
}

void head_skip(struct head *h, uint16_t n)
{
	memmove(h->bytes, h->bytes + n, h->len - n);
	h->full &= h->whole > h->len;		/* the capture had cut it */
	h->len = (uint16_t)(h->len - n);
	h->whole -= n;
	h->first_seq += n;
	h->n_islands = 0;
	h->maybe_probe = false;
	h->skipped = true;
}

void head_add_datagram(struct head *h, const struct packet *p)
{
	bool is_full = h->n_datagrams == HEAD_DATAGRAMS;
	struct head_datagram *d = &h->datagrams[is_full ? HEAD_DATAGRAMS - 1 : h->n_datagrams];
	uint32_t n = p->payload_len;

	if (n > HEAD_DATAGRAM_BYTES)
		n = HEAD_DATAGRAM_BYTES;

	if (is_full)
		h->len = d->at;		/* the newest takes the place of the last one */
	else
		h->n_datagrams++;
	*d = (struct head_datagram){ h->len, (uint16_t)n, p->payload_whole };
	memcpy(h->bytes + h->len, p->payload, n);
	h->len = (uint16_t)(h->len + n);
}
