/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "capture.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/input.h"
#include "../base/log.h"
#include "pcapng.h"

#define PCAPNG_FIRST 0x0a	/* no other capture begins with it */

struct capture {
	struct input *input;
	pcap_t *pcap;
	struct pcapng *pcapng;		/* one of the two */
	int link_type;			/* of pcap */
};

/* libpcap's words in ours, where they would puzzle; it may name the file first, as we have done. */
static const char *plain_reason(const char *reason)
{
	static const char prefix[] = "(savefile): ";

	if (strstr(reason, "unknown file format") || strstr(reason, "bad dump file format"))
		return "it is no pcap or pcapng capture; tcpdump -w writes one";
	if (strstr(reason, "truncated dump file"))
		return "it ends inside of its header; copy or capture it anew";
	return strncmp(reason, prefix, sizeof(prefix) - 1) == 0 ? reason + sizeof(prefix) - 1 :
								   reason;
}

static bool refuse(const struct capture *c, const char *file, const char *reason)
{
	const char *trouble = input_trouble(c->input);

	log_error("%s: cannot be read: %s", file, trouble ? trouble : plain_reason(reason));
	return false;
}

static bool refuse_link(const char *file, int link_type)
{
	const char *name = pcap_datalink_val_to_name(link_type);

	log_error("%s: link type %d (%s) is not one that peerwall reads; capture where it is "
		  "Ethernet, Linux cooked (tcpdump -i any), raw IP, PPP or Wi-Fi", file,
		  link_type, name ? name : "unknown");
	return false;
}

static bool open_pcap(struct capture *c, const char *file)
{
	char reason[PCAP_ERRBUF_SIZE];

	c->pcap = pcap_fopen_offline(input_stream(c->input), reason);
	if (!c->pcap)
		return refuse(c, file, reason);

	c->link_type = pcap_datalink(c->pcap);
	return decode_knows_link(c->link_type) || refuse_link(file, c->link_type);
}

static bool open_pcapng(struct capture *c, const char *file)
{
	int link_type;

	c->pcapng = pcapng_new(input_stream(c->input));
	if (!c->pcapng)
		return refuse(c, file, strerror(ENOMEM));

	link_type = pcapng_unread_link(c->pcapng);
	return link_type < 0 || refuse_link(file, link_type);
}

static bool open_capture(struct capture *c, const char *file)
{
	int first = input_first(c->input);

	if (first == EOF)
		return refuse(c, file, "it is empty: not even a capture's header; capture anew");
	return first == PCAPNG_FIRST ? open_pcapng(c, file) : open_pcap(c, file);
}

struct capture *capture_of(struct input *in, const char *file)
{
	struct capture *c = calloc(1, sizeof(*c));

	if (!c) {
		log_error("%s: cannot be read: %s", file, strerror(ENOMEM));
		input_close(in);
		return NULL;
	}

	c->input = in;
	if (open_capture(c, file))
		return c;
	capture_close(c);
	return NULL;
}

struct capture *capture_open(const char *file)
{
	const char *why;
	struct input *in = input_open(file, &why);

	if (in)
		return capture_of(in, file);
	log_error("%s: cannot be read: %s", file, why);
	return NULL;
}

void capture_close(struct capture *c)
{
	if (!c)
		return;
	if (c->pcap)
		pcap_close(c->pcap);	/* and its stream */
	pcapng_free(c->pcapng);
	input_close(c->input);
	free(c);
}

static struct packet packet_at(int64_t time_us)
{
	return (struct packet){ .time_us = time_us, .opens_tunnels = true };
}

static enum capture_state next_of_pcap(struct capture *c, struct packet *out, enum decoded *kind)
{
	struct pcap_pkthdr *header;
	const u_char *frame;
	int got = pcap_next_ex(c->pcap, &header, &frame);

	if (got != 1)
		return got == PCAP_ERROR_BREAK ? CAPTURE_END : CAPTURE_TORN;

	*out = packet_at((int64_t)header->ts.tv_sec * 1000000 + header->ts.tv_usec);
	*kind = decode_frame(c->link_type, frame, header->caplen, header->len, out);
	return CAPTURE_PACKET;
}

static enum capture_state next_of_pcapng(struct capture *c, struct packet *out,
					 enum decoded *kind)
{
	struct pcapng_frame f;

	switch (pcapng_next(c->pcapng, &f)) {
	case PCAPNG_END:
		return CAPTURE_END;
	case PCAPNG_TORN:
		return CAPTURE_TORN;
	case PCAPNG_LARGE:
		*kind = DECODED_LARGE;
		return CAPTURE_PACKET;
	case PCAPNG_FRAME:
		break;
	}

	*out = packet_at(f.time_us);
	*kind = decode_knows_link(f.link_type) ?
		decode_frame(f.link_type, f.bytes, f.len, f.whole, out) : DECODED_LINK;
	return CAPTURE_PACKET;
}

enum capture_state capture_next(struct capture *c, struct packet *out, enum decoded *kind)
{
	return c->pcapng ? next_of_pcapng(c, out, kind) : next_of_pcap(c, out, kind);
}

const char *capture_trouble(struct capture *c)
{
	const char *trouble = input_trouble(c->input);

	if (trouble)
		return trouble;
	return c->pcapng ? pcapng_trouble(c->pcapng) : pcap_geterr(c->pcap);
}

void capture_progress(struct capture *c, uint64_t *done, uint64_t *all)
{
	input_progress(c->input, done, all);
}
