/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/* Databases and message brokers: MySQL, PostgreSQL, Redis, MongoDB, MQTT, SQL Server. */

/*
 * MySQL (protocol documentation, handshake v10): the server greets.
 *
 *   | length 3, little-endian | 00 | 0A | version, printable, NUL | thread 4 | salt 8 | 00 | ...
 *   refusal: | length 3 | 00 | FF | code 2, 1000 and up |
 */
#define MYSQL_VERSION_MAX 64

static enum answer look_mysql(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint32_t len = rd_le16(&r);
	struct rd text;
	size_t n;

	if (!rd_expect(&r, "\x00\x00", 2))
		return plain_miss(v, &r);
	if (rd_expect(&r, "\xff", 1)) {
		uint16_t code = rd_le16(&r);

		return code >= 1000 && code < 4000 && len < 512 && plain_port(v, 3306) ?
		       plain_yes(out, PROTO_MYSQL, "refusal") : plain_miss(v, &r);
	}
	if (r.shortfall)
		return plain_miss(v, &r);
	if (!rd_expect(&r, "\x0a", 1) || len < 30 || len > 512)
		return ANSWER_NO;

	text = r;
	if (!rd_until(&r, 0, &n))
		return rd_left(&text) < MYSQL_VERSION_MAX ? plain_miss(v, &r) : ANSWER_NO;
	if (n < 3 || n > MYSQL_VERSION_MAX || rd_printable(&text) < n)
		return ANSWER_NO;
	rd_take(&r, 12);
	if (!rd_expect(&r, "\x00", 1))
		return plain_miss(v, &r);
	return plain_yes(out, PROTO_MYSQL, "greeting");
}

const struct dissector dissect_mysql = {
	.name       = "mysql",
	.proto      = PROTO_MYSQL,
	.transports = TRANSPORT_TCP,
	.look       = look_mysql,
};

/*
 * PostgreSQL (documentation, 55.7): | length 4 | version 3.0 or an order 4 | ...
 * The orders are TLS, GSS and cancel; a start goes on with names and values.
 */
static enum answer look_pgsql(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint32_t len = rd_be32(&r);
	uint32_t order = rd_be32(&r);
	bool start = order >> 16 == 3 && (order & 0xffff) <= 2;

	if (r.shortfall)
		return plain_miss(v, &r);
	if (start && len >= 9 && len < 10000) {
		uint8_t c = rd_u8(&r);

		if (r.shortfall)
			return plain_miss(v, &r);
		return c >= 'a' && c <= 'z' ? plain_yes(out, PROTO_PGSQL, "start") : ANSWER_NO;
	}
	if ((len == 8 && (order == 80877103 || order == 80877104)) ||
	    (len == 16 && order == 80877102))
		return plain_yes(out, PROTO_PGSQL, "order");
	return ANSWER_NO;
}

const struct dissector dissect_pgsql = {
	.name       = "pgsql",
	.proto      = PROTO_PGSQL,
	.transports = TRANSPORT_TCP,
	.FIRST("\x00"),
	.look       = look_pgsql,
};

/* Redis (RESP): * count CRLF $ length CRLF ...; on its port also what a server says. */
static bool take_count(struct rd *r, const char *mark)
{
	uint32_t value;

	return rd_expect(r, mark, 1) && rd_decimal(r, 1 << 20, &value) && rd_expect(r, "\r\n", 2);
}

static enum answer look_redis(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);

	if (plain_port(v, 6379) && rd_left(&r) >= 4)
		return plain_yes(out, PROTO_REDIS, "line");
	if (take_count(&r, "*") && take_count(&r, "$"))
		return plain_yes(out, PROTO_REDIS, "array");
	return r.shortfall || !rd_left(&r) ? ANSWER_MORE : ANSWER_NO;
}

const struct dissector dissect_redis = {
	.name       = "redis",
	.proto      = PROTO_REDIS,
	.transports = TRANSPORT_TCP,
	.FIRST("*+-:$"),
	.look       = look_redis,
};

/* MongoDB wire protocol: | length 4 | request 4 | answer to 4 | opcode 4 |, little-endian */
#define MONGODB_MAX (48u << 20)

static enum answer look_mongodb(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint32_t len = rd_le32(&r);
	uint32_t opcode;

	rd_take(&r, 8);
	opcode = rd_le32(&r);
	if (!r.shortfall && (len < 21 || len > MONGODB_MAX))
		return ANSWER_NO;
	if (r.shortfall)
		return plain_miss(v, &r);
	if (opcode == 1 ? plain_port(v, 27017) : opcode >= 2001 && opcode <= 2013)
		return plain_yes(out, PROTO_MONGODB, "message");
	return ANSWER_NO;
}

const struct dissector dissect_mongodb = {
	.name       = "mongodb",
	.proto      = PROTO_MONGODB,
	.transports = TRANSPORT_TCP,
	.look       = look_mongodb,
};

/* MQTT 3.1, 3.1.1, 5: | 10 | length 1..4 | 00 04 MQTT 04|05  or  00 06 MQIsdp 03 */
static enum answer look_mqtt(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint8_t kind = rd_u8(&r);

	for (int i = 0; i < 4 && rd_u8(&r) & 0x80; i++)
		;
	if (kind == 0x10 &&
	    (rd_expect(&r, "\x00\x04MQTT", 6) || rd_expect(&r, "\x00\x06MQIsdp", 8)))
		return plain_yes(out, PROTO_MQTT, "connect");
	if (kind != 0x10 && plain_port(v, 1883) && v->now.whole >= 2)
		return plain_yes(out, PROTO_MQTT, "packet");
	return plain_miss(v, &r);
}

const struct dissector dissect_mqtt = {
	.name       = "mqtt",
	.proto      = PROTO_MQTT,
	.transports = TRANSPORT_TCP,
	.FIRST("\x10\x20\x30\x31\x32\x33\x40\x82\x90\xc0\xd0\xe0"),
	.look       = look_mqtt,
};

/*
 * Tabular Data Stream (MS-TDS 2.2.3):
 *   | type | status | length 2 | process 2 | packet | window 00 | data |
 * A prelogin's data begins | 00 | offset 2, of 0 | length 2 = 6 | 01 or FF |; a login's with
 * its length.
 */
enum tds { TDS_LOGIN = 16, TDS_PRELOGIN = 18 };

static bool is_tds_data(const struct view *v, struct rd r, uint8_t type, uint16_t len)
{
	switch (type) {
	case TDS_PRELOGIN:
		return rd_u8(&r) == 0 && rd_be16(&r) < 256 && rd_be16(&r) == 6;
	case TDS_LOGIN:
		return rd_le32(&r) + 8 == len;
	}

	return plain_port(v, 1433);
}

static enum answer look_tds(const struct view *v, struct finding *out)
{
	struct rd r = plain_rd(v);
	uint8_t type = rd_u8(&r);
	uint8_t status = rd_u8(&r);
	uint16_t len = rd_be16(&r);
	struct rd data;

	rd_take(&r, 3);
	if (rd_u8(&r) || status > 0x1f || (len < 9 && !r.shortfall))
		return ANSWER_NO;
	data = r;
	rd_take(&r, 5);
	if (r.shortfall)
		return plain_miss(v, &r);
	return is_tds_data(v, data, type, len) ? plain_yes(out, PROTO_TDS, "packet") : ANSWER_NO;
}

const struct dissector dissect_tds = {
	.name       = "tds",
	.proto      = PROTO_TDS,
	.transports = TRANSPORT_TCP,
	.FIRST("\x01\x02\x03\x04\x06\x07\x0e\x0f\x10\x11\x12"),
	.look       = look_tds,
};
