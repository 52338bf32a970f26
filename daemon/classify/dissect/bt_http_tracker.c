/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

#include "bt_bencode.h"

/*
 * BitTorrent's HTTP trackers (BEP 3, 7, 23, 48) and HTTP seeds (BEP 17):
 *
 *   GET /…/announce?info_hash=%12%34…&peer_id=-XX…&port=6881&…      (also announce.php,
 *   GET /…/scrape?info_hash=…                                        and other names)
 *   GET /webseed?info_hash=…
 *   GET http://tracker/announce?info_hash=…                          to a proxy
 *
 * The hash is 20 bytes, percent-encoded; that tells it from a web page which
 * has a hash in hexadecimal in its address. The answer's body is bencoded.
 */
#define HASH_LEN 20

static bool contains(const struct rd *r, const char *text)
{
	return rd_contains(r, text, strlen(text));
}

static bool is_hex(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Bytes of a percent-encoded value up to its end; 0 when it is not one, or has no end yet. */
static size_t decoded_len(struct rd r)
{
	size_t n = 0;

	for (;;) {
		uint8_t c = rd_u8(&r);

		if (r.shortfall)
			return 0;
		if (c == '&' || c == ' ')
			return n;
		if (c == '%' && (!is_hex(rd_u8(&r)) || !is_hex(rd_u8(&r))))
			return 0;
		if (c <= ' ' || c > '~')
			return 0;
		n++;
	}
}

/* The value of `parameter`, which stands behind "?" or "&". */
static bool find_parameter(struct rd line, const char *parameter, struct rd *value)
{
	uint8_t before = 0;

	while (rd_left(&line)) {
		struct rd here = line;

		if ((before == '?' || before == '&') &&
		    rd_expect(&here, parameter, strlen(parameter))) {
			*value = here;
			return true;
		}
		before = rd_u8(&line);
	}

	return false;
}

static enum answer look_request(const struct view *v, struct rd r, struct finding *out)
{
	struct rd line = r;
	size_t n;
	const uint8_t *start = rd_until(&r, '\r', &n);
	struct rd hash, peer;

	if (start)
		line = rd_of(start, n);

	out->what = "http tracker";
	if (find_parameter(line, "info_hash=", &hash) && decoded_len(hash) == HASH_LEN) {
		if (find_parameter(line, "peer_id=", &peer) || contains(&line, "scrape") ||
		    contains(&line, "announce"))
			return ANSWER_YES;
		out->what = "http seed";
		if (contains(&line, "webseed?"))
			return ANSWER_YES;
	}

	/* Of a line that a capture has cut, a hash in bytes, not in letters, is enough. */
	out->what = "beginning of a question to a tracker";
	out->confidence = CONFIDENCE_LIKELY;
	if (!start && v->full && (contains(&line, "/announce?info_hash=%") ||
				  contains(&line, "/scrape?info_hash=%")))
		return ANSWER_YES;
	return start || v->full ? ANSWER_NO : ANSWER_MORE;
}

/* A tracker's answer: an interval and peers; or, to a scrape, files. */
static bool is_answer(struct rd body)
{
	struct rd value;
	int64_t interval;

	if (bencode_find(body, "files", &value) && rd_expect(&value, "d20:", 4))
		return true;
	if (!bencode_find(body, "interval", &value) || !bencode_integer(&value, &interval))
		return false;
	return bencode_find(body, "peers", &value) || bencode_find(body, "peers6", &value);
}

/*
 * | size in hexadecimal | CRLF | may stand before the body, which is a
 * dictionary. MORE while only a part of that has come.
 */
static enum answer find_body(struct rd *r)
{
	struct rd ahead = *r;
	size_t digits = 0;

	while (rd_left(&ahead) && is_hex(*ahead.at) && digits < 8) {
		rd_u8(&ahead);
		digits++;
	}

	if (!rd_left(&ahead))
		return ANSWER_MORE;
	if (digits && rd_expect(&ahead, "\r\n", 2))
		*r = ahead;
	return ahead.shortfall ? ANSWER_MORE : ANSWER_YES;
}

static enum answer look_answer(const struct view *v, struct rd r, struct finding *out)
{
	size_t n;

	do {
		if (!rd_until(&r, '\n', &n))
			return v->full ? ANSWER_NO : ANSWER_MORE;
	} while (n > 1);

	out->what = "http tracker answer";
	if (find_body(&r) == ANSWER_YES) {
		if (is_answer(r))
			return ANSWER_YES;
		if (rd_left(&r) && !rd_expect(&r, "d", 1))
			return ANSWER_NO;
	}
	return v->full ? ANSWER_NO : ANSWER_MORE;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	struct rd request = r;

	if (rd_expect(&r, "HTTP/1.", 7))
		return look_answer(v, r, out);
	if (r.shortfall)
		return v->full ? ANSWER_NO : ANSWER_MORE;

	if (rd_expect(&request, "GET /", 5) || rd_expect(&request, "GET http://", 11))
		return look_request(v, request, out);
	return request.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;
}

const struct dissector dissect_bt_http_tracker = {
	.name = "bittorrent http tracker",
	.proto = PROTO_BITTORRENT,
	.transports = TRANSPORT_TCP,
	.FIRST("GH"),
	.look = look,
};
