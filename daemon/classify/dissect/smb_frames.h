/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_SMB_FRAMES_H
#define PEERWALL_CLASSIFY_DISSECT_SMB_FRAMES_H

#include "../dissect.h"

/* What one direction has shown. */
struct smb_facts {
	uint16_t proto;		/* settled, or 0 */
	const char *what;
	size_t offset;
	bool session;		/* a NetBIOS session was asked for */
	bool answered;		/* … was granted or refused */
	bool refused;
	bool negotiating;	/* SMB 2 or 3, dialect open */
	bool begun;		/* the signature of SMB 2 or 3 */
	bool underway;		/* SMB 2 or 3 behind the negotiation */
	bool cut;		/* ends within something that may still tell */
	bool alien;		/* not what this dissector knows */
};

/* The frames at the start of one direction, as far as they tell anything. */
struct smb_facts smb_facts_of(const struct piece *p);

#endif
