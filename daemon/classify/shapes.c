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
 *   UID, 2 | MID, 2 | …
 */
static bool read_transaction(struct rd *r, uint32_t *transaction)
{
	uint16_t tid;

	rd_take(r, 28);
	tid = rd_le16(r);
	rd_take(r, 4);
	*transaction = (uint32_t)tid << 16 | rd_le16(r);
	return !r->shortfall;
}

/*
 * The words of an NT TRANSACT behind its header (MS-CIFS 2.2.4.62.1):
 *
 *   19+ | max setup, 1 | 0, 2 | all parameters, 4 | all data, 4 | max, 4 | max, 4 |
 *   parameters here, 4 | offset, 4 | data here, 4 | …
 *
 * While some of it is still to come, its MID must not be used for anything else.
 */
static bool is_unfinished(struct rd r)
{
	uint32_t parameters;
	uint32_t data;
	uint32_t parameters_here;
	uint32_t data_here;

	rd_take(&r, 4);
	parameters = rd_le32(&r);
	data = rd_le32(&r);
	rd_take(&r, 8);
	parameters_here = rd_le32(&r);
	rd_take(&r, 4);
	data_here = rd_le32(&r);
	return !r.shortfall && (data > data_here || parameters > parameters_here);
}

bool shape_seen(struct found_state *f, const struct shape *s, const uint8_t *payload, uint32_t len)
{
	struct rd r = rd_of(payload, len);
	uint32_t transaction = 0;
	bool known = f->bits & FOUND_BIT(s->found);

	if (s->part != SHAPE_WHOLE && !read_transaction(&r, &transaction))
		return false;
	if (s->part == SHAPE_FIRST) {
		f->waits = is_unfinished(r);
		f->transaction = transaction;
		return false;
	}
	if (s->part == SHAPE_THEN && (!f->waits || f->transaction != transaction))
		return false;

	f->bits |= (uint8_t)FOUND_BIT(s->found);
	return !known;
}

uint8_t found_by_label(struct label l)
{
	bool sure = l.number == PROTO_SMB1 && l.confidence >= CONFIDENCE_LIKELY;

	return sure ? FOUND_BIT(FOUND_SMB1_EXPOSED) : 0;
}
