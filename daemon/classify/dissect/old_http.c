/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

#include "http_headers.h"

/*
 * Old networks that moved files over HTTP, with headers and addresses that
 * carry their names: FastTrack (giFT-FastTrack's PROTOCOL), OpenFT (mldonkey's
 * docs/OpenFT.txt).
 */
#define HASH_HEX 40

static const struct {
	const char *text;
	uint16_t proto;
	const char *what;
} headers[] = {
	{ "\r\nX-Kazaa-Username:", PROTO_FASTTRACK, "kazaa header" },
	{ "\r\nX-Kazaa-Network:", PROTO_FASTTRACK, "kazaa header" },
	{ "\r\nX-Kazaa-SupernodeIP:", PROTO_FASTTRACK, "kazaa header" },
	{ "\r\nX-Kazaa-IP:", PROTO_FASTTRACK, "kazaa header" },
	{ "\r\nX-KazaaTag:", PROTO_FASTTRACK, "kazaa header" },
	{ "\r\nX-OpenftAlias:", PROTO_OPENFT, "openft header" },
};

static bool is_hex(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* GET /.hash=0123… */
static bool asks_for_hash(struct rd r)
{
	if (!rd_expect(&r, "GET /.hash=", 11))
		return false;
	for (int i = 0; i < HASH_HEX; i++) {
		if (!is_hex(rd_u8(&r)))
			return false;
	}

	return true;
}

/* GIVE 123456 CRLF CRLF, and no more: the owner of a file behind a firewall calls back. */
static bool is_push(struct rd r)
{
	uint32_t id;

	return rd_expect(&r, "GIVE ", 5) && rd_decimal(&r, UINT32_MAX, &id) &&
	       rd_expect(&r, "\r\n\r\n", 4) && !rd_left(&r);
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	struct rd said = http_headers(r);
	struct rd line = r;

	out->what = "kazaa request";
	if (asks_for_hash(r) || is_push(r) || rd_expect(&line, "GET /.supernode ", 16))
		return ANSWER_YES;

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		if (!rd_contains(&said, headers[i].text, strlen(headers[i].text)))
			continue;
		out->proto = headers[i].proto;
		out->what = headers[i].what;
		return ANSWER_YES;
	}

	return http_headers_open(v) ? ANSWER_MORE : ANSWER_NO;
}

const struct dissector dissect_old_http = {
	.name = "old networks over http",
	.proto = PROTO_FASTTRACK,
	.transports = TRANSPORT_TCP,
	.FIRST("GHP"),
	.look = look,
};
