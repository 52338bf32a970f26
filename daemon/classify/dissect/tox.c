/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

#include "../random.h"

/*
 * Tox over UDP (TokTok/spec, "Packet kind"): a byte that tells the kind, then
 *
 *   | sender's public key 32 | nonce 24 | enciphered, with a mac of 16 |
 *
 * and an onion's outermost skin, in which a node asks through others for a friend:
 *
 *   | 80 | nonce 24 | the same public key 32 | enciphered, three times |
 *
 * Nothing has fixed bytes, but a kind has its size, and a node its one key: a key
 * that comes back in the same direction is proof. A question of the right size and
 * its answer of the right size are likely; one alone could be anything.
 */
#define KEY_LEN 32
#define RANDOM_LOOK 96
#define NODE4_LEN 39			/* family, address, port, key */
#define NODE6_LEN 51
#define NODES_MAX 4

enum kind {
	PING = 0x00, PONG = 0x01, FIND_NODES = 0x02, NODES = 0x04,
	COOKIE_REQUEST = 0x18, COOKIE = 0x19, ONION = 0x80,
};

#define PING_LEN 82
#define FIND_NODES_LEN 113
#define NODES_LEN 82			/* and the nodes */
#define COOKIE_REQUEST_LEN 145
#define COOKIE_LEN 161
#define NONCE_LEN 24
#define ONION_LEN 403			/* three skins of 67, a nonce, an announce of 177 */

/* Up to four nodes, of two kinds. */
static bool is_nodes_len(uint32_t len)
{
	for (uint32_t v4 = 0; v4 <= NODES_MAX; v4++) {
		for (uint32_t v6 = 0; v4 + v6 <= NODES_MAX; v6++) {
			if (len == NODES_LEN + v4 * NODE4_LEN + v6 * NODE6_LEN)
				return true;
		}
	}

	return false;
}

static bool has_right_size(uint8_t kind, uint32_t len)
{
	switch (kind) {
	case PING:
	case PONG:
		return len == PING_LEN;
	case FIND_NODES:
		return len == FIND_NODES_LEN;
	case NODES:
		return is_nodes_len(len);
	case COOKIE_REQUEST:
		return len == COOKIE_REQUEST_LEN;
	case COOKIE:
		return len == COOKIE_LEN;
	case ONION:
		return len == ONION_LEN;
	}

	return false;
}

struct message {
	uint8_t kind;
	const uint8_t *key;		/* NULL: this kind has none */
};

static bool open_message(const struct piece *p, struct message *m)
{
	struct rd r = rd_of(p->data, p->len);

	m->kind = rd_u8(&r);
	if (!has_right_size(m->kind, p->whole) || !looks_random(r, RANDOM_LOOK))
		return false;

	if (m->kind == ONION)
		rd_take(&r, NONCE_LEN);
	m->key = m->kind == COOKIE ? NULL : rd_take(&r, KEY_LEN);
	return true;
}

static bool is_answer(uint8_t question, uint8_t kind)
{
	return (question == PING && kind == PONG) || (question == FIND_NODES && kind == NODES) ||
	       (question == COOKIE_REQUEST && kind == COOKIE);
}

static bool is_same_key(const struct message *a, const struct message *b)
{
	return a->key && b->key && memcmp(a->key, b->key, KEY_LEN) == 0;
}

/* One of `side`'s earlier datagrams has the same key. */
static bool has_come_before(const struct view *v, const struct message *m)
{
	struct message before;

	for (size_t i = 0; i < v->n_seen[v->side]; i++) {
		if (open_message(&v->seen[v->side][i], &before) && is_same_key(&before, m))
			return true;
	}

	return false;
}

/* A right question came from the other side: with another key, as nobody asks himself. */
static bool was_asked_for(const struct view *v, const struct message *m)
{
	struct message question;

	for (size_t i = 0; i < v->n_seen[1 - v->side]; i++) {
		if (open_message(&v->seen[1 - v->side][i], &question) &&
		    is_answer(question.kind, m->kind) && !is_same_key(&question, m))
			return true;
	}

	return false;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct message m;

	if (!open_message(&v->now, &m))
		return ANSWER_NO;

	out->what = "the sender's key again";
	if (has_come_before(v, &m))
		return ANSWER_YES;

	out->what = "question and answer";
	out->confidence = CONFIDENCE_LIKELY;
	return was_asked_for(v, &m) ? ANSWER_YES : ANSWER_MAYBE;
}

const struct dissector dissect_tox = {
	.name = "tox",
	.proto = PROTO_TOX,
	.transports = TRANSPORT_UDP,
	.FIRST("\x00\x01\x02\x04\x18\x19\x80"),
	.look = look,
};
