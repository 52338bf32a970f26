/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_POLICY_SOURCE_H
#define PEERWALL_POLICY_SOURCE_H

#include <stddef.h>

struct arena;
struct complaints;

#define SOURCE_BYTES_MAX (1024 * 1024)

/*
 * The text of the file c->file, in `arena`, NUL-ended: UTF-8 without control
 * characters and without tabs before a line's first word. NULL after complaining.
 */
const char *source_read(struct complaints *c, struct arena *arena, size_t *len);

#endif
