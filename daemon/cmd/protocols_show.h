/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CMD_PROTOCOLS_SHOW_H
#define PEERWALL_CMD_PROTOCOLS_SHOW_H

#include <jansson.h>

struct protocol;

/* All that is known of one protocol: to stdout for people, or into a JSON object. */
void protocols_show_text(const struct protocol *p);
void protocols_show_json(const struct protocol *p, json_t *o);

#endif
