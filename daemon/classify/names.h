/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_NAMES_H
#define PEERWALL_CLASSIFY_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct protocol;

/*
 * Host names that belong to peer-to-peer programs, compiled in from
 * policies/names.tsv. A name in a TLS hello or an HTTP host is weak evidence:
 * never more than confidence "port".
 */

/*
 * The protocol whose name `name` is, or lies below; NULL when there is none.
 * Case and one dot at the end do not count. `*suffix`, when asked for, becomes
 * the name in the list. Both live for ever.
 */
const struct protocol *names_find(const uint8_t *name, size_t len, const char **suffix);

#endif
