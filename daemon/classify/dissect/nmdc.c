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
 * A lock with its Pk proves it, and $MyINFO $ALL, which goes to all; else two commands
 * in a row, or one each way, of which one at the least is no word that anybody may begin
 * a sentence with.
 */
#define COMMAND_MAX 512
#define WANTED 2

static const char *const commands[] = {
	"ADCGET", "ADCSND", "BadNick", "BadPass", "BotList", "ConnectToMe", "FileLength",
	"ForceMove",
	"GetINFO", "GetListLen", "GetNickList", "GetPass", "HubIsFull", "HubName", "HubTopic",
	"ListLen", "LogedIn", "MCTo:", "MaxedOut", "MultiConnectToMe", "MyINFO", "MyNick", "MyPass",
	"NickList", "OpForceMove", "OpList", "RevConnectToMe", "SR", "UGetBlock", "UGetZBlock",
	"UserCommand", "UserIP", "ValidateDenide", "ValidateNick", "ZOn", "ZPipe",
};
static const char *const words[] = {
	"Canceled", "Direction", "Error", "Failed", "Get", "Hello", "Key", "Kick", "Lock", "Quit",
	"Search", "Send", "Sending", "Supports", "To:", "Version",
};

static const char *const features[] = {
	"ADCGet", "MiniSlots", "NoGetINFO", "NoHello", "TTHSearch", "UserCommand", "XmlBZList",
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static bool begins_with(struct rd r, const char *word)
{
	return rd_expect(&r, word, strlen(word)) && (!rd_left(&r) || rd_expect(&r, " ", 1));
}

static bool begins_with_one(struct rd r, const char *const list[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (begins_with(r, list[i]))
			return true;
	}

	return false;
}

static bool has_feature(const struct rd *r)
{
	for (size_t i = 0; i < COUNT(features); i++) {
		if (rd_contains(r, features[i], strlen(features[i])))
			return true;
	}

	return false;
}

/* The files, the questions and the directions of NMDC are written as nobody else writes. */
static bool is_sure(struct rd r)
{
	if (begins_with(r, "Get"))
		return rd_contains(&r, "$", 1);
	if (begins_with(r, "Search"))
		return rd_contains(&r, "?T?", 3) || rd_contains(&r, "?F?", 3);
	if (begins_with(r, "Supports"))
		return has_feature(&r);
	if (begins_with(r, "Direction"))
		return rd_contains(&r, " Upload ", 8) || rd_contains(&r, " Download ", 10);

	return begins_with_one(r, commands, COUNT(commands));
}

static bool is_command(struct rd r)
{
	return is_sure(r) || begins_with_one(r, words, COUNT(words));
}

struct line {
	unsigned int commands;
	bool sure;		/* one of them is nobody else's */
	bool proof;		/* a lock with its Pk, or what somebody tells of himself */
	bool bad;		/* does not begin with a command */
};

static struct line line_of(const struct piece *p)
{
	struct rd r = rd_of(p->data, p->len);
	struct line l = { 0 };

	while (rd_left(&r) && (l.commands < WANTED || !l.sure) && !l.proof) {
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
		if (!rd_expect(&inside, "$", 1) || !is_command(inside)) {
			l.bad = !l.commands;
			break;
		}
		l.commands++;
		l.sure |= is_sure(inside);
		l.proof = rd_expect(&inside, "MyINFO $ALL ", 12) ||
			  (rd_expect(&inside, "Lock ", 5) && rd_contains(&inside, " Pk=", 4));
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

	out->what = "direct connect lock or information";
	if (mine.proof)
		return ANSWER_YES;

	theirs = line_of(&v->other);
	out->what = "direct connect commands";
	if (mine.commands && mine.commands + theirs.commands >= WANTED &&
	    (mine.sure || theirs.sure))
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
