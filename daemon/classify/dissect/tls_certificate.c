/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls_certificate.h"

#define RECORD_HANDSHAKE 22
#define NAME_HEAD 13	/* from the name's beginning to its text */
#define EXTENSIONS 0xa3

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

bool tls_next_sole_name(struct rd *r, struct rd *name, bool *sole)
{
	struct rd head = *r;
	size_t n, at;

	if (!tls_next_name(r, name))
		return false;

	n = rd_left(name);
	at = (size_t)(name->at - head.at);
	*sole = at >= NAME_HEAD && rd_take(&head, at - NAME_HEAD) &&
		rd_u8(&head) == 0x30 && rd_u8(&head) == n + 11 && rd_u8(&head) == 0x31 &&
		rd_u8(&head) == n + 9 && rd_u8(&head) == 0x30 && rd_u8(&head) == n + 7;
	return true;
}

enum answer tls_has_extensions(struct rd r)
{
	bool sequence = rd_u8(&r) == 0x30;
	size_t len = rd_u8(&r);
	uint8_t end;

	if (len == 0x81)
		len = rd_u8(&r);
	else if (len == 0x82)
		len = rd_be16(&r);
	rd_take(&r, len);

	end = rd_u8(&r);
	if (r.shortfall)
		return ANSWER_MORE;
	return sequence && end != EXTENSIONS ? ANSWER_NO : ANSWER_YES;
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
