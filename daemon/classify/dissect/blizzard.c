/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * Blizzard's old downloader over HTTP, which tells its name there (as others found
 * it in version 2.2 of the program):
 *
 *   to a tracker      GET /announce?info_hash=…     User-Agent: Blizzard Downloader 2.2
 *   for one piece     GET /…/17                     User-Agent: Blizzard Web Client
 *
 * Its trackers speak as BitTorrent's do, and pieces have their number for a name.
 * A piece that comes from a web server comes from no peer, and Blizzard's other
 * programs are Web Clients too: that is a hint, worth as much as a port.
 */
#define TRACKER_AGENT "\r\nUser-Agent: Blizzard Downloader"
#define PIECE_AGENT "\r\nUser-Agent: Blizzard Web Client\r\n"

#define CONTAINS(r, text) rd_contains(r, text, sizeof(text) - 1)

/* The path's last part, without what may stand behind a question mark, is a number. */
static bool is_numbered(struct rd target)
{
	bool digits = false;
	bool only = false;

	while (rd_left(&target)) {
		uint8_t c = rd_u8(&target);

		if (c == '?')
			break;
		digits = c >= '0' && c <= '9';
		only = c == '/' || (only && digits);
	}

	return digits && only;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	struct rd all = r;
	struct rd target;
	const uint8_t *bytes;
	size_t n;
	bool asks_tracker, asks_piece;

	if (v->side != SIDE_INITIATOR || !rd_expect(&r, "GET ", 4))
		return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;
	bytes = rd_until(&r, ' ', &n);
	if (!bytes)
		return v->full ? ANSWER_NO : ANSWER_MORE;

	target = rd_of(bytes, n);
	asks_tracker = CONTAINS(&target, "info_hash=");
	asks_piece = is_numbered(target);
	out->what = "downloader's tracker";
	if (asks_tracker && CONTAINS(&all, TRACKER_AGENT))
		return ANSWER_YES;

	out->what = "downloader's piece";
	out->confidence = CONFIDENCE_PORT;
	if (asks_piece && CONTAINS(&all, PIECE_AGENT))
		return ANSWER_YES;
	if (!asks_tracker && !asks_piece)
		return ANSWER_NO;
	return v->full || CONTAINS(&all, "\r\n\r\n") ? ANSWER_NO : ANSWER_MORE;
}

const struct dissector dissect_blizzard = {
	.name = "blizzard",
	.proto = PROTO_BLIZZARD,
	.transports = TRANSPORT_TCP,
	.FIRST("G"),
	.look = look,
};
