/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * OpenFT between nodes (giFT-OpenFT, ft_protocol.h and ft_handshake.c; mldonkey's
 * docs/OpenFT.txt for its first form), over TCP. Messages are
 *
 *   | length 2 | command 2 | `length` bytes |
 *
 * and both sides begin by asking for the other's version and telling their own, in
 * either order: four numbers, of old three, none above 255.
 *
 *   | 0 | 0 |            request
 *   | 8 | 1 | major 2 | minor 2 | micro 2 | revision 2 |
 *
 * Nodes of different versions do not talk. So both sides must have told the same,
 * and whoever goes on does with a command of the handshake.
 */
enum command { VERSION_REQUEST = 0, VERSION = 1, SESSION_ANSWER = 11 };

#define VERSION_LEN 8
#define VERSION_LEN_OLD 6
#define NUMBER_MAX 255
#define HANDSHAKE_LENGTH_MAX 4096

struct opening {
	bool asked, told;
	uint64_t version;		/* its numbers, the revision left out */
};

static bool take_version(struct rd *r, uint16_t length, struct opening *o)
{
	if (length != VERSION_LEN && length != VERSION_LEN_OLD)
		return false;
	for (uint16_t i = 0; i < length / 2; i++) {
		uint16_t number = rd_be16(r);

		if (number > NUMBER_MAX)
			return false;
		if (i < 3)
			o->version = o->version << 8 | number;
	}

	o->told = !r->shortfall;
	return true;
}

/*
 * Reads frames for as long as they fit. NO: one does not; MORE: all there are fit,
 * but the version is not among them; YES: it is, and its request.
 */
static enum answer read_opening(const struct piece *p, struct opening *o)
{
	struct rd r = rd_of(p->data, p->len);

	*o = (struct opening){ 0 };
	while (rd_left(&r)) {
		uint16_t length = rd_be16(&r);
		uint16_t command = rd_be16(&r);

		if (r.shortfall)
			break;
		if (command == VERSION_REQUEST && !length && !o->asked) {
			o->asked = true;
		} else if (command == VERSION && !o->told) {
			if (!take_version(&r, length, o))
				return ANSWER_NO;
		} else {
			if (!o->told || command <= VERSION || command > SESSION_ANSWER ||
			    length > HANDSHAKE_LENGTH_MAX)
				return ANSWER_NO;
			rd_take(&r, length);
		}
	}

	return o->asked && o->told ? ANSWER_YES : ANSWER_MORE;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct opening mine, theirs;
	enum answer here = read_opening(&v->now, &mine);
	enum answer there = read_opening(&v->other, &theirs);

	if (here == ANSWER_NO || there == ANSWER_NO)
		return ANSWER_NO;
	if (here == ANSWER_MORE || there == ANSWER_MORE)
		return v->full ? ANSWER_NO : ANSWER_MORE;

	out->what = "openft versions";
	return mine.version && mine.version == theirs.version ? ANSWER_YES : ANSWER_NO;
}

const struct dissector dissect_openft = {
	.name = "openft",
	.proto = PROTO_OPENFT,
	.transports = TRANSPORT_TCP,
	.FIRST("\x00"),
	.look = look,
};
