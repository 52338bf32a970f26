/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

/*
 * Direct Connect, the older of its two protocols (NMDC). Commands begin with
 * "$" and end with "|":
 *
 *   hub first        $Lock text Pk=text|          client   $Supports a b |$Key …|$ValidateNick n|
 *   between clients  $MyNick name|$Lock text Pk=text|
 *   over UDP         $SR nick path 05 size free/total 05 hub (address:port)|
 *
 * A lock with its Pk proves it; else two commands in a row, or one each way.
 */
#define COMMAND_MAX 512
#define WANTED 2

static const char *const commands[] = {
	"ADCGET", "ADCSND", "BadPass", "BotList", "Canceled", "ConnectToMe", "Direction", "Error",
	"Failed", "FileLength", "ForceMove", "Get", "GetINFO", "GetListLen", "GetNickList",
	"GetPass", "Hello", "HubIsFull", "HubName", "HubTopic", "Key", "Kick", "ListLen", "Lock",
	"LogedIn", "MaxedOut", "MultiConnectToMe", "MyINFO", "MyNick", "MyPass", "NickList",
	"OpForceMove", "OpList", "Quit", "RevConnectToMe", "SR", "Search", "Send", "Sending",
	"Supports", "To:", "UGetBlock", "UGetZBlock", "UserCommand", "UserIP", "ValidateDenide",
	"ValidateNick", "Version", "ZOn",
};

static bool is_command(const uint8_t *text, size_t n)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		size_t len = strlen(commands[i]);

		if (n >= len && memcmp(text, commands[i], len) == 0 &&
		    (n == len || text[len] == ' '))
			return true;
	}

	return false;
}

struct line {
	unsigned int commands;
	bool lock;		/* a lock with its Pk */
	bool bad;		/* does not begin with a command */
};

static struct line line_of(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	struct line l = { 0 };

	while (rd_left(&r) && l.commands < WANTED && !l.lock) {
		size_t n;
		struct rd rest = r;
		const uint8_t *text = rd_until(&r, '|', &n);
		struct rd inside = rd_of(text, text ? n : 0);

		if (!text) {
			l.bad = !l.commands &&
				(!rd_expect(&rest, "$", 1) || rd_left(&rest) > COMMAND_MAX);
			break;
		}
		if (!n)
			continue;	/* a lone "|" keeps the connection alive */
		if (!rd_expect(&inside, "$", 1) || !is_command(inside.at, rd_left(&inside))) {
			l.bad = !l.commands;
			break;
		}
		l.commands++;
		l.lock = rd_expect(&inside, "Lock ", 5) && rd_contains(&inside, " Pk=", 4);
	}

	return l;
}

/* $SR nick path … (address:port)| */
static enum answer look_result(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	struct rd end = r;
	bool ends = rd_take(&end, v->now.len > 2 ? v->now.len - 2 : 0) && rd_expect(&end, ")|", 2);

	out->what = "direct connect search result";
	return rd_expect(&r, "$SR ", 4) && rd_contains(&r, "\x05", 1) && rd_contains(&r, " (", 2) &&
	       ends ? ANSWER_YES : ANSWER_NO;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct line mine, theirs;

	if (v->transport == TRANSPORT_UDP)
		return look_result(v, out);

	mine = line_of(&v->now);
	if (mine.bad)
		return ANSWER_NO;

	out->what = "direct connect lock";
	if (mine.lock)
		return ANSWER_YES;

	theirs = line_of(&v->other);
	out->what = "direct connect commands";
	if (mine.commands >= WANTED || (mine.commands && theirs.commands))
		return ANSWER_YES;
	return v->full ? ANSWER_NO : ANSWER_MORE;
}

const struct dissector dissect_nmdc = {
	.name = "direct connect",
	.proto = PROTO_DIRECTCONNECT,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("$"),
	.look = look,
};
