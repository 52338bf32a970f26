/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_POLICY_POLICY_H
#define PEERWALL_POLICY_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "../base/addr.h"
#include "../base/label.h"
#include "../classify/signatures.h"

/*
 * A policy: what an admin wants done with labelled flows. Read from YAML
 * (peerwall.yaml(5)), whole or not at all; constant from then on. It lives in
 * one arena that policy_free() gives back, so every pointer in it is borrowed.
 */
enum action { ACTION_ALLOW, ACTION_REPORT, ACTION_BLOCK, ACTION_REJECT, ACTION_THROTTLE };
enum ports_mode { PORTS_OFF, PORTS_HINT, PORTS_ENFORCE };
enum failure_mode { FAILURE_OPEN, FAILURE_CLOSED };
enum stop_mode { STOP_KEEP, STOP_FLUSH };

struct protocol;

struct rule {
	const char *name;		/* as written, or "rule N" */
	const char *place;		/* "FILE:LINE" of its first key */
	enum action action;
	enum confidence from;		/* applies from this confidence on */
	bool labels[LABEL_MAX + 1];	/* by protocol number */
	const struct protocol *const *known;	/* what it could have named; NULL-ended */
	const struct prefix *hosts;	/* either end of the flow; none: any host */
	size_t n_hosts;
	const struct prefix *except;	/* hosts written with "!": neither end */
	size_t n_except;
	uint64_t rate_bps;		/* bits a second, each way; throttle only */
	bool per_host;			/* the rate is each LAN host's, not shared */
};

#define QUEUES_MAX 8		/* queue numbers, and with them workers */

struct policy {
	const char *file;
	bool others_may_write;		/* the file: somebody else than who read it, or root */
	const char *const *lan;		/* interface names; none: all forwarded traffic */
	size_t n_lan;
	enum failure_mode failure;
	enum stop_mode on_stop;		/* SIGTERM: the table stays, or goes */
	unsigned int budget;		/* payload packets looked at per flow, 1 to 64 */
	uint32_t mark_mask;
	uint16_t queue_first;		/* NFQUEUE numbers, one worker each */
	uint16_t n_queues;		/* 0: as many as there are cores */
	enum ports_mode ports;
	const struct rule *rules;
	size_t n_rules;
	struct own_signatures *own;	/* of `signatures:`, or NULL */
	struct arena *arena;
};

/*
 * Reads and checks `file`. On any mistake: NULL, after every complaint of it has
 * been written to `complaints`, a line each: "FILE:LINE:COL: sentence".
 */
struct policy *policy_load(const char *file, FILE *complaints);

/* The sentence for that, behind the file's name. */
#define POLICY_OTHERS_MAY_WRITE "others may write it, and so rule this gateway; " \
	"chown root, chmod go-w, then try again"
void policy_free(struct policy *p);

/* What its own signatures are compared by; empty when it has none. */
struct signature_list policy_signatures(const struct policy *p);

/* True when a rule names hidden-p2p, which is looked for only then. */
bool policy_seeks_hidden(const struct policy *p);

/* The policy with every default filled in, as YAML that policy_load() reads back alike. */
void policy_print(const struct policy *p, FILE *out);

/*
 * What becomes of a flow with this label between these two ends: the first rule that
 * has the label, asks for no more confidence and has its hosts among them decides,
 * as in the kernel. Confidence NONE of a protocol counts as PORT.
 */
struct decision {
	enum action action;		/* ALLOW when no rule matches */
	const struct rule *rule;	/* NULL when no rule matches */
};

struct decision policy_decide(const struct policy *p, struct label label,
			      const struct addr *a, const struct addr *b);

/* "allow", "report", "block", "reject", "throttle" */
const char *action_name(enum action action);

/* "likely" and so on; "" for NONE. */
const char *confidence_name(enum confidence confidence);

#define RATE_TEXT 64

/* "1.5 mbit/s per host": as short as a rate can be written. Returns `text`. */
const char *rate_text(uint64_t bps, bool per_host, char text[RATE_TEXT]);

/* The protocols of the rule, shortest: "all", "all but smb3", "file-sharing, smb1". To be freed. */
char *rule_protocols_text(const struct rule *r);

/*
 * An earlier rule that takes all flows the i-th rule could match, so that this
 * one never acts; NULL when there is none. Rules are compared one by one.
 */
const struct rule *policy_hidden_by(const struct policy *p, size_t i);

#endif
