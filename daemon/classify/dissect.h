/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_H
#define PEERWALL_CLASSIFY_DISSECT_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/addr.h"
#include "../base/label.h"
#include "../base/rd.h"
#include "catalogue.h"

/*
 * What a dissector is: a pure function from the first bytes of one flow to an
 * answer. It sees neither policy nor clock, allocates nothing and reads bytes
 * through the reader alone. It is called once for each new piece of payload,
 * as long as it has not said NO for the side that sent it.
 */
enum answer {
	ANSWER_NO,	/* not mine, whatever this side still sends */
	ANSWER_MORE,	/* fits so far; only more bytes, or the other side, can tell */
	ANSWER_MAYBE,	/* the shape is mine but may be chance; counts only beside a learned peer */
	ANSWER_YES,
};

enum side { SIDE_INITIATOR, SIDE_RESPONDER };

#define TRANSPORT_TCP 1
#define TRANSPORT_UDP 2

/* Bytes of a flow. `len` were kept, `whole` were on the wire; both belong to the flow. */
struct piece {
	const uint8_t *data;
	uint32_t len;
	uint32_t whole;
};

#define PIECES_MAX 4		/* datagrams kept for each side */
#define FLIGHTS_MAX 4		/* turns of a TCP flow that are measured */

/*
 * TCP: `now` is what its sender has sent so far, from the first payload byte
 * seen, in order; `other` is the same of the opposite side (len 0: nothing yet).
 * UDP: `now` is the newest datagram; `seen[side]` are earlier ones, oldest first.
 */
struct view {
	uint8_t transport;		/* TRANSPORT_… */
	enum side side;			/* who sent `now` */
	const struct addr *addr[2];	/* by side */
	uint16_t port[2];		/* by side */
	struct piece now;
	bool full;			/* TCP: this side's bytes will not grow any more */
	struct piece other;
	uint32_t flight[FLIGHTS_MAX];	/* TCP: bytes sent in turn, the initiator's first */
	uint8_t n_flights;		/* turns so far; more than FLIGHTS_MAX: not counted on */
	uint32_t third;			/* TCP: bytes of the last segment of the third flight */
	uint32_t fifth;			/* TCP: bytes of the segment after the fourth */
	struct piece seen[2][PIECES_MAX];
	uint8_t n_seen[2];
};

/* What goes with YES or MAYBE. Zero and the dissector's own `proto` before the call. */
struct finding {
	uint16_t proto;			/* PROTO_…; a dissector of several protocols sets it */
	enum confidence confidence;	/* of a YES: CERTAIN unless the dissector lowers it */
	bool may_change;		/* of a YES: more bytes may name another protocol: wait */
	bool answers;			/* of a YES: it repeats what only the other side knew */
	bool answered;			/* of a YES: the other side has done so */
	bool mse;			/* of a MAYBE: the shape of an MSE handshake, */
	bool exact;			/* and a length that programs give it */
	bool numbered;			/* of a MAYBE: its sender counts what it sends to anyone */
	uint16_t number;
	const char *what;		/* the signature, constant: "handshake", "dht query" */
	uint16_t offset;		/* where in `now` the telling bytes are */
	const uint8_t *name;		/* a host name in `now` (TLS SNI, HTTP Host), or NULL */
	uint16_t name_len;
};

struct dissector {
	const char *name;
	uint16_t proto;
	uint8_t transports;		/* TRANSPORT_… or'ed */
	const char *first;		/* the bytes a side may begin with; NULL: any */
	uint8_t n_first;
	enum answer (*look)(const struct view *v, struct finding *out);
	bool (*prove)(const struct view *v);	/* a YES, by what costs much; or NULL */
};

/* `.FIRST("\x13")`: the possible first bytes, NUL among them. */
#define FIRST(bytes) first = (bytes), .n_first = sizeof(bytes) - 1

/* All dissectors, NULL-ended; the order is priority. dissect/list.c */
extern const struct dissector *const dissectors[];

#define DISSECTORS_MAX 128

#endif
