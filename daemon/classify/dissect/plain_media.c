/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/* Media: RTP and RTCP, DTLS in front of them, RTMP. */

/*
 * RTP (RFC 3550): only two packets of one source in a row show it.
 *
 *   | 10 padding 1, extension 1, sources 4 | marker 1, type 7 | sequence 2 | time 4 | source 4 |
 *
 * RTCP: the type says the least length, which is all that SRTCP leaves to see.
 *
 *   | 10 padding 1, count 5 | 200..207 | length in words less one 2 | source 4 | ...
 */
#define RTP_LEN_MIN 12
#define RTCP_SENDER 200
#define RTCP_RECEIVER 201
#define RTCP_LAST 207
#define SEQUENCE_STEP_MAX 16

struct rtp {
	uint8_t first;
	uint8_t type;
	uint16_t sequence;
	uint32_t source;
};

static struct rtp take_rtp(struct rd *r)
{
	struct rtp p = { .first = rd_u8(r), .type = rd_u8(r) };

	p.sequence = rd_be16(r);
	rd_be32(r);
	p.source = rd_be32(r);
	return p;
}

/* The words a report of so many blocks has, less one; a report may be longer than that. */
static bool is_rtcp_length(uint8_t type, uint8_t count, uint16_t words)
{
	uint16_t least = (uint16_t)((type == RTCP_SENDER ? 6 : 1) + 6 * count);

	if (type == RTCP_SENDER || type == RTCP_RECEIVER)
		return words == least;
	return words <= 512;
}

/* All of it is RTCP packets, one behind the other. */
static bool is_rtcp_chain(const struct view *v, struct rd r)
{
	if (v->now.len < v->now.whole)
		return false;

	for (int i = 0; i < 16 && rd_left(&r); i++) {
		uint8_t first = rd_u8(&r);
		uint8_t type = rd_u8(&r);
		uint16_t words = rd_be16(&r);

		if (first >> 6 != 2 || type < RTCP_SENDER || type > RTCP_LAST)
			return false;
		rd_take(&r, words * 4u);
	}

	return !r.shortfall && !rd_left(&r);
}

static enum answer look_rtcp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint8_t first = rd_u8(&r);
	uint8_t type = rd_u8(&r);
	uint16_t words = rd_be16(&r);

	if (v->now.whole < 8 || !is_rtcp_length(type, first & 31, words))
		return ANSWER_NO;
	if (words * 4u + 4u > v->now.whole)
		return ANSWER_NO;
	if (type == RTCP_SENDER || type == RTCP_RECEIVER || is_rtcp_chain(v, plain_rd(v)))
		return plain_yes(out, PROTO_RTP, "rtcp report");
	return ANSWER_NO;
}

static enum answer look_rtp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	struct rtp now = take_rtp(&r);
	uint8_t n = v->n_seen[v->side];

	if (now.first >> 6 != 2)
		return ANSWER_NO;
	if (now.type >= RTCP_SENDER && now.type <= RTCP_LAST)
		return look_rtcp(v, out);
	if (r.shortfall || v->now.whole < RTP_LEN_MIN + (now.first & 15) * 4u)
		return ANSWER_NO;

	for (uint8_t i = 0; i < n; i++) {
		const struct piece *p = &v->seen[v->side][i];
		struct rd s = rd_of(p->data, p->len);
		struct rtp old = take_rtp(&s);
		uint16_t step = (uint16_t)(now.sequence - old.sequence);

		if (!s.shortfall && old.first >> 6 == 2 && old.source == now.source &&
		    step && step <= SEQUENCE_STEP_MAX)
			return plain_yes(out, PROTO_RTP, "two packets of a source");
	}

	return n < PIECES_MAX ? ANSWER_MORE : ANSWER_NO;
}

const struct dissector dissect_rtp = {
	.name       = "rtp",
	.proto      = PROTO_RTP,
	.transports = TRANSPORT_UDP,
	.look       = look_rtp,
};

/*
 * DTLS (RFC 6347, 9147): records that fill the datagram.
 *
 *   | type 20..25 | fe ff, fe fd or 01 00 | epoch 2 | sequence 6 | length 2 | body |
 */
static bool is_dtls_version(uint16_t version)
{
	return version == 0xfeff || version == 0xfefd || version == 0x0100;
}

static enum answer look_dtls(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	int n = 0;

	for (; n < 16 && rd_left(&r); n++) {
		uint8_t type = rd_u8(&r);
		uint16_t version = rd_be16(&r);

		rd_take(&r, 8);
		rd_take(&r, rd_be16(&r));
		/* DTLS 1.3 may put its own, shorter, records behind. */
		if (type < 20 || type > 26 || !is_dtls_version(version))
			return n ? plain_yes(out, PROTO_DTLS, "record") : ANSWER_NO;
	}

	if (r.shortfall && (v->now.len == v->now.whole || v->now.len < 13))
		return ANSWER_NO;
	return n ? plain_yes(out, PROTO_DTLS, "record") : ANSWER_NO;
}

const struct dissector dissect_dtls = {
	.name       = "dtls",
	.proto      = PROTO_DTLS,
	.transports = TRANSPORT_UDP,
	.FIRST("\x14\x15\x16\x17\x18\x19\x1a"),
	.look       = look_dtls,
};

/* RTMP 5.2: | 03 | time 4 | 0 0 0 0 | random 1528 |; the zeros and the port, or the very size. */
#define RTMP_HELLO 1537

static enum answer look_rtmp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);

	rd_take(&r, 5);
	if (!rd_expect(&r, "\x00\x00\x00\x00", 4))
		return plain_miss(v, &r);
	if (plain_port(v, 1935) || v->now.whole == RTMP_HELLO)
		return plain_yes(out, PROTO_RTMP, "hello");
	return v->now.whole < RTMP_HELLO && !v->full ? ANSWER_MORE : ANSWER_NO;
}

const struct dissector dissect_rtmp = {
	.name       = "rtmp",
	.proto      = PROTO_RTMP,
	.transports = TRANSPORT_TCP,
	.FIRST("\x03"),
	.look       = look_rtmp,
};
