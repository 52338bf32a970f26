/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_HTTP_HEADERS_H
#define PEERWALL_CLASSIFY_DISSECT_HTTP_HEADERS_H

#include "../dissect.h"

/*
 * TCP: true when this side has begun a request or an answer of HTTP, and its headers
 * are not at their end. Something that names a peer-to-peer program may follow.
 */
bool http_headers_open(const struct view *v);

/* The headers, as far as they have come, with the empty line at their end: no page behind it. */
struct rd http_headers(struct rd r);

#endif
