/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"
#include "tls_hello.h"

/*
 * TURN without its messages (RFC 8656): the channel data of a relay that was
 * asked before anyone looked, and a relay behind TLS.
 *
 *   channel data:  | channel, 4000..4fff, 2 | length 2 | data |
 *
 * A length that fits is little, and two letters may be a channel's number. Twice on
 * the same channel with what calls send (RFC 7983: STUN, DTLS, RTP), or once on
 * TURN's port, it is likely; both together are enough.
 */
#define TURN_PORT 3478
#define TURNS_PORT 5349

/* The datagram's channel, or 0. */
static uint16_t channel_of(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	uint16_t channel = rd_be16(&r);
	uint32_t len = rd_be16(&r) + 4u;
	bool fits = p->whole == len || p->whole == ((len + 3) & ~3u);

	return fits && !r.shortfall && (channel & 0xf000) == 0x4000 ? channel : 0;
}

/* Some earlier datagram, of either side, was for the same channel. */
static bool is_repeated(const struct view *v, uint16_t channel)
{
	for (unsigned int side = 0; side < 2; side++) {
		for (size_t i = 0; i < v->n_seen[side]; i++) {
			if (channel_of(&v->seen[side][i]) == channel)
				return true;
		}
	}

	return false;
}

static bool is_of_call(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	uint8_t first;

	rd_take(&r, 4);
	first = rd_u8(&r);
	return !r.shortfall && (first < 4 || (first >= 20 && first < 64) ||
				(first >= 128 && first < 192));
}

static enum answer look_channel(const struct view *v, struct finding *out)
{
	uint16_t channel = channel_of(&v->now);
	bool repeated = channel && is_repeated(v, channel);
	bool on_port = plain_port(v, TURN_PORT);

	if (!channel || !(on_port || is_of_call(&v->now)))
		return ANSWER_NO;

	out->what = "turn channel data";
	out->may_change = !(repeated && on_port);
	if (out->may_change)
		out->confidence = CONFIDENCE_LIKELY;
	return repeated || on_port ? ANSWER_YES : ANSWER_MORE;
}

const struct dissector dissect_turn = {
	.name       = "turn",
	.proto      = PROTO_TURN,
	.transports = TRANSPORT_UDP,
	.FIRST("\x40\x41\x42\x43\x44\x45\x46\x47\x48\x49\x4a\x4b\x4c\x4d\x4e\x4f"),
	.look       = look_channel,
};

/* Some of a client's hello is still to come. */
static bool is_cut(struct rd r)
{
	struct tls_hello hello;

	return tls_open_hello(&r, &hello) ? hello.cut : r.shortfall;
}

/*
 * TLS (RFC 8446) and DTLS (RFC 9147): | 16 | version 2 | … A client may say
 * what it is for (ALPN, RFC 7443), which is proof. The port alone is a hint.
 */
static enum answer look_tls(const struct view *v, struct finding *out)
{
	static const char alpn[] = "\x09stun.turn";
	struct rd r = plain_rd(v);

	if (!rd_expect(&r, plain_is_tcp(v) ? "\x16\x03" : "\x16\xfe", 2))
		return plain_miss(v, &r);

	out->what = "turn within tls";
	if (rd_contains(&r, alpn, sizeof(alpn) - 1))
		return ANSWER_YES;
	if (plain_is_tcp(v) && !v->full && is_cut(plain_rd(v)))
		return ANSWER_MORE;
	if (v->port[SIDE_RESPONDER] != TURNS_PORT)
		return ANSWER_NO;

	out->what = "tls on the port of turn";
	out->confidence = CONFIDENCE_PORT;
	return ANSWER_YES;
}

const struct dissector dissect_turn_tls = {
	.name       = "turn within tls",
	.proto      = PROTO_TURN,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("\x16"),
	.look       = look_tls,
};
