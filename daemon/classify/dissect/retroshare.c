/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

/*
 * RetroShare's ways through a NAT, over UDP (libretroshare, tcponudp/). To find its
 * own address a node asks others in what looks like STUN, but counts the header in
 * the length, and answers with a socket address as the machine has it:
 *
 *   question  | 00 01 | 00 14: 20 | id 16 |
 *   answer    | 01 01 | 00 1c: 28 | the same id 16 | 2 (AF_INET) 2 | port 2 | address 4 |
 *
 * Then TCP is spoken inside of UDP, with the head of TCP and nothing in its ports,
 * checksum and urgent pointer; whoever has a SYN acknowledges its number and one:
 *
 *   | 0 4 | number 4 | acknowledged 4 | flags 2 | window 2 | 0 4 | data, which is TLS
 *
 * A question or a SYN is nothing; with the answer to it, it is proof.
 */
#define STUN_REQUEST "\x00\x01\x00\x14"
#define STUN_ANSWER "\x01\x01\x00\x1c"
#define STUN_REQUEST_LEN 20
#define STUN_ANSWER_LEN 28
#define STUN_ID_LEN 16
#define SEGMENT_HEAD 20
#define FLAG_ACK 0x0008
#define FLAG_SYN 0x0040
#define FLAGS_OTHER 0x00a0		/* RST and FIN */

/* The id, or NULL when it is not one of these. */
static const uint8_t *stun_id(const struct piece *p, const char *head, uint32_t len)
{
	struct rd r = rd_of(p->data, p->len);

	return p->whole == len && rd_expect(&r, head, 4) ? rd_take(&r, STUN_ID_LEN) : NULL;
}

/* AF_INET in either order of bytes, then a port. */
static bool has_socket_address(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	uint16_t family;

	rd_take(&r, STUN_REQUEST_LEN);
	family = rd_be16(&r);
	return (family == 0x0200 || family == 0x0002) && rd_be16(&r) != 0;
}

static enum answer look_stun_answer(const struct view *v, const uint8_t *id, struct finding *out)
{
	enum side other = 1 - v->side;

	if (!has_socket_address(&v->now))
		return ANSWER_NO;
	for (size_t i = 0; i < v->n_seen[other]; i++) {
		const uint8_t *asked = stun_id(&v->seen[other][i], STUN_REQUEST, STUN_REQUEST_LEN);

		if (asked && memcmp(asked, id, STUN_ID_LEN) == 0) {
			out->what = "retroshare's own stun";
			return ANSWER_YES;
		}
	}

	return ANSWER_MORE;
}

struct segment {
	uint32_t number, acknowledged;
	uint16_t flags;
};

static bool open_segment(const struct piece *p, struct segment *s)
{
	struct rd r = rd_of(p->data, p->len);
	uint32_t ports = rd_be32(&r);

	s->number = rd_be32(&r);
	s->acknowledged = rd_be32(&r);
	s->flags = rd_be16(&r);
	rd_be16(&r);
	return !ports && !rd_be32(&r) && !r.shortfall && s->flags &&
	       !(s->flags & ~(FLAG_ACK | FLAG_SYN | FLAGS_OTHER));
}

/* The first of a stream: nothing is acknowledged, and nothing sent. */
static bool is_syn(const struct piece *p, const struct segment *s)
{
	return s->flags == FLAG_SYN && !s->acknowledged && p->whole == SEGMENT_HEAD;
}

static enum answer look_segment(const struct view *v, const struct segment *s, struct finding *out)
{
	enum side other = 1 - v->side;
	struct segment syn;

	for (size_t i = 0; (s->flags & FLAG_ACK) && i < v->n_seen[other]; i++) {
		const struct piece *p = &v->seen[other][i];

		if (open_segment(p, &syn) && is_syn(p, &syn) && s->acknowledged == syn.number + 1) {
			out->what = "tcp inside of udp";
			return ANSWER_YES;
		}
	}

	return is_syn(&v->now, s) ? ANSWER_MORE : ANSWER_NO;
}

static enum answer look(const struct view *v, struct finding *out)
{
	const uint8_t *id = stun_id(&v->now, STUN_ANSWER, STUN_ANSWER_LEN);
	struct segment s;

	if (id)
		return look_stun_answer(v, id, out);
	if (stun_id(&v->now, STUN_REQUEST, STUN_REQUEST_LEN))
		return ANSWER_MORE;
	return open_segment(&v->now, &s) ? look_segment(v, &s, out) : ANSWER_NO;
}

const struct dissector dissect_retroshare = {
	.name = "retroshare",
	.proto = PROTO_RETROSHARE,
	.transports = TRANSPORT_UDP,
	.FIRST("\x00\x01"),
	.look = look,
};
