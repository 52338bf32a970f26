/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "../../daemon/classify/catalogue.h"
#include "../../daemon/engine.h"
#include "../../daemon/flow/table.h"
#include "../../daemon/packet/capture.h"

/*
 * queued CAPTURE SECONDS: how many packets of each flow the engine asks for.
 *
 * A line a flow: "client's port, server's port, packets queued, payload packets in all, label",
 * the label being "p2p" (likely or certain) or "other". Live, the kernel queues what the engine
 * looks at here. For the first SECONDS the engine looks for connections that are older than it
 * is; 0 is a daemon that has run for longer.
 */
#define BUDGET 10	/* the default of a policy */
#define PORTS 65536

static unsigned int queued[PORTS];	/* by the client's port, which no two flows share */

static uint16_t client_of(const struct flow *f)
{
	return f->key.port[f->initiator];
}

static void print_flow(void *ctx, const struct flow *f)
{
	bool p2p = f->outcome.label.number != LABEL_CLEARED &&
		   f->outcome.label.confidence >= CONFIDENCE_LIKELY;

	(void)ctx;
	printf("%u %u %u %u %s\n", client_of(f), f->key.port[1 - f->initiator],
	       queued[client_of(f)], f->payload_packets, p2p ? "p2p" : "other");
	queued[client_of(f)] = 0;
}

int main(int argc, char **argv)
{
	struct engine_options options = {
		.budget = BUDGET,
		.ports = PORTS_HINT,
		.flows_max = 1 << 20,
		.midway_us = argc == 3 ? atol(argv[2]) * 1000000 : 0,
	};
	struct capture *c = argc == 3 ? capture_open(argv[1]) : NULL;
	struct engine *e = engine_new(&options, print_flow, NULL);
	enum decoded kind;
	struct packet p;

	if (!c || !e) {
		fputs("usage: queued CAPTURE SECONDS\n", stderr);
		return 2;
	}

	while (capture_next(c, &p, &kind) == CAPTURE_PACKET) {
		uint64_t looked = engine_counters(e).ladder.looked;
		struct flow *f = kind == DECODED_OK ? engine_packet(e, &p) : NULL;

		if (f && engine_counters(e).ladder.looked > looked)
			queued[client_of(f)]++;
	}

	engine_free(e);
	capture_close(c);
	return 0;
}
