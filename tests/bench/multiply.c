/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <net/ethernet.h>
#include <netinet/in.h>
#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * multiply OUT PACKETS CAPTURE...: a large capture out of small ones.
 *
 * The captures (Ethernet only) are laid over each other in time, and that pile is
 * written again and again until there are so many packets. Each copy has other
 * addresses and other high ports, the same ones throughout the copy. GROUP copies
 * run side by side, group after group. Checksums become wrong; nobody looks.
 */
#define GROUP 32
#define PACKETS_MAX 1000000	/* of one pile */
#define PORT_HIGH 32768
#define VLAN_TAG 4
#define VLANS_MAX 2
#define IPV4_SRC 12
#define IPV6_SRC 8
#define IPV6_LEN 40

struct kept {
	int64_t at_us;		/* since the first packet of its capture */
	uint32_t caplen;
	uint32_t len;
	uint8_t *bytes;
};

struct pile {
	struct kept *packets;
	size_t n;
	int64_t length_us;
};

static void die(const char *what, const char *why)
{
	fprintf(stderr, "multiply: %s: %s\n", what, why);
	exit(1);
}

static void keep(struct pile *pile, const struct pcap_pkthdr *h, const uint8_t *bytes,
		 int64_t at_us)
{
	struct kept *k = &pile->packets[pile->n++];

	*k = (struct kept){
		.at_us = at_us,
		.caplen = h->caplen,
		.len = h->len,
		.bytes = malloc(h->caplen + 1),
	};
	if (!k->bytes)
		die("memory", "there is none left");
	memcpy(k->bytes, bytes, h->caplen);
	if (at_us > pile->length_us)
		pile->length_us = at_us;
}

static void add_capture(struct pile *pile, const char *path)
{
	char error[PCAP_ERRBUF_SIZE];
	pcap_t *p = pcap_open_offline(path, error);
	struct pcap_pkthdr *h;
	const u_char *bytes;
	int64_t first = -1;

	if (!p)
		die(path, error);
	while (pcap_datalink(p) == DLT_EN10MB && pile->n < PACKETS_MAX &&
	       pcap_next_ex(p, &h, &bytes) == 1) {
		int64_t now = h->ts.tv_sec * 1000000LL + h->ts.tv_usec;

		if (first < 0)
			first = now;
		if (now >= first)
			keep(pile, h, bytes, now - first);
	}

	pcap_close(p);
}

static int by_time(const void *a, const void *b)
{
	const struct kept *x = a;
	const struct kept *y = b;

	return x->at_us < y->at_us ? -1 : x->at_us > y->at_us;
}

/* Group addresses, loopback and "this network" stay what they are. */
static void change_ipv4(uint8_t *a, uint32_t copy)
{
	if (a[0] == 0 || a[0] == 127 || a[0] >= 224)
		return;
	a[1] ^= (uint8_t)(copy >> 8);
	a[2] ^= (uint8_t)copy;
}

static void change_ipv6(uint8_t *a, uint32_t copy)
{
	if (a[0] == 0 || a[0] == 0xff)
		return;
	a[10] ^= (uint8_t)(copy >> 8);
	a[11] ^= (uint8_t)copy;
}

static void change_port(uint8_t *p, uint32_t copy)
{
	uint32_t port = (uint32_t)p[0] << 8 | p[1];

	if (port < PORT_HIGH)
		return;
	port = PORT_HIGH + (port - PORT_HIGH + copy * 7) % PORT_HIGH;
	p[0] = (uint8_t)(port >> 8);
	p[1] = (uint8_t)port;
}

static void change_ports(uint8_t *bytes, size_t left, uint8_t protocol, uint32_t copy)
{
	if ((protocol != IPPROTO_TCP && protocol != IPPROTO_UDP) || left < 4)
		return;
	change_port(bytes, copy);
	change_port(bytes + 2, copy);
}

static void change_ip(uint8_t *ip, size_t left, uint16_t type, uint32_t copy)
{
	size_t header;

	if (type == ETHERTYPE_IP && left >= 20) {
		header = (size_t)(ip[0] & 15) * 4;
		change_ipv4(ip + IPV4_SRC, copy);
		change_ipv4(ip + IPV4_SRC + 4, copy);
		if (header < left && !(ip[6] & 0x1f) && !ip[7])
			change_ports(ip + header, left - header, ip[9], copy);
	} else if (type == ETHERTYPE_IPV6 && left >= IPV6_LEN) {
		change_ipv6(ip + IPV6_SRC, copy);
		change_ipv6(ip + IPV6_SRC + 16, copy);
		change_ports(ip + IPV6_LEN, left - IPV6_LEN, ip[6], copy);
	}
}

static void change(uint8_t *bytes, size_t len, uint32_t copy)
{
	size_t at = 2 * ETHER_ADDR_LEN;

	for (int vlans = 0; at + 2 <= len; vlans++) {
		uint16_t type = (uint16_t)(bytes[at] << 8 | bytes[at + 1]);

		if (type != ETHERTYPE_VLAN || vlans == VLANS_MAX) {
			change_ip(bytes + at + 2, len - at - 2, type, copy);
			return;
		}
		at += VLAN_TAG;
	}
}

/* One packet of the pile, once for each copy of the group. True when there are enough. */
static bool write_group(pcap_dumper_t *out, const struct kept *k, uint32_t group, int64_t at_us,
			long *wanted)
{
	static uint8_t bytes[65536 * 4];

	for (uint32_t i = 0; i < GROUP && k->caplen <= sizeof(bytes); i++) {
		struct pcap_pkthdr h = { .caplen = k->caplen, .len = k->len };

		h.ts.tv_sec = at_us / 1000000;
		h.ts.tv_usec = at_us % 1000000;
		memcpy(bytes, k->bytes, k->caplen);
		change(bytes, k->caplen, group * GROUP + i);
		pcap_dump((u_char *)out, &h, bytes);
		if (--*wanted <= 0)
			return true;
	}

	return false;
}

static void write_all(pcap_dumper_t *out, const struct pile *pile, long wanted)
{
	int64_t start_us = 1700000000LL * 1000000;

	for (uint32_t group = 0;; group++) {
		for (size_t i = 0; i < pile->n; i++) {
			const struct kept *k = &pile->packets[i];

			if (write_group(out, k, group, start_us + k->at_us, &wanted))
				return;
		}
		start_us += pile->length_us + 1000000;
	}
}

int main(int argc, char **argv)
{
	struct pile pile = { .packets = calloc(PACKETS_MAX, sizeof(struct kept)) };
	pcap_t *p = pcap_open_dead(DLT_EN10MB, 262144);
	pcap_dumper_t *out;

	if (argc < 4 || atol(argv[2]) <= 0) {
		fputs("usage: multiply OUT PACKETS CAPTURE...\n", stderr);
		return 2;
	}
	if (!pile.packets || !p)
		die("memory", "there is none left");
	for (int i = 3; i < argc; i++)
		add_capture(&pile, argv[i]);
	if (!pile.n)
		die("captures", "no Ethernet packet in them");

	qsort(pile.packets, pile.n, sizeof(*pile.packets), by_time);
	out = pcap_dump_open(p, argv[1]);
	if (!out)
		die(argv[1], pcap_geterr(p));
	write_all(out, &pile, atol(argv[2]));
	if (pcap_dump_flush(out) < 0)
		die(argv[1], "could not be written");
	pcap_dump_close(out);
	pcap_close(p);
	for (size_t i = 0; i < pile.n; i++)
		free(pile.packets[i].bytes);
	free(pile.packets);
	return 0;
}
