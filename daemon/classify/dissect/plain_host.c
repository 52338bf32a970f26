/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/* What a host needs to start up: NTP, DHCP, DHCPv6. */

/*
 * NTP (RFC 5905, control messages RFC 9327), at its port only.
 *
 *   | leap 2, version 3, mode 3 | stratum | poll | precision | ... 48 bytes
 *   mode 6  | ... | answer 1, error 1, more 1, order 5 | sequence 2 | ... 10: | count 2 | data
 *   mode 7  | ... | sequence | implementation 0, 2, 3 | request | ...
 */
#define PORT_NTP 123
#define NTP_LEN 48
#define NTP_ORDER_LEN 8
#define STRATUM_MAX 16
#define NTP_CONTROL 6

/* `r` stands behind the first byte. */
static enum answer look_ntp_order(const struct view *v, struct rd r, uint8_t mode,
				  struct finding *out)
{
	uint8_t implementation;
	uint16_t count;

	rd_u8(&r);
	implementation = rd_u8(&r);
	rd_take(&r, 7);
	count = rd_be16(&r);
	if (v->now.whole < NTP_ORDER_LEN)
		return ANSWER_NO;

	if (mode == NTP_CONTROL ?
	    !r.shortfall && count + 12u <= v->now.whole && count + 12u + 64 >= v->now.whole :
	    implementation == 0 || implementation == 2 || implementation == 3)
		return plain_yes(out, PROTO_NTP, "control message");
	return ANSWER_NO;
}

static enum answer look_ntp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint8_t first = rd_u8(&r);
	struct rd order = r;
	uint8_t stratum = rd_u8(&r);
	uint8_t version = first >> 3 & 7;
	uint8_t mode = first & 7;

	if (!plain_port(v, PORT_NTP) || version < 1 || version > 4 || mode == 0)
		return ANSWER_NO;
	if (mode >= NTP_CONTROL)
		return look_ntp_order(v, order, mode, out);
	if (v->now.whole < NTP_LEN || stratum > STRATUM_MAX)
		return ANSWER_NO;
	return plain_yes(out, PROTO_NTP, "time message");
}

const struct dissector dissect_ntp = {
	.name       = "ntp",
	.proto      = PROTO_NTP,
	.transports = TRANSPORT_UDP,
	.look       = look_ntp,
};

/*
 * DHCP (RFC 2131), or BOOTP (RFC 951) without the cookie at its ports.
 *
 *   | op 1..2 | hardware type | its length | hops | ... 236: | 63 82 53 63 | options
 */
#define DHCP_COOKIE 0x63825363

static enum answer look_dhcp(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint8_t op = rd_u8(&r);
	uint8_t hardware = rd_u8(&r);
	uint8_t address_len = rd_u8(&r);

	rd_take(&r, 233);
	if (r.shortfall || op < 1 || op > 2 || !hardware || address_len > 16)
		return ANSWER_NO;
	if (rd_be32(&r) == DHCP_COOKIE)
		return plain_yes(out, PROTO_DHCP, "dhcp message");
	if (hardware != 1 || address_len != 6 || !plain_port(v, 67) || !plain_port(v, 68))
		return ANSWER_NO;
	return plain_yes(out, PROTO_DHCP, "bootp message");
}

const struct dissector dissect_dhcp = {
	.name       = "dhcp",
	.proto      = PROTO_DHCP,
	.transports = TRANSPORT_UDP,
	.FIRST("\x01\x02"),
	.look       = look_dhcp,
};

/*
 * DHCPv6 (RFC 8415), at its ports.
 *
 *   | type | transaction 3 | options;  relay: | 0c..0d | hops | address 16 | address 16 | options
 *   option: | code 2 | length 2 | value |
 */
#define DHCPV6_TYPE_MAX 36
#define DHCPV6_OPTIONS_MAX 64
#define RELAY_FORWARD 12
#define RELAY_REPLY 13

static enum answer look_dhcpv6(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint8_t type = rd_u8(&r);

	if (type < 1 || type > DHCPV6_TYPE_MAX || (!plain_port(v, 546) && !plain_port(v, 547)))
		return ANSWER_NO;

	rd_take(&r, type == RELAY_FORWARD || type == RELAY_REPLY ? 33 : 3);
	for (int i = 0; i < DHCPV6_OPTIONS_MAX && rd_left(&r); i++) {
		if (!rd_be16(&r))
			return ANSWER_NO;
		rd_take(&r, rd_be16(&r));
	}

	if (r.shortfall ? v->now.len == v->now.whole : rd_left(&r) > 0)
		return ANSWER_NO;
	return plain_yes(out, PROTO_DHCPV6, "dhcpv6 message");
}

const struct dissector dissect_dhcpv6 = {
	.name       = "dhcpv6",
	.proto      = PROTO_DHCPV6,
	.transports = TRANSPORT_UDP,
	.look       = look_dhcpv6,
};
