/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

/*
 * Hyphanet, once Freenet, seen from beside: a program or a browser and the node it
 * uses, over TCP in the clear. (Between nodes all is enciphered.)
 *
 * FCP 2 (fred, clients/fcp): a message's name, fields and an end, a line each.
 *
 *   ClientHello          NodeHello
 *   Name=frost           FCPVersion=2.0
 *   ExpectedVersion=2.0  Node=Fred
 *   EndMessage           … EndMessage
 *
 * FProxy (fred, keys/ClientCHK and InsertableClientSSK): a page has its key as its
 * address, base 64 with ~ and - of 32, 32 and 5 bytes.
 *
 *   GET /USK@…43…,…43…,AQACAAE/site/5/     also CHK@, SSK@; freenet: may stand before it
 */
#define KEY_DIGITS 43
#define EXTRA_DIGITS 7

static bool is_digit64(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '~' || c == '-';
}

static bool take_digits(struct rd *r, size_t n)
{
	for (; n; n--) {
		if (!is_digit64(rd_u8(r)))
			return false;
	}

	return true;
}

static bool take_kind(struct rd *r)
{
	return rd_expect(r, "USK@", 4) || rd_expect(r, "SSK@", 4) || rd_expect(r, "CHK@", 4);
}

/* `r` stands behind "GET /". Browsers may write a comma as %2C. */
static enum answer look_key(const struct view *v, struct rd r, struct finding *out)
{
	bool fits;

	rd_expect(&r, "freenet:", 8);
	fits = !r.shortfall && take_kind(&r) && take_digits(&r, KEY_DIGITS) &&
	       (rd_expect(&r, ",", 1) || rd_expect_nocase(&r, "%2c")) &&
	       take_digits(&r, KEY_DIGITS) &&
	       (rd_expect(&r, ",", 1) || rd_expect_nocase(&r, "%2c")) &&
	       take_digits(&r, EXTRA_DIGITS) && !r.shortfall;

	out->what = "key of a page";
	if (fits)
		return ANSWER_YES;
	return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;
}

/* A field among the message's lines; `r` stands behind its name. */
static enum answer look_message(const struct view *v, struct rd r, const char *field,
				struct finding *out)
{
	size_t n;

	if (!rd_expect(&r, "\n", 1) && !rd_expect(&r, "\r\n", 2))
		return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;

	out->what = "fcp hello";
	for (;;) {
		struct rd line = r;

		if (rd_expect(&line, field, strlen(field)))
			return ANSWER_YES;
		if (rd_expect(&line, "End", 3))
			return ANSWER_NO;
		if (!rd_until(&r, '\n', &n))
			return v->full ? ANSWER_NO : ANSWER_MORE;
	}
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd all = rd_of(v->now.data, v->now.len);
	struct rd r = all;
	bool shortfall;

	if (v->side == SIDE_RESPONDER) {
		if (rd_expect(&r, "NodeHello", 9))
			return look_message(v, r, "FCPVersion=", out);
		return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;
	}

	if (rd_expect(&r, "ClientHello", 11))
		return look_message(v, r, "ExpectedVersion=", out);
	shortfall = r.shortfall;
	r = all;
	if (rd_expect(&r, "GET /", 5))
		return look_key(v, r, out);
	return (shortfall || r.shortfall) && !v->full ? ANSWER_MORE : ANSWER_NO;
}

const struct dissector dissect_freenet = {
	.name = "freenet",
	.proto = PROTO_FREENET,
	.transports = TRANSPORT_TCP,
	.FIRST("CGN"),
	.look = look,
};
