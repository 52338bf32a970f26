/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "netbios_name.h"

/*
 * NetBIOS over UDP (RFC 1002). The name service is DNS with names of its own:
 *
 *   offset  0    2       4            6         8           10           12
 *           | id | flags | questions | answers | authority | additional | name | type | …
 *
 *   name    34 bytes or more
 *   type    20 a name · 21 a status · in answers also 0a nothing, 02 another server
 *
 * and the datagram service:
 *
 *   offset  0      1       2    4         8      10       12       14
 *           | type | flags | id | address | port | length | offset | source | destination | data
 *
 *   type    10 11 12 a datagram · 13 an error, 11 bytes · 14 15 16 a query: one name at 10
 *   flags   the upper four bits are reserved, and not always zero
 *
 * The encoded name, 32 letters from A to P, is what tells them from all else. Of one
 * that a capture has cut, half of the letters make it likely.
 */
#define COUNT_MAX 64
#define DATAGRAM_HEADER 14
#define ERROR_LEN 11
#define NAME_PORT 137
#define DATAGRAM_PORT 138
#define LETTERS_ENOUGH 16

/* What is asked for, or said, of a name; hosts of the DNS may have 32 such letters too. */
static bool is_type(uint16_t type, uint16_t flags)
{
	if (type == 0x20 || type == 0x21)
		return true;
	return flags & 0x8000 && (type == 0x0a || type == 0x02);
}

/* The bytes run out within a name. */
static bool is_cut_name(struct rd r)
{
	size_t n = 0;

	if (!rd_expect(&r, "\x20", 1))
		return false;
	while (rd_left(&r)) {
		uint8_t c = rd_u8(&r);

		if (c < 'A' || c > 'P')
			return false;
		n++;
	}

	return n >= LETTERS_ENOUGH;
}

static bool is_name_service(struct rd r, bool cut)
{
	uint32_t counts = 0;
	uint16_t flags;

	rd_take(&r, 2);
	flags = rd_be16(&r);
	for (int i = 0; i < 4; i++) {
		uint16_t count = rd_be16(&r);

		if (count > COUNT_MAX)
			return false;
		counts += count;
	}

	if (cut)
		return counts && is_cut_name(r);
	return counts && netbios_name(&r) && is_type(rd_be16(&r), flags);
}

static bool is_datagram_service(const struct view *v, struct rd r)
{
	uint8_t type = rd_u8(&r);
	uint16_t length;

	rd_take(&r, 9);
	if (r.shortfall)
		return false;

	switch (type) {
	case 0x10:
	case 0x11:
	case 0x12:
		length = rd_be16(&r);
		rd_take(&r, 2);
		return length + (uint32_t)DATAGRAM_HEADER == v->now.whole && netbios_name(&r);
	case 0x13:
		return v->now.whole == ERROR_LEN && v->port[SIDE_INITIATOR] == DATAGRAM_PORT &&
		       v->port[SIDE_RESPONDER] == DATAGRAM_PORT;
	case 0x14:
	case 0x15:
	case 0x16:
		return netbios_name(&r);
	}

	return false;
}

/* There DNS, which reads the same bytes, is out of place. */
static bool is_on_port(const struct view *v)
{
	return v->port[SIDE_INITIATOR] == NAME_PORT || v->port[SIDE_RESPONDER] == NAME_PORT;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);

	out->what = "netbios name service";
	if (is_name_service(r, false))
		return ANSWER_YES;

	out->what = "netbios datagram";
	if (is_datagram_service(v, r))
		return ANSWER_YES;

	out->what = "beginning of a netbios name";
	out->confidence = is_on_port(v) ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY;
	return v->now.len < v->now.whole && is_name_service(r, true) ? ANSWER_YES : ANSWER_NO;
}

const struct dissector dissect_netbios = {
	.name = "netbios",
	.proto = PROTO_NETBIOS,
	.transports = TRANSPORT_UDP,
	.look = look,
};
