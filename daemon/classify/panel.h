/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_PANEL_H
#define PEERWALL_CLASSIFY_PANEL_H

#include "signatures.h"
#include "watch.h"

/*
 * The panel: all dissectors, asked about one packet. A first-byte table picks
 * those that can fit at all, so that many cost little more than few. One that
 * has said NO is not asked again for that side of the flow. What it has to prove as
 * well is dear, and forged at no cost: all flows together get so many a second.
 */
#define PROOFS_PER_SECOND 100
#define N_TRANSPORTS 2

struct panel {
	struct mask starts[N_TRANSPORTS][256];	/* by transport and first byte */
	int64_t second;			/* the newest in which something was to prove */
	unsigned int proofs;		/* tried in it */
};

/* What the dissectors said to one packet; of each kind the first in the list's order, if any. */
struct answers {
	bool p2p;
	bool plain;
	bool maybe;
	bool mse;			/* the shape of an MSE handshake, */
	bool exact;			/* and a length that programs give it */
	struct finding p2p_finding;
	struct finding plain_finding;
	struct finding maybe_finding;
	bool more;			/* some P2P dissector waits for more */
	bool both;			/* who said the first P2P YES has fitted the other side, too */
	bool unproved;			/* a YES was no answer: its second had no proof left */
};

void panel_open(struct panel *p);

/* `v->now` has at least one byte. Signatures of the list `own` come last, over TCP alone. */
struct answers panel_ask(struct panel *p, struct signature_list own, struct watch *w,
			 const struct view *v, int64_t now_us);

#endif
