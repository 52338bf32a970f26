/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signatures.h"

#include <netinet/in.h>

#include "../base/rd.h"
#include "../packet/packet.h"
#include "catalogue.h"

static const struct signature signatures[] = {
#include "signatures_table.h"
};

static const struct signature answers[] = {
#include "answers_table.h"
};

struct signature_list signatures_answers(void)
{
	return (struct signature_list){ answers, sizeof(answers) / sizeof(answers[0]) };
}

struct signature_list signatures_shipped(void)
{
	return (struct signature_list){ signatures, sizeof(signatures) / sizeof(signatures[0]) };
}

static uint32_t number_in(const struct signature_length *l, struct rd *r)
{
	uint32_t number = 0;

	rd_take(r, l->at);
	for (unsigned int i = 0; i < l->size; i++) {
		uint32_t byte = rd_u8(r);

		number = l->little ? number | byte << 8 * i : number << 8 | byte;
	}

	return number;
}

static bool has_length(const struct signature *s, const uint8_t *payload, uint32_t len,
		       uint32_t whole)
{
	struct rd r = rd_of(payload, len);
	int64_t said = (int64_t)number_in(s->length, &r) + s->length->plus;

	if (r.shortfall || said <= 0)
		return false;
	return s->transport == IPPROTO_UDP ? said == whole : said <= whole;
}

bool signature_begins(const struct signature *s, const uint8_t *payload, uint32_t len)
{
	for (size_t i = 0; i < s->len && i < len; i++) {
		if ((payload[i] ^ s->bytes[i]) & s->mask[i])
			return false;
	}

	return true;
}

bool signature_has(const struct signature *s, const uint8_t *payload, uint32_t len,
		   uint32_t whole)
{
	if (len < s->len || whole < s->least || (s->most && whole > s->most))
		return false;
	return signature_begins(s, payload, len) &&
	       (!s->length || has_length(s, payload, len, whole));
}

/* Most differ in their first byte. */
bool signature_fits(const struct signature *s, const struct packet *p, bool answer)
{
	enum signature_side other = answer ? SIGNATURE_INITIATOR : SIGNATURE_RESPONDER;

	if (!p->payload_len || (p->payload[0] ^ s->bytes[0]) & s->mask[0])
		return false;
	return s->transport == p->transport && s->side != other &&
	       signature_has(s, p->payload, p->payload_len, p->payload_whole);
}

static const struct signature *first_in(struct signature_list list, const struct packet *p,
					bool answer)
{
	for (size_t i = 0; i < list.n; i++) {
		if (signature_fits(&list.each[i], p, answer))
			return list.each + i;
	}

	return NULL;
}

const struct signature *signature_of(const struct packet *p, bool answer,
				     struct signature_list own)
{
	const struct signature *s = first_in(signatures_shipped(), p, answer);

	return s ? s : first_in(own, p, answer);
}

bool signature_is_answer(const struct packet *p)
{
	return first_in(signatures_answers(), p, true) != NULL;
}
