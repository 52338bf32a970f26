/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "packet_case.h"

#include "../../daemon/classify/catalogue.h"
#include "../../daemon/classify/shapes.h"
#include "../../daemon/engine.h"

/* Findings: the messages that attacks on SMB 1 send, and ordinary ones beside them. */
#define WHOLE 200

struct message {
	uint8_t bytes[WHOLE];
	uint16_t len;
	bool to_client;
};

static void put16(struct message *m, size_t at, uint16_t value)
{
	m->bytes[at] = (uint8_t)value;
	m->bytes[at + 1] = (uint8_t)(value >> 8);
}

/* A request with its command, tree and message number, and how many words it has. */
static struct message request(uint8_t command, uint16_t mid, uint8_t words)
{
	struct message m = { .bytes = { 0, 0, 0, WHOLE - 4, 0xff, 'S', 'M', 'B', command },
			     .len = WHOLE };

	m.bytes[13] = 0x18;
	put16(&m, 28, 0x0800);
	put16(&m, 34, mid);
	m.bytes[36] = words;
	return m;
}

static struct message transaction(uint16_t function, uint16_t fid)
{
	struct message m = request(0x25, 64, 16);

	m.bytes[63] = 2;
	put16(&m, 65, function);
	put16(&m, 67, fid);
	return m;
}

static struct message transaction2(uint16_t function)
{
	struct message m = request(0x32, 65, 15);

	m.bytes[63] = 1;
	put16(&m, 65, function);
	return m;
}

/* A request that announces `all` bytes of data and, at `at`, how many of them it holds. */
static struct message with_data(struct message m, uint32_t all, size_t at, uint16_t here)
{
	put16(&m, 44, (uint16_t)all);
	put16(&m, 46, (uint16_t)(all >> 16));
	put16(&m, at, here);
	return m;
}

static struct message nt_transaction(uint16_t mid, uint32_t all, uint16_t here)
{
	return with_data(request(0xa0, mid, 20), all, 64, here);
}

/* A further part of it. */
static struct message nt_part(uint16_t mid, uint32_t all, uint16_t here)
{
	return with_data(request(0xa1, mid, 18), all, 60, here);
}

/* A server's answer to an NT TRANSACT. */
static struct message nt_answer(uint16_t mid, uint16_t status, uint8_t words)
{
	struct message m = request(0xa0, mid, words);

	m.bytes[13] |= 0x80;
	m.to_client = true;
	put16(&m, 9, status);
	return m;
}

static const struct shape *shape_in(const struct message *m)
{
	struct packet to = packet_between("10.0.0.1", 40000, "10.0.0.2", 445, IPPROTO_TCP);
	struct packet p = packet_with(to, m->bytes, m->len);

	return shape_of(PROTO_SMB1, &p, m->to_client);
}

static bool is_new(struct found_state *f, struct message m)
{
	const struct shape *s = shape_in(&m);

	return s && shape_seen(f, s, m.bytes, m.len);
}

static void probes_are_findings(void)
{
	struct found_state f = { 0 };

	CU_ASSERT_TRUE(is_new(&f, transaction(0x23, 0)));
	CU_ASSERT_EQUAL(f.bits, FOUND_BIT(FOUND_SMB1_EXPLOIT_SHAPE));
	CU_ASSERT_FALSE(is_new(&f, transaction(0x23, 0)));	/* once a flow */
	f = (struct found_state){ 0 };
	CU_ASSERT_TRUE(is_new(&f, transaction2(0x0e)));
}

static void ordinary_messages_are_none(void)
{
	struct found_state f = { 0 };

	CU_ASSERT_FALSE(is_new(&f, transaction(0x23, 0x4000)));	/* a look at an open pipe */
	CU_ASSERT_FALSE(is_new(&f, transaction(0x26, 0)));
	for (uint16_t function = 0; function < 0x0e; function++)
		CU_ASSERT_FALSE(is_new(&f, transaction2(function)));
	CU_ASSERT_FALSE(is_new(&f, request(0x33, 64, 9)));	/* the rest of its own kind */
	CU_ASSERT_EQUAL(f.bits, 0);
}

static void mixed_transactions_are_findings(void)
{
	struct found_state f = { 0 };

	CU_ASSERT_FALSE(is_new(&f, nt_transaction(64, 66512, 2000)));
	CU_ASSERT_FALSE(is_new(&f, request(0x33, 65, 9)));	/* another one */
	CU_ASSERT_TRUE(is_new(&f, request(0x33, 64, 9)));

	f = (struct found_state){ 0 };				/* that one was whole */
	CU_ASSERT_FALSE(is_new(&f, nt_transaction(64, 100, 100)));
	CU_ASSERT_FALSE(is_new(&f, request(0x33, 64, 9)));
}

/* Its MID is free again when all of it has come: then that begins another transaction. */
static void finished_transactions_are_none(void)
{
	struct found_state f = { 0 };

	is_new(&f, nt_transaction(64, 66512, 30000));
	is_new(&f, nt_part(64, 66512, 30000));
	is_new(&f, nt_part(65, 66512, 6512));			/* of another one */
	CU_ASSERT_TRUE(f.waits);
	is_new(&f, nt_part(64, 66512, 6512));
	CU_ASSERT_FALSE(f.waits);
	is_new(&f, request(0x32, 64, 15));
	CU_ASSERT_FALSE(is_new(&f, request(0x33, 64, 9)));

	is_new(&f, nt_transaction(64, 66512, 30000));		/* a later part lowers the sum */
	is_new(&f, nt_part(64, 40000, 10000));
	CU_ASSERT_FALSE(is_new(&f, request(0x33, 64, 9)));

	is_new(&f, nt_transaction(64, 66512, 30000));
	is_new(&f, nt_part(64, 66512, 30000));
	CU_ASSERT_TRUE(is_new(&f, request(0x33, 64, 9)));	/* in its midst */
}

/* Parts that do not begin a segment are not seen; the server's answer tells the same. */
static void answered_transactions_are_none(void)
{
	static const struct {
		uint16_t mid, status;
		uint8_t words;
		bool waits;
	} cases[] = {
		{ 64, 0, 0, true },				/* go on */
		{ 65, 0, 18, true },
		{ 64, 0, 18, false },
		{ 64, 0x0d, 0, false },				/* refused */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct found_state f = { 0 };

		is_new(&f, nt_transaction(64, 66512, 2000));
		is_new(&f, nt_answer(cases[i].mid, cases[i].status, cases[i].words));
		CU_ASSERT_EQUAL(is_new(&f, request(0x33, 64, 9)), cases[i].waits);
	}
}

/* However short what is there of it, nothing is read behind its end. */
static void cut_messages_are_none(void)
{
	struct message m = nt_transaction(64, 66512, 2000);
	const struct shape *first = shape_in(&m);
	const struct shape *then = shape_named("nt transaction continued as transaction 2");

	CU_ASSERT_PTR_NOT_NULL_FATAL(first);
	CU_ASSERT_PTR_NOT_NULL_FATAL(then);
	for (uint32_t len = 0; len < 80; len++) {
		uint8_t *bytes = malloc(len + 1u);
		struct found_state f = { 0 };

		memcpy(bytes, m.bytes, len);
		shape_seen(&f, first, bytes, len);
		CU_ASSERT_EQUAL(f.waits, len >= 68);
		CU_ASSERT_FALSE(shape_seen(&f, then, bytes, len < 36 ? len : 35));
		free(bytes);
	}
}

/* Names stand in rules of the kernel and come back from there. */
static void rows_are_sound(void)
{
	const struct shape *s;

	for (size_t i = 0; (s = shape_at(i)); i++) {
		CU_ASSERT_PTR_EQUAL(shape_named(s->bytes.name), s);
		CU_ASSERT(strlen(s->bytes.name) < 64);
		CU_ASSERT_EQUAL(s->bytes.mask[0], 0xff);
		CU_ASSERT(!protocol_is_plain(catalogue_get(s->bytes.proto)));
	}
	CU_ASSERT_PTR_NULL(shape_named(""));
	CU_ASSERT_TRUE(shapes_look_at((struct label){ PROTO_SMB1, CONFIDENCE_LIKELY }));
	CU_ASSERT_FALSE(shapes_look_at((struct label){ PROTO_SMB1, CONFIDENCE_PORT }));
	CU_ASSERT_FALSE(shapes_look_at((struct label){ PROTO_SMB2, CONFIDENCE_CERTAIN }));
}

static void names_are_found(void)
{
	char text[FOUND_TEXT];

	for (int kind = 0; kind < FOUND_KINDS; kind++)
		CU_ASSERT_EQUAL(found_named(found_name((enum found)kind)), (enum found)kind);
	CU_ASSERT_EQUAL(found_named("smb"), FOUND_KINDS);
	CU_ASSERT_STRING_EQUAL(found_text(0, text), "");
	CU_ASSERT_STRING_EQUAL(found_text(0xff, text), "smb1-exposed smb1-exploit-shape");
	CU_ASSERT_EQUAL(found_by_label((struct label){ PROTO_SMB1, CONFIDENCE_CERTAIN }),
			FOUND_BIT(FOUND_SMB1_EXPOSED));
	CU_ASSERT_EQUAL(found_by_label((struct label){ PROTO_SMB1, CONFIDENCE_PORT }), 0);
	CU_ASSERT_EQUAL(found_by_label((struct label){ PROTO_SMB3, CONFIDENCE_CERTAIN }), 0);
}

static void on_end(void *ctx, const struct flow *f)
{
	*(uint8_t *)ctx = f->found.bits;
}

/* A dry run looks at what comes behind the label; live, that is the kernel's. */
static uint8_t found_in_flow(bool live, bool from_server)
{
	struct engine_options o = {
		.budget = 10, .ports = PORTS_HINT, .flows_max = 10, .live = live,
	};
	uint8_t bits = 0;
	struct engine *e = engine_new(&o, on_end, &bits);
	struct packet to = packet_between("10.0.0.1", 40000, "10.0.0.2", 445, IPPROTO_TCP);
	struct message setup = request(0x73, 1, 13);
	struct message probe = transaction(0x23, 0);
	struct packet p = packet_with(to, setup.bytes, setup.len);

	CU_ASSERT_EQUAL(engine_packet(e, &p)->outcome.label.number, PROTO_SMB1);
	p = packet_with(from_server ? packet_back(to) : to, probe.bytes, probe.len);
	p.seq = WHOLE;
	engine_packet(e, &p);
	engine_free(e);
	return bits;
}

static void dry_runs_look_behind_the_label(void)
{
	CU_ASSERT_EQUAL(found_in_flow(false, false), FOUND_BIT(FOUND_SMB1_EXPLOIT_SHAPE));
	CU_ASSERT_EQUAL(found_in_flow(false, true), 0);
	CU_ASSERT_EQUAL(found_in_flow(true, false), 0);
}

static const struct unit_test tests[] = {
	{ "probes are findings", probes_are_findings },
	{ "ordinary messages are none", ordinary_messages_are_none },
	{ "mixed transactions are findings", mixed_transactions_are_findings },
	{ "finished transactions are none", finished_transactions_are_none },
	{ "answered transactions are none", answered_transactions_are_none },
	{ "cut messages are none", cut_messages_are_none },
	{ "rows are sound", rows_are_sound },
	{ "names are found", names_are_found },
	{ "dry runs look behind the label", dry_runs_look_behind_the_label },
};

UNIT_MAIN("shapes", tests)
