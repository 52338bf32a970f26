/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * ZeroTier's HELLO over UDP, which is sent in the clear (ZeroTierOne,
 * node/Packet.hpp):
 *
 *   offset  0          8            13          18      19    27     28
 *           | packet 8 | receiver 5 | sender 5  | flags | mac | verb | version, major, minor,
 *           revision 2 | time 8 | the sender's identity: its address 5 | kind 1 | key 64 | …
 *
 *   flags   a c c c . . .   cipher: none       verb   . . . 0 0 0 0 1
 *
 * The sender's address stands there twice; that is proof on any port.
 */
#define HELLO_MIN 116
#define CIPHER 0x38
#define VERB 0x1f
#define VERB_HELLO 1
#define ADDRESS_LEN 5
#define RESERVED_ADDRESS 0xff
#define VERSION_MIN 4
#define VERSION_MAX 32
#define TIME_MIN 1000000000000		/* milliseconds: 2001, */
#define TIME_MAX 4398046511104		/* and 2109 */

/* An address is a part of a hash: five bytes that are all alike are none. */
static bool is_address(const uint8_t *a)
{
	int others = 0;

	for (int i = 1; i < ADDRESS_LEN; i++)
		others += a[i] != a[0];
	return others >= 2 && *a != RESERVED_ADDRESS;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	const uint8_t *sender;
	uint8_t flags, verb, version;
	uint64_t time;

	rd_take(&r, 8 + ADDRESS_LEN);
	sender = rd_take(&r, ADDRESS_LEN);
	flags = rd_u8(&r);
	rd_take(&r, 8);
	verb = rd_u8(&r);
	version = rd_u8(&r);
	rd_take(&r, 4);
	time = rd_be64(&r);
	if (!sender || v->now.whole < HELLO_MIN || flags & CIPHER || (verb & VERB) != VERB_HELLO)
		return ANSWER_NO;
	if (version < VERSION_MIN || version > VERSION_MAX || !is_address(sender))
		return ANSWER_NO;

	if (time < TIME_MIN || time >= TIME_MAX)
		return ANSWER_NO;

	out->what = "zerotier hello";
	return rd_expect(&r, sender, ADDRESS_LEN) && rd_u8(&r) <= 1 && !r.shortfall ? ANSWER_YES :
										   ANSWER_NO;
}

const struct dissector dissect_zerotier = {
	.name = "zerotier",
	.proto = PROTO_ZEROTIER,
	.transports = TRANSPORT_UDP,
	.look = look,
};
