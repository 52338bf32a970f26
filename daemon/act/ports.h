/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_PORTS_H
#define PEERWALL_ACT_PORTS_H

#include <stddef.h>

#include "amount.h"
#include "table.h"

/*
 * Ports against protocols: what a filter that knows the classic ports alone
 * would have hit and missed. Protocols that share ports or programs (SMB and
 * NetBIOS, eDonkey and Kad) are one family: blocking one's port hits the other.
 */
#define PORTS_NAME 48

struct ports_row {
	char family[PORTS_NAME];	/* "edonkey, kad" */
	struct amount right;		/* on a classic port and that family */
	struct amount wrong;		/* on a classic port and something else */
	struct amount unknown;		/* on a classic port, and nobody knows what it is */
	struct amount missed;		/* that family on other ports */
};

struct ports {
	struct table rows;		/* of struct ports_row */
};

void ports_open(struct ports *p);
void ports_close(struct ports *p);

/* How the record's protocol is known: not at all or by its port alone; as plain traffic; as P2P. */
enum ports_named { PORTS_UNNAMED, PORTS_PLAIN, PORTS_P2P };

void ports_add(struct ports *p, const struct record *r, enum ports_named named);

/* The classic ports of a family, "tcp 4627,4661,4662 udp 4665,4672". Returns `text`. */
const char *ports_text(const char *family, char *text, size_t size);

#endif
