/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bt_frames.h"

/*
 * BitTorrent messages (BEP 3, 5, 6, 10, 52), which follow the handshake:
 *
 *   offset  0        4    5
 *           | length | id | body …          be32 length of id and body
 *
 * A length of zero keeps the connection alive; such a frame tells nothing.
 * One message is a weak sign: many protocols count in 32 bits and go on with a
 * small number. So three are wanted, and one of them with something in it that
 * is BitTorrent's alone: a block of a power of two that lies where blocks lie, or
 * a dictionary. A block of 16 KiB, which nearly all programs ask for and send, is
 * enough alone, and so is the handshake of extensions.
 *
 * A peer that wants nothing for now sends haves alone. HAVES of them add up, where the
 * pieces come in no order, each below PIECES_MANY: a number that only grows is another
 * protocol's. Random bytes are that with 2^-192, but a protocol of short messages about
 * things with numbers is not excluded.
 *
 * A connection met midway begins inside a block. Its next header, of 13 or 17 bytes, may
 * be anywhere, and is looked for where all of it is as usual:
 *
 *   block    00 00 40 09 | 07 | piece | begin            5 × 8 + 8 + 8 + 14 bits
 *   request  00 00 00 0d | 06, 08, 10 | piece | begin | 00 00 40 00
 *                                                  38 + 8 + 8 + 14 + 32 bits
 *
 * piece and begin are below PIECES_MANY, begin is a multiple of 16 KiB. Random bytes
 * have a block at one of 2048 places of both sides with 2^-58.
 */
#define WANTED 3
#define HAVES 4
#define LENGTH_MAX ((1u << 17) + 13)
#define BLOCK_MAX (1u << 17)
#define BLOCK_USUAL (1u << 14)
#define PIECES_MANY (1u << 24)
#define BLOCK_LEAST (1u << 10)

enum id {
	ID_CHOKE, ID_UNCHOKE, ID_INTERESTED, ID_NOT_INTERESTED,
	ID_HAVE, ID_BITFIELD, ID_REQUEST, ID_PIECE, ID_CANCEL, ID_PORT,
	ID_SUGGEST = 0x0d, ID_HAVE_ALL, ID_HAVE_NONE, ID_REJECT, ID_ALLOWED_FAST,
	ID_EXTENDED = 0x14, ID_HASH_REQUEST, ID_HASHES, ID_HASH_REJECT,
	ID_COUNT,
};

/* The lengths a message may have, its id counted. */
static const struct { uint32_t min, max; } lengths[ID_COUNT] = {
	[ID_CHOKE] = { 1, 1 },
	[ID_UNCHOKE] = { 1, 1 },
	[ID_INTERESTED] = { 1, 1 },
	[ID_NOT_INTERESTED] = { 1, 1 },
	[ID_HAVE] = { 5, 5 },
	[ID_BITFIELD] = { 2, BLOCK_MAX },
	[ID_REQUEST] = { 13, 13 },
	[ID_PIECE] = { 10, 9 + BLOCK_MAX },
	[ID_CANCEL] = { 13, 13 },
	[ID_PORT] = { 3, 3 },
	[ID_SUGGEST] = { 5, 5 },
	[ID_HAVE_ALL] = { 1, 1 },
	[ID_HAVE_NONE] = { 1, 1 },
	[ID_REJECT] = { 13, 13 },
	[ID_ALLOWED_FAST] = { 5, 5 },
	[ID_EXTENDED] = { 3, LENGTH_MAX },
	[ID_HASH_REQUEST] = { 49, 49 },
	[ID_HASHES] = { 49 + 32, LENGTH_MAX },
	[ID_HASH_REJECT] = { 49, 49 },
};

/* The fields that have a range, as far as they are there. */
static bool is_body_right(uint8_t id, uint32_t length, struct rd body)
{
	uint32_t block;
	uint8_t sub_id;

	switch (id) {
	case ID_REQUEST:
	case ID_CANCEL:
	case ID_REJECT:
		rd_take(&body, 8);		/* piece and place in it */
		block = rd_be32(&body);
		return body.shortfall || (block && block <= BLOCK_MAX);
	case ID_PORT:
		return rd_be16(&body) || body.shortfall;
	case ID_HASHES:
		return (length - 49) % 32 == 0;
	case ID_EXTENDED:
		/* Its handshake, sub-id 0, is a dictionary. */
		sub_id = rd_u8(&body);
		return sub_id ? sub_id < 64 : rd_u8(&body) == 'd' || body.shortfall;
	}

	return true;
}

/* Blocks begin at multiples of their size, which all clients take a power of two for. */
static bool is_usual_block(uint32_t begin, uint32_t size)
{
	return size >= BLOCK_LEAST && size <= BLOCK_MAX && !(size & (size - 1)) &&
	       begin % size == 0;
}

/* What no other protocol has at these places. A part that is not there yet tells nothing. */
static bool is_telling(uint8_t id, uint32_t length, struct rd body)
{
	uint32_t piece, begin;
	uint8_t digit;

	switch (id) {
	case ID_REQUEST:
	case ID_CANCEL:
	case ID_REJECT:
		rd_take(&body, 4);
		begin = rd_be32(&body);
		return is_usual_block(begin, rd_be32(&body)) && !body.shortfall;
	case ID_PIECE:
		piece = rd_be32(&body);
		begin = rd_be32(&body);
		return length == 9 + BLOCK_USUAL && is_usual_block(begin, BLOCK_USUAL) &&
		       (piece || begin) && !body.shortfall;
	case ID_EXTENDED:
		rd_u8(&body);
		if (rd_u8(&body) != 'd')
			return false;
		digit = rd_u8(&body);
		return digit >= '1' && digit <= '9' && rd_contains(&body, ":", 1);
	}

	return false;
}

/* All of it is as most programs have it: 16 KiB; or the names of extensions (BEP 10). */
static bool is_proof(uint8_t id, uint32_t length, struct rd body)
{
	if (!is_telling(id, length, body))
		return false;
	if (id == ID_EXTENDED)
		return !rd_u8(&body) && rd_contains(&body, "1:md", 4);
	if (rd_be32(&body) >= PIECES_MANY || rd_be32(&body) >= PIECES_MANY)
		return false;
	return id == ID_PIECE || rd_be32(&body) == BLOCK_USUAL;
}

/* The haves of one side, as far as they were read. */
struct haves {
	unsigned int n;
	uint32_t newest;
	bool disordered;
};

static void count_have(struct haves *h, struct rd body)
{
	uint32_t piece = rd_be32(&body);

	if (body.shortfall || piece >= PIECES_MANY)
		return;
	h->disordered |= h->n && piece < h->newest;
	h->newest = piece;
	h->n++;
}

enum answer bt_frames(struct rd r)
{
	struct haves haves = { 0 };
	unsigned int good = 0;
	bool told = false;

	while (rd_left(&r)) {
		uint32_t length = rd_be32(&r);
		uint8_t id;

		if (!r.shortfall && !length)
			continue;

		id = rd_u8(&r);
		if (r.shortfall)
			return length > LENGTH_MAX ? ANSWER_NO : ANSWER_MORE;
		if (id >= ID_COUNT || length < lengths[id].min || length > lengths[id].max)
			return ANSWER_NO;
		if (!is_body_right(id, length, r))
			return ANSWER_NO;
		if (is_proof(id, length, r))
			return ANSWER_YES;
		if (id == ID_HAVE)
			count_have(&haves, r);

		good++;
		told |= is_telling(id, length, r);
		if (good >= WANTED && told)
			return ANSWER_YES;
		rd_take(&r, length - 1);
	}

	return haves.n >= HAVES && haves.disordered ? ANSWER_MAYBE : ANSWER_MORE;
}

/* Behind two zeros, with which all of them begin. */
static bool is_usual_header(struct rd r)
{
	uint32_t length = rd_be16(&r);
	uint8_t id = rd_u8(&r);
	bool block = id == ID_PIECE && length == 9 + BLOCK_USUAL;
	bool request = (id == ID_REQUEST || id == ID_CANCEL || id == ID_REJECT) && length == 13;

	return (block || request) && is_proof(id, length, r);
}

int bt_frames_inside(struct rd r)
{
	size_t n;

	for (int at = 0; rd_until(&r, 0, &n); at++) {
		struct rd behind = r;

		at += (int)n;
		if (rd_u8(&behind) == 0 && is_usual_header(behind))
			return at;
	}

	return -1;
}
