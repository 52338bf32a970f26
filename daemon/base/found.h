/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_FOUND_H
#define PEERWALL_BASE_FOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an admin should hear of a flow beside its label. As bits: 1 << kind. */
enum found {
	FOUND_SMB1_EXPOSED,		/* it is SMB 1 */
	FOUND_SMB1_EXPLOIT_SHAPE,	/* it holds a message that only attacks on SMB 1 send */
	FOUND_KINDS,
};

#define FOUND_BIT(kind) (1u << (kind))

/* "smb1-exposed"; the kind of a name, or FOUND_KINDS. */
const char *found_name(enum found kind);
enum found found_named(const char *name);

#define FOUND_TEXT 64

/* The names of all that is set, a blank between them; returns `text`. */
const char *found_text(uint8_t bits, char text[FOUND_TEXT]);

/* What a flow keeps: what was found, and the transaction of which parts are still to come. */
struct found_state {
	uint8_t bits;
	bool waits;
	uint32_t transaction;
	uint64_t parameters;		/* bytes of it that have come */
	uint64_t data;
};

#endif
