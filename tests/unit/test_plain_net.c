/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

/* DNS, STUN, NTP, DHCP, SNMP, LDAP, Kerberos, and those known by their shape. */

#define DNS_QUESTION "\7example\3org\0\0\1\0\1"
#define DNS_QUERY "\x12\x34\1\0\0\1\0\0\0\0\0\0" DNS_QUESTION
#define DNS_ANSWER "\x12\x34\x81\x80\0\1\0\1\0\0\0\0" DNS_QUESTION \
	"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\1\2\3\4"
#define NB_NAME "\x20" "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" "\0"

static void dns(void)
{
	static const struct dissect_case cases[] = {
		{ "query", &dissect_dns, TRANSPORT_UDP, { A(DNS_QUERY) }, YES(PROTO_DNS) },
		{ "answer", &dissect_dns, TRANSPORT_UDP, { B(DNS_ANSWER) }, YES(PROTO_DNS) },
		{ "multicast", &dissect_dns, TRANSPORT_UDP,
		  { A("\0\0\0\0\0\1\0\0\0\0\0\0" "\5_http\4_tcp\5local\0\0\x0c\x80\1") },
		  YES(PROTO_MDNS), .port = { 5353, 5353 } },
		{ "multicast announcement", &dissect_dns, TRANSPORT_UDP,
		  { A("\0\0\x84\0\0\0\0\1\0\0\0\0"
		      "\1a\5local\0\0\1\x80\1\0\0\0\x78\0\4\1\2\3\4") },
		  YES(PROTO_MDNS), .port = { 5353, 5353 } },
		{ "llmnr", &dissect_dns, TRANSPORT_UDP,
		  { A("\x12\x34\0\0\0\1\0\0\0\0\0\0" "\4host\0\0\1\0\1") }, YES(PROTO_LLMNR),
		  .port = { 0, 5355 } },
		{ "in tcp", &dissect_dns, TRANSPORT_TCP,
		  { A("\0\x1d" DNS_QUERY) }, YES(PROTO_DNS) },
		{ "query with a tail", &dissect_dns, TRANSPORT_UDP, { A(DNS_QUERY "xx") },
		  .want = ANSWER_NO, .yes_from = 29 },
		{ "netbios name", &dissect_dns, TRANSPORT_UDP,
		  { A("\x12\x34\1\x10\0\1\0\0\0\0\0\0" NB_NAME "\0\x21\0\1") }, .want = ANSWER_NO,
		  .port = { 137, 137 } },
		{ "two questions", &dissect_dns, TRANSPORT_UDP,
		  { A("\x12\x34\1\0\0\2\0\0\0\0\0\0" DNS_QUESTION DNS_QUESTION) },
		  .want = ANSWER_NO },
		{ "no such class", &dissect_dns, TRANSPORT_UDP,
		  { A("\x12\x34\1\0\0\1\0\0\0\0\0\0" "\7example\3org\0\0\1\0\7") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define Z8 "\0\0\0\0\0\0\0\0"
#define Z40 Z8 Z8 Z8 Z8 Z8
#define Z200 Z40 Z40 Z40 Z40 Z40
#define BOOTP "\1\1\6\0" Z200 Z8 Z8 Z8 Z8

static void hosts(void)
{
	static const struct dissect_case cases[] = {
		{ "ntp", &dissect_ntp, TRANSPORT_UDP, { A("\x23\0\6\xec" Z40 "\0\0\0\0") },
		  YES(PROTO_NTP), .port = { 0, 123 } },
		{ "ntp, control", &dissect_ntp, TRANSPORT_UDP, { A("\x16\2\0\1\0\0\0\0\0\0\0\0") },
		  YES(PROTO_NTP), .port = { 0, 123 } },
		{ "ntp, private", &dissect_ntp, TRANSPORT_UDP, { A("\x17\0\3\x2a\0\0\0\0") },
		  YES(PROTO_NTP), .port = { 0, 123 } },
		{ "dht at ntp's port", &dissect_ntp, TRANSPORT_UDP,
		  { A("d1:ad2:id20:0123456789abcdef0123e1:q4:ping1:t2:aa1:y1:qe") },
		  .want = ANSWER_NO, .port = { 0, 123 } },
		{ "ntp elsewhere", &dissect_ntp, TRANSPORT_UDP,
		  { A("\x23\0\6\xec" Z40 "\0\0\0\0") }, .want = ANSWER_NO },
		{ "ntp of stratum 99", &dissect_ntp, TRANSPORT_UDP,
		  { A("\x23\x63\6\xec" Z40 "\0\0\0\0") }, .want = ANSWER_NO, .port = { 0, 123 } },
		{ "dhcp", &dissect_dhcp, TRANSPORT_UDP, { A(BOOTP "\x63\x82\x53\x63\x35\1\1\xff") },
		  YES(PROTO_DHCP), .yes_from = 240 },
		{ "bootp", &dissect_dhcp, TRANSPORT_UDP, { A(BOOTP Z8 Z8 Z8 Z8) }, YES(PROTO_DHCP),
		  .yes_from = 236, .port = { 68, 67 } },
		{ "bootp elsewhere", &dissect_dhcp, TRANSPORT_UDP, { A(BOOTP Z8 Z8 Z8 Z8) },
		  .want = ANSWER_NO },
		{ "dhcpv6", &dissect_dhcpv6, TRANSPORT_UDP, { A("\1\x12\x34\x56\0\x08\0\2\0\0") },
		  YES(PROTO_DHCPV6), .yes_from = 10, .port = { 546, 547 } },
		{ "dhcpv6 with a tail", &dissect_dhcpv6, TRANSPORT_UDP,
		  { A("\1\x12\x34\x56\0\x08\0\2\0\0\0") },
		  .want = ANSWER_NO, .port = { 546, 547 } },
	};

	/* A message without options is whole as well: not all truncations of DHCPv6 are wrong. */
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		check_whole(&cases[i]);
		if (cases[i].dissector != &dissect_dhcpv6)
			check_truncated(&cases[i]);
	}
}

static void ber(void)
{
	static const struct dissect_case cases[] = {
		{ "snmp", &dissect_snmp, TRANSPORT_UDP,
		  { A("\x30\x26\2\1\1\4\6public\xa0\x19\2\4\1\2\3\4\2\1\0\2\1\0"
		      "\x30\x0b\x30\x09\6\5\x2b\6\1\2\1\5\0") }, YES(PROTO_SNMP) },
		{ "snmp 3", &dissect_snmp, TRANSPORT_UDP,
		  { A("\x30\x14\2\1\3\x30\x0f\2\2\x4a\x69\2\3\0\xff\xe3\4\1\4\2\1\3") },
		  YES(PROTO_SNMP) },
		{ "snmp, too long a tail", &dissect_snmp, TRANSPORT_UDP,
		  { A("\x30\x05\2\1\1\4\6public\xa0\x19") }, .want = ANSWER_NO },
		{ "ldap bind", &dissect_ldap, TRANSPORT_TCP,
		  { A("\x30\x0c\2\1\1\x60\7\2\1\3\4\0\x80\0") },
		  YES(PROTO_LDAP), .yes_from = 7 },
		{ "ldap, long form", &dissect_ldap, TRANSPORT_TCP,
		  { A("\x30\x84\0\0\0\x10\2\1\1\x60\x84\0\0\0\7\2\1\3\4\0\x80\0") },
		  YES(PROTO_LDAP), .yes_from = 15 },
		{ "ldap, inner longer than outer", &dissect_ldap, TRANSPORT_TCP,
		  { A("\x30\x0c\2\1\1\x60\x70\2\1\3\4\0\x80\0") }, .want = ANSWER_NO },
		{ "kerberos", &dissect_kerberos, TRANSPORT_UDP,
		  { A("\x6a\x0c\x30\x0a\xa1\3\2\1\5\xa2\3\2\1\x0a") }, YES(PROTO_KERBEROS) },
		{ "kerberos in tcp", &dissect_kerberos, TRANSPORT_TCP,
		  { A("\0\0\0\x0e\x6a\x0c\x30\x0a\xa1\3\2\1\5\xa2\3\2\1\x0a") },
		  YES(PROTO_KERBEROS), .yes_from = 13 },
		{ "kerberos 6", &dissect_kerberos, TRANSPORT_UDP,
		  { A("\x6a\x0c\x30\x0a\xa1\3\2\1\6\xa2\3\2\1\x0a") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

#define R56 "0123456789abcdef0123456789abcdef0123456789abcdef01234567"

static void shapes(void)
{
	static const struct dissect_case cases[] = {
		{ "ipfix", &dissect_shape, TRANSPORT_UDP,
		  { A("\0\x0a\0\x18" "0123456789abcdef0123") }, YES(PROTO_NETFLOW) },
		{ "radius", &dissect_shape, TRANSPORT_UDP, { A("\1\1\0\x14" "0123456789abcdef") },
		  YES(PROTO_RADIUS), .port = { 0, 1812 } },
		{ "radius elsewhere", &dissect_shape, TRANSPORT_UDP,
		  { A("\1\1\0\x14" "0123456789abcdef") }, .want = ANSWER_NO },
		{ "modbus", &dissect_shape, TRANSPORT_TCP, { A("\0\1\0\0\0\6\1\3\0\0\0\x0a") },
		  YES(PROTO_MODBUS), .yes_from = 8, .port = { 0, 502 } },
		{ "iec 104", &dissect_shape, TRANSPORT_TCP, { A("\x68\4\7\0\0\0") },
		  YES(PROTO_IEC104), .port = { 0, 2404 } },
		{ "vxlan", &dissect_shape, TRANSPORT_UDP,
		  { A("\x08\0\0\0\0\0\1\0" "0123456789abcdef") },
		  YES(PROTO_VXLAN), .yes_from = 22, .port = { 0, 4789 } },
		{ "gtp", &dissect_shape, TRANSPORT_UDP, { A("\x30\xff\0\4\0\0\0\1abcd") },
		  YES(PROTO_GTP), .port = { 2152, 2152 } },
		{ "bfd", &dissect_shape, TRANSPORT_UDP,
		  { A("\x20\x40\3\x18" "0123456789abcdef0123") },
		  YES(PROTO_ROUTING), .port = { 0, 3784 } },
		{ "openflow", &dissect_shape, TRANSPORT_TCP, { A("\4\0\0\x08\0\0\0\1") },
		  YES(PROTO_OPENFLOW), .port = { 0, 6653 } },
		{ "discord", &dissect_shape, TRANSPORT_UDP,
		  { A("\0\1\0\x46" R56 "0123456789abcd") }, YES(PROTO_DISCORD) },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "dns", dns },
	{ "ntp and dhcp", hosts },
	{ "snmp, ldap, kerberos", ber },
	{ "shapes", shapes },
};

UNIT_MAIN("plain: network", tests)
