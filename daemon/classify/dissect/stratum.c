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
 *
 * Nothing but the method's name, or its members together, is looked at: the order
 * of a JSON object's members and the blanks in it are everybody's own affair. Others
 * log in by JSON too: without a miner's agent it is the answer, with its job, that tells.
 */
#define MEMBERS_MAX 4

static const struct pattern {
	const char *method;		/* what the method's name begins with, or NULL */
	const char *members[MEMBERS_MAX];	/* all of them there */
	const char *what;
} patterns[] = {
	{ "\"mining.", { NULL }, "mining method" },
	{ "\"eth_submitLogin\"", { NULL }, "login to a pool" },
	{ "\"eth_submitWork\"", { NULL }, "work for a pool" },
	{ "\"eth_submitHashrate\"", { NULL }, "hash rate" },
	{ "\"login\"", { "params", "login", "pass", "agent" }, "login to a pool" },
	{ NULL, { "job", "blob", "job_id", "target" }, "job for a miner" },
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

static bool fits(struct rd r, const struct pattern *p)
{
	if (p->method && !has_member(r, "method", p->method))
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
