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
 * log in by JSON too: without a miner's agent it is the answer, with its job, that tells.
 * And others mine: coal. So the methods are named to their last letter, and have
 * their parameters beside them, which a log of them has not.
 */
#define MEMBERS_MAX 4

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
	const char *what;
} patterns[] = {
	{ mining, { "params" }, NULL, "mining method" },
	{ "\"eth_submitLogin\"", { "params" }, NULL, "login to a pool" },
	{ "\"eth_submitWork\"", { "params" }, NULL, "work for a pool" },
	{ "\"eth_submitHashrate\"", { "params" }, NULL, "hash rate" },
	{ "\"login\"", { "params", "login", "pass", "agent" }, NULL, "login to a pool" },
	{ "\"submit\"", { "params", "job_id", "nonce", "result" }, NULL, "work for a pool" },
	{ NULL, { "job", "blob", "job_id", "target" }, NULL, "job for a miner" },
	{ NULL, { "id", "result", "error" }, "[\"mining.notify\"", "subscription to a pool" },
	{ NULL, { "id", "result", "error" }, "[\"mining.set_difficulty\"",
	  "subscription to a pool" },
};

#define N_PATTERNS (sizeof(patterns) / sizeof(patterns[0]))

static void skip_blanks(struct rd *r)
{
	while (rd_left(r) && (*r->at == ' ' || *r->at == '\t'))
		rd_take(r, 1);
}

/* Somewhere stands "name": and a value that begins with `start`. */
static bool has_member(struct rd r, const char *name, const char *start)
{
	size_t n;

	while (rd_until(&r, '"', &n)) {
		struct rd value = r;

		if (!rd_expect(&value, name, strlen(name)) || !rd_expect(&value, "\"", 1))
			continue;
		skip_blanks(&value);
		if (!rd_expect(&value, ":", 1))
			continue;
		skip_blanks(&value);
		if (rd_expect(&value, start, strlen(start)))
			return true;
	}

	return false;
}

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

	return true;
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
