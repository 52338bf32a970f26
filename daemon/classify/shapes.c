/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shapes.h"

#include <netinet/in.h>
#include <string.h>

#include "../base/rd.h"
#include "catalogue.h"

static const struct shape shapes[] = {
#include "findings_table.h"
};

#define N_SHAPES (sizeof(shapes) / sizeof(shapes[0]))

const struct shape *shape_at(size_t i)
{
	return i < N_SHAPES ? &shapes[i] : NULL;
}

const struct shape *shape_named(const char *name)
{
	for (size_t i = 0; i < N_SHAPES; i++) {
		if (!strcmp(shapes[i].bytes.name, name))
			return &shapes[i];
	}

	return NULL;
}

bool shapes_look_at(struct label l)
{
	for (size_t i = 0; i < N_SHAPES && l.confidence >= CONFIDENCE_LIKELY; i++) {
		if (shapes[i].bytes.proto == l.number)
			return true;
	}

	return false;
}

const struct shape *shape_of(uint16_t proto, const struct packet *p, bool answer)
{
	for (size_t i = 0; i < N_SHAPES; i++) {
		const struct signature *s = &shapes[i].bytes;

		if (s->proto == proto && signature_fits(s, p, answer))
			return &shapes[i];
	}

	return NULL;
}

/*
 * The part of an SMB 1 message that tells its transaction (MS-CIFS 2.2.3.1):
 *
 *   frame, 4 | ff SMB, 4 | command | status, 4 | flags, 3 | 12 bytes | TID, 2 | PID, 2 |
 *   UID, 2 | MID, 2 | number of words, 1 | …
 */
static bool read_transaction(struct rd *r, uint32_t *transaction, uint32_t *status)
{
	uint16_t tid;

	rd_take(r, 9);
	*status = rd_le32(r);
	rd_take(r, 15);
	tid = rd_le16(r);
	rd_take(r, 4);
	*transaction = (uint32_t)tid << 16 | rd_le16(r);
	return !r->shortfall;
}

/*
 * The words of an NT TRANSACT, and of its further parts (MS-CIFS 2.2.4.62.1, 2.2.4.63.1):
 *
 *   19+ | max setup, 1 | 0, 2 | all parameters, 4 | all data, 4 | max, 4 | max, 4 |
 *   parameters here, 4 | offset, 4 | data here, 4 | …
 *
 *   18 | 0, 3 | all parameters, 4 | all data, 4 | parameters here, 4 | offset, 4 |
 *   displacement, 4 | data here, 4 | …
 *
 * While some of it is still to come, its MID must not be used for anything else. A later
 * part may lower what all of it is.
 */
static void count_part(struct found_state *f, struct rd r, bool first)
{
	uint32_t parameters;
	uint32_t data;

	rd_take(&r, 4);
	parameters = rd_le32(&r);
	data = rd_le32(&r);
	rd_take(&r, first ? 8 : 0);
	f->parameters += rd_le32(&r);
	rd_take(&r, first ? 4 : 8);
	f->data += rd_le32(&r);
	f->waits = !r.shortfall && (data > f->data || parameters > f->parameters);
}

/* Until the transaction is over, a server says at the most that it waits: no error, no words. */
static bool is_last_answer(struct rd r, uint32_t status)
{
	uint8_t words = rd_u8(&r);

	return !r.shortfall && (status || words);
}

/* Follows the flow's transaction: true when the message is a finding. */
static bool is_finding(struct found_state *f, enum shape_part part, struct rd r)
{
	uint32_t transaction;
	uint32_t status;
	bool known = read_transaction(&r, &transaction, &status);
	bool awaited = known && f->waits && f->transaction == transaction;

	switch (part) {
	case SHAPE_WHOLE:
		return true;
	case SHAPE_FIRST:
		*f = (struct found_state){ .bits = f->bits, .transaction = transaction };
		count_part(f, r, true);
		return false;
	case SHAPE_MORE:
		if (awaited)
			count_part(f, r, false);
		return false;
	case SHAPE_DONE:
		if (awaited)
			f->waits = !is_last_answer(r, status);
		return false;
	case SHAPE_THEN:
		return awaited;
	}

	return false;
}

bool shape_seen(struct found_state *f, const struct shape *s, const uint8_t *payload, uint32_t len)
{
	bool known = f->bits & FOUND_BIT(s->found);

	if (!is_finding(f, s->part, rd_of(payload, len)))
		return false;
	f->bits |= (uint8_t)FOUND_BIT(s->found);
	return !known;
}

uint8_t found_by_label(struct label l)
{
	bool sure = l.number == PROTO_SMB1 && l.confidence >= CONFIDENCE_LIKELY;

	return sure ? FOUND_BIT(FOUND_SMB1_EXPOSED) : 0;
}
