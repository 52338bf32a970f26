/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_TESTS_DISSECT_CASE_H
#define PEERWALL_TESTS_DISSECT_CASE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../daemon/classify/dissect/list.h"
#include "unit.h"

/*
 * A conversation for a dissector, and what it must say to it. The
 * conversation is played as the engine does, each piece in memory of exactly
 * its size, so that a sanitizer sees a byte read too many.
 */
#define SAYS_MAX 8

struct say {
	enum side side;
	const char *bytes;
	size_t len;
};

#define A(text) { SIDE_INITIATOR, text, sizeof(text) - 1 }
#define B(text) { SIDE_RESPONDER, text, sizeof(text) - 1 }
#define YES(number) .want = ANSWER_YES, .proto = (number)

struct dissect_case {
	const char *name;
	const struct dissector *dissector;
	uint8_t transport;
	struct say say[SAYS_MAX];
	enum answer want;	/* to the last piece */
	uint16_t proto;
	enum confidence confidence;	/* NONE: certain */
	bool at_once;		/* TCP: its first bytes count together, or not at all */
	bool waits;		/* the YES may change; without it that counts as MORE */
	size_t yes_from;	/* bytes of the last piece at which it may be known; 0: all */
	uint16_t port[2];	/* 0: some high port */
};

struct played {
	const struct dissector *d;
	struct view v;
	bool no[2], spoke[2];
	uint8_t *stream[2];
	size_t len[2];
	uint8_t *kept[SAYS_MAX * 2048];
	size_t n_kept;
};

static inline uint8_t *exact_copy(struct played *p, const void *bytes, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);

	if (len)
		memcpy(copy, bytes, len);
	p->kept[p->n_kept++] = copy;
	return copy;
}

static inline bool may_begin(const struct dissector *d, const char *bytes, size_t len)
{
	return !d->first || (len && memchr(d->first, bytes[0], d->n_first));
}

/* Both directions, as the engine shows them to `side`'s newest piece. */
static inline void show(struct played *p, enum side side, const char *bytes, size_t len)
{
	struct view *v = &p->v;

	v->side = side;
	if (v->transport == TRANSPORT_UDP) {
		v->now = (struct piece){ exact_copy(p, bytes, len), len, len };
		return;
	}

	p->stream[side] = realloc(p->stream[side], p->len[side] + len + 1);
	memcpy(p->stream[side] + p->len[side], bytes, len);
	p->len[side] += len;
	while (len && (!v->n_flights || (v->n_flights - 1u) % 2 != side) &&
	       v->n_flights <= FLIGHTS_MAX)
		v->n_flights++;
	if (len && v->n_flights <= FLIGHTS_MAX)
		v->flight[v->n_flights - 1] += (uint32_t)len;
	v->now = (struct piece){ exact_copy(p, p->stream[side], p->len[side]),
				 p->len[side], p->len[side] };
	v->other = (struct piece){ exact_copy(p, p->stream[!side], p->len[!side]),
				   p->len[!side], p->len[!side] };
}

static inline void remember(struct view *v)
{
	uint8_t *n = &v->n_seen[v->side];

	if (v->transport == TRANSPORT_UDP && *n < PIECES_MAX)
		v->seen[v->side][(*n)++] = v->now;
}

static inline enum answer hear(struct played *p, enum side side, const char *bytes, size_t len,
			       struct finding *out)
{
	enum answer answer = ANSWER_NO;

	if (!p->spoke[side] && !may_begin(p->d, bytes, len))
		p->no[side] = true;
	p->spoke[side] = true;
	show(p, side, bytes, len);

	*out = (struct finding){ .proto = p->d->proto };
	if (!p->no[side])
		answer = p->d->look(&p->v, out);
	if (answer == ANSWER_YES && p->d->prove && !p->d->prove(&p->v))
		answer = ANSWER_NO;
	if (answer == ANSWER_NO)
		p->no[side] = true;
	remember(&p->v);
	return answer;
}

static inline void play_begin(struct played *p, const struct dissector *d, uint8_t transport,
			      const uint16_t port[2])
{
	static const struct addr addr[2] = { { 4, { 192, 0, 2, 1 } }, { 4, { 198, 51, 100, 2 } } };

	*p = (struct played){ .d = d };
	p->v.transport = transport;
	for (int i = 0; i < 2; i++) {
		p->v.addr[i] = &addr[i];
		p->v.port[i] = port && port[i] ? port[i] : 40001 + i;
	}
}

static inline void play_end(struct played *p)
{
	for (size_t i = 0; i < p->n_kept; i++)
		free(p->kept[i]);
	free(p->stream[0]);
	free(p->stream[1]);
}

/* No more pieces are needed. One that waits is played to its end. */
static inline bool is_settled(const struct dissect_case *c, enum answer answer)
{
	return answer == ANSWER_YES && !c->waits;
}

/*
 * Plays the case with `last` bytes of its last piece, in steps of `step`
 * bytes (TCP; 0: whole pieces). The first YES, or the last answer.
 */
static inline enum answer play(const struct dissect_case *c, size_t last, size_t step,
			       struct finding *out)
{
	static struct played p;
	enum answer answer = ANSWER_NO;

	play_begin(&p, c->dissector, c->transport, c->port);
	for (int i = 0; i < SAYS_MAX && c->say[i].bytes && !is_settled(c, answer); i++) {
		const struct say *s = &c->say[i];
		bool is_last = i + 1 == SAYS_MAX || !c->say[i + 1].bytes;
		size_t len = is_last ? last : s->len;
		size_t at = 0;

		do {
			size_t n = step && step < len - at ? step : len - at;

			answer = hear(&p, s->side, s->bytes + at, n, out);
			if (answer == ANSWER_YES && out->may_change && !c->waits)
				answer = ANSWER_MORE;	/* the ladder waits too */
			at += n;
		} while (at < len && !is_settled(c, answer));
	}
	play_end(&p);
	return answer;
}

static inline size_t last_len(const struct dissect_case *c)
{
	int i = 0;

	while (i + 1 < SAYS_MAX && c->say[i + 1].bytes)
		i++;
	return c->say[i].len;
}

static inline void check_whole(const struct dissect_case *c)
{
	struct finding f;
	enum answer answer = play(c, last_len(c), 0, &f);
	enum confidence want = c->confidence ? c->confidence : CONFIDENCE_CERTAIN;
	enum confidence got = f.confidence ? f.confidence : CONFIDENCE_CERTAIN;

	UNIT_CHECK(answer == c->want, "%s: answer %d, not %d", c->name, answer, c->want);
	if (answer != ANSWER_YES || c->want != ANSWER_YES)
		return;
	UNIT_CHECK(f.proto == c->proto, "%s: protocol %u, not %u", c->name, f.proto, c->proto);
	UNIT_CHECK(got == want, "%s: confidence %d, not %d", c->name, got, want);
	UNIT_CHECK(f.what != NULL, "%s: no word on why", c->name);
	UNIT_CHECK(!c->waits || f.may_change, "%s: does not wait", c->name);
}

/* Of the last piece, fewer bytes than tell anything are never a YES. */
static inline void check_truncated(const struct dissect_case *c)
{
	size_t enough = c->yes_from ? c->yes_from : last_len(c);
	struct finding f;

	for (size_t n = 1; n < last_len(c); n++) {
		enum answer answer = play(c, n, 0, &f);

		UNIT_CHECK(answer != ANSWER_YES || n >= enough,
			   "%s: YES after %zu of %zu bytes (%s)", c->name, n, last_len(c), f.what);
	}
}

/* TCP: how the bytes are cut does not count. */
static inline void check_bytewise(const struct dissect_case *c)
{
	struct finding f;
	enum answer answer;

	if (c->transport != TRANSPORT_TCP || c->want != ANSWER_YES || c->at_once)
		return;
	answer = play(c, last_len(c), 1, &f);
	UNIT_CHECK(answer == ANSWER_YES && f.proto == c->proto,
		   "%s, a byte at a time: answer %d, protocol %u", c->name, answer, f.proto);
}

/*
 * With SEEDS set to a folder, each case that is a YES becomes a seed there for the
 * dissector's fuzzer, in the form that tests/fuzz/fuzz.c plays.
 */
static inline void put_plainly(char *to, const char *name)
{
	for (; *name; name++)
		*to++ = *name == ' ' || *name == '/' || *name == '\'' ? '-' : *name;
	*to = '\0';
}

static inline void write_seed(const struct dissect_case *c)
{
	const char *folder = getenv("SEEDS");
	uint16_t port = c->port[1] ? c->port[1] : 40002;
	char path[512];
	FILE *f;

	if (!folder || c->want != ANSWER_YES)
		return;
	snprintf(path, sizeof(path), "%s/", folder);
	put_plainly(path + strlen(path), c->dissector->name);
	mkdir(path, 0755);
	strcat(path, "/");
	put_plainly(path + strlen(path), c->name);
	f = fopen(path, "wb");
	if (!f)
		return;

	fprintf(f, "%c%c%c", c->transport == TRANSPORT_UDP, port >> 8, port & 0xff);
	for (int i = 0; i < SAYS_MAX && c->say[i].bytes; i++) {
		const struct say *s = &c->say[i];

		fprintf(f, "%c%c", (int)(s->side << 7 | s->len >> 8), (int)(s->len & 0xff));
		fwrite(s->bytes, 1, s->len, f);
	}
	fclose(f);
}

static inline void check_cases(const struct dissect_case *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		write_seed(&c[i]);
		check_whole(&c[i]);
		check_truncated(&c[i]);
		check_bytewise(&c[i]);
	}
}

#define CHECK_CASES(cases) check_cases(cases, sizeof(cases) / sizeof((cases)[0]))

/* xorshift64: the same bytes in each run. */
static inline uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

#endif
