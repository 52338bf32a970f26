/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

#include "http_headers.h"

/*
 * Gnutella over TCP. A connection between nodes opens with text:
 *
 *   initiator   GNUTELLA CONNECT/0.6 CRLF headers CRLF CRLF
 *   responder   GNUTELLA/0.6 200 OK CRLF headers CRLF CRLF     (0.4: GNUTELLA OK LF LF)
 *
 * Gnutella2 shares it and differs by the header "application/x-gnutella2". A
 * node that offers both kinds has not chosen; the answer's headers say.
 *
 * Files go over HTTP (HUGE 0.94) or, from behind a firewall, over a connection
 * that the file's owner opens: "GIV index:servent/name" or "PUSH guid:servent".
 */
#define HEX "0123456789abcdefABCDEF"
#define BASE32 "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567abcdefghijklmnopqrstuvwxyz"
#define GUID_HEX 32
#define SHA1_BASE32 32
#define NAME_ENOUGH 9			/* of what a capture has cut */

static bool contains(const struct rd *r, const char *text)
{
	return rd_contains(r, text, strlen(text));
}

/* Exactly `n` of the letters in `set`; read as far as they go. */
static bool expect_letters(struct rd *r, const char *set, size_t n)
{
	while (n && rd_left(r)) {
		uint8_t c = rd_u8(r);

		if (!c || !strchr(set, c))
			return false;
		n--;
	}

	if (n)
		r->shortfall = true;
	return !n;
}

/* `text` once only a part of it has come may still become it. */
static enum answer unless_short(const struct view *v, const struct rd *r)
{
	return r->shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;
}

/* ---- the handshake ---- */

static bool have_ended(const struct rd *headers)
{
	return contains(headers, "\r\n\r\n") || contains(headers, "\n\n");
}

/* Both, one or none of the two kinds: what the headers say so far. */
static enum answer look_headers(const struct view *v, struct rd headers, struct finding *out)
{
	bool g2 = contains(&headers, "application/x-gnutella2");
	bool g1 = contains(&headers, "application/x-gnutella-packets");
	bool answered = v->side == SIDE_RESPONDER || v->other.len;

	if (!have_ended(&headers) && !v->full && v->now.len == v->now.whole)
		return ANSWER_MORE;
	if (g1 && g2 && !answered && !v->full)
		return ANSWER_MORE;

	out->what = "gnutella handshake";
	if (!contains(&headers, "\n"))
		out->confidence = CONFIDENCE_LIKELY;	/* cut within its first line */
	if (g2 && !g1) {
		out->proto = PROTO_GNUTELLA2;
		out->what = "gnutella2 handshake";
	}
	return ANSWER_YES;
}

static enum answer look_handshake(const struct view *v, struct finding *out)
{
	static const char *const beginnings[] = {
		"GNUTELLA CONNECT/", "GNUTELLA/0.", "GNUTELLA OK\n\n",
	};
	bool may_come = false;

	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		struct rd r = rd_of(v->now.data, v->now.len);

		if (rd_expect(&r, beginnings[i], strlen(beginnings[i])))
			return look_headers(v, rd_of(v->now.data, v->now.len), out);
		may_come |= r.shortfall;
	}

	if (may_come && v->full && v->now.len >= NAME_ENOUGH) {
		out->what = "beginning of a gnutella handshake";
		out->confidence = CONFIDENCE_LIKELY;
		return ANSWER_YES;
	}
	return may_come && !v->full ? ANSWER_MORE : ANSWER_NO;
}

/* ---- transfers ---- */

/* GIV 12:0123…ef/name LF LF */
static enum answer look_giv(const struct view *v, struct rd r, struct finding *out)
{
	uint32_t index;

	out->what = "gnutella push answer";
	if (rd_decimal(&r, UINT32_MAX, &index) && rd_expect(&r, ":", 1) &&
	    expect_letters(&r, HEX, GUID_HEX) && rd_expect(&r, "/", 1))
		return ANSWER_YES;

	if (!rd_left(&r))
		r.shortfall = true;
	return unless_short(v, &r);
}

/* PUSH guid:0123…ef */
static enum answer look_push(const struct view *v, struct rd r, struct finding *out)
{
	out->what = "gnutella2 push";
	out->proto = PROTO_GNUTELLA2;
	return expect_letters(&r, HEX, GUID_HEX) ? ANSWER_YES : unless_short(v, &r);
}

/* GET /uri-res/N2R?urn:sha1:ABC… */
static enum answer look_urn(const struct view *v, struct rd r, struct finding *out)
{
	out->what = "gnutella transfer";
	return expect_letters(&r, BASE32, SHA1_BASE32) ? ANSWER_YES : unless_short(v, &r);
}

static enum answer look_bare(const struct view *v, struct rd r, struct finding *out)
{
	(void)v;
	(void)r;
	out->what = "gnutella request";
	return ANSWER_YES;
}

/*
 * The headers of a transfer, or of a look at what somebody shares, on either side; what
 * names the file by its hash comes from HUGE 0.94 and from Shareaza.
 */
static enum answer look_http(const struct view *v, struct rd r, struct finding *out)
{
	static const char *const headers[] = {
		"\r\nX-Gnutella-Content-URN: urn:", "\r\nX-Gnutella-Alternate-Location: ",
		"\r\nX-Content-URN: urn:", "\r\nX-Thex-URI: ", "application/x-gnutella",
	};

	out->what = "gnutella transfer headers";
	r = http_headers(r);
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		if (contains(&r, headers[i]))
			return ANSWER_YES;
	}

	return have_ended(&r) || v->full ? ANSWER_NO : ANSWER_MORE;
}

/* A web cache tells of hosts: GET /gwc.php?get=1&net=gnutella2&client=TEST… */
static enum answer look_get(const struct view *v, struct rd r, struct finding *out)
{
	struct rd rest = r;
	size_t n;
	const uint8_t *text = rd_until(&rest, '\n', &n);
	struct rd line = rd_of(text, text ? n : 0);

	if (!contains(&line, "net=gnutella") || !contains(&line, "client="))
		return look_http(v, r, out);

	out->what = "gnutella web cache";
	out->confidence = CONFIDENCE_LIKELY;
	if (contains(&line, "net=gnutella2"))
		out->proto = PROTO_GNUTELLA2;
	return ANSWER_YES;
}

static const struct opening {
	const char *text;
	enum answer (*look)(const struct view *v, struct rd rest, struct finding *out);
} openings[] = {
	{ "GIV ", look_giv },
	{ "PUSH guid:", look_push },
	{ "GET /uri-res/N2R?urn:sha1:", look_urn },
	{ "HEAD /uri-res/N2R?urn:sha1:", look_urn },
	{ "GET /uri-res/N2R?urn:bitprint:", look_urn },
	{ "HEAD /uri-res/N2R?urn:bitprint:", look_urn },
	{ "GET /gnutella/push-proxy?", look_bare },
	{ "HEAD /gnutella/push-proxy?", look_bare },
	{ "GET /gnutella/thex/v1?urn:", look_bare },
	{ "GET /gnutella/metadata/v1?urn:", look_bare },
	{ "GET /uri-res/N2R?urn:tree:tiger", look_bare },
	{ "GET /uri-res/N2R?urn:ttroot:", look_bare },
	{ "GET /uri-res/N2X?urn:sha1:", look_urn },
	{ "GET /", look_get },
	{ "HEAD /", look_http },
	{ "HTTP/1.", look_http },
};

static enum answer look(const struct view *v, struct finding *out)
{
	enum answer answer = look_handshake(v, out);

	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]) && answer == ANSWER_NO; i++) {
		struct rd r = rd_of(v->now.data, v->now.len);

		if (rd_expect(&r, openings[i].text, strlen(openings[i].text)))
			answer = openings[i].look(v, r, out);
		else
			answer = unless_short(v, &r);
	}

	return answer;
}

const struct dissector dissect_gnutella = {
	.name = "gnutella",
	.proto = PROTO_GNUTELLA,
	.transports = TRANSPORT_TCP,
	.FIRST("GPH"),
	.look = look,
};
