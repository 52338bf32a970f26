/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "plain.h"
#include "smb_frames.h"

/*
 * SMB on any port. Which SMB it is, the server says: an answer in SMB 1, or the
 * dialect in its SMB 2 negotiate answer. 02ff is no dialect yet: a client that
 * began with an SMB 1 negotiate which offers "SMB 2.???" asks again after it.
 * So an SMB 2 negotiation waits for the server; all other messages tell at once.
 *
 * Without a negotiation in sight SMB 2 and 3 look the same, but for the messages
 * that only SMB 3 has: until one comes the dialect is not known. A session that
 * carries no SMB, or is refused, is NetBIOS and no more.
 */
#define SESSION_PORT 139

/* An answer is too short to tell by itself; beside its request, or on its port, it does. */
static bool is_session(const struct view *v, const struct smb_facts *mine,
		       const struct smb_facts *theirs)
{
	return mine->session || theirs->session ||
	       (mine->answered && !theirs->alien && plain_port(v, SESSION_PORT));
}

/* SMB 2 or 3 behind the negotiation, and nothing settled. */
static enum answer look_underway(const struct view *v, bool negotiated, struct finding *out)
{
	out->what = "smb 2 or 3, no negotiation seen";
	out->may_change = !v->full;
	if (!negotiated || !v->other.len)
		return ANSWER_YES;
	if (!v->full)
		return ANSWER_MORE;

	/* The server's choice did not fit in what was kept. */
	out->what = "smb 2 or 3, choice of dialect not seen";
	return ANSWER_YES;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct smb_facts mine = smb_facts_of(&v->now);
	struct smb_facts theirs = smb_facts_of(&v->other);
	const struct smb_facts *settled = mine.proto ? &mine : &theirs;
	bool session = is_session(v, &mine, &theirs);

	if (settled->proto) {
		out->proto = settled->proto;
		out->what = settled->what;
		out->offset = settled == &mine ? mine.offset : 0;
		return ANSWER_YES;
	}

	out->offset = mine.offset;
	if (mine.underway || (v->full && mine.cut && mine.negotiating))
		return look_underway(v, mine.negotiating || theirs.negotiating, out);
	if (v->full && mine.cut && mine.begun) {
		out->what = "signature of smb 2 or 3, the rest cut";
		out->confidence = CONFIDENCE_LIKELY;
		return ANSWER_YES;
	}
	if (session && (mine.alien || mine.refused)) {
		out->proto = PROTO_NETBIOS;
		out->what = mine.refused ? "netbios session refused" :
			"netbios session without smb";
		return ANSWER_YES;
	}

	if (session && !theirs.alien) {
		out->proto = PROTO_NETBIOS;
		out->what = "netbios session";
		out->may_change = true;
		return ANSWER_YES;
	}

	if (mine.alien || mine.refused || (v->full && mine.cut && !session))
		return ANSWER_NO;
	return ANSWER_MORE;
}

const struct dissector dissect_smb = {
	.name = "smb",
	.proto = PROTO_SMB_MIDWAY,
	.transports = TRANSPORT_TCP,
	.FIRST("\x00\x81\x82\x83\x84\x85"),
	.look = look,
};
