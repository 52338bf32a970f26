/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ciphered.h"
#include "list.h"
#include "plain.h"

/* Tunnels whose packets need more than a glance: OpenVPN, IKE and ESP, WireGuard's data. */

/*
 * OpenVPN (its network protocol documentation), the packets that open a
 * session; in TCP each stands behind a length of two bytes.
 *
 *   client  | 38 or 50 | session 8 | 00 | 00 00 00 00 |                      14 bytes
 *   server  | 40 | session 8 | 01 | 00 00 00 00 | session 8 | 00 00 00 00 |  26 bytes
 *   with tls-auth or tls-crypt a digest, a packet number and a time come
 *   behind the session or its digest, and the number of the first is 1
 */
#define OPENVPN_CLIENT 0x38
#define OPENVPN_CLIENT_3 0x50
#define OPENVPN_SERVER 0x40
#define OPENVPN_RESET_MAX 600
#define TIME_2001 0x3a4fc880u

/* `n`: length of the digest. */
static bool has_digest(struct rd r, size_t n)
{
	uint32_t number;
	uint32_t time;

	rd_take(&r, n);
	number = rd_be32(&r);
	time = rd_be32(&r);
	return !r.shortfall && number == 1 && time > TIME_2001;
}

static enum answer look_openvpn_packet(struct rd r, uint32_t size, struct finding *out)
{
	static const uint8_t digests[] = { 0, 16, 20, 32, 64 };
	uint8_t kind = rd_u8(&r);
	uint64_t session = rd_be64(&r);
	struct rd rest = r;
	uint8_t acks = rd_u8(&r);

	if (r.shortfall || !session)
		return ANSWER_NO;
	if (kind != OPENVPN_CLIENT && kind != OPENVPN_CLIENT_3 && kind != OPENVPN_SERVER)
		return ANSWER_NO;

	if (kind == OPENVPN_SERVER && size == 26 && acks == 1)
		return plain_yes(out, PROTO_OPENVPN, "server reset");
	if (kind != OPENVPN_SERVER && size == 14 && acks == 0 && rd_be32(&r) == 0)
		return plain_yes(out, PROTO_OPENVPN, "client reset");

	for (size_t i = 0; i < sizeof(digests); i++) {
		if (size >= 22u + digests[i] && size < OPENVPN_RESET_MAX &&
		    has_digest(rest, digests[i]))
			return plain_yes(out, PROTO_OPENVPN, "signed reset");
	}

	return ANSWER_NO;
}

static enum answer look_openvpn(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint16_t len;

	if (!plain_is_tcp(v))
		return look_openvpn_packet(r, v->now.whole, out);

	len = rd_be16(&r);
	if (r.shortfall)
		return plain_miss(v, &r);
	if (len < 14 || len > OPENVPN_RESET_MAX)
		return ANSWER_NO;
	if (rd_left(&r) < len)
		return v->full ? ANSWER_NO : ANSWER_MORE;
	return look_openvpn_packet(r, len, out);
}

const struct dissector dissect_openvpn = {
	.name       = "openvpn",
	.proto      = PROTO_OPENVPN,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("\x38\x40\x50\x00\x01\x02"),
	.look       = look_openvpn,
};

/*
 * IKE (RFC 2408, 7296), and ESP in UDP on port 4500 (RFC 3948), where IKE
 * stands behind four zero bytes.
 *
 *   | initiator 8 | responder 8 | next | 1.0 or 2.0 | exchange | flags | id 4 | length 4 |
 *   ESP  | spi 4 | sequence 4 | ...
 */
#define PORT_NATT 4500
#define IKE_LEN_MIN 28

static enum answer look_ike(const struct view *v, struct rd r, uint32_t size, struct finding *out)
{
	uint64_t initiator = rd_be64(&r);
	uint8_t version;
	uint8_t exchange;

	rd_take(&r, 9);
	version = rd_u8(&r);
	exchange = rd_u8(&r);
	rd_take(&r, 5);
	if (rd_be32(&r) != size || r.shortfall || !initiator || size < IKE_LEN_MIN)
		return ANSWER_NO;

	if ((version >> 4 == 1 && exchange <= 33) ||
	    (version >> 4 == 2 && exchange >= 34 && exchange <= 50))
		return plain_yes(out, PROTO_ISAKMP, "ike message");
	return plain_port(v, 500) ? plain_yes(out, PROTO_ISAKMP, "ike message") : ANSWER_NO;
}

static enum answer look_natt(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint32_t spi = rd_be32(&r);
	uint32_t sequence = rd_be32(&r);

	if (v->now.whole == 1)
		return ANSWER_MORE;	/* keeps a mapping alive, whoever's it is */
	if (r.shortfall || v->now.whole < 32)
		return ANSWER_NO;

	if (spi == 0) {
		r = plain_rd(v);
		rd_be32(&r);
		return look_ike(v, r, v->now.whole - 4, out);
	}

	return spi > 255 && sequence && sequence < 1 << 24 ?
	       plain_yes(out, PROTO_ISAKMP, "esp packet") : ANSWER_NO;
}

static enum answer look_ipsec(const struct view *v, struct finding *out)
{
	enum answer a = look_ike(v, plain_rd(v), v->now.whole, out);

	return a == ANSWER_NO && plain_port(v, PORT_NATT) && v->now.len ? look_natt(v, out) : a;
}

const struct dissector dissect_ipsec = {
	.name       = "ipsec",
	.proto      = PROTO_ISAKMP,
	.transports = TRANSPORT_UDP,
	.look       = look_ipsec,
};

/*
 * WireGuard (white paper 5.4), all of it random to us but the head:
 *
 *   148      | 01 00 00 00 | sender 4 | key 32 | enciphered 48 and 28 | macs 16 and 16 |
 *   92       | 02 00 00 00 | sender 4 | receiver 4 | key 32 | ...
 *   64       | 03 00 00 00 | receiver 4 | nonce 24 | enciphered 32 |
 *   32 + 16n | 04 00 00 00 | receiver 4 | counter 8, little-endian | enciphered |
 *
 * The second mac is zeros until a cookie was sent, under load. With another, or cut
 * off, a handshake is likely; what follows it will tell.
 */
#define WIREGUARD_LOOK 48
#define MAC_LEN 16

static bool has_no_cookie(const struct view *v)
{
	static const uint8_t zeros[MAC_LEN];
	struct rd r = plain_rd(v);

	return v->now.len == v->now.whole && rd_take(&r, v->now.len - MAC_LEN) &&
	       rd_expect(&r, zeros, MAC_LEN);
}

static enum answer say_handshake(const struct view *v, const char *what, struct finding *out)
{
	if (!has_no_cookie(v)) {
		out->confidence = CONFIDENCE_LIKELY;
		out->may_change = true;
	}
	return plain_yes(out, PROTO_WIREGUARD, what);
}

static enum answer look_wireguard(const struct view *v, struct finding *out)
{
	static const struct { uint8_t len; const char *what; } handshakes[] = {
		{ 148, "initiation" }, { 92, "response" }, { 64, "cookie" },
	};
	struct rd r = plain_rd(v);
	uint8_t kind = rd_u8(&r);
	bool zeros = rd_expect(&r, "\x00\x00\x00", 3);
	uint32_t index = rd_be32(&r);

	if (!zeros || !index || kind < 1 || kind > 4)
		return ANSWER_NO;
	/* Some pad their handshakes; what follows these has the usual lengths. */
	if (kind < 4)
		return v->now.whole == handshakes[kind - 1].len &&
		       may_be_ciphered(r, WIREGUARD_LOOK) ?
		       say_handshake(v, handshakes[kind - 1].what, out) : ANSWER_MORE;
	if (rd_le64(&r) >> 40 || v->now.whole < 32 || v->now.whole % 16)
		return ANSWER_NO;
	return rd_left(&r) && may_be_ciphered(r, WIREGUARD_LOOK) ?
	       plain_yes(out, PROTO_WIREGUARD, "data") : ANSWER_NO;
}

const struct dissector dissect_wireguard = {
	.name       = "wireguard",
	.proto      = PROTO_WIREGUARD,
	.transports = TRANSPORT_UDP,
	.FIRST("\x01\x02\x03\x04"),
	.look       = look_wireguard,
};
