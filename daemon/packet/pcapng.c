/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng.h"

#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "../base/rd.h"
#include "packet.h"

/*
 *   block     | type, 4 | length, 4, of all of it | body | length again, 4 |
 *
 *   section   0a0d0d0a  | 1a2b3c4d in the writer's order of bytes | version … | options |
 *   interface 1         | link type, 2 | 0, 2 | snapshot length, 4 | options |
 *   packet    6         | interface, 4 | time, 8, high half first | kept, 4 | length, 4 | bytes |
 *             2         | interface, 2 | drops, 2 | the same from here on                       old
 *             3         | length, 4 | bytes |                         no time; of interface 0
 *   option    | code, 2 | length, 2 | value, padded to 4 |
 *
 * A section begins anew with its interfaces. All other blocks are passed over. A file may
 * be hostile: one body is kept at a time, and larger ones than a packet has are skipped.
 */
#define SECTION 0x0a0d0d0a
#define INTERFACE 1
#define OLD_PACKET 2
#define SIMPLE_PACKET 3
#define PACKET 6
#define ORDER_MAGIC 0x1a2b3c4d
#define FRAME_LEN 12			/* of a block around its body */
#define BODY_MAX (1 << 19)		/* libpcap's largest packet is half of it */
#define INTERFACES_MAX 1024		/* of a section; packets of others are counted */
#define LINKTYPE_RAW 101
#define OPTION_RESOLUTION 9
#define OPTION_OFFSET 14
#define POWER_OF_TWO 0x80
#define DECIMALS_MAX 18
#define TWOS_MAX 40
#define SECONDS_MAX (INT64_C(1) << 33)

struct interface {
	int link_type;
	uint32_t snaplen;
	uint8_t resolution;
	int64_t offset_s;
};

struct pcapng {
	FILE *in;
	const char *trouble;
	bool big;			/* this section's order of bytes */
	bool section;			/* there was one */
	uint32_t n_interfaces;
	struct interface interfaces[INTERFACES_MAX];
	int64_t last_us;
	bool held;			/* a frame was read ahead: */
	enum pcapng_state held_state;
	struct pcapng_frame held_frame;
	uint8_t body[BODY_MAX];
};

struct block {
	uint32_t type;
	struct rd body;
	bool skipped;			/* it was too large to keep */
};

struct pcapng *pcapng_new(FILE *in)
{
	struct pcapng *p = calloc(1, sizeof(*p));

	if (p)
		p->in = in;
	return p;
}

void pcapng_free(struct pcapng *p)
{
	free(p);
}

static uint16_t take16(const struct pcapng *p, struct rd *r)
{
	return p->big ? rd_be16(r) : rd_le16(r);
}

static uint32_t take32(const struct pcapng *p, struct rd *r)
{
	return p->big ? rd_be32(r) : rd_le32(r);
}

static enum pcapng_state torn(struct pcapng *p, const char *trouble)
{
	p->trouble = trouble;
	return PCAPNG_TORN;
}

/* ---- blocks ---- */

static bool skip(struct pcapng *p, uint32_t n)
{
	while (n) {
		uint32_t part = n < BODY_MAX ? n : BODY_MAX;

		if (fread(p->body, 1, part, p->in) != part)
			return false;
		n -= part;
	}

	return true;
}

/* The section's order of bytes, which its own length has as well: read ahead of that. */
static bool read_order(struct pcapng *p)
{
	uint8_t bytes[4];
	struct rd r = rd_of(bytes, sizeof(bytes));
	uint32_t magic;

	if (fread(bytes, 1, sizeof(bytes), p->in) != sizeof(bytes))
		return false;
	magic = rd_be32(&r);
	p->big = magic == ORDER_MAGIC;
	p->section = p->big || magic == __builtin_bswap32(ORDER_MAGIC);
	p->n_interfaces = 0;
	return p->section;
}

/* FRAME: a block was read. */
static enum pcapng_state read_block(struct pcapng *p, struct block *b)
{
	uint8_t head[8];
	struct rd r = rd_of(head, sizeof(head));
	size_t n = fread(head, 1, sizeof(head), p->in);
	uint32_t length, taken;

	if (n == 0 && !ferror(p->in))
		return PCAPNG_END;
	if (n != sizeof(head))
		return torn(p, "it ends inside of a block");

	b->type = take32(p, &r);
	taken = b->type == SECTION ? 4 : 0;
	if (taken && !read_order(p))
		return torn(p, "a section with an unknown order of bytes");
	if (!p->section)
		return torn(p, "it does not begin with a section");
	length = take32(p, &r);
	if (length < FRAME_LEN + taken || length % 4)
		return torn(p, "a block of a length that no block has");

	length -= FRAME_LEN + taken;
	b->skipped = length > BODY_MAX;
	if (b->skipped ? !skip(p, length) : fread(p->body, 1, length, p->in) != length)
		return torn(p, "it ends inside of a block");
	b->body = rd_of(p->body, b->skipped ? 0 : length);
	if (fread(head, 1, 4, p->in) != 4)
		return torn(p, "it ends inside of a block");
	r = rd_of(head, 4);
	if (take32(p, &r) != length + FRAME_LEN + taken)
		return torn(p, "a block whose two lengths differ");
	return PCAPNG_FRAME;
}

/* ---- interfaces and time ---- */

static void read_option(const struct pcapng *p, struct interface *i, uint16_t code, struct rd value)
{
	uint64_t first;

	if (code == OPTION_RESOLUTION && rd_left(&value) >= 1) {
		i->resolution = rd_u8(&value);
	} else if (code == OPTION_OFFSET && rd_left(&value) >= 8) {
		first = take32(p, &value);
		i->offset_s = p->big ? (int64_t)(first << 32 | take32(p, &value)) :
				       (int64_t)((uint64_t)take32(p, &value) << 32 | first);
	}
}

static void read_options(const struct pcapng *p, struct interface *i, struct rd r)
{
	while (rd_left(&r)) {
		uint16_t code = take16(p, &r);
		uint16_t len = take16(p, &r);
		const uint8_t *value = rd_take(&r, (len + 3u) & ~3u);

		if (!value || code == 0)
			return;
		read_option(p, i, code, rd_of(value, len));
	}
}

/* The file's numbers are LINKTYPE_…; those we read are libpcap's own but for this one. */
static int dlt_of(uint16_t link_type)
{
	return link_type == LINKTYPE_RAW ? DLT_RAW : link_type;
}

static enum pcapng_state read_interface(struct pcapng *p, const struct block *b)
{
	struct rd r = b->body;
	struct interface i = { .resolution = 6 };

	i.link_type = dlt_of(take16(p, &r));
	take16(p, &r);
	i.snaplen = take32(p, &r);
	if (r.shortfall)
		return torn(p, "an interface that is not described");
	read_options(p, &i, r);
	if (p->n_interfaces < INTERFACES_MAX)
		p->interfaces[p->n_interfaces] = i;
	p->n_interfaces += p->n_interfaces < UINT32_MAX;
	return PCAPNG_FRAME;
}

/* Ticks to microseconds: the resolution is a power of ten, or of two, below one second. */
static int64_t micro_of(const struct interface *i, uint64_t ticks)
{
	uint8_t n = i->resolution & ~POWER_OF_TWO;
	uint64_t per_s = 1;
	int64_t s;

	if (i->resolution & POWER_OF_TWO) {
		for (; n > TWOS_MAX; n--)
			ticks >>= 1;
		per_s <<= n;
	} else {
		for (; n > DECIMALS_MAX; n--)
			ticks /= 10;
		for (; n; n--)
			per_s *= 10;
	}

	s = ticks / per_s < (uint64_t)SECONDS_MAX ? (int64_t)(ticks / per_s) : SECONDS_MAX;
	if (i->offset_s > -SECONDS_MAX && i->offset_s < SECONDS_MAX)
		s += i->offset_s;
	s = s < 0 ? 0 : s;
	ticks %= per_s;
	for (; per_s > UINT64_C(1000000000000); per_s /= 2)
		ticks /= 2;
	return s * 1000000 + (int64_t)(ticks * 1000000 / per_s);
}

/* ---- packets ---- */

static enum pcapng_state give_frame(struct pcapng *p, const struct interface *i, struct rd r,
				    uint32_t kept, uint32_t whole, struct pcapng_frame *out)
{
	out->bytes = rd_take(&r, kept);
	if (r.shortfall)
		return torn(p, "a packet that is longer than its block");
	out->link_type = i ? i->link_type : -1;
	out->time_us = p->last_us;
	out->len = kept;
	out->whole = whole < kept ? kept : whole;
	return PCAPNG_FRAME;
}

static const struct interface *interface_at(const struct pcapng *p, uint32_t number)
{
	return number < INTERFACES_MAX ? &p->interfaces[number] : NULL;
}

static enum pcapng_state read_packet(struct pcapng *p, const struct block *b,
				     struct pcapng_frame *out)
{
	struct rd r = b->body;
	uint32_t number = b->type == PACKET ? take32(p, &r) : take16(p, &r);
	const struct interface *i = interface_at(p, number);
	uint64_t ticks;
	uint32_t kept, whole;

	if (b->type == OLD_PACKET)
		take16(p, &r);
	ticks = (uint64_t)take32(p, &r) << 32;
	ticks |= take32(p, &r);
	kept = take32(p, &r);
	whole = take32(p, &r);
	if (number >= p->n_interfaces)
		return torn(p, "a packet of an interface that is not described");
	if (i)
		p->last_us = micro_of(i, ticks);
	return give_frame(p, i, r, kept, whole, out);
}

/* It has the time of the packet before it. */
static enum pcapng_state read_simple(struct pcapng *p, const struct block *b,
				     struct pcapng_frame *out)
{
	struct rd r = b->body;
	uint32_t whole = take32(p, &r);
	const struct interface *i = interface_at(p, 0);
	uint32_t kept = whole;

	if (!p->n_interfaces)
		return torn(p, "a packet of an interface that is not described");
	if (i->snaplen && kept > i->snaplen)
		kept = i->snaplen;
	return give_frame(p, i, r, kept, whole, out);
}

static bool is_packet(uint32_t type)
{
	return type == PACKET || type == OLD_PACKET || type == SIMPLE_PACKET;
}

static enum pcapng_state read_on(struct pcapng *p, struct pcapng_frame *out)
{
	enum pcapng_state state;
	struct block b;

	while ((state = read_block(p, &b)) == PCAPNG_FRAME) {
		if (is_packet(b.type) && b.skipped)
			return PCAPNG_LARGE;
		if (b.type == INTERFACE)
			state = read_interface(p, &b);
		if (state != PCAPNG_FRAME)
			return state;
		if (is_packet(b.type))
			return b.type == SIMPLE_PACKET ? read_simple(p, &b, out) :
							 read_packet(p, &b, out);
	}

	return state;
}

enum pcapng_state pcapng_next(struct pcapng *p, struct pcapng_frame *out)
{
	if (!p->held)
		return read_on(p, out);

	p->held = false;
	*out = p->held_frame;
	return p->held_state;
}

int pcapng_unread_link(struct pcapng *p)
{
	uint32_t n;

	p->held_state = read_on(p, &p->held_frame);
	p->held = true;
	n = p->n_interfaces < INTERFACES_MAX ? p->n_interfaces : INTERFACES_MAX;
	for (uint32_t i = 0; i < n; i++) {
		if (decode_knows_link(p->interfaces[i].link_type))
			return -1;
	}

	return n ? p->interfaces[0].link_type : -1;
}

const char *pcapng_trouble(const struct pcapng *p)
{
	return p->trouble;
}
