/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

#include "plain.h"

/*
 * Hosts that ask their gateway for a port, over UDP to its port 5351.
 *
 * NAT-PMP (RFC 6886). The lengths are fixed; an answer repeats what was asked,
 * plus 80. Two or twelve bytes that are mostly zero are likely, once they are
 * answered they are proof.
 *
 *   question   | 00 | 00 |
 *   mapping    | 00 | 1..2 | 00 00 | internal port 2 | external port 2 | lifetime 4 |
 *   answers    | 00 | 80..82 | result 2 | time 4 | address 4, or ports 4 and lifetime 4 |
 *
 * PCP (RFC 6887). A request holds its sender's address, an answer twelve zeros.
 *
 *   request    | 02 | 0..3 | 00 00 | lifetime 4 | address 16 | … |
 *   answer     | 02 | 80..83 | 00 | result 1 | lifetime 4 | time 4 | 00 x 12 | … |
 *   1, 2: map, peer     … | nonce 12 | protocol 1 | 00 00 00 | ports and address 20 |
 *   2     peer             | port 2 | 00 00 | address 16 |
 */
#define GATEWAY_PORT 5351
#define ANSWER 0x80
#define RESULT_MAX 5		/* of NAT-PMP */
#define PCP_MAX 1100
#define PCP_HEADER 24
#define MAP_LEN 36
#define PEER_LEN 56

static bool is_nat_pmp(const struct piece *p)
{
	static const uint8_t sizes[2][3] = { { 2, 12, 12 }, { 12, 16, 16 } };
	struct rd r = rd_of(p->data, p->len);
	uint8_t version = rd_u8(&r);
	uint8_t opcode = rd_u8(&r);
	bool answer = opcode & ANSWER;
	uint16_t number = p->len > 2 ? rd_be16(&r) : 0;	/* reserved, or the result */

	opcode &= (uint8_t)~ANSWER;
	if (r.shortfall || version != 0 || opcode > 2)
		return false;
	if (answer && number && number <= RESULT_MAX && p->whole == 8)
		return true;	/* an error, cut as some gateways do */
	return p->whole == sizes[answer][opcode] && number <= (answer ? RESULT_MAX : 0);
}

/* The other side sent the question of this answer, or the answer of this question. */
static bool is_paired(const struct view *v)
{
	enum side other = 1 - v->side;
	struct rd r = plain_rd(v);
	uint16_t wanted = (uint16_t)(rd_be16(&r) ^ ANSWER);

	for (size_t i = 0; i < v->n_seen[other]; i++) {
		struct rd theirs = rd_of(v->seen[other][i].data, v->seen[other][i].len);

		if (is_nat_pmp(&v->seen[other][i]) && rd_be16(&theirs) == wanted)
			return true;
	}

	return false;
}

static enum answer look_nat_pmp(const struct view *v, struct finding *out)
{
	if (!plain_port(v, GATEWAY_PORT) || !is_nat_pmp(&v->now))
		return ANSWER_NO;

	out->what = "port mapping asked and answered";
	if (!is_paired(v)) {
		out->what = "port mapping asked";
		out->confidence = CONFIDENCE_LIKELY;
		out->may_change = true;
	}
	return ANSWER_YES;
}

const struct dissector dissect_nat_pmp = {
	.name       = "nat-pmp",
	.proto      = PROTO_NAT_PMP,
	.transports = TRANSPORT_UDP,
	.FIRST("\x00"),
	.look       = look_nat_pmp,
};

/* The address that a request names is its sender's, or an IPv4 one written as IPv6. */
static bool is_sender(const struct view *v, const uint8_t *address)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	const struct addr *a = v->addr[v->side];

	return memcmp(address, mapped, sizeof(mapped)) == 0 ||
	       (a->family == 6 && memcmp(address, a->bytes, 16) == 0);
}

/* What stands behind the header, at least; an error repeats what it could not read. */
static bool is_body(uint8_t opcode, struct rd r, uint32_t whole)
{
	uint32_t least = opcode == 1 ? MAP_LEN : PEER_LEN;

	if (opcode != 1 && opcode != 2)
		return true;
	rd_take(&r, 13);
	return whole >= PCP_HEADER + least && (rd_expect(&r, "\0\0", 3) || r.shortfall);
}

static enum answer look_pcp(const struct view *v, struct finding *out)
{
	static const uint8_t zeros[12];
	struct rd r = plain_rd(v);
	bool version = rd_u8(&r) == 2;
	uint8_t opcode = rd_u8(&r);
	uint16_t number = rd_be16(&r);
	bool proved;

	rd_take(&r, 4);
	if (opcode & ANSWER) {
		rd_take(&r, 4);
		proved = rd_expect(&r, zeros, sizeof(zeros)) && number <= UINT8_MAX &&
			 (number || is_body(opcode & 3, r, v->now.whole));
	} else {
		const uint8_t *address = rd_take(&r, 16);

		proved = address && is_sender(v, address) && !number &&
			 is_body(opcode, r, v->now.whole);
	}

	out->what = "pcp message";
	return proved && version && (opcode & 0x7c) == 0 && v->now.whole % 4 == 0 &&
	       v->now.whole >= PCP_HEADER && v->now.whole <= PCP_MAX &&
	       plain_port(v, GATEWAY_PORT) ? ANSWER_YES : ANSWER_NO;
}

const struct dissector dissect_pcp = {
	.name       = "pcp",
	.proto      = PROTO_PCP,
	.transports = TRANSPORT_UDP,
	.FIRST("\x02"),
	.look       = look_pcp,
};
