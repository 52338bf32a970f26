/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

#include "tls_hello.h"

/*
 * Peer-to-peer protocols inside TLS that the client's hello names: the
 * application protocol it offers (ALPN, RFC 7301) is a name nobody else uses.
 *
 *   extension 16  | length of the list 2 | length 1 | name | length 1 | name | ...
 */
static const struct {
	const char *name;
	uint16_t proto;
	const char *what;
} names[] = {
	{ "bep/1.0", PROTO_SYNCTHING, "tls hello: alpn bep/1.0" },	/* BEP 1 */
	{ "bep-relay", PROTO_SYNCTHING, "tls hello: alpn bep-relay" },	/* relay protocol 1 */
	{ "adc", PROTO_DIRECTCONNECT, "tls hello: alpn adc" },		/* ADC-EXT, ALPN */
	{ "nmdc", PROTO_DIRECTCONNECT, "tls hello: alpn nmdc" },
	{ "libp2p", PROTO_IPFS, "tls hello: alpn libp2p" },		/* libp2p tls.md */
};

#define N_NAMES (sizeof(names) / sizeof(names[0]))

static bool is_known(const uint8_t *name, size_t len, struct finding *out)
{
	for (size_t i = 0; i < N_NAMES; i++) {
		if (len != strlen(names[i].name) || memcmp(name, names[i].name, len) != 0)
			continue;
		out->proto = names[i].proto;
		out->what = names[i].what;
		return true;
	}

	return false;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	struct tls_hello hello;
	struct rd list;

	if (!tls_open_hello(&r, &hello))
		return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;
	if (!tls_find_extension(&hello, TLS_ALPN, &list))
		return hello.cut && !v->full ? ANSWER_MORE : ANSWER_NO;

	rd_be16(&list);
	while (rd_left(&list)) {
		uint8_t len = rd_u8(&list);
		const uint8_t *name = rd_take(&list, len);

		if (name && is_known(name, len, out))
			return ANSWER_YES;
	}

	return ANSWER_NO;
}

const struct dissector dissect_tls_alpn = {
	.name = "tls alpn",
	.proto = PROTO_SYNCTHING,
	.transports = TRANSPORT_TCP,
	.FIRST("\x16"),
	.look = look,
};
