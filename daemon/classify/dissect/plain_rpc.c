/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/*
 * Remote procedure calls: ONC (NFS, mount, port mapper), DCE, Rx (AFS).
 *
 * ONC RPC (RFC 5531); in TCP behind | last 1, length 31 |:
 *   call    | id 4 | 0 | 2 | program 4 | version 4 | procedure 4 | flavour 4 | length 4 | ...
 *   answer  | id 4 | 1 | 0 | flavour 4 | length 4 | ... | state 4 |
 */
#define RPC_CALL 0
#define RPC_ANSWER 1
#define RPC_LAST 0x80000000u
#define RPC_AUTH_MAX 400

static bool is_auth(struct rd *r)
{
	uint32_t flavour = rd_be32(r);
	uint32_t len = rd_be32(r);

	return (flavour <= 7 || flavour / 10000 == 39) && len <= RPC_AUTH_MAX;
}

static bool is_call(struct rd *r)
{
	uint32_t rpc = rd_be32(r);
	uint32_t program = rd_be32(r);
	uint32_t version = rd_be32(r);
	uint32_t procedure = rd_be32(r);

	/* IANA's numbers begin at 100000; users have 20000000 to 5fffffff. */
	return rpc == 2 && program >= 100000 && program < 0x60000000 &&
	       version <= 16 && procedure <= 255 && is_auth(r);
}

static bool is_answer(struct rd *r)
{
	uint32_t denied = rd_be32(r);

	return denied == 0 ? is_auth(r) : denied == 1 && rd_be32(r) <= 1;
}

static enum answer look_onc_message(const struct view *v, struct rd r, struct finding *out)
{
	uint32_t kind;
	bool fits;

	rd_be32(&r);
	kind = rd_be32(&r);
	if (r.shortfall)
		return plain_miss(v, &r);
	if (kind > RPC_ANSWER)
		return ANSWER_NO;

	fits = kind == RPC_CALL ? is_call(&r) : is_answer(&r);
	if (r.shortfall)
		return plain_miss(v, &r);
	if (!fits)
		return ANSWER_NO;
	return plain_yes(out, PROTO_NFS, kind == RPC_CALL ? "rpc call" : "rpc answer");
}

static enum answer look_onc(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint32_t mark;

	if (!plain_is_tcp(v))
		return look_onc_message(v, r, out);

	mark = rd_be32(&r) & ~RPC_LAST;
	if (!r.shortfall && (mark < 16 || mark > 1 << 22))
		return ANSWER_NO;
	return look_onc_message(v, r, out);
}

const struct dissector dissect_onc = {
	.name       = "onc rpc",
	.proto      = PROTO_NFS,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.look       = look_onc,
};

/*
 * DCE RPC (C706 chapter 12).
 *   TCP  | 05 | 00|01 | type | flags | data format 4 | length 2 | auth 2 | call 4 |
 *   UDP  | 04 | type | flags 2 | data format 3 | ... 74: length 2 | ... 80 bytes in all
 * A data format is 10 or 00, then zeros as a rule; its first bit gives the byte order.
 */
#define DCE_TYPE_MAX 20
#define DCE_HEADER_UDP 80

static enum answer look_dce_udp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint8_t version = rd_u8(&r);
	uint8_t type = rd_u8(&r);
	uint8_t format;
	uint16_t len;

	rd_be16(&r);
	format = rd_u8(&r);
	rd_take(&r, 69);
	len = format & 0x10 ? rd_le16(&r) : rd_be16(&r);
	if (r.shortfall || version != 4 || type > DCE_TYPE_MAX || format & 0xee)
		return ANSWER_NO;
	if (DCE_HEADER_UDP + (uint32_t)len != v->now.whole)
		return ANSWER_NO;
	return plain_yes(out, PROTO_DCERPC, "datagram");
}

static enum answer look_dce(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint16_t version = rd_be16(&r);
	uint8_t type = rd_u8(&r);
	uint8_t flags = rd_u8(&r);
	uint32_t format = rd_be32(&r);
	uint16_t len = format >> 28 ? rd_le16(&r) : rd_be16(&r);

	if (!plain_is_tcp(v))
		return look_dce_udp(v, out);
	if (r.shortfall)
		return plain_miss(v, &r);
	if (version >> 1 != 0x0500 >> 1 || type > DCE_TYPE_MAX || !flags || format & 0xeefcffff)
		return ANSWER_NO;
	return len >= 16 ? plain_yes(out, PROTO_DCERPC, "packet") : ANSWER_NO;
}

const struct dissector dissect_dce = {
	.name       = "dce rpc",
	.proto      = PROTO_DCERPC,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("\x04\x05"),
	.look       = look_dce,
};

/*
 * Rx (AFS), on its ports:
 *   | epoch 4 | connection 4 | call 4 | sequence 4 | serial 4 | type 1..13 | flags | status |
 *   | security | checksum 2 | service 2 |
 */
#define RX_HEADER 28

static enum answer look_rx(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	bool port = false;
	uint8_t type;
	uint8_t security;

	for (uint16_t p = 7000; p <= 7009; p++)
		port |= plain_port(v, p);

	rd_take(&r, 20);
	type = rd_u8(&r);
	rd_be16(&r);
	security = rd_u8(&r);
	if (r.shortfall || !port || type < 1 || type > 13 || security > 5)
		return ANSWER_NO;
	return v->now.whole >= RX_HEADER ? plain_yes(out, PROTO_AFS, "rx packet") : ANSWER_NO;
}

const struct dissector dissect_rx = {
	.name       = "rx",
	.proto      = PROTO_AFS,
	.transports = TRANSPORT_UDP,
	.look       = look_rx,
};
