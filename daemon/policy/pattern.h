/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_POLICY_PATTERN_H
#define PEERWALL_POLICY_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct arena;

/*
 * Bytes as a policy and policies/signatures.tsv write them: 13 hex bytes, "text",
 * 80/f0 for bits under a mask, .. for any byte and ..*N for N of them.
 */
struct pattern {
	size_t len;
	const uint8_t *bytes;
	const uint8_t *mask;	/* a bit of 0: any; in `bytes` it is 0 too */
};

/*
 * NULL, or a sentence on what is wrong. At most `most` bytes are taken; the pattern
 * and the sentence live in the arena.
 */
const char *pattern_parse(struct arena *a, const char *text, size_t most, struct pattern *out);

/* What pattern_parse() reads back alike. */
void pattern_print(const struct pattern *p, FILE *out);

/* How many bits are compared. */
unsigned int pattern_bits(const struct pattern *p);

#endif
