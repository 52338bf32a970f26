/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "netbios_name.h"

/*
 * SMB, direct on TCP (MS-SMB2 2.1) or in a NetBIOS session (RFC 1002, 4.3), on
 * any port. Both frame alike:
 *
 *   offset  0      1        4
 *           | type | length | 00: a message · 81 82 83 84: opening a session · 85: keep-alive
 *
 * and a message begins
 *
 *   ff SMB | command | status, 4 | flags (80: an answer) …                      SMB 1, 32 bytes
 *   fe SMB | 0040 | charge | status, 4 | command | credits | flags, 4 …         SMB 2 and 3, 64 bytes
 *   fd SMB   an enciphered message, fc SMB   a compressed one                   SMB 3
 *
 * Which SMB it is, the server says: an answer in SMB 1, or the dialect in its
 * SMB 2 negotiate answer. 02ff is no dialect yet: a client that began with an
 * SMB 1 negotiate which offers "SMB 2.???" asks again after it. So an SMB 2
 * negotiation waits for the server; all other messages tell at once.
 *
 * Without a negotiation in sight SMB 2 and 3 look the same, and it is called
 * SMB 2. A session that carries no SMB, or is refused, is NetBIOS and no more.
 */
#define SESSION_PORT 139
#define FRAME_HEADER 4
#define MESSAGE_MIN 16
#define SMB2_HEADER 64
#define SMB2_COMMAND_LAST 0x12
#define DIALECT_WILDCARD 0x02ff
#define DIALECT_SMB3 0x0300
#define DIALECTS_MAX 64

/* What one direction has shown. */
struct facts {
	uint16_t proto;		/* settled, or 0 */
	const char *what;
	size_t offset;
	bool session;		/* a NetBIOS session was asked for */
	bool answered;		/* … was granted or refused */
	bool refused;
	bool negotiating;	/* SMB 2 or 3, dialect open */
	bool underway;		/* SMB 2 or 3 behind the negotiation */
	bool cut;		/* ends within something that may still tell */
	bool broken;		/* signed as SMB 2, with a header that is none */
	bool alien;		/* not what this dissector knows */
};

static void settle(struct facts *f, uint16_t proto, const char *what, size_t offset)
{
	f->proto = proto;
	f->what = what;
	f->offset = offset;
}

static void settle_dialect(struct facts *f, uint16_t dialect, size_t offset)
{
	if (dialect == DIALECT_WILDCARD)
		f->negotiating = true;
	else if (dialect >= DIALECT_SMB3)
		settle(f, PROTO_SMB3, "smb3 dialect picked by the server", offset);
	else
		settle(f, PROTO_SMB2, "smb2 dialect picked by the server", offset);
}

/* `r` stands behind "ff SMB"; `whole`: all of the message is there. */
static void look_smb1(struct facts *f, struct rd r, bool whole, size_t offset)
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
static void look_negotiate_answer(struct facts *f, struct rd r, size_t offset)
{
	uint16_t size = rd_le16(&r);
	uint16_t dialect;

	rd_take(&r, 2);
	dialect = rd_le16(&r);

	if (r.shortfall)
		f->cut = true;
	else if (size == 65)
		settle_dialect(f, dialect, offset + FRAME_HEADER + SMB2_HEADER + 4);
	else
		f->negotiating = true;	/* an error: nothing is agreed */
}

/* The client's offer: | 36, 2 | count, 2 | 32 bytes | dialects, 2 each | … */
static void look_negotiate_offer(struct facts *f, struct rd r, size_t offset)
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

/* `r` stands behind "fe SMB". */
static void look_smb2(struct facts *f, struct rd r, size_t offset)
{
	uint16_t size = rd_le16(&r);
	uint16_t command;
	uint32_t flags;

	rd_take(&r, 6);
	command = rd_le16(&r);
	rd_take(&r, 2);
	flags = rd_le32(&r);

	if (r.shortfall) {
		f->cut = true;
	} else if (size != SMB2_HEADER || command > SMB2_COMMAND_LAST) {
		f->broken = true;
	} else if (command) {
		f->underway = true;
		f->offset = offset;
	} else {
		rd_take(&r, SMB2_HEADER - 20);
		(flags & 1 ? look_negotiate_answer : look_negotiate_offer)(f, r, offset);
	}
}

static void look_message(struct facts *f, struct rd r, bool whole, size_t offset)
{
	uint8_t kind = rd_u8(&r);

	if (!rd_expect(&r, "SMB", 3)) {
		f->cut = r.shortfall;
		f->alien = !r.shortfall;
		return;
	}

	switch (kind) {
	case 0xff:
		look_smb1(f, r, whole, offset);
		break;
	case 0xfe:
		look_smb2(f, r, offset);
		break;
	case 0xfd:
		settle(f, PROTO_SMB3, "smb3 enciphered", offset);
		break;
	case 0xfc:
		settle(f, PROTO_SMB3, "smb3 compressed", offset);
		break;
	default:
		f->alien = true;
	}
}

/* | 81 | 0 | length, 2 | called name | calling name | */
static void look_session_request(struct facts *f, struct rd r)
{
	f->session = netbios_name(&r) && netbios_name(&r);
	f->cut = r.shortfall;
	f->alien = !f->session && !r.shortfall;
}

static void look_frame(struct facts *f, uint8_t type, uint32_t length, struct rd r, size_t offset)
{
	struct rd body = r;

	if (length < rd_left(&r))
		body = rd_of(rd_take(&r, length), length);

	switch (type) {
	case 0x00:
		f->alien = length < MESSAGE_MIN;
		if (!f->alien)
			look_message(f, body, rd_left(&body) == length, offset);
		break;
	case 0x81:
		look_session_request(f, body);
		break;
	case 0x82:
		f->answered = true;
		f->alien = length != 0;
		break;
	case 0x83:
	case 0x84:
		f->answered = f->refused = true;
		f->alien = length != (type == 0x83 ? 1 : 6);
		break;
	case 0x85:
		f->alien = length != 0;
		break;
	default:
		f->alien = true;
	}
}

static struct facts facts_of(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	struct facts f = { 0 };

	while (rd_left(&r) && !f.proto && !f.alien && !f.broken && !f.cut) {
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

/* An answer is too short to tell by itself; beside its request, or on its port, it does. */
static bool is_session(const struct view *v, const struct facts *mine, const struct facts *theirs)
{
	bool on_port = v->port[SIDE_INITIATOR] == SESSION_PORT ||
		       v->port[SIDE_RESPONDER] == SESSION_PORT;

	return mine->session || theirs->session || (mine->answered && on_port);
}

/* SMB 2 or 3 behind the negotiation, and nothing settled. */
static enum answer look_underway(const struct view *v, bool negotiated, struct finding *out)
{
	out->proto = PROTO_SMB2;
	out->what = "smb2 message, no negotiation seen";
	if (!negotiated || !v->other.len)
		return ANSWER_YES;
	if (!v->full)
		return ANSWER_MORE;

	/* The server's choice did not fit in what was kept. */
	out->what = "smb2 message, choice of dialect not seen";
	out->confidence = CONFIDENCE_LIKELY;
	return ANSWER_YES;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct facts mine = facts_of(&v->now);
	struct facts theirs = facts_of(&v->other);
	const struct facts *settled = mine.proto ? &mine : &theirs;
	bool session = is_session(v, &mine, &theirs);

	if (settled->proto) {
		out->proto = settled->proto;
		out->what = settled->what;
		out->offset = settled == &mine ? mine.offset : 0;
		return ANSWER_YES;
	}

	out->offset = mine.offset;
	if (mine.broken) {
		out->what = "smb2 signature, broken header";
		out->confidence = CONFIDENCE_LIKELY;
		return ANSWER_YES;
	}
	if (mine.underway)
		return look_underway(v, mine.negotiating || theirs.negotiating, out);
	if (session && (mine.alien || mine.refused)) {
		out->proto = PROTO_NETBIOS;
		out->what = mine.refused ? "netbios session refused" :
			"netbios session without smb";
		return ANSWER_YES;
	}

	return mine.alien || mine.refused || (v->full && mine.cut && !session) ? ANSWER_NO : ANSWER_MORE;
}

const struct dissector dissect_smb = {
	.name = "smb",
	.proto = PROTO_SMB2,
	.transports = TRANSPORT_TCP,
	.FIRST("\x00\x81\x82\x83\x84\x85"),
	.look = look,
};
