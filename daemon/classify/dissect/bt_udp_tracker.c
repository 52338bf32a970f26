/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "../random.h"

/*
 * BitTorrent's UDP tracker protocol (BEP 15), big-endian:
 *
 *            0               8           12     16
 *   request  | connection, 8 | action, 4 | id, 4 | …      0 connect, to connection 41727101980
 *                                                         1 announce, 98 bytes or more
 *                                                         2 scrape
 *            0        4      8
 *   answer   | action | id | …         connect: connection, 8 · announce: 20 + 6 or 18 a peer
 *                                      scrape: 12 a torrent · 3: an error's text
 *
 * A connect request proves itself. All others are small numbers and prove
 * something only in pairs: an answer that repeats its request's id, of a
 * length that fits, or a request that repeats the connection it was given.
 */
#define ANNOUNCE_LEN 98
#define HASH_LEN 20
#define HASH_DISTINCT_MIN 10	/* values: 19 on average */

enum action { ACTION_CONNECT, ACTION_ANNOUNCE, ACTION_SCRAPE, ACTION_ERROR, ACTION_NONE };

struct request {
	enum action action;
	uint32_t id;
};

/* What SHA-1 gives; a run of zeros or of one letter is another protocol's. */
static bool is_hash(struct rd r)
{
	return rd_left(&r) >= HASH_LEN && random_distinct(r, HASH_LEN) >= HASH_DISTINCT_MIN;
}

/* From behind the id: hash, peer id, 3 counts, event, address, key, wanted, port. */
static bool is_announce(struct rd r)
{
	uint64_t counts;
	uint32_t event;

	rd_take(&r, 2 * HASH_LEN);
	counts = rd_be64(&r) | rd_be64(&r) | rd_be64(&r);
	event = rd_be32(&r);
	rd_take(&r, 12);

	/* "left" may be unknown, which is all ones. */
	return rd_be16(&r) && !r.shortfall && event <= 3 &&
	       (counts >> 48 == 0 || counts >> 48 == 0xffff || counts >> 48 == 0x7fff);
}

static struct request read_request(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	uint64_t connection = rd_be64(&r);
	uint32_t action = rd_be32(&r);
	struct request q = { ACTION_NONE, rd_be32(&r) };

	if (r.shortfall)
		return q;
	if (action == ACTION_CONNECT && connection == 0x41727101980 && p->whole == 16)
		q.action = ACTION_CONNECT;
	else if (action == ACTION_ANNOUNCE && p->whole >= ANNOUNCE_LEN &&
		 is_hash(r) && is_announce(r))
		q.action = ACTION_ANNOUNCE;
	else if (action == ACTION_SCRAPE && p->whole > 16 &&
		 (p->whole - 16) % HASH_LEN == 0 && is_hash(r))
		q.action = ACTION_SCRAPE;
	return q;
}

static bool answers(const struct piece *p, const struct request *q)
{
	struct rd r = rd_of(p->data, p->len);
	uint32_t action = rd_be32(&r);
	uint32_t id = rd_be32(&r);
	uint32_t n = p->whole;

	if (r.shortfall || q->action == ACTION_NONE || id != q->id)
		return false;
	if (action == ACTION_ERROR)
		return n > 8 && rd_printable(&r) + 1 >= rd_left(&r);
	if (action != q->action)
		return false;

	switch (q->action) {
	case ACTION_CONNECT:
		return n == 16;
	case ACTION_ANNOUNCE:
		return n >= 20 && ((n - 20) % 6 == 0 || (n - 20) % 18 == 0);
	case ACTION_SCRAPE:
		return n >= 20 && (n - 8) % 12 == 0;
	case ACTION_ERROR:
	case ACTION_NONE:
		break;
	}

	return false;
}

static bool answers_any(const struct view *v)
{
	for (int i = 0; i < v->n_seen[!v->side]; i++) {
		struct request q = read_request(&v->seen[!v->side][i]);

		if (answers(&v->now, &q))
			return true;
	}

	return false;
}

/* A peer id of the usual kind, "-XX1234-" and twelve more. */
static bool has_usual_peer_id(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	const uint8_t *id;

	rd_take(&r, 16 + HASH_LEN);
	id = rd_take(&r, HASH_LEN);
	return id && id[0] == '-' && id[7] == '-';
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct request q = read_request(&v->now);

	if (answers_any(v)) {
		out->what = "udp tracker answer";
		out->answers = true;
		return ANSWER_YES;
	}

	switch (q.action) {
	case ACTION_CONNECT:
		out->what = "udp tracker connect";
		return ANSWER_YES;
	case ACTION_ANNOUNCE:
		out->what = "udp tracker announce";
		out->confidence = CONFIDENCE_LIKELY;
		return has_usual_peer_id(&v->now) ? ANSWER_YES : ANSWER_MAYBE;
	case ACTION_SCRAPE:
		out->what = "udp tracker scrape";
		return ANSWER_MAYBE;
	case ACTION_ERROR:
	case ACTION_NONE:
		break;
	}

	return ANSWER_NO;
}

const struct dissector dissect_bt_udp_tracker = {
	.name = "bittorrent udp tracker",
	.proto = PROTO_BITTORRENT,
	.transports = TRANSPORT_UDP,
	.look = look,
};
