/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

#include "tls_certificate.h"
#include "tls_hello.h"

/*
 * Tor, from a client or relay to a relay: cells inside TLS (tor-spec 2). All that
 * shows is how tor opens TLS. Names are made up, of small letters and the digits
 * 2 to 7 (crypto_random_hostname in tor):
 *
 *   client's hello   server name "www.", 4 to 25 of them, ".com"; no ALPN; in all
 *                    versions since 0.3.1 one of few lists of groups that ends in P-224
 *   certificate      issuer "www.", 8 to 20 of them, ".com"; subject the same in ".net";
 *                    and nothing else in either, nor extensions; seen in TLS 1.2 and before
 *
 * Of these, the certificate is proof; a hello is likely with one of tor's lists,
 * and nothing without.
 */
#define GROUPS_MAX 5

static const struct {
	uint16_t group[GROUPS_MAX];
} group_lists[] = {
	{ { 23, 21 } },				/* P-256, P-224 */
	{ { 23, 29, 21 } },			/* P-256, X25519, P-224 */
	{ { 0x11ec, 0x11eb, 23, 29, 21 } },	/* with ML-KEM before them */
};

#define N_LISTS (sizeof(group_lists) / sizeof(group_lists[0]))

/* "www.", `least` to `most` letters of base 32, `end`: all there is to read. */
static bool is_made_up(struct rd r, size_t least, size_t most, const char *end)
{
	size_t n = 0;

	if (!rd_expect(&r, "www.", 4))
		return false;
	while (rd_left(&r) && ((*r.at >= 'a' && *r.at <= 'z') || (*r.at >= '2' && *r.at <= '7'))) {
		rd_take(&r, 1);
		n++;
	}

	return n >= least && n <= most && rd_expect(&r, end, strlen(end)) && !rd_left(&r);
}

static bool is_list(struct rd groups, const uint16_t list[GROUPS_MAX])
{
	rd_be16(&groups);
	for (size_t i = 0; i < GROUPS_MAX && list[i]; i++) {
		if (rd_be16(&groups) != list[i])
			return false;
	}

	return !groups.shortfall && !rd_left(&groups);
}

static bool has_tors_groups(const struct tls_hello *hello)
{
	struct rd groups;

	if (!tls_find_extension(hello, TLS_GROUPS, &groups))
		return false;
	for (size_t i = 0; i < N_LISTS; i++) {
		if (is_list(groups, group_lists[i].group))
			return true;
	}

	return false;
}

/*
 * MAYBE: it could be tor's. YES: so do the groups say. A key of ML-KEM makes a
 * hello longer than what is kept; it stands behind all that counts here.
 */
static enum answer look_hello(const struct piece *p, bool full)
{
	struct rd r = rd_of(p->data, p->len);
	struct tls_hello hello;
	struct rd name, alpn;

	if (!tls_open_hello(&r, &hello))
		return r.shortfall ? ANSWER_MORE : ANSWER_NO;
	if (hello.cut && !full)
		return ANSWER_MORE;
	if (!tls_find_extension(&hello, TLS_SERVER_NAME, &name) ||
	    tls_find_extension(&hello, TLS_ALPN, &alpn))
		return ANSWER_NO;

	rd_take(&name, 5);	/* length of the list, kind of name, length */
	if (!is_made_up(name, 4, 25, ".com"))
		return ANSWER_NO;
	return has_tors_groups(&hello) ? ANSWER_YES : ANSWER_MAYBE;
}

/* Of those two names. Where a capture ends before the certificate does, it is likely. */
static enum answer look_names(const struct view *v, struct rd behind, struct finding *out)
{
	enum answer extended = tls_has_extensions(behind);

	out->what = "tls certificate";
	if (extended == ANSWER_YES)
		return ANSWER_NO;
	if (extended == ANSWER_MORE && !v->full)
		return ANSWER_MORE;
	if (extended == ANSWER_MORE)
		out->confidence = CONFIDENCE_LIKELY;
	return ANSWER_YES;
}

static enum answer look_certificate(const struct view *v, struct finding *out)
{
	struct rd all = rd_of(v->now.data, v->now.len);
	struct rd r = all;
	struct rd issuer, subject;
	bool one, other;

	if (tls_next_sole_name(&r, &issuer, &one) && tls_next_sole_name(&r, &subject, &other)) {
		return one && other && is_made_up(issuer, 8, 20, ".com") &&
		       is_made_up(subject, 8, 20, ".net") ? look_names(v, r, out) : ANSWER_NO;
	}

	return tls_may_go_on(all) && !v->full ? ANSWER_MORE : ANSWER_NO;
}

static enum answer look(const struct view *v, struct finding *out)
{
	enum answer hello;

	if (v->side == SIDE_RESPONDER && !v->other.len) {
		out->confidence = CONFIDENCE_LIKELY;	/* a capture of one direction */
		return look_certificate(v, out);
	}
	if (v->side == SIDE_RESPONDER) {
		hello = look_hello(&v->other, true);
		return hello == ANSWER_YES || hello == ANSWER_MAYBE ? look_certificate(v, out) :
			ANSWER_NO;
	}

	hello = look_hello(&v->now, v->full);
	out->what = "tls hello";
	out->confidence = CONFIDENCE_LIKELY;
	if (hello == ANSWER_MAYBE || hello == ANSWER_MORE)
		return v->full ? ANSWER_NO : ANSWER_MORE;
	return hello;
}

const struct dissector dissect_tor = {
	.name = "tor",
	.proto = PROTO_TOR,
	.transports = TRANSPORT_TCP,
	.FIRST("\x16"),
	.look = look,
};
