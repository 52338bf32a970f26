/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One dissector under fire, the one that PEERWALL_DISSECTOR names. An input is a
 * conversation:
 *
 *   | 0 TCP, 1 UDP | responder's port, 2 | pieces: | side 1 bit, length 15 bits | bytes | …
 *
 * Every piece lies in memory of its exact size, so that a sanitizer sees a byte too
 * much. Built with libFuzzer it is a fuzzer (`make fuzz D=NAME`). With -DREPLAY it
 * plays the files it is given, and `--who FILE…` prints "file name" for each dissector
 * that finds its protocol in it. Both print the dissectors' names at `--list`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../daemon/classify/dissect.h"
#include "../../daemon/flow/head.h"

#define PIECES_PLAYED 32

static const struct dissector *chosen;
static enum answer surest;		/* in this conversation */

struct conversation {
	struct view v;
	uint8_t *stream[2];
	uint32_t len[2];
	uint32_t whole[2];
	bool no[2];
	void *kept[PIECES_PLAYED * 3];
	size_t n_kept;
};

static struct piece exact(struct conversation *c, const uint8_t *bytes, uint32_t len,
			  uint32_t whole)
{
	uint8_t *copy = malloc(len ? len : 1);

	if (!copy)
		abort();
	if (len)
		memcpy(copy, bytes, len);
	c->kept[c->n_kept++] = copy;
	return (struct piece){ copy, len, whole };
}

/* TCP: what a side has sent so far, as much of it as is kept. */
static void add_segment(struct conversation *c, enum side side, struct rd *r, uint32_t n)
{
	struct view *v = &c->v;
	uint32_t room = HEAD_BYTES - c->len[side];
	uint32_t take = n < room ? n : room;
	const uint8_t *bytes = rd_take(r, n);

	memcpy(c->stream[side] + c->len[side], bytes, take);
	c->len[side] += take;
	c->whole[side] += n;
	while (n && (!v->n_flights || (v->n_flights - 1u) % 2 != side) &&
	       v->n_flights <= FLIGHTS_MAX)
		v->n_flights++;
	if (n && v->n_flights <= FLIGHTS_MAX)
		v->flight[v->n_flights - 1] += n;
	v->now = exact(c, c->stream[side], c->len[side], c->whole[side]);
	v->other = exact(c, c->stream[!side], c->len[!side], c->whole[!side]);
	v->full = c->len[side] == HEAD_BYTES;
}

static void remember(struct view *v)
{
	uint8_t *n = &v->n_seen[v->side];

	if (v->transport == TRANSPORT_UDP && *n < PIECES_MAX)
		v->seen[v->side][(*n)++] = v->now;
}

static void hear(struct conversation *c, struct rd *r)
{
	uint16_t head = rd_be16(r);
	uint32_t n = head & 0x7fff;
	struct finding f = { .proto = chosen->proto, .confidence = CONFIDENCE_CERTAIN };

	if (n > rd_left(r))
		n = (uint32_t)rd_left(r);
	c->v.side = head >> 15 ? SIDE_RESPONDER : SIDE_INITIATOR;
	if (n == 0)
		return;
	if (c->v.transport == TRANSPORT_UDP)
		c->v.now = exact(c, rd_take(r, n), n, n);
	else
		add_segment(c, c->v.side, r, n);

	if (chosen->first && !memchr(chosen->first, c->v.now.data[0], chosen->n_first))
		c->no[c->v.side] = true;
	if (!c->no[c->v.side]) {
		enum answer a = chosen->look(&c->v, &f);

		if (a == ANSWER_YES && chosen->prove && !chosen->prove(&c->v))
			a = ANSWER_NO;
		c->no[c->v.side] = a == ANSWER_NO;
		surest = a > surest ? a : surest;
	}
	remember(&c->v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct addr addr[2] = { { 4, { 192, 0, 2, 1 } }, { 4, { 198, 51, 100, 2 } } };
	static uint8_t streams[2][HEAD_BYTES];
	struct rd r = rd_of(data, size);
	struct conversation c = { .stream = { streams[0], streams[1] } };

	surest = ANSWER_NO;
	c.v.transport = rd_u8(&r) & 1 ? TRANSPORT_UDP : TRANSPORT_TCP;
	c.v.port[SIDE_INITIATOR] = 40001;
	c.v.port[SIDE_RESPONDER] = rd_be16(&r);
	c.v.addr[0] = &addr[0];
	c.v.addr[1] = &addr[1];
	if (chosen->transports & c.v.transport) {
		for (int i = 0; i < PIECES_PLAYED && rd_left(&r); i++)
			hear(&c, &r);
	}

	while (c.n_kept)
		free(c.kept[--c.n_kept]);
	return 0;
}

static bool choose(const char *name)
{
	for (size_t i = 0; name && dissectors[i]; i++) {
		if (strcmp(dissectors[i]->name, name) == 0)
			chosen = dissectors[i];
	}
	if (!chosen)
		fprintf(stderr, "fuzz: PEERWALL_DISSECTOR names no dissector; --list does\n");
	return chosen;
}

static int list(void)
{
	for (size_t i = 0; dissectors[i]; i++)
		puts(dissectors[i]->name);
	return 0;
}

#ifdef REPLAY

static int replay(const char *file)
{
	static uint8_t bytes[1 << 16];
	FILE *f = fopen(file, "rb");
	size_t n;

	if (!f) {
		perror(file);
		return 1;
	}
	n = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	return LLVMFuzzerTestOneInput(bytes, n);
}

static int who(int n, char **files)
{
	for (int f = 0; f < n; f++) {
		for (size_t i = 0; dissectors[i]; i++) {
			chosen = dissectors[i];
			if (replay(files[f]) == 0 && surest >= ANSWER_MAYBE)
				printf("%s\t%s\n", files[f], chosen->name);
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	int status = 0;

	if (argc == 2 && strcmp(argv[1], "--list") == 0)
		return list();
	if (argc > 2 && strcmp(argv[1], "--who") == 0)
		return who(argc - 2, argv + 2);
	if (!choose(getenv("PEERWALL_DISSECTOR")))
		return 2;
	for (int i = 1; i < argc; i++)
		status |= replay(argv[i]);
	return status;
}

#else

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	if (*argc == 2 && strcmp((*argv)[1], "--list") == 0)
		exit(list());
	if (!choose(getenv("PEERWALL_DISSECTOR")))
		exit(2);
	return 0;
}

#endif
