/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "edonkey_tags.h"

/*
 * eDonkey2000 and eMule over TCP (Kulbak and Bickson, "The eMule Protocol
 * Specification"; numbers little-endian):
 *
 *   offset  0          1        5        6
 *           | protocol | length | opcode | body        length: opcode and body
 *
 *   protocol  e3 eDonkey · c5 eMule's extensions · d4 these, packed with zlib
 *
 * Messages that introduce someone prove themselves: a hash, an address and a
 * list of tags that ends where the frame does; the hashes of eMule's family
 * have 0e and 6f in two places. Of the others two are wanted, one behind the
 * other or one each way, and of these one whose length leaves nothing to chance.
 */
#define CONTROL_MAX 65535
#define BLOCK_MAX (1u << 20)
#define HASH_LEN 16
#define FRAMES_MAX 8
#define EXACT_MIN 5		/* a message of a byte or two may be anybody's */

#define E3 0xe3
#define C5 0xc5
#define D4 0xd4

/* What is known of lengths: opcode and body. */
static const struct rule { uint8_t protocol, opcode; uint32_t min, max; } rules[] = {
	/* between client and server */
	{ E3, 0x01, 34, CONTROL_MAX }, { E3, 0x05, 1, 1 }, { E3, 0x14, 1, 1 },
	{ E3, 0x15, 5, CONTROL_MAX }, { E3, 0x16, 2, 4096 }, { E3, 0x19, 17, 29 },
	{ E3, 0x1c, 5, 5 }, { E3, 0x21, 1, 1 }, { E3, 0x32, 2, 2 + 6 * 255 },
	{ E3, 0x33, 5, CONTROL_MAX }, { E3, 0x34, 9, 9 }, { E3, 0x35, 7, 24 },
	{ E3, 0x36, 1, 5 }, { E3, 0x38, 3, CONTROL_MAX }, { E3, 0x40, 5, 25 },
	{ E3, 0x41, 27, 4096 }, { E3, 0x42, 18, 18 + 6 * 255 }, { E3, 0x44, 18, 18 + 24 * 255 },
	/* between clients */
	{ E3, 0x46, 26, BLOCK_MAX }, { E3, 0x47, 41, 41 }, { E3, 0x48, 17, 17 },
	{ E3, 0x49, 17, 17 }, { E3, 0x4a, 1, 1 }, { E3, 0x4c, 33, CONTROL_MAX },
	{ E3, 0x4e, 3, 4096 }, { E3, 0x4f, 17, 17 }, { E3, 0x50, 19, 8192 },
	{ E3, 0x51, 17, 17 }, { E3, 0x52, 19, CONTROL_MAX }, { E3, 0x54, 1, 17 },
	{ E3, 0x55, 1, 1 }, { E3, 0x56, 1, 1 }, { E3, 0x57, 1, 1 },
	{ E3, 0x58, 17, 8192 }, { E3, 0x59, 19, 4096 }, { E3, 0x5c, 5, 5 },
	{ C5, 0x01, 7, 4096 }, { C5, 0x02, 7, 4096 }, { C5, 0x40, 26, BLOCK_MAX },
	{ C5, 0x60, 13, 13 }, { C5, 0x61, 6, 4096 }, { C5, 0x81, 17, 17 },
	{ C5, 0x82, 19, CONTROL_MAX }, { C5, 0x83, 20, 20 }, { C5, 0x84, 20, CONTROL_MAX },
	{ C5, 0x85, 2, 256 }, { C5, 0x86, 2, 256 }, { C5, 0x87, 6, 6 },
	{ C5, 0x92, 17, 4096 }, { C5, 0x93, 17, 8192 }, { C5, 0x9e, 17, 17 },
	{ C5, 0x9d, 37, 37 }, { C5, 0xa1, 30, BLOCK_MAX }, { C5, 0xa2, 34, BLOCK_MAX },
	{ C5, 0xa3, 65, 65 }, { C5, 0xa4, 25, 4096 }, { E3, 0x4b, 5, CONTROL_MAX },
	{ C5, 0x90, 17, 17 }, { C5, 0x97, 1, 1 }, { C5, 0x98, 5, 5 }, { C5, 0x99, 35, 4096 },
	{ C5, 0x9b, 39, 39 }, { C5, 0x9f, 1, 1 }, { C5, 0xa0, 1, 1 }, { C5, 0xa7, 9, 9 },
	{ C5, 0xa8, 1, 1 }, { C5, 0xa9, 10, 4096 }, { C5, 0xb0, 10, 8192 },
};

struct frames {
	unsigned int good;
	unsigned int exact;	/* of these: packed, or of the one length that there is */
	const char *proof;	/* of one message, or NULL */
	bool bad;		/* the first is none */
};

/* The rule that a message keeps to, or NULL. */
static const struct rule *rule_of(uint8_t protocol, uint8_t opcode, uint32_t length)
{
	bool packed = protocol == D4;

	if (packed && (length < 3 || length > CONTROL_MAX))
		return NULL;

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		const struct rule *rule = &rules[i];

		if (rule->opcode == opcode && packed)
			return rule;
		if (rule->opcode == opcode && rule->protocol == protocol)
			return length >= rule->min && length <= rule->max ? rule : NULL;
	}

	return NULL;
}

static bool is_marked(const uint8_t *hash)
{
	return hash && hash[5] == 0x0e && hash[14] == 0x6f;
}

/* | hash, 16 | id, 4 | port, 2 | tags, 4 | … and `rest` bytes or more */
static bool introduces(struct rd r, size_t rest)
{
	const uint8_t *hash = rd_take(&r, HASH_LEN);
	uint32_t tags;

	if (is_marked(hash))
		return true;

	rd_take(&r, 6);
	tags = rd_le32(&r);
	return tags && edonkey_tags(&r, tags) && rd_left(&r) >= rest && rd_left(&r) <= rest + 16;
}

/* A client's first message: its hash has a length before it, to a server it has none. */
static const char *prove_hello(struct rd r)
{
	struct rd login = r;

	if (rd_expect(&r, "\x10", 1) && introduces(r, 6))
		return "edonkey hello";
	return introduces(login, 0) ? "edonkey login" : NULL;
}

/* | version | 01 | tags, 4 | … */
static const char *prove_emule_info(struct rd r)
{
	uint8_t protocol;
	uint32_t tags;

	rd_take(&r, 1);
	protocol = rd_u8(&r);
	tags = rd_le32(&r);
	return protocol == 1 && tags && edonkey_tags(&r, tags) ? "emule info" : NULL;
}

/* | count | … each `each` bytes |, `before` bytes ahead of it */
static const char *prove_list(struct rd r, uint32_t length, size_t before, const char *what)
{
	uint8_t count;

	rd_take(&r, before);
	count = rd_u8(&r);
	return !r.shortfall && count && length == 2 + before + 6u * count ? what : NULL;
}

/* | hash, 16 | from, 4 | to, 4 | the bytes between |: the lengths agree */
static const char *prove_block(struct rd r, uint32_t length)
{
	uint32_t from, to;

	rd_take(&r, HASH_LEN);
	from = rd_le32(&r);
	to = rd_le32(&r);
	return !r.shortfall && to > from && length == 25 + (to - from) ? "edonkey block" : NULL;
}

/* | length, 2 | text | */
static const char *prove_text(struct rd r, uint32_t length)
{
	uint16_t n = rd_le16(&r);

	return !r.shortfall && n && n + 3u == length && rd_left(&r) && rd_printable(&r) ?
		"edonkey server message" : NULL;
}

static const char *prove(uint8_t protocol, uint8_t opcode, uint32_t length, struct rd body)
{
	switch (protocol << 8 | opcode) {
	case E3 << 8 | 0x01:
		return prove_hello(body);
	case E3 << 8 | 0x4c:
		return introduces(body, 6) ? "edonkey hello answer" : NULL;
	case E3 << 8 | 0x32:
		return prove_list(body, length, 0, "edonkey server list");
	case E3 << 8 | 0x38:
		return prove_text(body, length);
	case E3 << 8 | 0x42:
		return prove_list(body, length, HASH_LEN, "edonkey sources");
	case E3 << 8 | 0x46:
		return prove_block(body, length);
	case C5 << 8 | 0x01:
	case C5 << 8 | 0x02:
		return prove_emule_info(body);
	}

	return NULL;
}

/* What introduces someone and has all come proves itself, or is none. */
static bool has_failed(uint8_t protocol, uint8_t opcode, uint32_t length, const struct rd *body,
		       const char *proof)
{
	bool first = opcode == 0x01 || (protocol == E3 ? opcode == 0x4c : opcode == 0x02);

	return !proof && first && protocol != D4 && rd_left(body) == length - 1;
}

/* One frame; false when it is none or has not all come. */
static bool take_frame(struct rd *r, struct frames *f)
{
	uint8_t protocol = rd_u8(r);
	uint32_t length = rd_le32(r);
	struct rd body = *r;
	uint8_t opcode = rd_u8(&body);
	const struct rule *rule = rule_of(protocol, opcode, length);
	bool packed = protocol == D4;

	if (body.shortfall || (packed && rd_left(&body) < 2))
		return false;
	if (!rule || (packed && !edonkey_zlib(body))) {
		f->bad = !f->good;
		return false;
	}

	if (length - 1 < rd_left(&body))
		body = rd_of(rd_take(&body, length - 1), length - 1);
	if (!packed)
		f->proof = prove(protocol, opcode, length, body);
	if (has_failed(protocol, opcode, length, &body, f->proof)) {
		f->bad = !f->good;
		return false;
	}
	f->good++;
	f->exact += packed || (rule->min == rule->max && rule->min >= EXACT_MIN);
	return rd_take(r, length);
}

static struct frames frames_of(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	struct frames f = { 0 };

	while (rd_left(&r) && f.good < FRAMES_MAX && !f.proof && take_frame(&r, &f))
		;
	return f;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct frames mine = frames_of(&v->now);
	struct frames theirs = frames_of(&v->other);

	if (mine.bad)
		return ANSWER_NO;

	out->what = mine.proof;
	if (mine.proof)
		return ANSWER_YES;

	out->what = "edonkey messages";
	if (mine.good && mine.good + theirs.good >= 2 && mine.exact + theirs.exact)
		return ANSWER_YES;
	return v->full ? ANSWER_NO : ANSWER_MORE;
}

const struct dissector dissect_edonkey = {
	.name = "edonkey",
	.proto = PROTO_EDONKEY,
	.transports = TRANSPORT_TCP,
	.FIRST("\xe3\xc5\xd4"),
	.look = look,
};
