/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "head.h"

#include <string.h>

void head_add_segment(struct head *h, const struct packet *p)
{
	uint32_t seen;			/* how much of the segment was there before */
	uint32_t room = HEAD_BYTES - h->len;
	uint32_t n;

	if (!h->started) {
		h->started = true;
		h->next_seq = p->seq;
	}

	seen = h->next_seq - p->seq;
	if (h->full || seen >= p->payload_whole)
		return;			/* an old segment, or one behind a hole: numbers wrap */
	if (seen >= p->payload_len) {
		h->full = true;		/* the capture cut off what would come next */
		return;
	}

	n = p->payload_len - seen;
	h->whole += p->payload_whole - seen;
	h->next_seq = p->seq + p->payload_whole;
	h->full = p->payload_len < p->payload_whole || n >= room;
	if (n > room)
		n = room;
	memcpy(h->bytes + h->len, p->payload + seen, n);
	h->len = (uint16_t)(h->len + n);
}

void head_add_datagram(struct head *h, const struct packet *p)
{
	struct head_datagram *d = &h->datagrams[h->n_datagrams];
	uint32_t n = p->payload_len;

	if (h->n_datagrams == HEAD_DATAGRAMS)
		return;
	if (n > HEAD_DATAGRAM_BYTES)
		n = HEAD_DATAGRAM_BYTES;

	d->at = h->len;
	d->len = (uint16_t)n;
	d->whole = p->payload_whole;
	memcpy(h->bytes + h->len, p->payload, n);
	h->len = (uint16_t)(h->len + n);
	h->n_datagrams++;
}
