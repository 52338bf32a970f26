/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/* Messages in text and XML: syslog, WS-Discovery, XMPP. */

/*
 * Syslog (RFC 3164, 5424): | < | 0..191 | > | text |, on its port, or with a
 * month or a version behind; in TCP perhaps behind its length (RFC 6587).
 */
#define PRIORITY_MAX 191

static bool is_month(struct rd *r)
{
	static const char *const months[] = { "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ",
					      "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec " };

	for (size_t i = 0; i < 12; i++) {
		if (rd_expect(r, months[i], 4))
			return true;
		r->shortfall = false;
	}

	return false;
}

static enum answer look_syslog(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint32_t value;

	if (plain_is_tcp(v) && rd_decimal(&r, 1 << 16, &value) && !rd_expect(&r, " ", 1))
		return plain_miss(v, &r);
	if (!rd_expect(&r, "<", 1))
		return plain_miss(v, &r);
	if (!rd_decimal(&r, PRIORITY_MAX, &value) || !rd_expect(&r, ">", 1))
		return !rd_left(&r) && plain_is_tcp(v) ? ANSWER_MORE : ANSWER_NO;

	if (plain_port(v, 514) || plain_port(v, 601) || is_month(&r) || rd_expect(&r, "1 20", 4))
		return plain_yes(out, PROTO_SYSLOG, "message");
	return plain_miss(v, &r);
}

const struct dissector dissect_syslog = {
	.name       = "syslog",
	.proto      = PROTO_SYSLOG,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("<123456789"),
	.look       = look_syslog,
};

/* WS-Discovery (OASIS, 2005/04 and 1.1): XML that names it. */
static enum answer look_wsd(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);

	if (!rd_contains(&r, "xmlsoap.org/ws/2005/04/discovery", 32) &&
	    !rd_contains(&r, "ws-dd/ns/discovery", 18) && !plain_port(v, 3702))
		return ANSWER_NO;
	return rd_contains(&r, "Envelope", 8) ? plain_yes(out, PROTO_WSD, "envelope") : ANSWER_NO;
}

const struct dissector dissect_wsd = {
	.name       = "wsd",
	.proto      = PROTO_WSD,
	.transports = TRANSPORT_UDP,
	.FIRST("<"),
	.look       = look_wsd,
};

/* XMPP (RFC 6120): | <?xml ... ?> | <stream:stream ... */
static enum answer look_xmpp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	struct rd xml = r;

	if (rd_expect(&r, "<stream:stream", 14) || rd_expect(&xml, "<iq ", 4))
		return plain_yes(out, PROTO_XMPP, "stream");
	if (r.shortfall)
		return plain_miss(v, &r);

	if (plain_port(v, 5222) || plain_port(v, 5269))
		return plain_yes(out, PROTO_XMPP, "element");

	r = plain_rd(v);
	if (!rd_expect(&r, "<?xml", 5))
		return plain_miss(v, &r);
	if (rd_contains(&r, "<stream:", 8) || rd_contains(&r, "jabber:", 7))
		return plain_yes(out, PROTO_XMPP, "stream");
	return v->now.len < 512 && !v->full ? ANSWER_MORE : ANSWER_NO;
}

const struct dissector dissect_xmpp = {
	.name       = "xmpp",
	.proto      = PROTO_XMPP,
	.transports = TRANSPORT_TCP,
	.FIRST("<"),
	.look       = look_xmpp,
};
