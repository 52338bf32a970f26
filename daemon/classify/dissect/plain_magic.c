/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"
#include "plain.h"

/*
 * Protocols with bytes of their own at a fixed place, enough to be proof: each
 * a line. Whatever needs a length or a field checked has a dissector instead.
 */
#define RAKNET "\x00\xff\xff\x00\xfe\xfe\xfe\xfe\xfd\xfd\xfd\xfd\x12\x34\x56\x78"

static const struct magic {
	uint16_t proto;
	uint8_t transports;
	uint8_t at;
	uint8_t n;
	const char *bytes;
	const char *what;
} magics[] = {
#define MAGIC(bytes) 0, sizeof(bytes) - 1, bytes
#define MAGIC_AT(at, bytes) at, sizeof(bytes) - 1, bytes
#define TCP TRANSPORT_TCP
#define UDP TRANSPORT_UDP
	{ PROTO_SSH, TCP, MAGIC("SSH-2.0-"), "version" },	/* RFC 4253 */
	{ PROTO_SSH, TCP, MAGIC("SSH-1."), "version" },
	{ PROTO_HTTP2, TCP, MAGIC("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),	/* RFC 9113 */
	  "preface" },
	{ PROTO_VNC, TCP, MAGIC("RFB 00"), "version" },		/* RFC 6143 */
	{ PROTO_RSYNC, TCP, MAGIC("@RSYNCD: "), "greeting" },
	{ PROTO_AMQP, TCP, MAGIC("AMQP\x00\x00\x09\x01"), "header" },
	{ PROTO_AMQP, TCP, MAGIC("AMQP\x01\x01"), "header" },
	{ PROTO_AMQP, TCP, MAGIC("AMQP\x00\x01\x00\x00"), "header" },
	{ PROTO_AMQP, TCP, MAGIC("AMQP\x02\x01\x00\x00"), "header" },
	{ PROTO_AMQP, TCP, MAGIC("AMQP\x03\x01\x00\x00"), "header" },
	{ PROTO_OPCUA, TCP, MAGIC("HELF"), "hello" },		/* OPC 10000-6, 7.1 */
	{ PROTO_OPCUA, TCP, MAGIC("ACKF"), "acknowledge" },
	{ PROTO_OPCUA, TCP, MAGIC("OPNF"), "open channel" },
	{ PROTO_OPCUA, TCP, MAGIC("MSGF"), "message" },
	{ PROTO_FIX, TCP, MAGIC("8=FIX"), "message" },
	{ PROTO_NATS, TCP, MAGIC("INFO {"), "info" },
	{ PROTO_THRIFT, TCP, MAGIC("\x80\x01\x00\x01\x00\x00\x00"), "call" },
	{ PROTO_MONITORING, TCP, MAGIC("# munin node at "), "greeting" },
	{ PROTO_MONITORING, TCP, MAGIC("ZBXD\x01"), "zabbix message" },
	{ PROTO_MONITORING, TCP, MAGIC("<<<check_mk>>>"), "checkmk agent" },
	{ PROTO_MONITORING, TCP, MAGIC("*KISMET: "), "greeting" },
	{ PROTO_CITRIX, TCP, MAGIC("\x7f\x7fICA\x00"), "greeting" },
	{ PROTO_GIT, TCP, MAGIC_AT(4, "git-upload-"), "request" },	/* gitprotocol-pack */
	{ PROTO_GIT, TCP, MAGIC_AT(4, "git-receive-pack "), "request" },
	{ PROTO_ACTIVEMQ, TCP, MAGIC_AT(4, "\x01" "ActiveMQ"), "wire format" },
	{ PROTO_PPTP, TCP, MAGIC_AT(4, "\x1a\x2b\x3c\x4d"),	/* RFC 2637 */
	  "control message" },
	{ PROTO_PRINTING, TCP, MAGIC("\x1b%-12345X"), "job" },
	{ PROTO_RAKNET, UDP, MAGIC_AT(1, RAKNET), "open" },
	{ PROTO_RAKNET, UDP, MAGIC_AT(9, RAKNET), "ping" },
	{ PROTO_RAKNET, UDP, MAGIC_AT(17, RAKNET), "pong" },
	{ PROTO_STEAM, UDP, MAGIC("VS01"), "packet" },
	{ PROTO_RTPS, UDP, MAGIC("RTPS\x02"), "message" },	/* OMG DDSI-RTPS */
	{ PROTO_DROPBOX, UDP, MAGIC("{\"host_int\": "), "lan discovery" },
	{ PROTO_SPOTIFY, UDP, MAGIC("SpotUdp0"), "lan discovery" },
	{ PROTO_GAME_QUERY, UDP, MAGIC("\xff\xff\xff\xffTSource Engine Query"), "info" },
	{ PROTO_GAME_QUERY, UDP, MAGIC("\xff\xff\xff\xffgetinfo"), "info" },
	{ PROTO_GAME_QUERY, UDP, MAGIC("\xff\xff\xff\xffgetstatus"), "status" },
	{ PROTO_GAME_QUERY, UDP, MAGIC("\xff\xff\xff\xffgetservers"), "servers" },
	{ PROTO_GAME_QUERY, UDP, MAGIC("\xff\xff\xff\xffgetchallenge"), "challenge" },
	{ PROTO_GAME_QUERY, UDP, MAGIC("\xff\xff\xff\xffstatusResponse"), "status" },
	{ PROTO_GAME_QUERY, UDP, MAGIC("\xff\xff\xff\xffinfoResponse"), "info" },
};

#define N_MAGICS (sizeof(magics) / sizeof(magics[0]))

static enum answer look(const struct view *v, struct finding *out)
{
	bool shortfall = false;

	for (size_t i = 0; i < N_MAGICS; i++) {
		struct rd r = plain_rd(v);

		if (!(magics[i].transports & v->transport))
			continue;
		rd_take(&r, magics[i].at);
		if (rd_expect(&r, magics[i].bytes, magics[i].n))
			return plain_yes(out, magics[i].proto, magics[i].what);
		shortfall |= r.shortfall;
	}

	return shortfall && plain_is_tcp(v) && !v->full ? ANSWER_MORE : ANSWER_NO;
}

const struct dissector dissect_magic = {
	.name       = "magic",
	.proto      = PROTO_SSH,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.look       = look,
};
