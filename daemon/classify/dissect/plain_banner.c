/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "list.h"
#include "plain.h"

/*
 * Protocols of text lines: mail (SMTP, RFC 5321; POP3, RFC 1939; IMAP,
 * RFC 3501), news (NNTP, RFC 3977), FTP (RFC 959), IRC (RFC 2812), memcached.
 *
 * A server greets first: "220 ", "+OK ", "* OK ". Only the last one is of one
 * protocol alone; the others are told apart by a word in the line, by the
 * port, or by what the client says to it.
 */
#define LINE_MAX 512

struct line {
	const char *start;	/* the line begins so, */
	const char *word;	/* has this somewhere (NULL: no matter), */
	uint16_t port;		/* or is on this port (0: the word must be there) */
	uint16_t proto;
	const char *what;
};

/* What servers say first. */
static const struct line greetings[] = {
	{ "220", "smtp", 25, PROTO_SMTP, "greeting" },
	{ "220", "ftp", 21, PROTO_FTP, "greeting" },
	{ "220", "filezilla", 2121, PROTO_FTP, "greeting" },
	{ "220", "lmtp", 587, PROTO_SMTP, "greeting" },
	{ "220", "mail", 2525, PROTO_SMTP, "greeting" },
	{ "421", "smtp", 25, PROTO_SMTP, "refusal" },
	{ "554", "smtp", 25, PROTO_SMTP, "refusal" },
	{ "421", "ftp", 21, PROTO_FTP, "refusal" },
	{ "+OK", "pop", 110, PROTO_POP3, "greeting" },
	{ "* OK", NULL, 0, PROTO_IMAP, "greeting" },
	{ "* PREAUTH ", NULL, 0, PROTO_IMAP, "greeting" },
	{ "* BYE ", NULL, 0, PROTO_IMAP, "refusal" },
	{ "200 ", "nntp", 119, PROTO_NNTP, "greeting" },
	{ "201 ", "nntp", 119, PROTO_NNTP, "greeting" },
	{ "NOTICE AUTH :", NULL, 0, PROTO_IRC, "notice" },
	{ "NOTICE * :", NULL, 0, PROTO_IRC, "notice" },
	{ "ERROR :Closing Link", NULL, 0, PROTO_IRC, "refusal" },
	{ ":", " NOTICE ", 6667, PROTO_IRC, "notice" },
	{ ":", " 001 ", 6667, PROTO_IRC, "welcome" },
};

/* What clients say, with or without having been greeted. */
static const struct line orders[] = {
	{ "EHLO ", NULL, 0, PROTO_SMTP, "ehlo" },
	{ "HELO ", NULL, 0, PROTO_SMTP, "helo" },
	{ "LHLO ", NULL, 0, PROTO_SMTP, "lhlo" },
	{ "MAIL FROM:", NULL, 0, PROTO_SMTP, "mail from" },
	{ "RCPT TO:", NULL, 0, PROTO_SMTP, "rcpt to" },
	{ "USER ", NULL, 21, PROTO_FTP, "user" },
	{ "AUTH TLS", NULL, 21, PROTO_FTP, "auth" },
	{ "USER ", NULL, 110, PROTO_POP3, "user" },
	{ "CAPA\r\n", NULL, 0, PROTO_POP3, "capa" },
	{ "APOP ", NULL, 110, PROTO_POP3, "apop" },
	{ "MODE READER\r\n", NULL, 0, PROTO_NNTP, "mode reader" },
	{ "CAP LS", NULL, 0, PROTO_IRC, "cap" },
	{ "CAP REQ ", NULL, 0, PROTO_IRC, "cap" },
	{ "NICK ", "USER ", 6667, PROTO_IRC, "nick" },
	{ "USER ", "NICK ", 6667, PROTO_IRC, "user" },
	{ "PASS ", "NICK ", 6667, PROTO_IRC, "pass" },
	{ "JOIN ", NULL, 6667, PROTO_IRC, "join" },
	{ "PRIVMSG ", NULL, 6667, PROTO_IRC, "privmsg" },
	{ "PING ", NULL, 6667, PROTO_IRC, "ping" },
	{ "get ", NULL, 11211, PROTO_MEMCACHED, "get" },
	{ "gets ", NULL, 11211, PROTO_MEMCACHED, "get" },
	{ "set ", NULL, 11211, PROTO_MEMCACHED, "set" },
	{ "stats", NULL, 11211, PROTO_MEMCACHED, "stats" },
	{ "version\r\n", NULL, 11211, PROTO_MEMCACHED, "version" },
};

/* The word is sought without regard to case in the first line, or further on for IRC. */
static bool has_word(struct rd r, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < LINE_MAX && rd_left(&r) >= n; i++) {
		if (rd_expect_nocase(&r, word))
			return true;
		rd_u8(&r);
	}

	return false;
}

/* NULL when none fits; *more when bytes still to come might. */
static const struct line *find_line(const struct view *v, const struct line *lines, size_t n_lines,
				    bool *more)
{
	for (size_t i = 0; i < n_lines; i++) {
		const struct line *l = &lines[i];
		struct rd r = plain_rd(v);

		if (!rd_expect_nocase(&r, l->start)) {
			*more |= r.shortfall;
			continue;
		}
		if (!l->word && !l->port)
			return l;
		if (l->port && plain_port(v, l->port))
			return l;
		if (l->word && has_word(r, l->word))
			return l;
		*more |= l->word != NULL;
	}

	return NULL;
}

/* What the client says to an unclear greeting, or the other way round. */
static enum answer look_pair(const struct view *v, struct finding *out)
{
	struct rd other = plain_rd_other(v);
	struct rd now = plain_rd(v);

	if (rd_expect(&other, "220", 3) && rd_expect_nocase(&now, "user "))
		return plain_yes(out, PROTO_FTP, "user");
	if (rd_expect(&other, "220", 3) && rd_expect_nocase(&now, "auth "))
		return plain_yes(out, PROTO_FTP, "auth");
	if (rd_expect(&other, "+OK ", 4) &&
	    (rd_expect_nocase(&now, "user ") || rd_expect_nocase(&now, "apop ") ||
	     rd_expect_nocase(&now, "auth")))
		return plain_yes(out, PROTO_POP3, "user");
	return ANSWER_NO;
}

/* Text, and little of it yet. */
static bool may_grow(const struct view *v)
{
	struct rd r = plain_rd(v);

	if (v->full || v->now.len >= LINE_MAX)
		return false;

	while (rd_left(&r)) {
		rd_take(&r, rd_printable(&r));
		if (rd_left(&r) && !rd_expect(&r, "\r", 1) && !rd_expect(&r, "\n", 1))
			return false;
	}

	return true;
}

static enum answer look(const struct view *v, struct finding *out)
{
	const struct line *l = NULL;
	bool more = false;

	if (v->side == SIDE_RESPONDER || !v->other.len)
		l = find_line(v, greetings, sizeof(greetings) / sizeof(greetings[0]), &more);
	if (!l)
		l = find_line(v, orders, sizeof(orders) / sizeof(orders[0]), &more);
	if (l)
		return plain_yes(out, l->proto, l->what);
	if (look_pair(v, out) == ANSWER_YES)
		return ANSWER_YES;
	return more && may_grow(v) ? ANSWER_MORE : ANSWER_NO;
}

const struct dissector dissect_banner = {
	.name       = "banner",
	.proto      = PROTO_SMTP,
	.transports = TRANSPORT_TCP,
	.FIRST("245+*:ACEGHJLMNPRSUVaceghjlmnprsuv"),
	.look       = look,
};
