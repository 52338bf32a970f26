/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include "tls_certificate.h"
#include "tls_hello.h"

/*
 * RetroShare between friends: TLS, with certificates that a node signs with its
 * PGP key (libretroshare, AuthSSL's SignX509ReqWithGPG). Their dates are taken out,
 * so that they do not tell when a node was made:
 *
 *   issuer     CN = the PGP key's id, 16 hexadecimal digits, and nothing more
 *   validity   from 1970-01-01 00:00:00 to 1970-01-01 00:00:00
 *
 * It shows in TLS 1.2 and before. Such a client asks for no name and no protocol.
 */
#define KEY_ID_LEN 16
#define VALIDITY "\x30\x1e\x17\x0d" "700101000000Z\x17\x0d" "700101000000Z"

static bool is_key_id(struct rd name)
{
	if (rd_left(&name) != KEY_ID_LEN)
		return false;
	while (rd_left(&name)) {
		uint8_t c = rd_u8(&name);

		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f')))
			return false;
	}

	return true;
}

static enum answer look_certificate(const struct view *v, struct finding *out)
{
	struct rd all = rd_of(v->now.data, v->now.len);
	struct rd r = all;
	struct rd issuer;

	out->what = "tls certificate";
	if (tls_next_name(&r, &issuer)) {
		if (!is_key_id(issuer))
			return ANSWER_NO;
		if (rd_expect(&r, VALIDITY, sizeof(VALIDITY) - 1))
			return ANSWER_YES;
		if (!r.shortfall)
			return ANSWER_NO;
	}

	return tls_may_go_on(all) && !v->full ? ANSWER_MORE : ANSWER_NO;
}

/* MORE: it could be RetroShare's, as far as a hello tells. */
static enum answer look_hello(const struct piece *p, bool full)
{
	struct rd r = rd_of(p->data, p->len);
	struct tls_hello hello;
	struct rd body;

	if (!tls_open_hello(&r, &hello))
		return r.shortfall && !full ? ANSWER_MORE : ANSWER_NO;
	if (tls_find_extension(&hello, TLS_SERVER_NAME, &body) ||
	    tls_find_extension(&hello, TLS_ALPN, &body))
		return ANSWER_NO;
	return ANSWER_MORE;
}

static enum answer look(const struct view *v, struct finding *out)
{
	if (v->side == SIDE_INITIATOR)
		return look_hello(&v->now, v->full);
	return look_hello(&v->other, true) == ANSWER_MORE ? look_certificate(v, out) : ANSWER_NO;
}

const struct dissector dissect_retroshare_tls = {
	.name = "retroshare in tls",
	.proto = PROTO_RETROSHARE,
	.transports = TRANSPORT_TCP,
	.FIRST("\x16"),
	.look = look,
};
