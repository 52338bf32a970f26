/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_FINDINGS_H
#define PEERWALL_ACT_FINDINGS_H

#include <stdbool.h>

#include "amount.h"
#include "table.h"

/* What an admin should hear of without asking. */
enum finding_kind {
	FINDING_SMB1_EXPLOIT,
	FINDING_SMB1,
	FINDING_SHARES_OUTSIDE,
	FINDING_INBOUND,
	FINDING_STOPPED_BY_PORT,
	FINDING_NO_RULE,
	FINDING_KINDS,
};

struct finding {
	struct amount all;
	struct table hosts;		/* of struct addr, whose key is all there is */
};

struct findings {
	struct finding of[FINDING_KINDS];
};

/* What is said of each kind. */
struct finding_text {
	bool is_warning;		/* else it is worth knowing */
	const char *title;
	const char *advice;
};

void findings_open(struct findings *f);
void findings_close(struct findings *f);

/* `host` is the flow's own host; `sure`: a protocol to file under P2P, by more than its port. */
void findings_add(struct findings *f, const struct record *r, const struct addr *host, bool sure);

const struct finding_text *finding_text(enum finding_kind kind);

#endif
