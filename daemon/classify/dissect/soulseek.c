/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * Soulseek (Nicotine+'s SLSKPROTOCOL.md; numbers little-endian, a text has its
 * length before it).
 *
 *   to the server   | length 4 | 01 00 00 00 | user | password | version 4 | hash | minor 4 |
 *   its answer      | length 4 | 01 00 00 00 | 01 | greeting | address 4 | hash | …
 *                   | length 4 | 01 00 00 00 | 00 | INVALIDPASS or the like |
 *   between peers   | length 4 | 01 | user | kind: P, F or D | token 4 |
 *                   | 05 00 00 00 | 00 | token 4 |          a hole in a firewall, then messages:
 *                   | length 4 | code 4 | …
 *
 * The login's hash is 32 letters of hexadecimal. Peers that hide what they say
 * put a key before each message and combine it with the rest: it is turned left
 * by a bit for every four bytes. The key is there for all to read.
 */
#define USER_MAX 64
#define PASSWORD_MAX 256
#define HASH_LEN 32
#define CODE_LOGIN 1
#define CODE_PEER 1
#define CODE_PIERCE 0
#define PIERCE_LEN 5
#define TOKEN_SMALL UINT16_MAX

/* A text of at most `max` bytes, all printable if `ascii`. */
static bool take_text(struct rd *r, size_t max, bool ascii)
{
	uint32_t n = rd_le32(r);
	struct rd text = *r;

	if (r->shortfall)
		return false;
	if (!n || n > max)
		return false;
	if (!rd_take(r, n))
		return false;
	return !ascii || rd_printable(&text) >= n;
}

static bool is_hash(struct rd r)
{
	for (int i = 0; i < HASH_LEN; i++) {
		uint8_t c = rd_u8(&r);

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
	}

	return true;
}

static enum answer unless_short(const struct view *v, const struct rd *r)
{
	return r->shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;
}

static enum answer look_login(const struct view *v, struct rd r, uint32_t length,
			      struct finding *out)
{
	struct rd hash;

	if (rd_le32(&r) != CODE_LOGIN || !take_text(&r, USER_MAX, false) ||
	    !take_text(&r, PASSWORD_MAX, false))
		return unless_short(v, &r);

	rd_le32(&r);
	if (rd_le32(&r) != HASH_LEN || length > 4 + USER_MAX + PASSWORD_MAX + HASH_LEN + 20)
		return unless_short(v, &r);

	hash = r;
	if (!rd_take(&r, HASH_LEN))
		return unless_short(v, &r);
	out->what = "soulseek login";
	return is_hash(hash) ? ANSWER_YES : ANSWER_NO;
}

static enum answer look_login_answer(const struct view *v, struct rd r, struct finding *out)
{
	struct rd hash;

	if (!rd_expect(&r, "\1\0\0\0", 4))
		return unless_short(v, &r);

	out->what = "soulseek login answered";
	if (rd_expect(&r, "\0", 1))
		return rd_le32(&r) <= USER_MAX && rd_expect(&r, "INVALID", 7) ? ANSWER_YES :
			unless_short(v, &r);
	if (!rd_expect(&r, "\1", 1))
		return unless_short(v, &r);

	rd_take(&r, rd_le32(&r));	/* the greeting, which may be empty */
	rd_take(&r, 4);
	if (rd_le32(&r) != HASH_LEN)
		return unless_short(v, &r);
	hash = r;
	return rd_take(&r, HASH_LEN) && is_hash(hash) ? ANSWER_YES : unless_short(v, &r);
}

/* `r` stands at the code. A token of old had eight bytes. */
static enum answer look_peer(const struct view *v, struct rd r, uint32_t length,
			     struct finding *out)
{
	size_t before;
	uint8_t kind;

	if (rd_u8(&r) != CODE_PEER)
		return unless_short(v, &r);
	before = rd_left(&r);
	if (!take_text(&r, USER_MAX, false) || !rd_expect(&r, "\1\0\0\0", 4))
		return unless_short(v, &r);
	kind = rd_u8(&r);
	if (r.shortfall)
		return unless_short(v, &r);

	before -= rd_left(&r);
	out->what = "soulseek peer";
	return (kind == 'P' || kind == 'F' || kind == 'D') &&
	       (length == before + 1 + 4 || length == before + 1 + 8) ? ANSWER_YES : ANSWER_NO;
}

/*
 * Packed lists and answers: | length 4 | 5, 9 or 16 | zlib |. Or empty requests, which
 * tell less: they count beside a token that is no small number.
 */
static bool is_peer_message(struct rd r, uint32_t token)
{
	uint32_t length = rd_le32(&r);
	uint32_t code = rd_le32(&r);

	if (length == 4)
		return (code == 4 || code == 15) && token > TOKEN_SMALL;
	return length > 8 && (code == 5 || code == 9 || code == 16) && rd_u8(&r) == 0x78 &&
	       !r.shortfall;
}

static enum answer look_pierce(const struct view *v, struct rd r, struct finding *out)
{
	uint32_t token;

	rd_u8(&r);
	token = rd_le32(&r);
	out->what = "soulseek hole in a firewall and a message";
	if (!r.shortfall && (is_peer_message(r, token) ||
			     is_peer_message(rd_of(v->other.data, v->other.len), token)))
		return ANSWER_YES;
	return v->full ? ANSWER_NO : ANSWER_MORE;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	uint32_t length = rd_le32(&r);
	enum answer login, peer;

	if (r.shortfall)
		return unless_short(v, &r);
	if (length == PIERCE_LEN && (!rd_left(&r) || *r.at == CODE_PIERCE))
		return look_pierce(v, r, out);
	if (length < 10 || length > 4096)
		return ANSWER_NO;

	login = v->side == SIDE_RESPONDER ? look_login_answer(v, r, out) :
					    look_login(v, r, length, out);
	if (login == ANSWER_YES)
		return login;
	peer = look_peer(v, r, length, out);
	return peer == ANSWER_NO ? login : peer;
}

const struct dissector dissect_soulseek = {
	.name = "soulseek",
	.proto = PROTO_SOULSEEK,
	.transports = TRANSPORT_TCP,
	.look = look,
};

/* ---- hidden ---- */

#define PLAIN_MAX 96		/* of a hidden peer message */

static uint32_t turn_left(uint32_t key)
{
	return key << 1 | key >> 31;
}

/* No byte is zero or there twice, as in numbers it often is. */
static bool is_key(struct rd r)
{
	uint8_t seen[4] = { 0 };
	bool good = true;

	for (int i = 0; i < 4; i++) {
		seen[i] = rd_u8(&r);
		good &= seen[i] != 0;
		for (int j = 0; j < i; j++)
			good &= seen[j] != seen[i];
	}

	return good;
}

/* Takes the key off what follows it; the number of bytes. */
static size_t uncover(struct rd r, uint8_t *plain)
{
	uint32_t key = rd_le32(&r);
	size_t n = 0;

	for (; n < PLAIN_MAX && rd_left(&r); n++) {
		if (n % 4 == 0)
			key = turn_left(key);
		plain[n] = rd_u8(&r) ^ (uint8_t)(key >> 8 * (n % 4));
	}

	return n;
}

static enum answer look_hidden(const struct view *v, struct finding *out)
{
	uint8_t plain[PLAIN_MAX];
	size_t n = uncover(rd_of(v->now.data, v->now.len), plain);
	struct rd r = rd_of(plain, n);
	uint32_t length = rd_le32(&r);
	uint8_t code = rd_left(&r) ? *r.at : CODE_PEER;

	/* The smallest message is sent at once; less of anything is no reason to wait. */
	if (n < 4 + PIERCE_LEN || !is_key(rd_of(v->now.data, v->now.len)))
		return ANSWER_NO;
	if (length == PIERCE_LEN && code == CODE_PIERCE) {
		out->what = "soulseek hole in a firewall hidden";
		return ANSWER_YES;
	}
	if (length < 10 || length > PLAIN_MAX - 4)
		return ANSWER_NO;
	return look_peer(v, r, length, out);
}

const struct dissector dissect_soulseek_hidden = {
	.name = "soulseek hidden",
	.proto = PROTO_SOULSEEK,
	.transports = TRANSPORT_TCP,
	.look = look_hidden,
};
