/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_POLICY_RATE_H
#define PEERWALL_POLICY_RATE_H

#include <stdbool.h>
#include <stdint.h>

/* NULL when `text` is a rate such as "2 mbit/s per host", else what is wrong with it. */
const char *rate_parse(const char *text, uint64_t *bps, bool *per_host);

#endif
