/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "netbios_name.h"

#define HALVES 32
#define LABEL_MAX_LEN 63
#define LABELS_MAX 16

bool netbios_name(struct rd *r)
{
	if (!rd_expect(r, "\x20", 1))
		return false;

	for (int i = 0; i < HALVES; i++) {
		uint8_t c = rd_u8(r);

		if (r->shortfall || c < 'A' || c > 'P')
			return false;
	}

	for (int i = 0; i < LABELS_MAX; i++) {
		uint8_t label = rd_u8(r);

		if (!label)
			return !r->shortfall;
		if (label > LABEL_MAX_LEN)
			return false;
		rd_take(r, label);
	}

	return false;
}
