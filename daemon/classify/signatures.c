/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signatures.h"

#include <netinet/in.h>

#include "catalogue.h"

static const struct signature signatures[] = {
#include "signatures_table.h"
};

#define N_SIGNATURES (sizeof(signatures) / sizeof(signatures[0]))

const struct signature *signature_at(size_t i)
{
	return i < N_SIGNATURES ? &signatures[i] : NULL;
}

/* Most differ in their first byte. */
bool signature_fits(const struct signature *s, uint8_t transport, bool answer,
		    const uint8_t *payload, uint32_t len, uint32_t whole)
{
	enum signature_side other = answer ? SIGNATURE_INITIATOR : SIGNATURE_RESPONDER;

	if (!len || (payload[0] ^ s->bytes[0]) & s->mask[0])
		return false;
	if (s->transport != transport || s->side == other)
		return false;
	if (len < s->len || whole < s->least || (s->most && whole > s->most))
		return false;
	for (size_t i = 1; i < s->len; i++) {
		if ((payload[i] ^ s->bytes[i]) & s->mask[i])
			return false;
	}

	return true;
}

const struct signature *signature_of(uint8_t transport, bool answer, const uint8_t *payload,
				     uint32_t len, uint32_t whole)
{
	for (size_t i = 0; i < N_SIGNATURES; i++) {
		if (signature_fits(&signatures[i], transport, answer, payload, len, whole))
			return &signatures[i];
	}

	return NULL;
}
