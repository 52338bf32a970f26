/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "capture.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/log.h"

struct capture {
	pcap_t *pcap;
	int link_type;
	uint64_t size;
};

/* What is wrong with `file` as far as the file system knows; NULL when nothing is. */
static const char *reject_file(const char *file, struct stat *st)
{
	if (stat(file, st) < 0)
		return strerror(errno);
	if (S_ISDIR(st->st_mode))
		return "it is a folder; name the captures in it";
	if (S_ISREG(st->st_mode) && st->st_size == 0)
		return "it is empty: not even a capture's header; capture anew";
	return NULL;
}

/* libpcap's words in ours, where they would puzzle; it may name the file first, as we have done. */
static const char *plain_reason(const char *file, const char *reason)
{
	size_t n = strlen(file);

	if (strstr(reason, "unknown file format") || strstr(reason, "bad dump file format"))
		return "it is no pcap or pcapng capture; tcpdump -w writes one";
	if (strstr(reason, "truncated dump file"))
		return "it ends inside of its header; copy or capture it anew";
	if (strncmp(reason, file, n) == 0 && strncmp(reason + n, ": ", 2) == 0)
		return reason + n + 2;
	return reason;
}

static bool open_pcap(struct capture *c, const char *file)
{
	char reason[PCAP_ERRBUF_SIZE];
	const char *name;

	c->pcap = pcap_open_offline(file, reason);
	if (!c->pcap) {
		log_error("%s: cannot be read: %s", file, plain_reason(file, reason));
		return false;
	}

	c->link_type = pcap_datalink(c->pcap);
	if (decode_knows_link(c->link_type))
		return true;

	name = pcap_datalink_val_to_name(c->link_type);
	log_error("%s: link type %d (%s) is not one that peerwall reads; capture where it is "
		  "Ethernet, Linux cooked (tcpdump -i any), raw IP, PPP or Wi-Fi", file,
		  c->link_type, name ? name : "unknown");
	return false;
}

struct capture *capture_open(const char *file)
{
	struct stat st = { 0 };
	const char *trouble = reject_file(file, &st);
	struct capture *c = calloc(1, sizeof(*c));

	if (!c || trouble) {
		log_error("%s: cannot be read: %s", file, trouble ? trouble : strerror(ENOMEM));
		goto fail;
	}

	c->size = (uint64_t)st.st_size;
	if (open_pcap(c, file))
		return c;

fail:
	capture_close(c);
	return NULL;
}

void capture_close(struct capture *c)
{
	if (c && c->pcap)
		pcap_close(c->pcap);
	free(c);
}

enum capture_state capture_next(struct capture *c, struct packet *out, enum decoded *kind)
{
	struct pcap_pkthdr *header;
	const u_char *frame;
	int got = pcap_next_ex(c->pcap, &header, &frame);

	if (got != 1)
		return got == PCAP_ERROR_BREAK ? CAPTURE_END : CAPTURE_TORN;

	*out = (struct packet){
		.time_us = (int64_t)header->ts.tv_sec * 1000000 + header->ts.tv_usec,
		.opens_tunnels = true,
	};
	*kind = decode_frame(c->link_type, frame, header->caplen, header->len, out);
	return CAPTURE_PACKET;
}

const char *capture_trouble(struct capture *c)
{
	return pcap_geterr(c->pcap);
}

void capture_progress(struct capture *c, uint64_t *done, uint64_t *all)
{
	FILE *f = pcap_file(c->pcap);
	long at = f ? ftell(f) : -1;

	*done = at > 0 ? (uint64_t)at : 0;
	*all = c->size;
}
