/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../daemon/base/log.h"
#include "expr.h"
#include "object.h"

/*
 * What this kernel can do is found out by offering it a rule in a transaction
 * that is never closed: the kernel loads what modules it needs, checks the
 * rule, and forgets it. Nothing else tells whether a module is there. The chain
 * has no hook: to take one back makes the kernel drop what waits in its queues.
 */

/* 0: the kernel takes the rule (which is given back); or the errno. */
static int offer(struct nftnl_rule *r)
{
	struct batch *b = batch_new();
	int err;

	put_table(b, NULL);
	put_chain(b, "probe");
	put_rule(b, r, "can this be done?");
	err = batch_dry_run(b);
	batch_free(b);
	return err;
}

static int offer_queue(enum queue_path path)
{
	const struct plan plan = { .n_queues = 1 };
	struct nftnl_rule *r = rule_in("probe");

	queue_to(r, &plan, path);
	return offer(r);
}

static int offer_payload(void)
{
	struct nftnl_rule *r = rule_in("probe");

	want_payload(r);
	return offer(r);
}

static int offer_log(void)
{
	struct nftnl_rule *r = rule_in("probe");

	log_to(r, 0, 1);
	return offer(r);
}

/* A rule that every kernel with nftables and connection tracking takes. */
static int offer_plain(void)
{
	struct nftnl_rule *r = rule_in("probe");

	load_ct_mark(r);
	accept_it(r);
	return offer(r);
}

int nft_probe(struct nft_kernel *found)
{
	int err = offer_plain();

	*found = (struct nft_kernel){ .queue = QUEUE_NATIVE };
	if (err == EPERM || err == EACCES) {
		log_error("nft: no right to change the ruleset (needs root or CAP_NET_ADMIN)");
		return -1;
	}
	if (err) {
		log_error("nft: this kernel takes no rule on connection marks (%s); "
			  "it needs nf_tables, nft_ct and nf_conntrack", strerror(err));
		return -1;
	}

	if (offer_queue(QUEUE_NATIVE) != 0)
		found->queue = QUEUE_TARGET;
	if (found->queue == QUEUE_TARGET && offer_queue(QUEUE_TARGET) != 0) {
		log_error("nft: this kernel hands no packets to programs; "
			  "it needs nft_queue, or nft_compat and xt_NFQUEUE");
		return -1;
	}
	found->inner_header = offer_payload() == 0;
	found->log = offer_log() == 0;
	return 0;
}

bool nft_compares_bytes(const struct nft_kernel *k)
{
	return k->inner_header && k->log;
}

const char *nft_kernel_text(const struct nft_kernel *k, char text[NFT_KERNEL_TEXT])
{
	static const char *const paths[] = {
		[QUEUE_NATIVE] = "the nftables queue statement",
		[QUEUE_TARGET] = "the NFQUEUE target (nft_compat)",
	};
	static const char *const empty[] = {
		[false] = "queued too (no @ih before Linux 5.16)",
		[true] = "left out (@ih)",
	};

	snprintf(text, NFT_KERNEL_TEXT,
		 "packets go to the daemon by %s; those without payload are %s; signatures: %s",
		 paths[k->queue], empty[k->inner_header],
		 nft_compares_bytes(k) ? "in the kernel" : "in the daemon (no @ih or no NFLOG)");
	return text;
}
