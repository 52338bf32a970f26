/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proxy.h"

/*
 * SOCKS 5:   I  | 05 | n | methods n |
 *            R  | 05 | method |
 *            I  | 01 | n | user n | n | password n |                   with method 02
 *            R  | 01 | 00 |
 *            I  | 05 | 01 | 00 | address | port 2 |
 *            R  | 05 | 00 | 00 | address | port 2 |
 *               address: 01 and 4 bytes, 03, n and n bytes, 04 and 16 bytes
 * SOCKS 4:   I  | 04 | 01 | port 2 | address 4 | user NUL |  4a, address 0.0.0.x: | name NUL |
 *            R  | 00 | 5a | 6 bytes |
 * HTTP:      I  CONNECT host:port HTTP/1.x CRLF headers CRLF CRLF
 *            R  HTTP/1.x 2xx … CRLF headers CRLF CRLF
 */
#define METHODS_MAX 16
#define METHOD_NONE 0x00
#define METHOD_PASSWORD 0x02
#define GRANTED_4 0x5a

/* What differs is a no; what runs out may still come. */
static enum answer verdict(bool right, const struct rd *r)
{
	if (r->shortfall)
		return ANSWER_MORE;
	return right ? ANSWER_YES : ANSWER_NO;
}

static enum answer address(struct rd *r)
{
	uint8_t kind = rd_u8(r);
	bool known = kind == 1 || kind == 3 || kind == 4;

	if (kind == 1)
		rd_take(r, 4);
	else if (kind == 3)
		rd_take(r, rd_u8(r));
	else if (kind == 4)
		rd_take(r, 16);
	rd_take(r, 2);
	return !known && kind ? ANSWER_NO : verdict(known, r);
}

/* | 05 | 01 or 00 | 00 | address | port | */
static enum answer order5(struct rd *r, const char *first)
{
	if (!rd_expect(r, first, 3))
		return verdict(false, r);
	return address(r);
}

static enum answer password(struct rd *i, struct rd *r)
{
	if (!rd_expect(i, "\1", 1))
		return verdict(false, i);
	rd_take(i, rd_u8(i));
	rd_take(i, rd_u8(i));
	if (i->shortfall)
		return ANSWER_MORE;
	return verdict(rd_expect(r, "\1\0", 2), r);
}

static enum answer methods(struct rd *i, struct rd *r, uint8_t *chosen)
{
	uint8_t n;

	if (!rd_expect(i, "\5", 1))
		return verdict(false, i);
	n = rd_u8(i);
	rd_take(i, n);
	if (i->shortfall)
		return n <= METHODS_MAX ? ANSWER_MORE : ANSWER_NO;
	if (!n || n > METHODS_MAX)
		return ANSWER_NO;
	if (!rd_expect(r, "\5", 1))
		return verdict(false, r);
	*chosen = rd_u8(r);
	return verdict(*chosen == METHOD_NONE || *chosen == METHOD_PASSWORD, r);
}

static enum answer socks5(struct rd *i, struct rd *r)
{
	uint8_t chosen = METHOD_NONE;
	enum answer a = methods(i, r, &chosen);

	if (a == ANSWER_YES && chosen == METHOD_PASSWORD)
		a = password(i, r);
	if (a == ANSWER_YES)
		a = order5(i, "\5\1\0");
	if (a == ANSWER_YES)
		a = order5(r, "\5\0\0");
	return a;
}

static enum answer socks4(struct rd *i, struct rd *r)
{
	bool has_name;
	uint32_t to;
	size_t n;

	if (!rd_expect(i, "\4\1", 2))
		return verdict(false, i);
	rd_take(i, 2);
	to = rd_be32(i);
	has_name = to && to <= 0xff;
	rd_until(i, 0, &n);
	if (has_name)
		rd_until(i, 0, &n);
	if (i->shortfall)
		return ANSWER_MORE;

	if (!rd_expect(r, "\0", 1))
		return verdict(false, r);
	to = rd_u8(r);
	rd_take(r, 6);
	return r->shortfall ? ANSWER_MORE : verdict(to == GRANTED_4, r);
}

/* Reads up to the empty line, and it too. */
static void skip_headers(struct rd *r)
{
	size_t n = 1;

	while (n && !r->shortfall) {
		const uint8_t *line = rd_until(r, '\n', &n);

		if (line && n == 1 && line[0] == '\r')
			n = 0;
	}
}

static enum answer connect_(struct rd *i, struct rd *r)
{
	if (!rd_expect(i, "CONNECT ", 8))
		return verdict(false, i);
	skip_headers(i);
	if (i->shortfall)
		return ANSWER_MORE;

	if (!rd_expect(r, "HTTP/1.", 7))
		return verdict(false, r);
	rd_u8(r);
	if (!rd_expect(r, " 2", 2))
		return verdict(false, r);
	skip_headers(r);
	return verdict(true, r);
}

static const struct {
	uint16_t proto;
	enum answer (*talk)(struct rd *i, struct rd *r);
} kinds[] = {
	{ PROTO_SOCKS, socks5 },
	{ PROTO_SOCKS, socks4 },
	{ PROTO_HTTP, connect_ },
};

enum answer proxy_talk(const struct piece *initiator, const struct piece *responder,
		       struct proxy_talk *out)
{
	for (size_t k = 0; initiator->len && k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		struct rd i = rd_of(initiator->data, initiator->len);
		struct rd r = rd_of(responder->data, responder->len);
		enum answer a = kinds[k].talk(&i, &r);

		if (a == ANSWER_NO)
			continue;
		*out = (struct proxy_talk){
			.proto = kinds[k].proto,
			.len = { initiator->len - rd_left(&i), responder->len - rd_left(&r) },
		};
		return a;
	}

	return ANSWER_NO;
}

size_t proxy_datagram(const uint8_t *bytes, size_t len)
{
	struct rd r = rd_of(bytes, len);

	if (!rd_expect(&r, "\0\0\0", 3) || address(&r) != ANSWER_YES || !rd_left(&r))
		return 0;
	return len - rd_left(&r);
}
