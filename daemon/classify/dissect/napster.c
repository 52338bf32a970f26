/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

/*
 * Napster and OpenNap (opennap's napster.txt). To a server:
 *
 *   | length 2 | type 2, both little-endian | nick password port "program" speed … |
 *
 * with type 2 (login) or 6 (new account), before which type 7 may ask for a nick or
 * several. Between clients whoever was called
 * says "1" first, and the caller goes on, no blank behind the first word:
 *
 *   GETnick "file" offset         SENDnick "file" size
 */
#define LOGIN_MIN 12
#define LOGIN_MAX 512
#define TYPE_LOGIN 2
#define TYPE_NEW 6
#define TYPE_NICK 7
#define NICK_MAX 32
#define NICKS_MAX 8
#define SPEED_MAX 10

/* A word and the blank behind it. */
static bool take_word(struct rd *r)
{
	size_t n;
	const uint8_t *word = rd_until(r, ' ', &n);

	return word && n && !memchr(word, '"', n);
}

/* "…" and perhaps a blank behind it */
static bool take_quoted(struct rd *r)
{
	size_t n;

	if (!rd_expect(r, "\"", 1) || !rd_until(r, '"', &n) || !n)
		return false;
	return rd_expect(r, " ", 1) || !rd_left(r);
}

static bool is_login(struct rd text)
{
	uint32_t number;

	if (rd_printable(&text) < rd_left(&text))
		return false;
	return take_word(&text) && take_word(&text) && rd_decimal(&text, UINT16_MAX, &number) &&
	       rd_expect(&text, " ", 1) && take_quoted(&text) &&
	       rd_decimal(&text, SPEED_MAX, &number) &&
	       (!rd_left(&text) || rd_expect(&text, " ", 1));
}

/* A nick alone: is it still free? Asked for before a new account, maybe several times. */
static bool is_nick(struct rd text)
{
	size_t n = rd_left(&text);

	return n && rd_printable(&text) == n && !rd_contains(&text, " ", 1);
}

static enum answer look_login(const struct view *v, struct rd r, struct finding *out)
{
	uint16_t length = rd_le16(&r);
	uint16_t type = rd_le16(&r);
	const uint8_t *text;

	for (int i = 0; i < NICKS_MAX && type == TYPE_NICK && !r.shortfall; i++) {
		if (length > NICK_MAX)
			return ANSWER_NO;
		text = rd_take(&r, length);
		if (text && !is_nick(rd_of(text, length)))
			return ANSWER_NO;
		length = rd_le16(&r);
		type = rd_le16(&r);
	}

	if (r.shortfall)
		return v->full ? ANSWER_NO : ANSWER_MORE;
	if ((type != TYPE_LOGIN && type != TYPE_NEW) || length < LOGIN_MIN || length > LOGIN_MAX)
		return ANSWER_NO;

	text = rd_take(&r, length);
	if (!text)
		return v->full ? ANSWER_NO : ANSWER_MORE;
	out->what = "napster login";
	return is_login(rd_of(text, length)) ? ANSWER_YES : ANSWER_NO;
}

/* nick "file" number */
static enum answer look_transfer(const struct view *v, struct rd r, struct finding *out)
{
	struct rd called = rd_of(v->other.data, v->other.len);
	uint32_t number;

	if (!rd_expect(&called, "1", 1) || (rd_left(&r) && *r.at == ' '))
		return ANSWER_NO;
	out->what = "napster transfer";
	if (take_word(&r) && take_quoted(&r) && rd_decimal(&r, UINT32_MAX, &number) && !rd_left(&r))
		return ANSWER_YES;
	return (r.shortfall || !rd_left(&r)) && !v->full ? ANSWER_MORE : ANSWER_NO;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	struct rd get = r;
	struct rd send = r;

	if (rd_expect(&get, "GET", 3))
		return look_transfer(v, get, out);
	if (rd_expect(&send, "SEND", 4))
		return look_transfer(v, send, out);
	return look_login(v, r, out);
}

const struct dissector dissect_napster = {
	.name = "napster",
	.proto = PROTO_NAPSTER,
	.transports = TRANSPORT_TCP,
	.look = look,
};
