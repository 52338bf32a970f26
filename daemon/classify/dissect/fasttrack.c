/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

/*
 * FastTrack's ping over UDP (giFT-FastTrack's PROTOCOL), which names its network:
 *
 *   question   | 27 | encryption 4 | 80 | name 00 |
 *   answer     | 28 | encryption 4 | 00 | 1 | 2 | load 1 | 1 | name 00 |
 *
 * The TCP side is enciphered from its first byte on.
 */
#define NAME_OF_QUESTION 6
#define NAME_OF_ANSWER 11

static const char *const networks[] = { "KaZaA", "fileshare", "Grokster", "MusicCity" };

/* A known name and its zero are all that is left. */
static bool is_name(struct rd r)
{
	for (size_t i = 0; i < sizeof(networks) / sizeof(networks[0]); i++) {
		size_t n = strlen(networks[i]) + 1;
		struct rd at = r;

		if (rd_left(&r) == n && rd_expect(&at, networks[i], n))
			return true;
	}

	return false;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	bool question = rd_u8(&r) == 0x27;
	uint8_t mark;

	rd_take(&r, 4);
	mark = rd_u8(&r);
	if (!question)
		rd_take(&r, NAME_OF_ANSWER - NAME_OF_QUESTION);

	out->what = question ? "fasttrack ping" : "fasttrack pong";
	return mark == (question ? 0x80 : 0) && is_name(r) ? ANSWER_YES : ANSWER_NO;
}

const struct dissector dissect_fasttrack = {
	.name = "fasttrack",
	.proto = PROTO_FASTTRACK,
	.transports = TRANSPORT_UDP,
	.FIRST("\x27\x28"),
	.look = look,
};
