/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_TESTS_NFT_SAMPLE_H
#define PEERWALL_TESTS_NFT_SAMPLE_H

#include <netinet/in.h>

#include "../../nft/plan.h"

/*
 * A plan with one of everything; nft/peerwall.nft is what it looks like to nft.
 * Names of objects are not of 4, 8, 12… letters: libnftnl sends them without a
 * NUL, which the kernel does not mind, but libnftnl itself when it reads them back.
 */
static const struct prefix sample_hosts[] = {
	{ { 4, { 10, 20, 0, 0 } }, 24 },
	{ { 6, { 0x20, 0x01, 0x0d, 0xb8 } }, 32 },
};
static const struct prefix sample_except[] = {
	{ { 4, { 10, 20, 0, 9 } }, 32 },
};

static const struct plan_rule sample_rules[] = {
	{ .name = "lab", .verdict = VERDICT_PASS, .hosts = sample_hosts, .n_hosts = 2,
	  .except = sample_except, .n_except = 1 },
	{ .name = "refused", .verdict = VERDICT_REJECT },
	{ .name = "slow", .verdict = VERDICT_LIMIT, .rate_bps = 2000000, .per_host = true },
	{ .name = "drip", .verdict = VERDICT_LIMIT, .rate_bps = 1000 },
	{ .name = "stop", .verdict = VERDICT_DROP },
};

static const uint16_t sample_first[] = { 0, 1 };
static const uint16_t sample_second[] = { 0, 2 };
static const uint16_t sample_third[] = { 3 };
static const uint16_t sample_fourth[] = { 4 };

static const struct plan_label sample_labels[] = {
	{ { 8, CONFIDENCE_NONE }, "fasttrack_port_alone", sample_first, 2 },
	{ { 8, CONFIDENCE_CERTAIN }, "fasttrack_certain", sample_first, 2 },
	{ { 2, CONFIDENCE_CERTAIN }, "bittorrent_certain", sample_second, 2 },
	{ { 2, CONFIDENCE_LIKELY }, "bittorrent_likely", sample_third, 1 },
	{ { 32, CONFIDENCE_CERTAIN }, "smb1_certain", sample_fourth, 1 },
};

static const struct plan_port sample_ports[] = {
	{ IPPROTO_TCP, 1214, 1214, { 8, CONFIDENCE_NONE } },
	{ IPPROTO_TCP, 65000, 65535, { 8, CONFIDENCE_NONE } },
	{ IPPROTO_UDP, 1214, 1215, { 8, CONFIDENCE_NONE } },
};

/* A handshake longer than a register, bits under a mask, and a length. */
#define SAMPLE_BYTES(text) ((const uint8_t *)(text))
static const struct plan_signature sample_signatures[] = {
	{ "handshake", IPPROTO_TCP, SIDE_ANY, 20, 0, 20,
	  SAMPLE_BYTES("\x13" "BitTorrent protocol"),
	  SAMPLE_BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
		       "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
	  { 2, CONFIDENCE_CERTAIN } },
	{ "negotiate", IPPROTO_TCP, SIDE_REPLY, 39, 0, 10,
	  SAMPLE_BYTES("\0\0\0\0\xffSMBr\x80"),
	  SAMPLE_BYTES("\xff\0\0\0\xff\xff\xff\xff\xff\x80"), { 32, CONFIDENCE_CERTAIN } },
	{ "ping", IPPROTO_UDP, SIDE_ORIGINAL, 12, 12, 4,
	  SAMPLE_BYTES("\x27KaZ"), SAMPLE_BYTES("\xff\xff\xff\xff"), { 8, CONFIDENCE_CERTAIN } },
};

/* One is told of in what is SMB 1. */
static const struct plan_signature sample_shapes[] = {
	{ "peek", IPPROTO_TCP, SIDE_ORIGINAL, 36, 0, 9,
	  SAMPLE_BYTES("\0\0\0\0\xffSMB%"), SAMPLE_BYTES("\xff\0\0\0\xff\xff\xff\xff\xff"),
	  { 32, CONFIDENCE_CERTAIN } },
};

/* What answers in a plain protocol begins with. */
static const struct plan_signature sample_answers[] = {
	{ "http", IPPROTO_TCP, SIDE_REPLY, 7, 0, 7, SAMPLE_BYTES("HTTP/1."),
	  SAMPLE_BYTES("\xff\xff\xff\xff\xff\xff\xff"), { 513, CONFIDENCE_CERTAIN } },
	{ "dns", IPPROTO_UDP, SIDE_REPLY, 12, 0, 3, SAMPLE_BYTES("\0\0\x80"),
	  SAMPLE_BYTES("\0\0\xf8"), { 515, CONFIDENCE_CERTAIN } },
};

static const char *const sample_lan[] = { "lan0", "lan1" };

static const struct plan sample_plan = {
	.mark_mask = MARK_MASK_DEFAULT,
	.lan = sample_lan,
	.n_lan = 2,
	.queue_first = 100,
	.n_queues = 2,
	.fail_open = true,
	.rules = sample_rules,
	.n_rules = 5,
	.labels = sample_labels,
	.n_labels = 5,
	.ports = sample_ports,
	.n_ports = 3,
	.signatures = sample_signatures,
	.n_signatures = 3,
	.answers = sample_answers,
	.n_answers = 2,
	.shapes = sample_shapes,
	.n_shapes = 1,
	.log_group = 100,
};

#endif
