/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_TLS_CERTIFICATE_H
#define PEERWALL_CLASSIFY_DISSECT_TLS_CERTIFICATE_H

#include "../../base/rd.h"

/* A server's certificate (RFC 5280), which can be seen in TLS 1.2 and before. */

/* The next common name (X.520: 2.5.4.3) in DER, whatever stands before it, which is then read. */
bool tls_next_name(struct rd *r, struct rd *name);

/* Nothing but handshake records so far, and the last not come whole: more is on its way. */
bool tls_may_go_on(struct rd r);

#endif
