/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls_hello.h"

#define RECORD_HANDSHAKE 22
#define CLIENT_HELLO 1

/* | 16 | 03 minor | length 2 | 01 | size 3 | version 2 | body; the record is taken to be one. */
bool tls_open_hello(struct rd *r, struct tls_hello *hello)
{
	uint8_t type = rd_u8(r);
	uint8_t major = rd_u8(r);
	uint32_t size;
	uint8_t kind;

	rd_take(r, 3);
	kind = rd_u8(r);
	size = rd_be24(r);
	rd_be16(r);
	if (r->shortfall || type != RECORD_HANDSHAKE || major != 3 || kind != CLIENT_HELLO ||
	    size < 2)
		return false;

	hello->cut = rd_left(r) < size - 2;
	hello->body = rd_of(r->at, hello->cut ? rd_left(r) : size - 2);
	return true;
}

bool tls_find_extension(const struct tls_hello *hello, uint16_t type, struct rd *body)
{
	struct rd r = hello->body;

	rd_take(&r, 32);		/* random */
	rd_take(&r, rd_u8(&r));		/* session */
	rd_take(&r, rd_be16(&r));	/* ciphers */
	rd_take(&r, rd_u8(&r));		/* compression */
	rd_be16(&r);			/* length of the extensions */

	while (rd_left(&r)) {
		uint16_t is = rd_be16(&r);
		uint16_t len = rd_be16(&r);
		const uint8_t *bytes = rd_take(&r, len);

		if (is == type && !r.shortfall) {
			*body = rd_of(bytes, len);
			return true;
		}
	}

	return false;
}
