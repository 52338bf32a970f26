/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mse.h"

#include "dissect/bt_frames.h"

void mse_add(struct mse *m, const struct packet *p, uint8_t end)
{
	if (m->state == MSE_MIDWAY && !m->frames) {
		m->frames = bt_frames_inside(rd_of(p->payload, p->payload_len)) >= 0;
		m->speaker = end;
	}
	if (++m->segments % MSE_PACKETS == 0)
		sizes_restart(&m->sizes);
	sizes_add(&m->sizes, end, p->seq, p->payload_whole);
}

void mse_found(struct mse *m, struct learned *l, const struct flow *f, bool exact, bool over,
	       int64_t now_us)
{
	if (m->state != MSE_SHAPE)
		learned_sign(l, f, HOST_SHAPE, now_us);
	m->state = MSE_SHAPE;
	if (exact && !m->exact)
		learned_sign(l, f, HOST_EXACT, now_us);
	m->exact |= exact;
	if (!over)
		sizes_restart(&m->sizes);
}

void mse_midway(struct mse *m, bool enciphered)
{
	m->state = MSE_MIDWAY;
	m->enciphered = enciphered;
}

bool mse_is_likely(struct mse *m, struct learned *l, const struct flow *f, int64_t now_us)
{
	if (m->state == MSE_NONE || (m->state == MSE_MIDWAY && !m->enciphered))
		return false;

	if (!m->fits && (m->state == MSE_SHAPE ? sizes_fit(&m->sizes) :
						 sizes_fit_midway(&m->sizes))) {
		m->fits = true;
		learned_sign(l, f, m->state == MSE_SHAPE ? HOST_SIZES : HOST_MIDWAY, now_us);
	}
	return (m->exact || m->fits) && learned_host(l, f, now_us);
}

const char *mse_why(const struct mse *m)
{
	if (m->state == MSE_MIDWAY)
		return "message sizes of a connection found midway";
	return m->fits ? "mse handshake's shape and message sizes" :
			 "mse handshake's shape and a usual length";
}
