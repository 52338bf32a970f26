/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "smb_frames.h"

#include "netbios_name.h"
#include "smb_contexts.h"

/*
 * The frames of SMB, direct on TCP (MS-SMB2 2.1) or in a NetBIOS session
 * (RFC 1002, 4.3), are alike:
 *
 *   offset  0      1        4
 *           | type | length | 00: a message
 *                             81 82 83 84: opening a session, 85: keep-alive
 *
 * and a message begins
 *
 *   ff SMB | command | status, 4 | flags (80: an answer) …             SMB 1, 32 bytes
 *   fe SMB | 0040 | charge | status, 4 | command | credits | flags, 4 … SMB 2, 3, 64 bytes
 *   fd SMB | signature, 16 | nonce, 16 | size, 4 | 0, 2 | 1, 2 | session, 8   SMB 3, enciphered
 *   fc SMB | size, 4 | algorithm, 2 | 1: in a chain, 2 | …                   SMB 3, compressed
 */
#define FRAME_HEADER 4
#define SMB1_HEADER 32
#define SMB2_HEADER 64
#define ENCIPHERED_HEADER 52
#define COMPRESSED_HEADER 16
#define SMB2_COMMAND_LAST 0x12
#define DIALECT_WILDCARD 0x02ff
#define DIALECT_SMB3 0x0300
#define DIALECTS_MAX 64

static void settle(struct smb_facts *f, uint16_t proto, const char *what, size_t offset)
{
	f->proto = proto;
	f->what = what;
	f->offset = offset;
}

static void settle_dialect(struct smb_facts *f, uint16_t dialect, size_t offset)
{
	if (dialect == DIALECT_WILDCARD)
		f->negotiating = true;
	else if (dialect >= DIALECT_SMB3)
		settle(f, PROTO_SMB3, "smb3 dialect picked by the server", offset);
	else
		settle(f, PROTO_SMB2, "smb2 dialect picked by the server", offset);
}

/* `r` stands behind "ff SMB"; `whole`: all of the message is there. */
static void look_smb1(struct smb_facts *f, struct rd r, bool whole, size_t offset)
{
	uint8_t command = rd_u8(&r);
	uint8_t flags;

	rd_take(&r, 4);
	flags = rd_u8(&r);

	if (r.shortfall)
		f->cut = true;
	else if (flags & 0x80)
		settle(f, PROTO_SMB1, "smb1 answer", offset);
	else if (command != 0x72)
		settle(f, PROTO_SMB1, "smb1 request", offset);
	else if (rd_contains(&r, "\x02SMB 2.", 7))
		f->negotiating = true;
	else if (whole)
		settle(f, PROTO_SMB1, "smb1 negotiate without smb2", offset);
	else
		f->cut = true;
}

/* The server's choice: | 65, 2 | security mode, 2 | dialect, 2 | … */
static void look_negotiate_answer(struct smb_facts *f, struct rd r, size_t offset)
{
	uint16_t size = rd_le16(&r);
	uint16_t dialect;

	rd_take(&r, 2);
	dialect = rd_le16(&r);

	if (r.shortfall)
		f->cut = f->negotiating = true;
	else if (size == 65)
		settle_dialect(f, dialect, offset + FRAME_HEADER + SMB2_HEADER + 4);
	else
		f->negotiating = true;	/* an error: nothing is agreed */
}

/* The client's offer: | 36, 2 | count, 2 | 32 bytes | dialects, 2 each | … */
static void look_negotiate_offer(struct smb_facts *f, struct rd r, size_t offset)
{
	uint16_t size = rd_le16(&r);
	uint16_t count = rd_le16(&r);
	bool old = true;

	rd_take(&r, 32);
	for (int i = 0; i < count && i < DIALECTS_MAX; i++)
		old &= rd_le16(&r) < DIALECT_SMB3;

	if (!r.shortfall && size == 36 && count && old)
		settle(f, PROTO_SMB2, "smb2 dialects alone offered", offset);
	else
		f->negotiating = true;
}

/* `r` stands behind "fe SMB", as `message` does before it. */
static void look_smb2(struct smb_facts *f, struct rd message, struct rd r, size_t offset)
{
	const char *only_3 = smb_shows_3(message);
	uint16_t size = rd_le16(&r);
	uint16_t command;
	uint32_t flags;

	rd_take(&r, 6);
	command = rd_le16(&r);
	rd_take(&r, 2);
	flags = rd_le32(&r);

	f->begun = size == SMB2_HEADER;
	if (r.shortfall) {
		f->cut = true;
	} else if (size != SMB2_HEADER || command > SMB2_COMMAND_LAST) {
		f->alien = true;
	} else if (command && only_3) {
		settle(f, PROTO_SMB3, only_3, offset);
	} else if (command) {
		f->offset = f->underway ? f->offset : offset;
		f->underway = true;
	} else {
		rd_take(&r, SMB2_HEADER - 20);
		(flags & 1 ? look_negotiate_answer : look_negotiate_offer)(f, r, offset);
	}
}

/* Behind "fd SMB" or "fc SMB". */
static void look_smb3(struct smb_facts *f, struct rd r, uint8_t kind, uint32_t length,
		      size_t offset)
{
	bool fits = kind == 0xfd ? smb_is_enciphered(&r, length - ENCIPHERED_HEADER) :
				   smb_is_compressed(&r);

	if (r.shortfall)
		f->cut = true;
	else if (fits)
		settle(f, PROTO_SMB3, kind == 0xfd ? "smb3 enciphered" : "smb3 compressed", offset);
	else
		f->alien = true;
}

static uint32_t least_of(uint8_t kind)
{
	static const uint8_t least[] = {
		COMPRESSED_HEADER, ENCIPHERED_HEADER, SMB2_HEADER, SMB1_HEADER,
	};

	return least[kind < 0xfc ? 0 : kind - 0xfc];
}

static void look_message(struct smb_facts *f, struct rd r, uint32_t length, size_t offset)
{
	bool whole = rd_left(&r) == length;
	struct rd message = r;
	uint8_t kind = rd_u8(&r);

	f->alien = length < least_of(kind);
	if (!f->alien && !rd_expect(&r, "SMB", 3)) {
		f->cut = r.shortfall;
		f->alien = !r.shortfall;
	}
	if (f->alien || f->cut)
		return;

	switch (kind) {
	case 0xff:
		look_smb1(f, r, whole, offset);
		break;
	case 0xfe:
		look_smb2(f, message, r, offset);
		break;
	case 0xfd:
	case 0xfc:
		look_smb3(f, r, kind, length, offset);
		break;
	default:
		f->alien = true;
	}
}

/* | 81 | 0 | length, 2 | called name | calling name | */
static void look_session_request(struct smb_facts *f, struct rd r)
{
	f->session = netbios_name(&r) && netbios_name(&r);
	f->cut = r.shortfall;
	f->alien = !f->session && !r.shortfall;
}

static void look_frame(struct smb_facts *f, uint8_t type, uint32_t length, struct rd r,
		       size_t offset)
{
	struct rd body = r;

	if (length < rd_left(&r))
		body = rd_of(rd_take(&r, length), length);

	switch (type) {
	case 0x00:
		look_message(f, body, length, offset);
		break;
	case 0x81:
		look_session_request(f, body);
		break;
	case 0x82:
		f->answered = length == 0;
		f->alien = !f->answered;
		break;
	case 0x83:
	case 0x84:
		f->answered = f->refused = length == (type == 0x83 ? 1 : 6);
		f->alien = !f->answered;
		break;
	case 0x85:
		f->alien = length != 0;
		break;
	default:
		f->alien = true;
	}
}

struct smb_facts smb_facts_of(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	struct smb_facts f = { 0 };

	while (rd_left(&r) && !f.proto && !f.alien && !f.cut) {
		size_t offset = p->len - rd_left(&r);
		uint8_t type = rd_u8(&r);
		uint32_t length = rd_be24(&r);

		if (r.shortfall) {
			f.cut = true;
			break;
		}
		look_frame(&f, type, length, r, offset);
		rd_take(&r, length);
	}

	return f;
}
