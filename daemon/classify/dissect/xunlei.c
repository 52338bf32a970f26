/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/*
 * Xunlei (Thunder) over UDP, from others' study of its traffic (libprotoident,
 * lpi_xunlei_udp.cc): every message begins with the version of the protocol,
 * little-endian in four bytes, and one side may be older than the other.
 *
 *   newer   32 to 36        older  the same, or 28 or 29 (hexadecimal)
 *
 * A small number is little, so it takes four messages, two of each side, all with
 * a version and none with another one than that side's first, and the port on which
 * it was studied. It stays likely.
 */
#define PORT 3076
#define EACH_MIN 2

static uint32_t version_of(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);

	return rd_le32(&r);
}

static bool is_newer(uint32_t version)
{
	return version >= 0x32 && version <= 0x36;
}

static bool is_version(uint32_t version)
{
	return is_newer(version) || version == 0x28 || version == 0x29;
}

/* All that `side` has sent before is of its first message's version. */
static bool keeps_to(const struct view *v, enum side side, uint32_t version)
{
	for (size_t i = 0; i < v->n_seen[side]; i++) {
		if (version_of(&v->seen[side][i]) != version)
			return false;
	}

	return true;
}

static enum answer look(const struct view *v, struct finding *out)
{
	enum side other = 1 - v->side;
	uint32_t mine = version_of(&v->now);
	uint32_t theirs;

	if (!plain_port(v, PORT) || !is_version(mine) ||
	    !keeps_to(v, v->side, mine))
		return ANSWER_NO;
	if (!v->n_seen[other])
		return ANSWER_MORE;

	theirs = version_of(&v->seen[other][0]);
	if (!is_version(theirs) || !keeps_to(v, other, theirs) ||
	    (mine != theirs && is_newer(mine) == is_newer(theirs)))
		return ANSWER_NO;
	if (v->n_seen[v->side] + 1 < EACH_MIN || v->n_seen[other] < EACH_MIN)
		return ANSWER_MORE;

	out->what = "versions of both sides";
	out->confidence = CONFIDENCE_LIKELY;
	return ANSWER_YES;
}

const struct dissector dissect_xunlei = {
	.name = "xunlei over udp",
	.proto = PROTO_XUNLEI,
	.transports = TRANSPORT_UDP,
	.FIRST("\x28\x29\x32\x33\x34\x35\x36"),
	.look = look,
};
