/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_TLS_HELLO_H
#define PEERWALL_CLASSIFY_DISSECT_TLS_HELLO_H

#include "../../base/rd.h"

/* The client hello of TLS (RFC 8446 4.1.2, RFC 5246 7.4.1.2), as far as its extensions. */
#define TLS_SERVER_NAME 0
#define TLS_GROUPS 10
#define TLS_ALPN 16
#define TLS_SESSION_TICKET 35

struct tls_hello {
	struct rd body;		/* behind the hello's version, to its end or the end of what came */
	bool cut;		/* not all of it came */
};

/* False when `r` does not stand at a client hello, or too little has come: a shortfall. */
bool tls_open_hello(struct rd *r, struct tls_hello *hello);

/* The body of extension `type`; false when the hello has none, or it has not come. */
bool tls_find_extension(const struct tls_hello *hello, uint16_t type, struct rd *body);

#endif
