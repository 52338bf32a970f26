/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <netinet/in.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "../../daemon/packet/packet.h"

/* 10.0.0.1:1000 → 10.0.0.2:2000, TCP, payload "hello" */
static const uint8_t tcp4[] = {
	0x45, 0, 0, 45, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
	0x03, 0xe8, 0x07, 0xd0, 0, 0, 0, 9, 0, 0, 0, 0, 0x50, 0x18, 0, 0, 0, 0, 0, 0,
	'h', 'e', 'l', 'l', 'o',
};

/* fd00::1 port 1000 → fd00::2 port 53, hop-by-hop and destination options, UDP, payload "hi" */
static const uint8_t udp6[] = {
	0x60, 0, 0, 0, 0, 26, 0, 64,
	0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
	0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2,
	60, 0, 1, 4, 0, 0, 0, 0,
	17, 0, 1, 4, 0, 0, 0, 0,
	0x03, 0xe8, 0, 53, 0, 10, 0, 0, 'h', 'i',
};

static void is_hello(const struct packet *p)
{
	CU_ASSERT_EQUAL(p->transport, IPPROTO_TCP);
	CU_ASSERT_EQUAL(p->sport, 1000);
	CU_ASSERT_EQUAL(p->dport, 2000);
	CU_ASSERT_EQUAL(p->seq, 9);
	CU_ASSERT_EQUAL(p->ip_whole, 45);
	CU_ASSERT_EQUAL_FATAL(p->payload_len, 5);
	CU_ASSERT(memcmp(p->payload, "hello", 5) == 0);
}

static void links(void)
{
	static const struct {
		int type;
		size_t n;
		uint8_t head[46];
	} cases[] = {
		{ DLT_RAW, 0, { 0 } },
		{ DLT_EN10MB, 14, { [12] = 0x08, [13] = 0x00 } },
		{ DLT_EN10MB, 18, { [12] = 0x81, [13] = 0x00, [16] = 0x08 } },
		{ DLT_LINUX_SLL, 16, { [14] = 0x08 } },
		{ DLT_LINUX_SLL2, 20, { 0x08, 0x00 } },
		{ DLT_NULL, 4, { 2 } },
		{ DLT_LOOP, 4, { 0, 0, 0, 2 } },
		/* MPLS, two labels; then with a wire of Ethernet inside */
		{ DLT_EN10MB, 22, { [12] = 0x88, 0x47, 0, 1, 0, 64, 0, 2, 1, 64 } },
		{ DLT_EN10MB, 36, { [12] = 0x88, 0x47, 0, 2, 1, 64, [34] = 0x08 } },
		/* PPPoE, plain and in a VLAN, and one that compresses its protocol */
		{ DLT_EN10MB, 22, { [12] = 0x88, 0x64, 0x11, 0, 0, 1, 0, 47, 0, 0x21 } },
		{ DLT_EN10MB, 26, { [12] = 0x81, 0, 0, 5, 0x88, 0x64, 0x11, 0, 0, 1, 0, 47, 0,
				    0x21 } },
		{ DLT_PPP_ETHER, 7, { 0x11, 0, 0, 1, 0, 46, 0x21 } },
		/* LLC */
		{ DLT_EN10MB, 22, { [12] = 0, 53, 0xaa, 0xaa, 3, 0, 0, 0, 0x08, 0 } },
		{ DLT_PPP, 2, { 0, 0x21 } },
		{ DLT_PPP_SERIAL, 4, { 0xff, 3, 0, 0x21 } },
		{ DLT_PPP_SERIAL, 4, { 0x0f, 0, 0x08, 0 } },
		{ DLT_C_HDLC, 4, { 0x0f, 0, 0x08, 0 } },
		{ DLT_IEEE802_11, 32, { 0x08, 1, [24] = 0xaa, 0xaa, 3, 0, 0, 0, 0x08, 0 } },
		{ DLT_IEEE802_11, 40, { 0x88, 3, [32] = 0xaa, 0xaa, 3, 0, 0, 0, 0x08, 0 } },
		{ DLT_IEEE802_11_RADIO, 40, { 0, 0, 8, 0, 0, 0, 0, 0, 0x08, 1,
					      [32] = 0xaa, 0xaa, 3, 0, 0, 0, 0x08, 0 } },
		{ DLT_NFLOG, 16, { 2, 0, 0, 1, 5, 0, 10, 0, 9, 0, 0, 0, 49, 0, 9, 0 } },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t frame[120] = { 0 };
		size_t len = cases[i].n + sizeof(tcp4);
		struct packet p = { 0 };
		enum decoded got;

		memcpy(frame, cases[i].head, cases[i].n);
		memcpy(frame + cases[i].n, tcp4, sizeof(tcp4));
		CU_ASSERT(decode_knows_link(cases[i].type));
		/* with six bytes of padding */
		got = decode_frame(cases[i].type, frame, len + 6, len + 6, &p);
		UNIT_CHECK(got == DECODED_OK, "link type %d: %s", cases[i].type, decoded_name(got));
		if (got == DECODED_OK)
			is_hello(&p);
	}

	CU_ASSERT_FALSE(decode_knows_link(147));
}

/* No IP in it, or nothing to be read. */
static void other_links(void)
{
	static const struct {
		int type;
		uint8_t head[40];
	} cases[] = {
		{ DLT_EN10MB, { [12] = 0x88, 0x63 } },			/* PPPoE discovery */
		{ DLT_EN10MB, { [12] = 0x88, 0x64, 0x11, 0, 0, 1, 0, 9, 0xc0, 0x21 } },	/* LCP */
		{ DLT_EN10MB, { [12] = 0x88, 0x64, 0x21, 0, 0, 1, 0, 47, 0, 0x21 } },
		{ DLT_EN10MB, { [12] = 0, 38, 0x42, 0x42, 3 } },		/* spanning tree */
		{ DLT_EN10MB, { [12] = 0x88, 0x47, 0, 1, 1, 64, 0xff } },
		{ DLT_IEEE802_11, { 0x80 } },					/* a beacon */
		{ DLT_IEEE802_11, { 0x48, 1 } },				/* no data */
		{ DLT_IEEE802_11, { 0x08, 0x41, [24] = 0xaa, 0xaa, 3, 0, 0, 0, 0x08 } },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct packet p = { 0 };
		enum decoded got = decode_frame(cases[i].type, cases[i].head, 40, 40, &p);

		UNIT_CHECK(got == DECODED_NOT_IP, "case %zu: %s", i, decoded_name(got));
	}
}

/* Tunnels are opened where the source of packets says so. */
static void tunnels(void)
{
	static const struct {
		size_t n;
		uint8_t head[48];
	} cases[] = {
		{ 24, { 0x45, [9] = 47, [22] = 0x08 } },
		{ 28, { 0x45, [9] = 47, [20] = 0x20, [22] = 0x08 } },
		{ 20, { 0x45, [9] = 4 } },
		{ 40, { 0x60, [6] = 4 } },
		{ 44, { 0x60, [6] = 47, [42] = 0x08 } },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len = cases[i].n + sizeof(tcp4);
		uint8_t bytes[48 + sizeof(tcp4)];
		struct packet p = { .opens_tunnels = true };

		memcpy(bytes, cases[i].head, cases[i].n);
		memcpy(bytes + cases[i].n, tcp4, sizeof(tcp4));
		bytes[bytes[0] == 0x45 ? 3 : 5] = (uint8_t)(len - (bytes[0] == 0x45 ? 0 : 40));
		CU_ASSERT_EQUAL(decode_ip(bytes, len, len, &p), DECODED_OK);
		is_hello(&p);
		p = (struct packet){ 0 };
		CU_ASSERT_EQUAL(decode_ip(bytes, len, len, &p), DECODED_NOT_TCP_UDP);
	}
}

/* A tunnel in a tunnel in a tunnel is left. */
static void tunnels_without_end(void)
{
	uint8_t bytes[60 + sizeof(tcp4)] = { 0 };
	struct packet p = { .opens_tunnels = true };

	for (size_t i = 0; i < 3; i++) {
		bytes[i * 20] = 0x45;
		bytes[i * 20 + 3] = (uint8_t)(sizeof(bytes) - i * 20);
		bytes[i * 20 + 9] = 4;
	}
	memcpy(bytes + 60, tcp4, sizeof(tcp4));
	CU_ASSERT_EQUAL(decode_ip(bytes, sizeof(bytes), sizeof(bytes), &p), DECODED_NOT_TCP_UDP);
	p = (struct packet){ .opens_tunnels = true };
	CU_ASSERT_EQUAL(decode_ip(bytes + 20, sizeof(bytes) - 20, sizeof(bytes) - 20, &p),
			DECODED_OK);
}

/* A datagram in fragments says itself how long it is. */
static void first_fragment(void)
{
	static const uint8_t udp4[] = {
		0x45, 0, 0, 36, 0, 1, 0x20, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
		0x03, 0xe8, 0, 53, 0x0b, 0xb8, 0, 0, 'f', 'r', 'a', 'g', 'm', 'e', 'n', 't',
	};
	struct packet p = { 0 };

	CU_ASSERT_EQUAL(decode_ip(udp4, sizeof(udp4), sizeof(udp4), &p), DECODED_FIRST_FRAGMENT);
	CU_ASSERT_EQUAL(p.payload_len, 8);
	CU_ASSERT_EQUAL(p.payload_whole, 3000 - 8);
}

static void qinq(void)
{
	uint8_t frame[22 + sizeof(tcp4)] = {
		[12] = 0x88, 0xa8, 0, 1, 0x81, 0x00, 0, 2, 0x08, 0x00,
	};
	struct packet p = { 0 };

	memcpy(frame + 22, tcp4, sizeof(tcp4));
	CU_ASSERT_EQUAL(decode_frame(DLT_EN10MB, frame, sizeof(frame), sizeof(frame), &p),
			DECODED_OK);
	is_hello(&p);
}

/* IP, GRE, Ethernet, IP, as a mirroring switch sends it; and GRE that is a tunnel. */
static void mirrored(void)
{
	static const struct {
		size_t n;
		uint8_t gre[16];
		enum decoded want;
	} cases[] = {
		{ 4, { 0, 0, 0x65, 0x58 }, DECODED_OK },
		{ 8, { 0x20, 0, 0x65, 0x58 }, DECODED_OK },
		{ 4, { 0, 0, 0x88, 0xbe }, DECODED_OK },
		{ 16, { 0x10, 0, 0x88, 0xbe }, DECODED_OK },
		{ 4, { 0, 0, 0x08, 0x00 }, DECODED_NOT_TCP_UDP },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t inner = 20 + cases[i].n + 14;
		uint8_t bytes[20 + 16 + 14 + sizeof(tcp4)] = { 0x45, [9] = 47 };
		struct packet p = { 0 };
		enum decoded got;

		bytes[3] = (uint8_t)(inner + sizeof(tcp4));
		memcpy(bytes + 20, cases[i].gre, cases[i].n);
		bytes[inner - 2] = 0x08;
		memcpy(bytes + inner, tcp4, sizeof(tcp4));
		got = decode_ip(bytes, inner + sizeof(tcp4), inner + sizeof(tcp4), &p);
		UNIT_CHECK(got == cases[i].want, "GRE case %zu: %s", i, decoded_name(got));
		if (got == DECODED_OK)
			is_hello(&p);
	}
}

static void ipv6_extensions(void)
{
	struct packet p = { 0 };

	CU_ASSERT_EQUAL_FATAL(decode_ip(udp6, sizeof(udp6), sizeof(udp6), &p), DECODED_OK);
	CU_ASSERT_EQUAL(p.transport, IPPROTO_UDP);
	CU_ASSERT_EQUAL(p.dport, 53);
	CU_ASSERT_EQUAL(p.src.family, 6);
	CU_ASSERT_EQUAL_FATAL(p.payload_len, 2);
	CU_ASSERT(memcmp(p.payload, "hi", 2) == 0);
}

/* Whatever is cut off: no crash, and never OK with bytes that are not there. */
static void truncation(void)
{
	static const struct {
		const uint8_t *bytes;
		size_t len;
		size_t headers;
	} cases[] = { { tcp4, sizeof(tcp4), 40 }, { udp6, sizeof(udp6), 64 } };

	for (size_t c = 0; c < 2; c++) {
		for (size_t n = 0; n < cases[c].len; n++) {
			uint8_t *copy = malloc(n ? n : 1);	/* sanitizers see a step beyond */
			struct packet p = { 0 };
			enum decoded got;

			memcpy(copy, cases[c].bytes, n);
			got = decode_ip(copy, n, cases[c].len, &p);
			UNIT_CHECK(got == (n < cases[c].headers ? DECODED_CUT : DECODED_OK),
				   "case %zu cut to %zu: %s", c, n, decoded_name(got));
			if (got == DECODED_OK) {
				CU_ASSERT_EQUAL(p.payload_len, n - cases[c].headers);
				CU_ASSERT_EQUAL(p.payload_whole, cases[c].len - cases[c].headers);
			}
			CU_ASSERT_NOT_EQUAL(decode_ip(copy, n, n, &p), DECODED_FRAGMENT);
			free(copy);
		}
	}
}

static void broken(void)
{
	static const struct {
		size_t at;
		uint8_t value;
		enum decoded want;
	} cases[] = {
		{ 0, 0x44, DECODED_BROKEN },		/* a header of 16 bytes */
		{ 0, 0x75, DECODED_NOT_IP },		/* IP version 7 */
		{ 3, 30, DECODED_BROKEN },		/* ends inside of the TCP header */
		{ 6, 0x20, DECODED_FIRST_FRAGMENT },
		{ 7, 0x10, DECODED_FRAGMENT },
		{ 9, 1, DECODED_NOT_TCP_UDP },
		{ 32, 0x10, DECODED_BROKEN },		/* a TCP header of 4 bytes */
		{ 32, 0xf0, DECODED_BROKEN },		/* one longer than the packet */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t bytes[sizeof(tcp4)];
		struct packet p = { 0 };
		enum decoded got;

		memcpy(bytes, tcp4, sizeof(tcp4));
		bytes[cases[i].at] = cases[i].value;
		got = decode_ip(bytes, sizeof(bytes), sizeof(bytes), &p);
		UNIT_CHECK(got == cases[i].want, "byte %zu = %#x: %s", cases[i].at, cases[i].value,
			   decoded_name(got));
	}
}

/* A capture taken before segmentation offload says length 0. */
static void no_length(void)
{
	uint8_t bytes[sizeof(tcp4)];
	struct packet p = { 0 };

	memcpy(bytes, tcp4, sizeof(tcp4));
	bytes[3] = 0;
	CU_ASSERT_EQUAL(decode_ip(bytes, sizeof(bytes), sizeof(bytes), &p), DECODED_OK);
	is_hello(&p);
}

/* Any bytes at all: the sanitizers watch. */
static void noise(void)
{
	static const int types[] = { DLT_EN10MB, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_RAW, DLT_NULL };

	srand(1);
	for (int i = 0; i < 200000; i++) {
		size_t n = (size_t)rand() % 96;
		uint8_t *bytes = malloc(n + 1);
		struct packet p = { 0 };

		for (size_t b = 0; b < n; b++)
			bytes[b] = (uint8_t)rand();
		if (n > 9 && i % 2) {
			bytes[0] = i % 4 == 1 ? 0x45 : 0x60;
			bytes[i % 4 == 1 ? 9 : 6] = i % 8 < 4 ? 6 : 17;
		}
		decode_frame(types[i % 5], bytes, n, n + (size_t)(i % 3), &p);
		decode_ip(bytes, n, n, &p);
		free(bytes);
	}
	CU_PASS("no sanitizer spoke");
}

static const struct unit_test tests[] = {
	{ "link layers", links },
	{ "link layers without IP", other_links },
	{ "the first fragment", first_fragment },
	{ "tunnels", tunnels },
	{ "tunnels without end", tunnels_without_end },
	{ "QinQ", qinq },
	{ "mirrored frames", mirrored },
	{ "IPv6 extension headers", ipv6_extensions },
	{ "every truncation", truncation },
	{ "broken packets", broken },
	{ "length 0 before offload", no_length },
	{ "noise", noise },
};

UNIT_MAIN("packet", tests)
