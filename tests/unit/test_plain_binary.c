/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

/* Databases, calls, tunnels, media, remote work. */

#define R16 "0123456789abcdef"
#define C84 "\x5d\x71\x85\x17\x2c\x56\xf3\xf2\xce\xd6\x7d\x0a\x40\x92" \
	"\xcc\x93\x64\xfb\x7f\xed\xa2\x46\xb2\x11\x33\x03\x54\xe4" \
	"\xfa\x49\x32\x55\x3a\x24\x55\x5f\x60\x1a\xa6\xb5\xa5\x74" \
	"\x2a\x76\x48\x07\xe2\xa8\x0e\xca\x03\x1b\xe5\x2b\xcf\xfe" \
	"\xd7\xe5\xc7\xd4\xe0\x98\xa1\x50\xc1\x10\x96\x23\xdb\x00" \
	"\xf0\x3a\x3d\x43\x76\x2b\x8e\xe0\x9a\xae\x01\x9e\xf1\xc0"
#define C140 C84 "\xf9\x70\xcb\xdd\x00\x39\x70\x7b\xdf\x79\x53\x29\xf6\xe4" \
	"\xc1\x94\x30\x74\xfa\xd6\x53\xb9\x2d\xf7\x53\x69\x80\x60" \
	"\x76\x90\x42\x2f\x88\x0a\x7c\x0c\x26\xd1\xd6\x54\x78\xa1" \
	"\x4d\xe6\xee\x8f\x5b\x01\xd7\xce\xe3\x1d\xf3\x7e\xa2\x9b"
#define R32 R16 R16
#define Z4 "\0\0\0\0"

static void data(void)
{
	static const struct dissect_case cases[] = {
		{ "mysql", &dissect_mysql, TRANSPORT_TCP,
		  { B("\x4a\0\0\0\x0a" "8.0.36\0" "\1\0\0\0" "saltsalt" "\0" R32) },
		  YES(PROTO_MYSQL), .yes_from = 25 },
		{ "mysql refusal", &dissect_mysql, TRANSPORT_TCP, { B("\x10\0\0\0\xff\x6a\4Host") },
		  YES(PROTO_MYSQL), .yes_from = 7, .port = { 0, 3306 } },
		{ "pgsql, tls", &dissect_pgsql, TRANSPORT_TCP, { A("\0\0\0\x08\x04\xd2\x16\x2f") },
		  YES(PROTO_PGSQL) },
		{ "pgsql, start", &dissect_pgsql, TRANSPORT_TCP,
		  { A("\0\0\0\x12\0\3\0\0user\0bob\0\0") }, YES(PROTO_PGSQL), .yes_from = 9 },
		{ "redis", &dissect_redis, TRANSPORT_TCP, { A("*1\r\n$4\r\nPING\r\n") },
		  YES(PROTO_REDIS), .yes_from = 8 },
		{ "a list", &dissect_redis, TRANSPORT_TCP, { A("*1 one\r\n") }, .want = ANSWER_NO },
		{ "mongodb", &dissect_mongodb, TRANSPORT_TCP,
		  { A("\x3a\0\0\0\1\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0") }, YES(PROTO_MONGODB),
		  .yes_from = 16 },
		{ "mqtt", &dissect_mqtt, TRANSPORT_TCP, { A("\x10\x0c\0\4MQTT\4\2\0\x3c\0\0") },
		  YES(PROTO_MQTT), .yes_from = 8 },
		{ "mqtt 3.1", &dissect_mqtt, TRANSPORT_TCP, { A("\x10\x80\1\0\6MQIsdp\3\2") },
		  YES(PROTO_MQTT), .yes_from = 11 },
		{ "tds prelogin", &dissect_tds, TRANSPORT_TCP,
		  { A("\x12\1\0\x14\0\0\0\0\0\0\x0b\0\6\xff" "\0\0\0\0\0\0") }, YES(PROTO_TDS),
		  .yes_from = 13 },
		{ "drda", &dissect_drda, TRANSPORT_TCP, { A("\0\x26\xd0\x41\0\1\0\x20\x10\x41") },
		  YES(PROTO_DRDA), .yes_from = 8 },
	};

	CHECK_CASES(cases);
}

#define CALL "\x12\x34\x56\x78" Z4 "\0\0\0\2\0\1\x86\xa3\0\0\0\3\0\0\0\1" Z4 Z4 Z4 Z4
#define REPLY "\x12\x34\x56\x78\0\0\0\1" Z4 Z4 Z4 Z4

static void calls(void)
{
	static const struct dissect_case cases[] = {
		{ "nfs call", &dissect_onc, TRANSPORT_UDP, { A(CALL) }, YES(PROTO_NFS),
		  .yes_from = 32 },
		{ "nfs answer", &dissect_onc, TRANSPORT_UDP, { B(REPLY) }, YES(PROTO_NFS),
		  .yes_from = 20 },
		{ "nfs call in tcp", &dissect_onc, TRANSPORT_TCP, { A("\x80\0\0\x28" CALL) },
		  YES(PROTO_NFS), .yes_from = 36 },
		{ "dce bind", &dissect_dce, TRANSPORT_TCP,
		  { A("\5\0\x0b\3\x10\0\0\0\x48\0\0\0\1\0\0\0") }, YES(PROTO_DCERPC),
		  .yes_from = 10 },
		{ "dce datagram", &dissect_dce, TRANSPORT_UDP,
		  { A("\4\0\0\0\x10\0\0\0" R32 R32 "ab\4\0\0\0\0\0" "abcd") },
		  YES(PROTO_DCERPC) },
		{ "rx", &dissect_rx, TRANSPORT_UDP,
		  { A("\x57\x0f\xb5\x60\x5c\x3f\xc9\x88\0\0\0\1\0\0\0\1\0\0\0\1"
		      "\1\5\0\0\0\0\0\x49") },
		  YES(PROTO_AFS), .port = { 0, 7002 } },
		{ "bgp", &dissect_bgp, TRANSPORT_TCP,
		  { A("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\x13\4") },
		  YES(PROTO_BGP) },
		{ "dnp3", &dissect_dnp3, TRANSPORT_TCP, { A("\5\x64\5\xc0\1\0\0\4\xe9\x21") },
		  YES(PROTO_DNP3) },
		{ "dnp3, wrong check", &dissect_dnp3, TRANSPORT_TCP,
		  { A("\5\x64\5\xc0\1\0\0\4\xe9\x20") }, .want = ANSWER_NO },
		{ "x11", &dissect_x11, TRANSPORT_TCP, { A("l\0\x0b\0\0\0\0\0\0\0\0\0") },
		  YES(PROTO_X11), .yes_from = 6 },
	};

	CHECK_CASES(cases);
}

#define SID "01234567"

static void tunnels(void)
{
	static const struct dissect_case cases[] = {
		{ "openvpn", &dissect_openvpn, TRANSPORT_UDP, { A("\x38" SID "\0" Z4) },
		  YES(PROTO_OPENVPN) },
		{ "openvpn server", &dissect_openvpn, TRANSPORT_UDP,
		  { B("\x40" SID "\1" Z4 SID Z4) }, YES(PROTO_OPENVPN) },
		{ "openvpn, signed", &dissect_openvpn, TRANSPORT_UDP,
		  { A("\x38" SID R16 "abcd" "\0\0\0\1\x60\0\0\0" "\0" Z4) }, YES(PROTO_OPENVPN) },
		{ "openvpn in tcp", &dissect_openvpn, TRANSPORT_TCP,
		  { A("\0\x0e\x38" SID "\0" Z4) }, YES(PROTO_OPENVPN) },
		{ "ike", &dissect_ipsec, TRANSPORT_UDP,
		  { A(SID Z4 Z4 "\x21\x20\x22\x08" Z4 "\0\0\0\x1c") }, YES(PROTO_ISAKMP) },
		{ "ike behind nat", &dissect_ipsec, TRANSPORT_UDP,
		  { A(Z4 SID Z4 Z4 "\x21\x20\x22\x08" Z4 "\0\0\0\x20" "abcd") },
		  YES(PROTO_ISAKMP), .port = { 0, 4500 } },
		{ "esp", &dissect_ipsec, TRANSPORT_UDP, { A("\xc1\2\3\4\0\0\0\1" R32) },
		  YES(PROTO_ISAKMP), .yes_from = 32, .port = { 0, 4500 } },
		{ "esp elsewhere", &dissect_ipsec, TRANSPORT_UDP, { A("\xc1\2\3\4\0\0\0\1" R32) },
		  .want = ANSWER_NO },
		{ "wireguard initiation", &dissect_wireguard, TRANSPORT_UDP,
		  { A("\1\0\0\0" "abcd" C84 R32 "01234567" Z4 Z4 Z4 Z4) }, YES(PROTO_WIREGUARD) },
		{ "wireguard initiation, under load", &dissect_wireguard, TRANSPORT_UDP,
		  { A("\1\0\0\0" "abcd" C140) }, YES(PROTO_WIREGUARD), CONFIDENCE_LIKELY,
		  .waits = true },
		{ "wireguard response", &dissect_wireguard, TRANSPORT_UDP,
		  { B("\2\0\0\0" "abcd" C84) }, YES(PROTO_WIREGUARD), CONFIDENCE_LIKELY,
		  .waits = true },
		{ "wireguard response, a byte more", &dissect_wireguard, TRANSPORT_UDP,
		  { B("\2\0\0\0" "abcd" C84 "x") }, .want = ANSWER_MORE, .yes_from = 92 },
		{ "a question of dns", &dissect_wireguard, TRANSPORT_UDP,
		  { A("\3\0\0\0\0\1\0\0\0\0\0\0\x0bwwwabcdefgh\7example\3sub\3org\2de\0"
		      "\0\1\0\1" "0123456789a") }, .want = ANSWER_MORE },
		{ "numbers of a game", &dissect_wireguard, TRANSPORT_UDP,
		  { A("\4\0\0\0\1\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0") },
		  .want = ANSWER_NO },
		{ "wireguard data", &dissect_wireguard, TRANSPORT_UDP,
		  { A("\4\0\0\0abcd\1\0\0\0\0\0\0\0" R16) }, YES(PROTO_WIREGUARD) },
		{ "wireguard data, a byte more", &dissect_wireguard, TRANSPORT_UDP,
		  { A("\4\0\0\0abcd\1\0\0\0\0\0\0\0" R16 "x") }, .want = ANSWER_NO,
		  .yes_from = 32 },
	};

	CHECK_CASES(cases);
}

#define RTP(sequence, source) "\x80\0\0" sequence "\0\0\0\xa0" source R16

static void media(void)
{
	static const struct dissect_case cases[] = {
		{ "one rtp packet", &dissect_rtp, TRANSPORT_UDP, { A(RTP("\1", "abcd")) },
		  .want = ANSWER_MORE },
		{ "two rtp packets", &dissect_rtp, TRANSPORT_UDP,
		  { A(RTP("\1", "abcd")), A(RTP("\2", "abcd")) }, YES(PROTO_RTP), .yes_from = 12 },
		{ "two sources", &dissect_rtp, TRANSPORT_UDP,
		  { A(RTP("\1", "abcd")), A(RTP("\2", "abce")) }, .want = ANSWER_MORE },
		{ "the same packet twice", &dissect_rtp, TRANSPORT_UDP,
		  { A(RTP("\1", "abcd")), A(RTP("\1", "abcd")) }, .want = ANSWER_MORE },
		{ "rtcp", &dissect_rtp, TRANSPORT_UDP, { A("\x80\xc8\0\6" R16 SID) },
		  YES(PROTO_RTP) },
		{ "rtcp of a wrong length", &dissect_rtp, TRANSPORT_UDP,
		  { A("\x80\xc8\0\7" R16 SID "abcd") }, .want = ANSWER_NO },
		{ "dtls", &dissect_dtls, TRANSPORT_UDP,
		  { A("\x16\xfe\xfd\0\0\0\0\0\0\0\0\0\4abcd") }, YES(PROTO_DTLS) },
		{ "dtls, cut", &dissect_dtls, TRANSPORT_UDP,
		  { A("\x16\xfe\xfd\0\0\0\0\0\0\0\0\0\5abcd") }, .want = ANSWER_NO },
		{ "rtmp", &dissect_rtmp, TRANSPORT_TCP, { A("\3time" Z4 R32) }, YES(PROTO_RTMP),
		  .yes_from = 9, .port = { 0, 1935 } },
		{ "tftp", &dissect_tftp, TRANSPORT_UDP,
		  { A("\0\1file\0octet\0") }, YES(PROTO_TFTP) },
		{ "tftp, data and its receipt", &dissect_tftp, TRANSPORT_UDP,
		  { A("\0\3\0\1data"), B("\0\4\0\1") }, YES(PROTO_TFTP) },
	};

	CHECK_CASES(cases);
}

static void remote(void)
{
	static const struct dissect_case cases[] = {
		{ "telnet", &dissect_telnet, TRANSPORT_TCP, { B("\xff\xfd\x18\xff\xfd\x20") },
		  YES(PROTO_TELNET) },
		{ "telnet by its port", &dissect_telnet, TRANSPORT_TCP,
		  { B("\xff\xfd\x18" "login:") },
		  YES(PROTO_TELNET), .yes_from = 3, .port = { 0, 23 } },
		{ "rdp", &dissect_rdp, TRANSPORT_TCP,
		  { A("\3\0\0\x13\x0e\xe0\0\0\0\0\0\1\0\x08\0\3\0\0\0") }, YES(PROTO_RDP),
		  .yes_from = 15 },
		{ "rdp, cookie", &dissect_rdp, TRANSPORT_TCP,
		  { A("\3\0\0\x20\x1b\xe0\0\0\0\0\0Cookie: mstshash=bob\r\n") }, YES(PROTO_RDP),
		  .yes_from = 28 },
		{ "h.323", &dissect_rdp, TRANSPORT_TCP, { A("\3\0\0\x20\x08\2\0\1\5") },
		  YES(PROTO_H323), .yes_from = 6 },
		{ "socks 5 asks", &dissect_socks, TRANSPORT_TCP, { A("\5\1\0") },
		  .want = ANSWER_MORE },
		{ "socks 5", &dissect_socks, TRANSPORT_TCP, { A("\5\1\0"), B("\5\0") },
		  YES(PROTO_SOCKS) },
		{ "socks 5, method not offered", &dissect_socks, TRANSPORT_TCP,
		  { A("\5\1\0"), B("\5\2") }, .want = ANSWER_NO },
		{ "socks 4", &dissect_socks, TRANSPORT_TCP,
		  { A("\4\1\0\x50\1\2\3\4bob\0"), B("\0\x5a\0\0\0\0\0\0") }, YES(PROTO_SOCKS) },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "databases and brokers", data },
	{ "calls and control", calls },
	{ "tunnels", tunnels },
	{ "media and files", media },
	{ "remote work", remote },
};

UNIT_MAIN("plain: binary", tests)
