/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "../../daemon/classify/dissect.h"
#include "../../daemon/engine.h"

/*
 * Noise: conversations that nobody means anything by, played to the whole engine
 * as a dry run plays a capture. None may be called peer-to-peer by more than its
 * port. Half of it is chance; the other half has what real protocols have in
 * common, so that it comes closer to those we know: first bytes that some
 * dissector waits for, lengths that fit, small numbers, counters, answers that
 * repeat their question, well-known encodings.
 *
 * The seed is fixed. NOISE=N plays N flows of each kind instead of the usual few and
 * lists what they were called, SEED=N plays others, KIND=N those of one kind alone.
 */
#define FLOWS 8000		/* of each kind */
#define TURNS 7
#define MESSAGE_MAX 1400
#define HEADERS 40		/* IPv4 and TCP */
#define FOUND_MAX 256
#define BUDGET 10
#define HOUR_US 3600000000LL	/* every flow is of a time of its own, which tells its kind */

static uint64_t state;

/* xorshift64 */
static uint32_t any(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 16);
}

static uint32_t below(uint32_t n)
{
	return any() % n;
}

static bool once_in(uint32_t n)
{
	return below(n) == 0;
}

/* Small numbers are frequent, as in all that people make. */
static uint32_t number(void)
{
	switch (below(6)) {
	case 0:
		return 0;
	case 1:
		return below(4);
	case 2:
		return below(32);
	case 3:
		return below(256);
	case 4:
		return below(65536);
	default:
		return any();
	}
}

struct message {
	uint8_t at[MESSAGE_MAX];
	size_t n;
};

static void put(struct message *m, uint32_t byte)
{
	if (m->n < MESSAGE_MAX)
		m->at[m->n++] = (uint8_t)byte;
}

static void put_text(struct message *m, const char *text)
{
	while (*text)
		put(m, (uint8_t)*text++);
}

static void put_number(struct message *m, uint32_t value, unsigned int size, bool little)
{
	for (unsigned int i = 0; i < size; i++)
		put(m, (uint8_t)((uint64_t)value >> 8 * (little ? i : size - 1 - i)));
}

static void put_random(struct message *m, size_t n)
{
	while (n--)
		put(m, any());
}

static size_t some_length(void)
{
	static const uint32_t most[] = { 4, 16, 64, 64, 256, MESSAGE_MAX };

	return below(most[below(6)]);
}

/* ---- bodies ---- */

static void put_word(struct message *m)
{
	for (uint32_t n = 1 + below(9); n; n--)
		put(m, 'a' + below(26));
}

static void put_words(struct message *m, size_t n)
{
	size_t end = m->n + n;

	while (m->n < end && m->n < MESSAGE_MAX) {
		put_word(m);
		put(m, " ,:;=/|$\t\"."[below(11)]);
	}
	if (m->n > end)
		m->n = end;
}

/* Mostly zero: games, machines. */
static void put_sparse(struct message *m, size_t n)
{
	while (n--)
		put(m, once_in(5) ? number() : 0);
}

static void put_fields(struct message *m, size_t n)
{
	bool little = once_in(2);

	for (; n >= 4; n -= 4)
		put_number(m, number(), 4, little);
	put_sparse(m, n);
}

static void put_fill(struct message *m, size_t n)
{
	uint8_t byte = (uint8_t)number();

	while (n--)
		put(m, byte);
}

static void put_tlvs(struct message *m, size_t n)
{
	unsigned int types = 1 + below(2), lengths = 1 + below(2);
	bool little = once_in(2);
	size_t end = m->n + n;

	while (m->n < end && m->n < MESSAGE_MAX) {
		uint32_t len = below(24);

		put_number(m, below(40), types, little);
		put_number(m, len, lengths, little);
		if (once_in(2))
			put_random(m, len);
		else
			put_sparse(m, len);
	}
}

static void put_bencode(struct message *m, unsigned int depth)
{
	char length[16];
	uint32_t n;

	switch (depth ? below(4) : 1) {
	case 0:
		snprintf(length, sizeof(length), "i%ue", number());
		put_text(m, length);
		break;
	case 1:
	case 2:
		put(m, depth && once_in(2) ? 'd' : 'l');
		for (n = below(6); n && depth < 4; n--)
			put_bencode(m, depth + 1);
		put(m, 'e');
		break;
	default:
		n = below(24);
		snprintf(length, sizeof(length), "%u:", n);
		put_text(m, length);
		put_words(m, n);
	}
}

static void put_json(struct message *m, unsigned int depth)
{
	static const char *const words[] = {
		"id", "method", "params", "result", "error", "login", "pass", "job", "target",
		"token", "data", "info", "action", "peers", "port",
	};
	uint32_t n = 1 + below(5);
	char text[16];

	put(m, '{');
	while (n--) {
		put(m, '"');
		put_text(m, words[below(15)]);
		put_text(m, once_in(2) ? "\":" : "\": ");
		if (depth < 3 && once_in(4)) {
			put_json(m, depth + 1);
		} else if (once_in(2)) {
			snprintf(text, sizeof(text), "%u", number());
			put_text(m, text);
		} else {
			put(m, '"');
			put_word(m);
			put(m, '"');
		}
		put_text(m, n ? "," : "");
	}
	put(m, '}');
}

static void put_varint(struct message *m, uint32_t value)
{
	for (; value > 0x7f; value >>= 7)
		put(m, value | 0x80);
	put(m, value);
}

static void put_protobuf(struct message *m, size_t n)
{
	size_t end = m->n + n;

	for (uint32_t field = 1; m->n < end && m->n < MESSAGE_MAX; field++) {
		uint32_t len = below(20);

		put_varint(m, field << 3 | (once_in(2) ? 0 : 2));
		if (m->at[m->n - 1] & 2) {
			put_varint(m, len);
			put_random(m, len);
		} else {
			put_varint(m, number());
		}
	}
}

static void put_asn1(struct message *m, size_t n)
{
	static const uint8_t tags[] = { 2, 4, 6, 0x0a, 0x0c, 0x30, 0x31, 0x60, 0x80, 0xa0, 0xa3 };
	size_t end = m->n + n;

	put(m, 0x30);
	put(m, n < 128 ? (uint32_t)n : 0x82);
	if (n >= 128)
		put_number(m, (uint32_t)n, 2, false);
	while (m->n < end && m->n < MESSAGE_MAX) {
		uint32_t len = below(16);

		put(m, tags[below(sizeof(tags))]);
		put(m, len);
		put_random(m, len);
	}
}

static void put_body(struct message *m, unsigned int kind, size_t n)
{
	switch (kind) {
	case 0:
		put_random(m, n);
		break;
	case 1:
		put_sparse(m, n);
		break;
	case 2:
		put_fields(m, n);
		break;
	case 3:
		put_words(m, n);
		break;
	case 4:
		put_tlvs(m, n);
		break;
	case 5:
		put_fill(m, n);
		break;
	case 6:
		put_bencode(m, 0);
		break;
	case 7:
		put_json(m, 0);
		break;
	case 8:
		put_protobuf(m, n);
		break;
	default:
		put_asn1(m, n);
	}
}

#define BODIES 10

/* ---- binary protocols of somebody's own ---- */

enum part { PART_LENGTH, PART_TYPE, PART_MAGIC, PART_ID, PART_COUNT, PART_TIME, PART_ZERO, PARTS };

#define HEAD_PARTS 6

struct dialect {
	enum part part[HEAD_PARTS];
	uint8_t size[HEAD_PARTS];
	unsigned int n_parts;
	bool little;
	bool same_header;	/* what is fixed is the same both ways */
	bool echoes;		/* an answer repeats its question's first bytes */
	uint32_t counted;	/* what the length counts: from which part on, or all */
	uint32_t fixed[2][HEAD_PARTS];
	uint32_t types;
	uint32_t count[2];
	uint32_t time;
	unsigned int body;
	uint32_t sizes[2];	/* each side's own, or 0 */
};

/* A byte that some dissector wants first, so that they have something to look at. */
static uint8_t some_first(void)
{
	static size_t n_dissectors;
	const struct dissector *d;

	while (dissectors[n_dissectors])
		n_dissectors++;
	do {
		d = dissectors[below((uint32_t)n_dissectors)];
	} while (!d->first);

	return (uint8_t)d->first[below(d->n_first)];
}

static struct dialect make_dialect(void)
{
	static const uint8_t sizes[] = { 1, 2, 2, 4, 4, 4 };
	static const uint32_t types[] = { 4, 16, 32, 256 };
	struct dialect d = { .n_parts = 1 + below(HEAD_PARTS), .types = types[below(4)] };

	d.little = once_in(2);
	d.same_header = !once_in(3);
	d.echoes = once_in(3);
	d.body = below(BODIES);
	d.time = once_in(2) ? 1700000000 : any();
	for (unsigned int i = 0; i < d.n_parts; i++) {
		d.part[i] = below(PARTS);
		d.size[i] = sizes[below(6)];
		for (unsigned int side = 0; side < 2; side++)
			d.fixed[side][i] = d.part[i] == PART_ID ? any() : number();
		if (d.same_header)
			d.fixed[1][i] = d.fixed[0][i];
	}
	if (once_in(2)) {
		d.part[0] = PART_MAGIC;
		d.size[0] = 1;
		d.fixed[0][0] = some_first();
		d.fixed[1][0] = once_in(2) ? d.fixed[0][0] : some_first();
	}
	d.counted = below(d.n_parts + 2);
	for (unsigned int side = 0; side < 2; side++) {
		d.count[side] = number();
		d.sizes[side] = once_in(3) ? (uint32_t)some_length() : 0;
	}
	return d;
}

static void put_part(struct message *m, struct dialect *d, unsigned int side, unsigned int i,
		     uint32_t length)
{
	uint32_t value = d->fixed[side][i];

	switch (d->part[i]) {
	case PART_LENGTH:
		value = length;
		break;
	case PART_TYPE:
		value = below(d->types);
		break;
	case PART_COUNT:
		value = d->count[side]++;
		break;
	case PART_TIME:
		value = d->time += below(1000);
		break;
	case PART_ZERO:
		value = 0;
		break;
	case PART_MAGIC:
	case PART_ID:
	case PARTS:
		break;
	}

	put_number(m, value, d->size[i], d->little);
}

/* A head, whose length counts what stands from some part on, and a body. */
static void put_frame(struct message *m, struct dialect *d, unsigned int side)
{
	struct message body = { .n = 0 };
	uint32_t length;

	put_body(&body, d->body, d->sizes[side] ? d->sizes[side] : some_length());
	length = (uint32_t)body.n;
	for (unsigned int i = d->counted; i < d->n_parts; i++)
		length += d->size[i];

	for (unsigned int i = 0; i < d->n_parts; i++)
		put_part(m, d, side, i, length);
	for (size_t i = 0; i < body.n; i++)
		put(m, body.at[i]);
}

/* ---- the kinds of conversations ---- */

struct talk {
	bool tcp;
	unsigned int kind;
	struct dialect dialect;
	uint32_t counter[2];
	uint32_t source[2];
	struct message last[2];
	uint16_t port[2];
};

static void say_random(struct talk *t, struct message *m, unsigned int side)
{
	(void)t;
	(void)side;
	put_random(m, 1 + (once_in(2) ? below(MESSAGE_MAX) : some_length()));
}

static void say_frames(struct talk *t, struct message *m, unsigned int side)
{
	unsigned int n = t->tcp ? 1 + below(3) : 1;

	while (n--)
		put_frame(m, &t->dialect, side);
}

/* A question's own bytes come back, but for a few. */
static void say_echo(struct talk *t, struct message *m, unsigned int side)
{
	struct message *asked = &t->last[1 - side];

	say_frames(t, m, side);
	if (!side || !asked->n || once_in(4))
		return;
	for (size_t i = 0, n = below(24); i < asked->n && i < m->n && i < n; i++)
		m->at[i] = asked->at[i];
	if (m->n && once_in(2))
		m->at[below(4) % m->n] ^= once_in(2) ? 0x80 : 1;
	if (once_in(3))
		m->n = asked->n < m->n ? asked->n : m->n;
}

static void say_plain_body(struct talk *t, struct message *m, unsigned int side)
{
	(void)side;
	put_body(m, t->dialect.body, 1 + some_length());
}

static void say_lines(struct talk *t, struct message *m, unsigned int side)
{
	static const char *const words[] = {
		"GET ", "HELLO ", "USER ", "OK ", "200 ", "PING ", "$", "GIV ", "PUSH ", "1", "*",
		"SEND", "INFO ", "LIST ", "VERSION ", "R", "GND", "BT",
	};

	(void)t;
	(void)side;
	for (uint32_t n = 1 + below(4); n; n--) {
		if (once_in(2))
			put_text(m, words[below(18)]);
		put_words(m, some_length());
		put_text(m, once_in(4) ? "|" : once_in(3) ? "\n" : "\r\n");
	}
}

static void say_rtp(struct talk *t, struct message *m, unsigned int side)
{
	put(m, 0x80 | below(2) << 4);
	put(m, t->dialect.fixed[0][0] | below(2) << 7);
	put_number(m, t->counter[side]++, 2, false);
	put_number(m, t->counter[side] * 160, 4, false);
	put_number(m, t->source[side], 4, false);
	put_body(m, t->dialect.body, once_in(2) ? 160 : some_length());
}

static void say_http(struct talk *t, struct message *m, unsigned int side)
{
	static const char *const names[] = {
		"Host", "User-Agent", "Accept", "Range", "Content-Type", "Upgrade", "X-Id",
		"Content-Length", "Cookie", "ETag", "Server",
	};

	put_text(m, side ? "HTTP/1.1 200 OK" : once_in(3) ? "POST /" : "GET /");
	if (!side) {
		put_words(m, some_length() / 4);
		put_text(m, once_in(3) ? "?info_hash=" : "?id=");
		put_words(m, below(40));
		put_text(m, " HTTP/1.1");
	}
	for (uint32_t n = below(8); n; n--) {
		put_text(m, "\r\n");
		put_text(m, names[below(11)]);
		put_text(m, ": ");
		put_words(m, below(30));
	}
	put_text(m, "\r\n\r\n");
	put_body(m, t->dialect.body, some_length());
}

static void say_tls(struct talk *t, struct message *m, unsigned int side)
{
	size_t at;

	if (t->counter[side]++) {
		put_text(m, "\x17\x03\x03");
		put_number(m, (uint32_t)(at = some_length()), 2, false);
		put_random(m, at);
		return;
	}
	put_text(m, "\x16\x03\x01");
	put_number(m, 0, 2, false);
	put(m, 1 + side);
	put_number(m, 0, 3, false);
	put_text(m, "\x03\x03");
	put_random(m, 32);
	put(m, 0);
	put_number(m, side ? 0x1301 : 4, 2, false);
	put_number(m, side ? 0 : 0x13011302, side ? 1 : 4, false);
	if (!side)
		put_number(m, 0x0100, 2, false);
	at = m->n;
	put_number(m, 0, 2, false);
	for (uint32_t n = below(9); n; n--) {
		uint32_t len = below(40);

		put_number(m, below(60), 2, false);
		put_number(m, len, 2, false);
		put_random(m, len);
	}
	m->at[at] = (uint8_t)((m->n - at - 2) >> 8);
	m->at[at + 1] = (uint8_t)(m->n - at - 2);
	m->at[3] = (uint8_t)((m->n - 5) >> 8);
	m->at[4] = (uint8_t)(m->n - 5);
	m->at[7] = (uint8_t)((m->n - 9) >> 8);
	m->at[8] = (uint8_t)(m->n - 9);
}

static const struct kind {
	const char *name;
	void (*say)(struct talk *t, struct message *m, unsigned int side);
} kinds[] = {
	{ "chance", say_random },
	{ "frames", say_frames },
	{ "frames that are repeated", say_echo },
	{ "bodies", say_plain_body },
	{ "lines", say_lines },
	{ "rtp", say_rtp },
	{ "http", say_http },
	{ "tls", say_tls },
};

#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* ---- to the engine ---- */

static struct call {
	uint16_t proto;
	enum confidence confidence;
	enum stage stage;
	const char *what;
	const char *kind;
	bool tcp;
	unsigned int n;
} calls[FOUND_MAX];

static struct talk talk;
static unsigned int n_wrong;

static void count(const struct outcome *o, const char *kind, bool tcp)
{
	for (size_t i = 0; i < FOUND_MAX; i++) {
		struct call *f = &calls[i];

		if (f->n && (f->proto != o->proto || f->what != o->what || f->tcp != tcp ||
			     f->confidence != o->label.confidence ||
			     f->kind != kind))
			continue;
		*f = (struct call){ o->proto, o->label.confidence, o->stage, o->what,
				     kind, tcp, f->n + 1 };
		return;
	}
}

static void on_end(void *ctx, const struct flow *f)
{
	const struct outcome *o = &f->outcome;
	const char *kind = kinds[f->first_us / HOUR_US % N_KINDS].name;
	bool tcp = f->key.transport == IPPROTO_TCP;

	(void)ctx;
	if (o->label.number == LABEL_CLEARED || o->label.confidence < CONFIDENCE_LIKELY)
		return;
	if (getenv("NOISE"))
		count(o, kind, tcp);
	if (protocol_in_all(catalogue_get(o->proto))) {
		n_wrong++;
		UNIT_CHECK(getenv("NOISE") != NULL, "%s over %s called %s (%s)", kind,
			   tcp ? "TCP" : "UDP", catalogue_get(o->proto)->name, o->what);
	}
}

struct wire {
	struct engine *engine;
	uint32_t flow;		/* its number is its initiator's address */
	uint32_t seq[2];
	int64_t time_us;
};

static void put_on(struct wire *w, unsigned int side, uint8_t flags, const struct message *m)
{
	struct message ip = { .n = 0 };
	size_t header = talk.tcp ? 20 : 8;
	struct packet p = { .time_us = w->time_us };

	put_number(&ip, 0x4500, 2, false);
	put_number(&ip, (uint32_t)(20 + header + m->n), 2, false);
	put_number(&ip, 0x4000, 4, false);
	put(&ip, 64);
	put(&ip, talk.tcp ? IPPROTO_TCP : IPPROTO_UDP);
	put_number(&ip, 0, 2, false);
	put_number(&ip, side ? 0x14000000 + w->flow : 0x0a000000 + w->flow, 4, false);
	put_number(&ip, side ? 0x0a000000 + w->flow : 0x14000000 + w->flow, 4, false);
	put_number(&ip, talk.port[side], 2, false);
	put_number(&ip, talk.port[1 - side], 2, false);
	if (talk.tcp) {
		put_number(&ip, w->seq[side], 4, false);
		put_number(&ip, w->seq[1 - side], 4, false);
		put(&ip, 0x50);
		put(&ip, flags);
		put_number(&ip, 0x4000, 6, false);
	} else {
		put_number(&ip, (uint32_t)(8 + m->n), 2, false);
		put_number(&ip, 0, 2, false);
	}
	for (size_t i = 0; i < m->n; i++)
		put(&ip, m->at[i]);

	w->seq[side] += (uint32_t)m->n + (flags & TCP_SYN ? 1 : 0);
	w->time_us += 1000;
	if (decode_ip(ip.at, ip.n, ip.n, &p) != DECODED_OK)
		return;
	p.time_us = w->time_us;
	engine_packet(w->engine, &p);
}

/* Ports that say something of themselves, among the others. */
static uint16_t some_port(void)
{
	static const uint16_t classic[] = {
		80, 443, 411, 1214, 1337, 4662, 4672, 5351, 6257, 6346, 6699, 6881, 7680, 8333,
		30303, 33445, 41170,
	};

	if (once_in(8))
		return classic[below(17)];
	return (uint16_t)(once_in(2) ? 1024 + below(64000) : 1 + below(1024));
}

static void converse(struct wire *w, unsigned int kind)
{
	static const struct message nothing;
	unsigned int side = 0;

	talk.kind = kind;
	talk.tcp = once_in(2);
	talk.dialect = make_dialect();
	talk.port[0] = (uint16_t)(1024 + below(64000));
	talk.port[1] = some_port();
	talk.last[0].n = talk.last[1].n = 0;
	w->flow++;
	w->time_us = (w->time_us / HOUR_US / N_KINDS + 1) * HOUR_US * N_KINDS + kind * HOUR_US;
	for (int i = 0; i < 2; i++) {
		talk.counter[i] = 0;
		talk.source[i] = any();
		w->seq[i] = any();
	}

	if (talk.tcp) {
		put_on(w, 0, TCP_SYN, &nothing);
		side = once_in(4);
	}
	for (int i = 0; i < TURNS; i++) {
		struct message m = { .n = 0 };

		kinds[kind].say(&talk, &m, side);
		if (m.n > MESSAGE_MAX - HEADERS)
			m.n = MESSAGE_MAX - HEADERS;
		put_on(w, side, TCP_ACK, &m);
		talk.last[side] = m;
		side = once_in(4) ? side : 1 - side;
	}
}

static void none_is_called_p2p(void)
{
	struct engine_options options = { .budget = BUDGET, .ports = PORTS_HINT, .flows_max = 1 };
	uint32_t flows = getenv("NOISE") ? (uint32_t)atol(getenv("NOISE")) : FLOWS;
	struct wire w = { .engine = engine_new(&options, on_end, NULL) };

	state = 0x9e3779b97f4a7c15 + (getenv("SEED") ? (uint64_t)atol(getenv("SEED")) : 0);
	for (unsigned int kind = 0; kind < N_KINDS; kind++) {
		for (uint32_t i = 0; i < flows; i++) {
			if (getenv("KIND") && (unsigned)atoi(getenv("KIND")) != kind)
				break;
			converse(&w, kind);
		}
	}
	engine_free(w.engine);

	for (size_t i = 0; i < FOUND_MAX && calls[i].n; i++)
		fprintf(stderr, "%8u %s %s %s: %s (%s), %s\n", calls[i].n, calls[i].kind,
			calls[i].tcp ? "tcp" : "udp", catalogue_get(calls[i].proto)->name,
			calls[i].what, stage_name(calls[i].stage),
			calls[i].confidence == CONFIDENCE_CERTAIN ? "certain" : "likely");
	CU_ASSERT_EQUAL(n_wrong, 0);
}

static const struct unit_test tests[] = {
	{ "none is called peer-to-peer", none_is_called_p2p },
};

UNIT_MAIN("noise", tests)
