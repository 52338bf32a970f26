/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "../random.h"
#include "bt_frames.h"

/*
 * BitTorrent behind message stream encryption (MSE/PE), over TCP:
 *
 *   initiator   public key, 96 | pad, 0…512
 *   responder   public key, 96 | pad, 0…512
 *   initiator   hash, 20 | hash, 20 | RC4 { 0, 8 | offer, 4 | pad | first data }
 *   responder   RC4 { 0, 8 | choice, 4 | pad } | its stream
 *
 * All of that is random to us, and so is much else (obfuscated messengers,
 * tunnels): sizes and randomness are a MAYBE and never more; ../mse.h says what comes
 * of it. Nearly all programs leave a length that tells more. Transmission and rtorrent send
 * no pad and the handshake as first data: the third flight has 124 bytes. libtorrent and
 * aria2 send no first data: the handshake is a segment of its own, 68 bytes, behind the hashes
 * as the end of the third flight, or, when they wait for the choice, as the beginning of the
 * fifth.
 *
 * When the choice is "no encryption", which many clients prefer, the streams behind it
 * are plain: the responder's begins with the BitTorrent handshake, and
 * messages follow on both sides. These are proof.
 */
#define KEY_LEN 96
#define PAD_MAX 512
#define REQUEST_MIN 56		/* third flight */
#define CHOICE_MIN 14		/* fourth flight */
#define REQUEST_USUAL (REQUEST_MIN + 68)
#define HANDSHAKE_LEN 68

/* A length in the first bytes of a flight that counts the rest of it explains them. */
static bool has_length(struct rd r, uint32_t flight)
{
	for (unsigned int at = 0; at <= 2; at++) {
		struct rd be16 = r, le16 = r, be32 = r, le32 = r;
		uint32_t rest = flight - at;

		if (rd_be16(&be16) + 2u == rest || rd_le16(&le16) + 2u == rest ||
		    rd_be32(&be32) + 4u == rest || rd_le32(&le32) + 4u == rest)
			return true;
		rd_u8(&r);
	}

	return false;
}

/* A key and its pad; `over`: its flight is, so its length counts. */
static bool is_key(const struct piece *p, uint32_t flight, bool over)
{
	struct rd r = rd_of(p->data, p->len);

	if (flight > KEY_LEN + PAD_MAX || (over && flight < KEY_LEN))
		return false;
	return looks_random(r, KEY_LEN) && !has_length(r, flight);
}

/* What the initiator sent after the responder's key. */
static bool is_request(const struct piece *p, const struct view *v)
{
	struct rd r = rd_of(p->data, p->len);

	rd_take(&r, v->flight[0]);
	return v->flight[2] >= REQUEST_MIN && looks_random(r, KEY_LEN);
}

/*
 * The plain stream somewhere behind the key: its place, or 0. The handshake begins with 13 (hex),
 * and messages, whose lengths are below 2^24, with a zero: few of all places are read.
 */
static size_t find_plain(const struct piece *p, size_t from, const char **what)
{
	struct rd r = rd_of(p->data, p->len);
	size_t to = from + 2 * PAD_MAX;

	rd_take(&r, from);
	for (size_t at = from; rd_left(&r) && at <= to; at++) {
		struct rd here = r;
		uint8_t first = rd_u8(&r);

		*what = "bittorrent handshake behind mse";
		if (first == 0x13 && rd_expect(&here, BT_HANDSHAKE, BT_HANDSHAKE_LEN))
			return at;
		*what = "bittorrent messages behind mse";
		if (first == 0 && bt_frames(here) == ANSWER_YES)
			return at;
	}

	return 0;
}

/* | 14…17 | 03 | 00…04 |: a TLS record, from the start or midway, which is random too. */
static bool is_tls(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	uint8_t type = rd_u8(&r);
	uint16_t version = rd_be16(&r);

	return type >= 0x14 && type <= 0x17 && version >= 0x0300 && version <= 0x0304;
}

/* A length that the request, or a handshake behind it, has in common programs. */
static bool is_exact(const struct view *v)
{
	bool apart = v->third == HANDSHAKE_LEN && v->flight[2] >= REQUEST_USUAL;

	return v->flight[2] == REQUEST_USUAL || apart || v->fifth == HANDSHAKE_LEN;
}

static enum answer look(const struct view *v, struct finding *out)
{
	bool answering = v->side == SIDE_RESPONDER;
	const struct piece *a = answering ? &v->other : &v->now;
	const struct piece *b = answering ? &v->now : &v->other;
	unsigned int n = v->n_flights;
	size_t plain;

	/* The initiator speaks first, and clients send their key in one or two pieces. */
	if (is_tls(a) || !is_key(a, v->flight[0], n > 1) ||
	    (n > 1 && !is_key(b, v->flight[1], n > 2)))
		return ANSWER_NO;
	if (n < 3)
		return ANSWER_MORE;

	plain = find_plain(&v->now, KEY_LEN + (answering ? CHOICE_MIN : REQUEST_MIN), &out->what);
	if (plain) {
		out->offset = plain;
		return ANSWER_YES;
	}

	if (n < FLIGHTS_MAX || v->flight[3] < CHOICE_MIN)
		return ANSWER_MORE;
	out->what = "mse handshake's shape";
	out->mse = true;
	out->exact = is_exact(v);
	return is_request(a, v) ? ANSWER_MAYBE : ANSWER_NO;
}

const struct dissector dissect_bt_mse = {
	.name = "bittorrent mse",
	.proto = PROTO_BITTORRENT,
	.transports = TRANSPORT_TCP,
	.look = look,
};
