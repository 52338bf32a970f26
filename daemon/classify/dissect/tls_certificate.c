/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls_certificate.h"

#define RECORD_HANDSHAKE 22

bool tls_next_name(struct rd *r, struct rd *name)
{
	static const uint8_t oid[] = { 0x06, 0x03, 0x55, 0x04, 0x03 };
	const uint8_t *bytes;
	size_t len;

	while (rd_left(r)) {
		if (!rd_expect(r, oid, sizeof(oid))) {
			rd_take(r, 1);
			continue;
		}
		rd_u8(r);	/* the kind of string */
		len = rd_u8(r);
		bytes = rd_take(r, len);
		*name = rd_of(bytes, bytes ? len : 0);
		return !r->shortfall;
	}

	return false;
}

bool tls_may_go_on(struct rd r)
{
	while (rd_left(&r)) {
		if (rd_u8(&r) != RECORD_HANDSHAKE)
			return false;
		rd_be16(&r);
		rd_take(&r, rd_be16(&r));
	}

	return true;
}
