/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_NDPI_H
#define PEERWALL_CLASSIFY_NDPI_H

#include <stdbool.h>
#include <stdint.h>

#include "../packet/packet.h"

/*
 * nDPI as one stage of the ladder; ndpi.c alone knows its headers. Only what it
 * read in the payload counts: names by address lists, ports or its caches of
 * other flows are left out.
 */
struct ndpi_stage;

struct ndpi_stage *ndpi_stage_new(void);
void ndpi_stage_free(struct ndpi_stage *n);

/* A protocol of the catalogue, or a name of nDPI's own in lower case (lives with the stage). */
struct ndpi_stage_answer {
	uint16_t proto;
	const char *name;		/* NULL with proto; both 0: nothing yet */
};

/* `*state` belongs to the flow: NULL at first, given back by ndpi_stage_forget(). */
struct ndpi_stage_answer ndpi_stage_look(struct ndpi_stage *n, void **state,
					 const struct packet *p);

void ndpi_stage_forget(struct ndpi_stage *n, void **state);

/* nDPI's version, for `peerwall --version`. */
const char *ndpi_stage_version(void);

#endif
