/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_SIGNATURES_H
#define PEERWALL_CLASSIFY_SIGNATURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Signatures: payloads that prove a protocol by the bytes they begin with,
 * compiled in from policies/signatures.tsv, and after those what a policy adds. The
 * kernel's rules are made of the same lists, so a packet that the kernel knows is
 * known here, and as the same.
 */
struct packet;

#define SIGNATURE_BYTES 160	/* the longest pattern */

enum signature_side { SIGNATURE_EITHER, SIGNATURE_INITIATOR, SIGNATURE_RESPONDER };

/* A number in the payload says how long that is: all of a datagram, or no more than this of TCP. */
struct signature_length {
	uint16_t at;
	uint8_t size;			/* 1 to 4 bytes */
	bool little;			/* its least byte first */
	int32_t plus;			/* what it leaves out */
};

struct signature {
	const char *name;
	uint16_t proto;			/* PROTO_… */
	uint8_t transport;		/* IPPROTO_TCP or IPPROTO_UDP */
	enum signature_side side;	/* who sends it */
	uint16_t least;			/* payload bytes; never less than `len` */
	uint16_t most;			/* 0: any; given for UDP alone */
	uint16_t len;			/* of the pattern, from the payload's first byte on */
	const uint8_t *bytes;
	const uint8_t *mask;		/* a bit of 0: any */
	const struct signature_length *length;	/* or NULL; the kernel cannot tell it */
};

/* Constant, and borrowed. */
struct signature_list {
	const struct signature *each;
	size_t n;
};

/* What is compiled in. */
struct signature_list signatures_shipped(void);

/* What a responder begins with in plain protocols (policies/answers.tsv). */
struct signature_list signatures_answers(void);

/* True when the packet, of a responder, begins so. */
bool signature_is_answer(const struct packet *p);

/* True when payload and pattern agree, as far as both go. */
bool signature_begins(const struct signature *s, const uint8_t *payload, uint32_t len);

/* True when the payload has the bytes and the length of the signature, whoever sent it. */
bool signature_has(const struct signature *s, const uint8_t *payload, uint32_t len,
		   uint32_t whole);

/* True when the packet's payload has it. `answer`: it goes to the connection's initiator. */
bool signature_fits(const struct signature *s, const struct packet *p, bool answer);

/* The first that a packet has, or NULL, in the kernel's order: what is shipped, then `own`. */
const struct signature *signature_of(const struct packet *p, bool answer,
				     struct signature_list own);

#endif
