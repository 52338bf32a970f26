/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ciphered.h"
#include "list.h"
#include "plain.h"

/*
 * Skype as it was before 2016, from peer to peer, all of it enciphered (Biondi
 * and Desclaux, "Silver Needle in the Skype", 2006; Baset and Schulzrinne, "An
 * Analysis of the Skype Protocol", 2004).
 *
 * UDP    | number 2 | kind 1 | …      the number counts what the socket sends, to anyone
 *        kind ?2    | start value 4 | checksum 4 | enciphered |
 *        kind ?5 ?7 | address 4 | address 4 |    an answer, with its question's number
 *
 * An answer that holds an address of its own flow is proof. A message shows no
 * more than its kind and that it is enciphered; its number is left to the engine.
 *
 * TCP to the servers, and to peers on port 443, imitates TLS: empty records, or
 * hellos with nothing of TLS behind.
 */
#define NAT_INFO_LEN 11
#define MESSAGE_MIN 18
#define MESSAGE_LOOK 64

/* One of the next two addresses is one of the flow's. */
static bool holds_address(const struct view *v, struct rd r)
{
	for (int i = 0; i < 2; i++) {
		const uint8_t *address = rd_take(&r, 4);
		struct addr a = address ? addr_of4(address) : (struct addr){ 0 };

		if (address && (addr_compare(&a, v->addr[0]) == 0 ||
				addr_compare(&a, v->addr[1]) == 0))
			return true;
	}

	return false;
}

/* The other side sent a message of this number. */
static bool is_answer_to(const struct view *v, uint16_t number)
{
	enum side other = 1 - v->side;

	for (size_t i = 0; i < v->n_seen[other]; i++) {
		struct rd r = rd_of(v->seen[other][i].data, v->seen[other][i].len);

		if (rd_be16(&r) == number && !r.shortfall)
			return true;
	}

	return false;
}

static enum answer look_nat_info(const struct view *v, struct rd r, uint16_t number,
				 struct finding *out)
{
	if (v->now.whole != NAT_INFO_LEN || !holds_address(v, r))
		return ANSWER_NO;

	out->what = "skype address report";
	if (!is_answer_to(v, number))
		out->confidence = CONFIDENCE_LIKELY;
	return ANSWER_YES;
}

static enum answer look_udp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint16_t number = rd_be16(&r);
	uint8_t kind = rd_u8(&r);

	if (r.shortfall)
		return ANSWER_NO;
	if ((kind & 0x0f) == 5 || (kind & 0x0f) == 7)
		return look_nat_info(v, r, number, out);
	if (kind != 2 || v->now.whole < MESSAGE_MIN || !may_be_ciphered(r, MESSAGE_LOOK))
		return ANSWER_NO;

	out->what = "skype message of a numbered series";
	out->numbered = true;
	out->number = number;
	return ANSWER_MAYBE;
}

const struct dissector dissect_skype_udp = {
	.name       = "skype message",
	.proto      = PROTO_SKYPE,
	.transports = TRANSPORT_UDP,
	.look       = look_udp,
};

/* ---- imitations of TLS ---- */

#define EMPTY_HANDSHAKE "\x16\3\1\0\0"		/* which TLS forbids */
#define EMPTY_DATA "\x17\3\1\0\0"
#define HELLO_SSL2 "\x80\x46\1\3\1\0\x2d\0\0\0\x10"
#define HELLO_SSL2_LEN 72
#define HELLO_SERVER "\x16\3\1\0\x4a\2\0\0\x46\3\1\x40\x1b\xe4\x86\x02\xad\xe0\x29"
#define BEHIND_MIN 16

static enum answer look_empty(const struct view *v, struct finding *out)
{
	struct rd mine = plain_rd(v);
	struct rd theirs = plain_rd_other(v);
	struct rd client = v->side == SIDE_INITIATOR ? mine : theirs;
	struct rd server = v->side == SIDE_INITIATOR ? theirs : mine;

	if (!rd_expect(&client, EMPTY_HANDSHAKE, 5))
		return plain_miss(v, &client);

	out->what = "empty records of tls asked and answered";
	if (rd_expect(&server, EMPTY_DATA, 5))
		return ANSWER_YES;

	out->what = "empty record of tls";
	out->confidence = CONFIDENCE_LIKELY;
	out->may_change = true;
	return !rd_left(&client) ? ANSWER_YES : ANSWER_NO;
}

/* A record of TLS or SSL 2 (the client's key). */
static bool is_record(struct rd r)
{
	uint8_t type = rd_u8(&r);
	uint8_t second = rd_u8(&r);

	return (type >= 0x14 && type <= 0x18 && second == 3) || (type & 0x80 && rd_u8(&r) == 2);
}

static enum answer look_imitation(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);

	if (rd_expect(&r, HELLO_SERVER, sizeof(HELLO_SERVER) - 1)) {
		out->what = "skype's own server hello";
		return ANSWER_YES;
	}
	if (r.shortfall && !v->full)
		return ANSWER_MORE;

	r = plain_rd(v);
	if (!rd_expect(&r, HELLO_SSL2, sizeof(HELLO_SSL2) - 1))
		return plain_miss(v, &r);
	rd_take(&r, HELLO_SSL2_LEN - (sizeof(HELLO_SSL2) - 1));
	if (rd_left(&r) < BEHIND_MIN)
		return v->full ? ANSWER_NO : ANSWER_MORE;

	out->what = "hello of ssl 2 with no ssl behind";
	out->confidence = CONFIDENCE_LIKELY;
	return !is_record(r) && may_be_ciphered(r, MESSAGE_LOOK) ? ANSWER_YES : ANSWER_NO;
}

static enum answer look_tcp(const struct view *v, struct finding *out)
{
	enum answer empty = look_empty(v, out);
	struct finding other = { .proto = out->proto, .confidence = CONFIDENCE_CERTAIN };
	enum answer imitation;

	if (empty == ANSWER_YES)
		return empty;

	imitation = look_imitation(v, &other);
	*out = other;
	return imitation == ANSWER_NO ? empty : imitation;
}

const struct dissector dissect_skype = {
	.name       = "skype",
	.proto      = PROTO_SKYPE,
	.transports = TRANSPORT_TCP,
	.FIRST("\x16\x17\x80"),
	.look       = look_tcp,
};
