/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_NFT_BATCH_H
#define PEERWALL_NFT_BATCH_H

#include <stddef.h>
#include <stdint.h>

/*
 * One nftables transaction: messages in a row, sent together, of which the
 * kernel takes all or none. Each message carries the name of what it is about,
 * so that the kernel's answer to its sequence number becomes a sentence.
 */
struct nlmsghdr;
struct batch;

struct batch *batch_new(void);
void batch_free(struct batch *b);

/*
 * Begins a message (NFT_MSG_…, NLM_F_…) about the thing so named. The caller
 * adds the payload; the header is valid until the next call on the batch.
 */
struct nlmsghdr *batch_add(struct batch *b, uint16_t type, uint16_t flags, const char *what, ...)
	__attribute__((format(printf, 4, 5)));

/* Sends it all: 0, or -1 after the log has been told which of our things failed, and why. */
int batch_commit(struct batch *b);

/* Asks whether the kernel would take it, and changes nothing: 0 or the errno. Logs nothing. */
int batch_dry_run(struct batch *b);

/* The messages added so far, one after the other, for who wants to read them. */
const void *batch_messages(struct batch *b, size_t *len);

/* `p`, which must not be NULL: there is nothing to do for a ruleset half built. */
void *batch_need(void *p);

#endif
