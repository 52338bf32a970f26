/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

/*
 * BitTorrent's web seeds (BEP 19): pieces of a torrent's file, by plain HTTP from
 * a plain server. Only who asks tells them from other downloads:
 *
 *   GET /film.bin HTTP/1.1
 *   User-Agent: qBittorrent/4.5.2
 *   Range: bytes=0-16383
 *
 * Such a program asks for ranges of nothing but torrents; for feeds, lists and
 * pages it takes the whole. Anybody may write a name, so it is no proof.
 */
static const char *const programs[] = {
	"Azureus ", "BTWebClient/", "BiglyBT ", "Deluge/", "Transmission/", "ktorrent/",
	"libtorrent/", "qBittorrent/", "uTorrent/",
};

#define N_PROGRAMS (sizeof(programs) / sizeof(programs[0]))

static bool is_program(struct rd value)
{
	for (size_t i = 0; i < N_PROGRAMS; i++) {
		if (rd_expect(&value, programs[i], strlen(programs[i])))
			return true;
	}

	return false;
}

/* The value of a header field (RFC 9112 5), without the blanks before it. */
static bool is_field(struct rd line, const char *name, struct rd *value)
{
	if (!rd_expect_nocase(&line, name))
		return false;
	while (rd_expect(&line, " ", 1))
		;
	*value = line;
	return true;
}

static bool take_line(struct rd *r, struct rd *line)
{
	size_t n;
	const uint8_t *text = rd_until(r, '\n', &n);

	if (text)
		*line = rd_of(text, n);
	return text;
}

static enum answer look_fields(const struct view *v, struct rd r, struct finding *out)
{
	bool program = false, range = false;
	struct rd line, value;

	while (!program || !range) {
		if (!take_line(&r, &line))
			return v->full ? ANSWER_NO : ANSWER_MORE;
		if (rd_left(&line) <= 1)
			return ANSWER_NO;	/* the last field is behind us */

		if (is_field(line, "user-agent:", &value)) {
			program = is_program(value);
			if (!program)
				return ANSWER_NO;
		}
		range |= is_field(line, "range:", &value) && rd_expect(&value, "bytes=", 6);
	}

	out->what = "web seed";
	out->confidence = CONFIDENCE_LIKELY;
	return ANSWER_YES;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	struct rd line;

	if (!rd_expect(&r, "GET ", 4))
		return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;
	if (!take_line(&r, &line))
		return v->full ? ANSWER_NO : ANSWER_MORE;
	return rd_contains(&line, " HTTP/1.", 8) ? look_fields(v, r, out) : ANSWER_NO;
}

const struct dissector dissect_bt_web_seed = {
	.name = "bittorrent web seed",
	.proto = PROTO_BITTORRENT,
	.transports = TRANSPORT_TCP,
	.FIRST("G"),
	.look = look,
};
