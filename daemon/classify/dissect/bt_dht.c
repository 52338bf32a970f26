/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "bt_bencode.h"

/*
 * BitTorrent's Mainline DHT (BEP 5) over UDP: one bencoded dictionary fills
 * the datagram.
 *
 *   y = "q"  a query:     q = its name, a = dictionary with id, 20 bytes
 *   y = "r"  a response:  r = dictionary with id, 20 bytes
 *   y = "e"  an error:    e = list of a number and a text
 *
 * Keys should be sorted, so nearly all messages begin in one of a few ways;
 * with the closing "e" such a beginning is proof even where the middle is
 * broken, and all there is to go by where a capture cut the datagram short.
 */
#define ID_LEN 20

static const struct { const char *text; uint8_t len; } beginnings[] = {
	{ "d1:ad2:id20:", 12 },
	{ "d1:rd2:id20:", 12 },
};

/* A response may begin with the address that its receiver has (BEP 42). */
static void skip_address(struct rd *r)
{
	struct rd at = *r;

	if ((rd_expect(&at, "d2:ip6:", 7) && rd_take(&at, 6)) ||
	    (rd_expect(&at, "d2:ip18:", 8) && rd_take(&at, 18)))
		*r = at;
}

static bool begins_right(struct rd r)
{
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		if (rd_expect(&r, beginnings[i].text, beginnings[i].len))
			return rd_take(&r, ID_LEN) != NULL;
	}

	skip_address(&r);
	return rd_expect(&r, "1:rd2:id20:", 11) && rd_take(&r, ID_LEN);
}

static bool holds_id(struct rd message, const char *key)
{
	struct rd dict;
	size_t n;

	return bencode_find(message, key, &dict) && bencode_find_string(dict, "id", &n) &&
	       n == ID_LEN;
}

static bool holds_error(struct rd message)
{
	struct rd list;
	int64_t number;
	size_t n;

	return bencode_find(message, "e", &list) && rd_expect(&list, "l", 1) &&
	       bencode_integer(&list, &number) && number >= 200 && number < 400 &&
	       bencode_string(&list, &n);
}

/* The name of the message's kind, or NULL when it is none. */
static const char *kind_of(struct rd message)
{
	const uint8_t *y;
	struct rd tail = message;
	size_t n;

	y = bencode_find_string(message, "y", &n);
	if (!y || n != 1 || !bencode_skip(&tail) || rd_left(&tail))
		return NULL;

	switch (*y) {
	case 'q':
		return bencode_find_string(message, "q", &n) && holds_id(message, "a") ?
			"dht query" : NULL;
	case 'r':
		return holds_id(message, "r") ? "dht response" : NULL;
	case 'e':
		return holds_error(message) ? "dht error" : NULL;
	}

	return NULL;
}

static bool ends_in_e(struct rd r)
{
	return rd_left(&r) && rd_take(&r, rd_left(&r) - 1) && rd_u8(&r) == 'e';
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);

	out->what = kind_of(r);
	if (out->what)
		return ANSWER_YES;
	if (!begins_right(r))
		return ANSWER_NO;

	out->what = "dht message";
	if (v->now.len < v->now.whole)
		out->confidence = CONFIDENCE_LIKELY;
	else if (!ends_in_e(r))
		return ANSWER_NO;
	return ANSWER_YES;
}

const struct dissector dissect_bt_dht = {
	.name = "bittorrent dht",
	.proto = PROTO_BITTORRENT,
	.transports = TRANSPORT_UDP,
	.FIRST("d"),
	.look = look,
};
