/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_TLS_CERTIFICATE_H
#define PEERWALL_CLASSIFY_DISSECT_TLS_CERTIFICATE_H

#include "../dissect.h"

/* A server's certificate (RFC 5280), which can be seen in TLS 1.2 and before. */

/* The next common name (X.520: 2.5.4.3) in DER, whatever stands before it, which is then read. */
bool tls_next_name(struct rd *r, struct rd *name);

/*
 * The same; `sole` when it is all of its owner's name, which has no country and no firm:
 *
 *   | 30 | length | 31 | length | 30 | length | 06 03 55 04 03 | kind | length | text |
 */
bool tls_next_sole_name(struct rd *r, struct rd *name, bool *sole);

/* Behind the subject, its key, and behind that the extensions (YES), or none (NO). */
enum answer tls_has_extensions(struct rd r);

/* Nothing but handshake records so far, and the last not come whole: more is on its way. */
bool tls_may_go_on(struct rd r);

#endif
