/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"
#include "tls_hello.h"

/*
 * TLS (RFC 8446, 5246) and the hello of SSL 2 (RFC 5246 appendix E.2).
 *
 *   record     | type | 03 | 00..04 | length 2 | body
 *   handshake  | kind | length 3 | body;  a hello's body: | 03 | 00..04 | random 32 | ...
 *
 * A connection picked up midway shows records of other kinds; application
 * data is known by its header alone, five bytes of which leave little choice.
 */
enum record { RECORD_CIPHER = 20, RECORD_ALERT, RECORD_HANDSHAKE, RECORD_DATA, RECORD_HEARTBEAT };
enum kind { KIND_CLIENT_HELLO = 1, KIND_SERVER_HELLO = 2 };

#define RECORD_LENGTH_MAX (16384 + 2048)
#define HELLO_LENGTH_MIN 38

/* The random bytes of every hello that old Skype's servers imitate. */
#define SKYPE_RANDOM "\x40\x1b\xe4\x86\x02\xad\xe0\x29"

static bool is_version(uint16_t version)
{
	return version >= 0x0300 && version <= 0x0304;
}

/* Browsers mix their extensions: the name may stand behind a key of 1216 bytes, a segment on. */
static enum answer look_client_hello(const struct view *v, struct finding *out)
{
	struct rd record = plain_rd(v);
	struct tls_hello hello;
	struct rd names;

	if (!tls_open_hello(&record, &hello))
		return plain_miss(v, &record);
	if (!tls_find_extension(&hello, TLS_SERVER_NAME, &names))
		return hello.cut && !v->full ? ANSWER_MORE :
		       plain_yes(out, PROTO_TLS, "client hello");
	rd_be24(&names);	/* length of the list, kind of name */
	out->name_len = rd_be16(&names);
	out->name = rd_take(&names, out->name_len);
	if (!out->name)
		out->name_len = 0;
	return plain_yes(out, PROTO_TLS, "client hello");
}

/* True when another record begins `len` bytes on. */
static bool is_followed(struct rd r, uint16_t len)
{
	uint8_t type;

	rd_take(&r, len);
	type = rd_u8(&r);
	return is_version(rd_be16(&r)) && type >= RECORD_CIPHER && type <= RECORD_HEARTBEAT;
}

/* `r` stands at the random bytes. */
static enum answer look_server_hello(const struct view *v, struct rd r, struct finding *out)
{
	if (rd_expect(&r, SKYPE_RANDOM, 8))
		return ANSWER_NO;
	return r.shortfall ? plain_miss(v, &r) : plain_yes(out, PROTO_TLS, "server hello");
}

static enum answer look_handshake(const struct view *v, struct rd r, uint16_t len,
				  struct finding *out)
{
	struct rd body = r;
	uint8_t kind = rd_u8(&r);
	uint32_t size = rd_be24(&r);
	uint16_t version = rd_be16(&r);

	if (r.shortfall && len > 4)
		return plain_miss(v, &r);

	if (kind == KIND_CLIENT_HELLO || kind == KIND_SERVER_HELLO) {
		if (!is_version(version) || size < HELLO_LENGTH_MIN || size > UINT16_MAX)
			return ANSWER_NO;
		if (kind == KIND_SERVER_HELLO)
			return look_server_hello(v, r, out);
		return look_client_hello(v, out);
	}

	/* Certificates and the like, or, once enciphered, anything. */
	if ((size + 4 == len && kind <= 24) || is_followed(body, len))
		return plain_yes(out, PROTO_TLS, "handshake record");
	rd_take(&body, (size_t)len + 3);
	return plain_miss(v, &body);
}

static enum answer look_alert(const struct view *v, struct rd r, uint16_t len, struct finding *out)
{
	uint8_t level = rd_u8(&r);

	if (r.shortfall)
		return plain_miss(v, &r);
	if (len == 2 ? level == 1 || level == 2 : len >= 16 && len <= 80)
		return plain_yes(out, PROTO_TLS, "alert record");
	return ANSWER_NO;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint8_t type = rd_u8(&r);
	uint16_t version = rd_be16(&r);
	uint16_t len = rd_be16(&r);

	if (r.shortfall)
		return plain_miss(v, &r);
	if (!is_version(version) || !len || len > RECORD_LENGTH_MAX)
		return ANSWER_NO;

	switch (type) {
	case RECORD_HANDSHAKE:
		return look_handshake(v, r, len, out);
	case RECORD_ALERT:
		return look_alert(v, r, len, out);
	case RECORD_DATA:
		return plain_yes(out, PROTO_TLS, "data record");
	case RECORD_CIPHER:
		if (len == 1 && rd_expect(&r, "\x01", 1))
			return plain_yes(out, PROTO_TLS, "change of ciphers");
		return len == 1 ? plain_miss(v, &r) : ANSWER_NO;
	}

	return ANSWER_NO;
}

const struct dissector dissect_tls = {
	.name       = "tls",
	.proto      = PROTO_TLS,
	.transports = TRANSPORT_TCP,
	.FIRST("\x14\x15\x16\x17"),
	.look       = look,
};

/*
 * | 0x8000 + length | 01 | version 2 | length of ciphers, session, challenge, 2 each | ...
 * Old Skype imitates this very hello and goes on with something else, so the
 * server has to answer it in TLS.
 */
static enum answer look_ssl2(const struct view *v, struct finding *out)
{
	struct rd server = plain_rd_other(v);
	struct rd r = plain_rd(v);
	uint16_t len = rd_be16(&r) & 0x7fff;
	uint8_t kind = rd_u8(&r);
	uint16_t version = rd_be16(&r);
	uint16_t ciphers = rd_be16(&r);
	uint16_t session = rd_be16(&r);
	uint16_t challenge = rd_be16(&r);

	if (r.shortfall)
		return plain_miss(v, &r);
	if (kind != 1 || (version != 2 && !is_version(version)))
		return ANSWER_NO;
	if (!ciphers || ciphers % 3 || challenge < 16 || challenge > 32)
		return ANSWER_NO;
	if (9 + (uint32_t)ciphers + session + challenge != len)
		return ANSWER_NO;

	if (!v->other.len)
		return ANSWER_MORE;
	return rd_expect(&server, "\x16\x03", 2) ?
	       plain_yes(out, PROTO_TLS, "client hello of SSL 2") : ANSWER_NO;
}

const struct dissector dissect_ssl2 = {
	.name       = "ssl2",
	.proto      = PROTO_TLS,
	.transports = TRANSPORT_TCP,
	.FIRST("\x80\x81"),
	.look       = look_ssl2,
};
