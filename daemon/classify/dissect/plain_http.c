/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "list.h"
#include "plain.h"

/*
 * HTTP 1 (RFC 9112) and those that took over its start line: RTSP (RFC 7826),
 * SIP (RFC 3261) and, in UDP, SSDP (UPnP Device Architecture 1.1).
 *
 *   request   METHOD SP target SP version CRLF
 *   answer    version SP digit digit digit
 *
 * The version says which it is. BitTorrent's local discovery speaks HTTP in
 * UDP as well, so a request there must be one of the two that SSDP knows.
 */
#define METHOD_MAX 24
#define LINE_LONG 512		/* from here on a target without an end is believed */

static const struct version {
	const char *text;
	uint16_t proto;
	uint8_t transports;
} versions[] = {
	{ "HTTP/1.", PROTO_HTTP, TRANSPORT_TCP },
	{ "HTTP/1.1", PROTO_SSDP, TRANSPORT_UDP },
	{ "RTSP/1.0", PROTO_RTSP, TRANSPORT_TCP },
	{ "RTSP/2.0", PROTO_RTSP, TRANSPORT_TCP },
	{ "SIP/2.0", PROTO_SIP, TRANSPORT_TCP | TRANSPORT_UDP },
	{ "ICY ", PROTO_HTTP, TRANSPORT_TCP },
};

/* The version that stands next, which is then read; NULL and perhaps a shortfall. */
static const struct version *take_version(const struct view *v, struct rd *r)
{
	bool shortfall = false;

	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		struct rd at = *r;

		if (!(versions[i].transports & v->transport))
			continue;
		if (rd_expect(&at, versions[i].text, strlen(versions[i].text))) {
			*r = at;
			return &versions[i];
		}
		shortfall |= at.shortfall;
	}

	r->shortfall |= shortfall;
	return NULL;
}

/* The value of "Host:", without its port. */
static void find_host(struct rd r, struct finding *out)
{
	size_t n;

	while (rd_until(&r, '\n', &n)) {
		const uint8_t *value;
		const uint8_t *colon;

		if (!rd_expect_nocase(&r, "host:"))
			continue;
		rd_expect(&r, " ", 1);
		value = rd_until(&r, '\r', &n);
		if (!value || n > 255)
			return;
		colon = memchr(value, ':', n);
		out->name = value;
		out->name_len = (uint16_t)(colon ? (size_t)(colon - value) : n);
		return;
	}
}

static bool is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* `r` stands behind the version. */
static enum answer look_answer(const struct view *v, struct rd r, const struct version *version,
			       struct finding *out)
{
	const uint8_t *code;

	if (version->text[strlen(version->text) - 1] == '.')
		rd_u8(&r);	/* 0 or 1 */
	if (version->text[strlen(version->text) - 1] != ' ' && !rd_expect(&r, " ", 1))
		return plain_miss(v, &r);

	code = rd_take(&r, 3);
	if (!code)
		return plain_miss(v, &r);
	if (!is_digit(code[0]) || !is_digit(code[1]) || !is_digit(code[2]))
		return ANSWER_NO;
	return plain_yes(out, version->proto, "status line");
}

/* A method is capitals with - or _ between; zero when it is none or has no end yet. */
static size_t take_method(struct rd *r, const uint8_t **method)
{
	struct rd at = *r;
	size_t n = 0;

	for (; n < METHOD_MAX && rd_left(&at); n++) {
		uint8_t c = rd_u8(&at);

		if (c == ' ' && n >= 3) {
			*method = rd_take(r, n + 1);
			return n;
		}
		if ((c < 'A' || c > 'Z') && c != '-' && c != '_')
			return 0;
	}

	r->shortfall |= n < METHOD_MAX;
	return 0;
}

static bool is_ssdp_method(const uint8_t *method, size_t n)
{
	return (n == 8 && memcmp(method, "M-SEARCH", 8) == 0) ||
	       (n == 6 && memcmp(method, "NOTIFY", 6) == 0);
}

/* The target runs on to the end of what is kept: a long address of the web, or nothing yet. */
static enum answer look_long_target(const struct view *v, struct rd r, struct finding *out)
{
	size_t len = rd_left(&r);
	bool is_target = len && (*r.at == '/' || rd_contains(&r, "://", 3));

	if (rd_printable(&r) != len || !plain_is_tcp(v))
		return ANSWER_NO;
	if (is_target && (v->full || len >= LINE_LONG))
		return plain_yes(out, PROTO_HTTP, "long request line");
	return v->full ? ANSWER_NO : ANSWER_MORE;
}

static enum answer look_request(const struct view *v, struct rd r, struct finding *out)
{
	const uint8_t *method = NULL;
	const struct version *version;
	const uint8_t *target;
	struct rd text;
	size_t n = take_method(&r, &method);
	size_t len;

	if (!n)
		return plain_miss(v, &r);

	text = r;
	target = rd_until(&r, ' ', &len);
	if (!target)
		return look_long_target(v, text, out);
	if (!len || rd_printable(&text) < len)
		return ANSWER_NO;

	version = take_version(v, &r);
	if (!version)
		return plain_miss(v, &r);
	if (version->proto == PROTO_SSDP && !is_ssdp_method(method, n))
		return ANSWER_NO;

	if (version->proto == PROTO_HTTP)
		find_host(r, out);
	return plain_yes(out, version->proto, "request line");
}

/* A server that was sent something else (an encrypted handshake, say) may refuse it in HTTP. */
static bool is_asked(const struct view *v)
{
	struct rd question = plain_rd_other(v);
	const uint8_t *method = NULL;

	return !plain_is_tcp(v) || !v->other.len || take_method(&question, &method);
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	const struct version *version = take_version(v, &r);

	if (version)
		return is_asked(v) ? look_answer(v, r, version, out) : ANSWER_NO;
	if (r.shortfall)
		return plain_miss(v, &r);
	return look_request(v, plain_rd(v), out);
}

const struct dissector dissect_http = {
	.name       = "http",
	.proto      = PROTO_HTTP,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
	.look       = look,
};
