/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

#include "http_headers.h"

/*
 * Peer-to-peer protocols in WebSocket frames (RFC 6455), which a client hides
 * behind a mask of its own: WebTorrent's trackers, in JSON, and libp2p.
 *
 *   GET / HTTP/1.1 … Upgrade: websocket …     HTTP/1.1 101 … Upgrade: websocket …
 *   | 81 or 82 | 80 masked + length 1, or 7e and length 2, or 7f and 8 | mask 4 | text |
 *   tracker   {"action":"announce","info_hash":"…","peer_id":"…","offers":[…]}
 *   libp2p    | 13 | /multistream/1.0.0 LF | ...
 *
 * WebTorrent's data goes over WebRTC, where nothing is left to see of it.
 */
#define TEXT_MAX 1024
#define FRAMES_MAX 4
#define OPCODE_PONG 0x0a

struct text {
	uint8_t bytes[TEXT_MAX];
	size_t n;
};

static bool contains(const struct rd *r, const char *text)
{
	return rd_contains(r, text, strlen(text));
}

/* Moves behind the headers of a WebSocket's opening. */
static enum answer skip_opening(const struct view *v, struct rd *r)
{
	struct rd start = *r;
	const uint8_t *line;
	size_t n;

	if (!rd_expect(&start, "GET /", 5)) {
		struct rd answer = *r;

		if (!rd_expect(&answer, "HTTP/1.1 101 ", 13))
			return start.shortfall || answer.shortfall ? ANSWER_MORE : ANSWER_NO;
	}
	if (!contains(r, "\r\nUpgrade: websocket\r\n") &&
	    !contains(r, "\r\nupgrade: websocket\r\n"))
		return http_headers_open(v) ? ANSWER_MORE : ANSWER_NO;

	do {
		line = rd_until(r, '\n', &n);
	} while (line && n > 1);

	if (line)
		return ANSWER_YES;
	return v->full ? ANSWER_NO : ANSWER_MORE;
}

/* One frame, its mask taken off; as much of it as is there and fits. */
static bool take_frame(struct rd *r, struct text *text)
{
	uint8_t first = rd_u8(r);
	uint8_t second = rd_u8(r);
	uint64_t len = second & 0x7f;
	bool masked = second & 0x80;
	const uint8_t *mask;

	text->n = 0;
	if (len == 0x7e)
		len = rd_be16(r);
	else if (len == 0x7f)
		len = rd_be64(r);
	mask = masked ? rd_take(r, 4) : NULL;
	if (r->shortfall || first & 0x70 || (first & 0x0f) > OPCODE_PONG)
		return false;

	for (; text->n < TEXT_MAX && text->n < len && rd_left(r); text->n++) {
		uint8_t c = rd_u8(r);

		text->bytes[text->n] = mask ? c ^ mask[text->n % 4] : c;
	}

	return text->n == len;
}

/* The words of a tracker, of both sides. */
static bool is_tracker(const struct text *text)
{
	struct rd r = rd_of(text->bytes, text->n);

	return text->n && *text->bytes == '{' && contains(&r, "\"info_hash\":\"") &&
	       (contains(&r, "\"action\":\"announce\"") || contains(&r, "\"action\":\"scrape\""));
}

/* multistream-select 1, what libp2p begins with on whatever carries it. */
static bool is_libp2p(const struct text *text)
{
	struct rd r = rd_of(text->bytes, text->n);

	return rd_expect(&r, "\x13/multistream/1.0.0\n", 20);
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	enum answer opening = skip_opening(v, &r);
	struct text text;
	bool whole = true;

	if (opening != ANSWER_YES)
		return opening == ANSWER_MORE && !v->full ? ANSWER_MORE : ANSWER_NO;

	out->what = "webtorrent tracker";
	for (int i = 0; i < FRAMES_MAX && whole && rd_left(&r); i++) {
		whole = take_frame(&r, &text);
		if (is_tracker(&text))
			return ANSWER_YES;
		if (is_libp2p(&text)) {
			out->proto = PROTO_IPFS;
			out->what = "multistream-select in websocket";
			return ANSWER_YES;
		}
	}

	return v->full || (whole && rd_left(&r)) ? ANSWER_NO : ANSWER_MORE;
}

const struct dissector dissect_websocket = {
	.name = "websocket",
	.proto = PROTO_WEBTORRENT,
	.transports = TRANSPORT_TCP,
	.FIRST("GH"),
	.look = look,
};
