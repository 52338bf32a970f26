/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * BitTorrent's local service discovery (BEP 14), a multicast over UDP:
 *
 *   BT-SEARCH * HTTP/1.1 CRLF Host: … CRLF Port: 6881 CRLF Infohash: … CRLF CRLF CRLF
 */
#define REQUEST "BT-SEARCH * HTTP/1.1\r\n"

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);

	out->what = "local service discovery";
	return rd_expect(&r, REQUEST, sizeof(REQUEST) - 1) ? ANSWER_YES : ANSWER_NO;
}

const struct dissector dissect_bt_lsd = {
	.name = "bittorrent local discovery",
	.proto = PROTO_BITTORRENT,
	.transports = TRANSPORT_UDP,
	.FIRST("B"),
	.look = look,
};
