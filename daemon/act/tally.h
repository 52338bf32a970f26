/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_TALLY_H
#define PEERWALL_ACT_TALLY_H

#include <stdbool.h>

#include "../base/label.h"
#include "amount.h"
#include "findings.h"
#include "ports.h"
#include "table.h"
#include "timeline.h"

struct policy;

/*
 * What the text summary and the report count, fed record by record. Every
 * table has a cap; what did not fit is counted by the table (`refused`) and told.
 * The outputs read the struct; only tally.c writes it.
 */
#define TALLY_NAME 48
#define TALLY_PLACE 192		/* longer ones keep their end */
#define TALLY_NOT_READ 32

enum tally_kind { TALLY_P2P, TALLY_PLAIN, TALLY_UNKNOWN };

/* What was, or would have been, done to P2P flows that more than a port speaks for. */
enum tally_done {
	TALLY_BLOCK, TALLY_REJECT, TALLY_THROTTLE, TALLY_REPORT, TALLY_ALLOW,
	TALLY_NO_RULE, TALLY_NO_POLICY, TALLY_DONE_KINDS,
};

struct tally_protocol {
	char name[TALLY_NAME];		/* "" when nobody knows */
	char category[TALLY_NAME];
	enum tally_kind kind;
	struct amount all;
	uint64_t flows_by[CONFIDENCE_CERTAIN + 1];	/* by enum confidence */
	uint64_t hosts;
	uint64_t bit;			/* of tally_rule.protocols; 0 behind the 64th */
	unsigned int series;		/* of the timeline */
};

/* Key of the pairs: who ran what. */
struct tally_pair_key {
	struct addr host;
	uint8_t pad;			/* zero */
	uint16_t protocol;		/* its place in `protocols` */
};

struct tally_pair {
	struct tally_pair_key key;
	struct amount all;
	enum confidence best;
};

struct tally_host {
	struct addr addr;
	struct amount all;		/* of P2P, by port alone too */
	struct amount sure;		/* by more than the port */
};

struct tally_rule {
	struct {
		char place[TALLY_PLACE];	/* "FILE:LINE" */
		char action[16];
	} key;
	char name[TALLY_NAME];
	char detail[TALLY_NAME];	/* "2 Mbit/s per host" */
	struct amount all;
	uint64_t flows_by_port;		/* of these, known by the port alone */
	uint64_t protocols;
};

struct tally_capture {
	char name[TALLY_PLACE];		/* "" for live flows */
	struct amount all;
	struct amount p2p;		/* by more than the port */
	int64_t first_us;
	int64_t last_us;
};

struct tally_not_read {
	char what[TALLY_NAME];
	uint64_t n;
};

struct tally {
	struct amount all;
	struct amount kinds[TALLY_UNKNOWN + 1];	/* P2P: by more than the port */
	struct amount by_port;		/* P2P by its port alone */
	struct amount by_port_let_go;	/* of these, what no rule matches */
	struct amount done[TALLY_DONE_KINDS];
	int64_t first_us;
	int64_t last_us;
	const char *policy;		/* its file, borrowed, or NULL */
	struct table protocols;		/* of struct tally_protocol */
	struct table rules;		/* of struct tally_rule, the policy's in its order */
	struct table captures;		/* of struct tally_capture */
	struct table hosts;		/* of struct tally_host: those with P2P */
	struct table pairs;		/* of struct tally_pair: P2P of hosts */
	struct table plain_pairs;	/* of struct tally_pair_key: the other traffic */
	struct table all_hosts;		/* of struct addr */
	struct ports ports;
	struct findings findings;
	struct timeline timeline;	/* P2P by more than the port */
	struct tally_not_read not_read[TALLY_NOT_READ];
	uint64_t not_read_kinds;
};

/* NULL when there is no memory. */
struct tally *tally_new(void);
void tally_free(struct tally *t);

/* The policy whose rules the records name, which must outlive `t`: shown in order, used or not. */
void tally_policy(struct tally *t, const struct policy *p);

void tally_add(struct tally *t, const struct record *r);

/* Adds to what could not be read: "fragments", 12. Nothing for zero. */
void tally_not_read(struct tally *t, const char *what, uint64_t n);

/* What did not fit into the i-th capped table, and how often; NULL behind the last table. */
const char *tally_overflow(const struct tally *t, unsigned int i, uint64_t *n);

/* True when a policy spoke: one was named, or the records say what was done. */
bool tally_has_policy(const struct tally *t);

/* True when the flows were seen live, so that actions were done and not only worked out. */
bool tally_is_live(const struct tally *t);

#endif
