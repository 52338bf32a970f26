/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

/*
 * Stratum, between miners and their pool over TCP: JSON-RPC, a line each.
 *
 *   {"id": 1, "method": "mining.subscribe", "params": []}       Bitcoin (Slush's, BIP 310)
 *   {"id": 1, "method": "eth_submitLogin", "params": ["0x…"]}   Ethereum
 *   {"id": 1, "method": "login", "params": {"login": "…", "pass": "x", "agent": "…"}}   CryptoNote
 *   {"id": 1, "result": {"id": "…", "job": {"blob": "…", "target": "…"}}}     its answer
 *   {"id": 1, "result": [[["mining.notify", "…"]], "…", 4], "error": null}    Bitcoin's
 *
 * Nothing but the method's name, or its members together, is looked at: the order
 * of a JSON object's members and the blanks in it are everybody's own affair. Others
 * log in by JSON too: a program and its version are likely a miner, and it is the answer
 * that proves it, with its job, whose target is a number in hexadecimal.
 * And others mine: coal. So the methods are named to their last letter, and have
 * their parameters beside them, which a log of them has not.
 */
#define MEMBERS_MAX 4

static void skip_blanks(struct rd *r)
{
	while (rd_left(r) && (*r->at == ' ' || *r->at == '\t'))
		rd_take(r, 1);
}

/* Somewhere stands "name": and a value that begins with `start`, behind which `r` is then. */
static bool find_member(struct rd *r, const char *name, const char *start)
{
	size_t n;

	while (rd_until(r, '"', &n)) {
		struct rd value = *r;

		if (!rd_expect(&value, name, strlen(name)) || !rd_expect(&value, "\"", 1))
			continue;
		skip_blanks(&value);
		if (!rd_expect(&value, ":", 1))
			continue;
		skip_blanks(&value);
		if (!rd_expect(&value, start, strlen(start)))
			continue;
		*r = value;
		return true;
	}

	return false;
}

static bool has_member(struct rd r, const char *name, const char *start)
{
	return find_member(&r, name, start);
}

/* "agent": "name/version", and no browser's. */
static bool has_agent(struct rd r)
{
	const uint8_t *text;
	struct rd agent;
	size_t n;

	if (!find_member(&r, "agent", "\""))
		return false;
	text = rd_until(&r, '"', &n);
	if (!text)
		return false;
	agent = rd_of(text, n);
	return rd_contains(&agent, "/", 1) && !rd_expect(&agent, "Mozilla/", 8);
}

/* "target": "b88d0600", four or more bytes of a number. */
static bool has_target(struct rd r)
{
	const uint8_t *digits;
	size_t n;

	if (!find_member(&r, "target", "\""))
		return false;
	digits = rd_until(&r, '"', &n);
	for (size_t i = 0; digits && i < n; i++) {
		if (!memchr("0123456789abcdefABCDEF", digits[i], 22))
			return false;
	}

	return digits && n >= 8 && n % 2 == 0;
}

/* What the methods of Bitcoin's begin with, and all of them. */
static const char mining[] = "\"mining.";
static const char *const mining_methods[] = {
	"\"mining.subscribe\"", "\"mining.authorize\"", "\"mining.notify\"", "\"mining.submit\"",
	"\"mining.configure\"", "\"mining.set_difficulty\"", "\"mining.set_target\"",
	"\"mining.set_extranonce\"", "\"mining.set_version_mask\"",
	"\"mining.extranonce.subscribe\"", "\"mining.suggest_difficulty\"",
	"\"mining.suggest_target\"", "\"mining.multi_version\"", "\"mining.get_transactions\"",
	"\"mining.hello\"",
};

static const struct pattern {
	const char *method;		/* in its quotes, or `mining`, or NULL */
	const char *members[MEMBERS_MAX];	/* all of them there */
	const char *text;		/* what stands anywhere, or NULL */
	bool (*also)(struct rd r);	/* or NULL */
	const char *what;
	bool likely;
} patterns[] = {
	{ mining, { "params" }, NULL, NULL, "mining method", false },
	{ "\"eth_submitLogin\"", { "params" }, NULL, NULL, "login to a pool", false },
	{ "\"eth_submitWork\"", { "params" }, NULL, NULL, "work for a pool", false },
	{ "\"eth_submitHashrate\"", { "params" }, NULL, NULL, "hash rate", false },
	{ "\"login\"", { "params", "login", "pass" }, NULL, has_agent, "login to a pool", true },
	{ "\"submit\"", { "params", "job_id", "nonce", "result" }, NULL, NULL, "work for a pool",
	  false },
	{ NULL, { "job", "blob", "job_id" }, NULL, has_target, "job for a miner", false },
	{ NULL, { "id", "result", "error" }, "[\"mining.notify\"", NULL,
	  "subscription to a pool", false },
	{ NULL, { "id", "result", "error" }, "[\"mining.set_difficulty\"", NULL,
	  "subscription to a pool", false },
};

#define N_PATTERNS (sizeof(patterns) / sizeof(patterns[0]))

static bool is_mining_method(struct rd r)
{
	for (size_t i = 0; i < sizeof(mining_methods) / sizeof(mining_methods[0]); i++) {
		if (has_member(r, "method", mining_methods[i]))
			return true;
	}

	return false;
}

static bool fits(struct rd r, const struct pattern *p)
{
	if (p->method && !has_member(r, "method", p->method))
		return false;
	if (p->method == mining && !is_mining_method(r))
		return false;
	if (p->text && !rd_contains(&r, p->text, strlen(p->text)))
		return false;
	for (size_t i = 0; i < MEMBERS_MAX && p->members[i]; i++) {
		if (!has_member(r, p->members[i], ""))
			return false;
	}

	return !p->also || p->also(r);
}

/* A JSON object is text; its first member's name stands in quotes. */
static bool is_object(struct rd r)
{
	rd_take(&r, 1);
	while (rd_left(&r) && strchr(" \t\r\n", *r.at) && *r.at)
		rd_take(&r, 1);
	return !rd_left(&r) || *r.at == '"';
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);

	if (!is_object(r))
		return ANSWER_NO;
	for (size_t i = 0; i < N_PATTERNS; i++) {
		if (!fits(r, &patterns[i]))
			continue;
		out->what = patterns[i].what;
		if (patterns[i].likely) {
			out->confidence = CONFIDENCE_LIKELY;
			out->may_change = true;
		}
		return ANSWER_YES;
	}

	return rd_contains(&r, "\n", 1) || v->full ? ANSWER_NO : ANSWER_MORE;
}

const struct dissector dissect_stratum = {
	.name = "stratum",
	.proto = PROTO_STRATUM,
	.transports = TRANSPORT_TCP,
	.FIRST("{"),
	.look = look,
};
