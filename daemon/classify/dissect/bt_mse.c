/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

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
 * tunnels): sizes and randomness are a MAYBE and never more, which counts only
 * beside a learned peer. But when the
 * choice is "no encryption", which many clients prefer, the streams behind it
 * are plain: the responder's begins with the BitTorrent handshake, and
 * messages follow on both sides. These are proof.
 */
#define KEY_LEN 96
#define PAD_MAX 512
#define REQUEST_MIN 56		/* third flight */
#define CHOICE_MIN 14		/* fourth flight */
#define DISTINCT_MIN 64
#define PRINTABLE_RUN_MAX 20

static unsigned int set_bits(const uint8_t *bytes, size_t n)
{
	unsigned int bits = 0;

	for (size_t i = 0; i < n; i++)
		bits += (unsigned int)__builtin_popcount(bytes[i]);
	return bits;
}

static unsigned int distinct(const uint8_t *bytes, size_t n)
{
	uint8_t seen[256] = { 0 };
	unsigned int count = 0;

	for (size_t i = 0; i < n; i++)
		count += !seen[bytes[i]]++;
	return count;
}

static size_t longest_printable(struct rd r)
{
	size_t longest = 0;

	while (rd_left(&r)) {
		size_t run = rd_printable(&r);

		longest = run > longest ? run : longest;
		rd_take(&r, run + 1);
	}

	return longest;
}

/* A length in the first bytes that counts the rest explains them. */
static bool has_length(const struct piece *p)
{
	for (unsigned int at = 0; at <= 2; at++) {
		struct rd r = rd_of(p->data + at, p->len - at);
		struct rd be16 = r, le16 = r, be32 = r, le32 = r;
		uint32_t rest = p->whole - at;

		if (rd_be16(&be16) + 2u == rest || rd_le16(&le16) + 2u == rest ||
		    rd_be32(&be32) + 4u == rest || rd_le32(&le32) + 4u == rest)
			return true;
	}

	return false;
}

/*
 * A key of 96 random bytes. Between 3.4 and 4.6 of 8 bits are set (more than
 * four deviations around 4) and most values differ.
 */
static bool is_key(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	const uint8_t *key = rd_take(&r, KEY_LEN);
	unsigned int bits;

	if (!key)
		return false;

	bits = set_bits(key, KEY_LEN) * 10;
	return bits >= 34 * KEY_LEN && bits <= 46 * KEY_LEN &&
	       distinct(key, KEY_LEN) >= DISTINCT_MIN &&
	       longest_printable(rd_of(key, KEY_LEN)) <= PRINTABLE_RUN_MAX && !has_length(p);
}

/* The plain stream somewhere behind the key: its place, or 0. */
static size_t find_plain(const struct piece *p, size_t from, const char **what)
{
	struct rd r = rd_of(p->data, p->len);
	size_t to = from + 2 * PAD_MAX;

	rd_take(&r, from);
	for (size_t at = from; rd_left(&r) && at <= to; at++) {
		struct rd here = r;

		*what = "bittorrent handshake behind mse";
		if (rd_expect(&here, BT_HANDSHAKE, BT_HANDSHAKE_LEN))
			return at;
		*what = "bittorrent messages behind mse";
		if (bt_frames(r) == ANSWER_YES)
			return at;
		rd_take(&r, 1);
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

static enum answer look(const struct view *v, struct finding *out)
{
	bool answering = v->side == SIDE_RESPONDER;
	const struct piece *a = answering ? &v->other : &v->now;
	const struct piece *b = answering ? &v->now : &v->other;
	size_t plain;

	/*
	 * The initiator speaks first, and clients send their key in one piece; to wait
	 * for the rest of a shorter one would hold up everything else that is unknown.
	 */
	if (is_tls(a) || !is_key(a))
		return ANSWER_NO;
	if (b->len < KEY_LEN)
		return ANSWER_MORE;
	if (!is_key(b))
		return ANSWER_NO;

	plain = find_plain(&v->now, KEY_LEN + (answering ? CHOICE_MIN : REQUEST_MIN), &out->what);
	if (plain) {
		out->offset = plain;
		return ANSWER_YES;
	}

	out->what = "mse shape";
	if (a->whole >= KEY_LEN + REQUEST_MIN && b->whole >= KEY_LEN + CHOICE_MIN)
		return ANSWER_MAYBE;
	return ANSWER_MORE;
}

const struct dissector dissect_bt_mse = {
	.name = "bittorrent mse",
	.proto = PROTO_BITTORRENT,
	.transports = TRANSPORT_TCP,
	.look = look,
};
