/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../daemon/classify/dissect/list.h"
#include "../../daemon/classify/random.h"
#include "../../daemon/classify/watch.h"
#include "../../daemon/flow/table.h"
#include "../../daemon/packet/capture.h"

/*
 * marks CAPTURE…: a CSV line for every flow, with its payload packets and the marks of
 * BitTorrent behind MSE that it has (daemon/classify/mse.h):
 *
 *   random   both ways, as far as they can be judged, from the first byte on
 *   shape, exact, sizes
 *   named    it would be likely BitTorrent, by what this capture teaches of its hosts
 *
 * The marks are those of the daemon's own code. But nothing else has a say: no other
 * dissector clears the flow first, and no budget ends the reading of its handshake. So they
 * are at least as many as in the daemon.
 */
#define RANDOM_LOOK 96
#define FLOWS_MAX 1000000
#define SECOND_US 1000000LL

struct marks {
	const char *capture;
	struct learned *learned;
	struct flow_table *table;
};

static const struct flow_times times = {
	.tcp_us = 3600 * SECOND_US,
	.tcp_closing_us = 10 * SECOND_US,
	.udp_us = 180 * SECOND_US,
};

static bool is_random(const struct watch *w)
{
	bool any = false;

	for (unsigned int end = 0; end < 2; end++) {
		struct rd r = rd_of(w->head[end].bytes, w->head[end].len);

		if (rd_left(&r) < RANDOM_MIN)
			continue;
		if (!looks_random(r, RANDOM_LOOK))
			return false;
		any = true;
	}

	return any;
}

static void print_end(const struct flow *f, unsigned int end)
{
	struct addr a = flow_addr(f, end);
	char text[ADDR_TEXT];

	addr_text(&a, text);
	printf(",%s,%u", text, f->key.port[end]);
}

static void end_flow(void *ctx, struct flow *f)
{
	struct marks *m = ctx;
	struct watch *w = f->watch;
	bool shape = w && w->mse.state == MSE_SHAPE;
	bool named = shape && mse_is_likely(&w->mse, m->learned, f, f->last_us);

	printf("%s,%s", m->capture, f->key.transport == IPPROTO_TCP ? "tcp" : "udp");
	print_end(f, f->initiator);
	print_end(f, 1u - f->initiator);
	printf(",%u,%d,%d,%d,%d,%d,%d\n", f->payload_packets, f->spoke[0] && f->spoke[1],
	       w && is_random(w), shape, shape && w->mse.exact, shape && w->mse.fits, named);
	free(w);
	f->watch = NULL;
}

static void ask(struct marks *m, struct flow *f, const struct packet *p, uint8_t end)
{
	struct finding finding = { .proto = PROTO_BITTORRENT };
	struct addr addr[2];
	struct view v = watch_view(f, p, end, addr);
	struct mask *dead = &f->watch->dead[v.side];
	enum answer a = dead->word[0] ? ANSWER_NO : dissect_bt_mse.look(&v, &finding);

	dead->word[0] = a == ANSWER_NO;
	if (a == ANSWER_MAYBE)
		mse_found(&f->watch->mse, m->learned, f, finding.exact, v.n_flights > FLIGHTS_MAX,
			  p->time_us);
	mse_is_likely(&f->watch->mse, m->learned, f, p->time_us);
}

static void see(struct marks *m, const struct packet *p)
{
	uint8_t end;
	struct flow *f = flow_table_see(m->table, p, &end);

	if (!f || p->payload_whole == 0)
		return;
	f->spoke[end] = true;
	if (p->transport != IPPROTO_TCP || f->payload_packets > MSE_PACKETS)
		return;

	f->watch = f->watch ? f->watch : calloc(1, sizeof(*f->watch));
	if (!f->watch || watch_is_repeat(f->watch, p, end))
		return;
	watch_add_segment(f, p, end);
	watch_enter_proxy(f);
	ask(m, f, p, end);
}

static int read_capture(const char *path)
{
	struct marks m = { .capture = path, .learned = learned_new() };
	struct capture *c = capture_open(path);
	struct packet p;
	enum decoded kind;

	m.table = flow_table_new(FLOWS_MAX, &times, end_flow, &m);
	if (c && m.learned && m.table) {
		while (capture_next(c, &p, &kind) == CAPTURE_PACKET) {
			if (kind == DECODED_OK || kind == DECODED_FIRST_FRAGMENT)
				see(&m, &p);
		}
	}

	flow_table_free(m.table);
	capture_close(c);
	learned_free(m.learned);
	return c ? 0 : 1;
}

int main(int argc, char **argv)
{
	int status = 0;

	printf("capture,transport,src,sport,dst,dport,payload,"
	       "both,random,shape,exact,sizes,named\n");
	for (int i = 1; i < argc; i++)
		status |= read_capture(argv[i]);
	return status;
}
