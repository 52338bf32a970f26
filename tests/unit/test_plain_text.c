/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect_case.h"

/* Greetings and orders in text, and bytes of one's own at a fixed place. */

static void mail(void)
{
	static const struct dissect_case cases[] = {
		{ "smtp", &dissect_banner, TRANSPORT_TCP, { B("220 mx.example.org ESMTP\r\n") },
		  YES(PROTO_SMTP), .yes_from = 24 },
		{ "smtp by its port", &dissect_banner, TRANSPORT_TCP, { B("220-mx ready\r\n") },
		  YES(PROTO_SMTP), .yes_from = 3, .port = { 0, 25 } },
		{ "an unclear greeting", &dissect_banner, TRANSPORT_TCP, { B("220 ready\r\n") },
		  .want = ANSWER_MORE },
		{ "ehlo to it", &dissect_banner, TRANSPORT_TCP,
		  { B("220 ready\r\n"), A("EHLO mail.example.org\r\n") }, YES(PROTO_SMTP),
		  .yes_from = 5 },
		{ "user to it", &dissect_banner, TRANSPORT_TCP,
		  { B("220 ready\r\n"), A("USER anonymous\r\n") }, YES(PROTO_FTP), .yes_from = 5 },
		{ "ftp", &dissect_banner, TRANSPORT_TCP, { B("220 ProFTPD Server\r\n") },
		  YES(PROTO_FTP), .yes_from = 10 },
		{ "pop3 by its port", &dissect_banner, TRANSPORT_TCP, { B("+OK hello\r\n") },
		  YES(PROTO_POP3), .yes_from = 3, .port = { 0, 110 } },
		{ "pop3 by what follows", &dissect_banner, TRANSPORT_TCP,
		  { B("+OK hello\r\n"), A("USER bob\r\n") }, YES(PROTO_POP3), .yes_from = 5 },
		{ "imap", &dissect_banner, TRANSPORT_TCP, { B("* OK IMAP4rev1\r\n") },
		  YES(PROTO_IMAP), .yes_from = 4 },
		{ "nntp", &dissect_banner, TRANSPORT_TCP, { B("200 news NNTP ready\r\n") },
		  YES(PROTO_NNTP), .yes_from = 13 },
		{ "memcached", &dissect_banner, TRANSPORT_TCP, { A("get key\r\n") },
		  YES(PROTO_MEMCACHED), .yes_from = 4, .port = { 0, 11211 } },
		{ "get elsewhere", &dissect_banner, TRANSPORT_TCP, { A("get key\r\n") },
		  .want = ANSWER_NO, },
	};

	CHECK_CASES(cases);
}

static void chat(void)
{
	static const struct dissect_case cases[] = {
		{ "irc", &dissect_banner, TRANSPORT_TCP,
		  { A("NICK bob\r\nUSER bob 0 * :Bob\r\n") }, YES(PROTO_IRC), .yes_from = 15 },
		{ "irc, cap", &dissect_banner, TRANSPORT_TCP, { A("CAP LS 302\r\n") },
		  YES(PROTO_IRC), .yes_from = 6 },
		{ "irc server", &dissect_banner, TRANSPORT_TCP, { B(":irc.h NOTICE * :hello\r\n") },
		  YES(PROTO_IRC), .yes_from = 14 },
		{ "xmpp", &dissect_xmpp, TRANSPORT_TCP, { A("<stream:stream to='h'>") },
		  YES(PROTO_XMPP), .yes_from = 14 },
		{ "xmpp behind xml", &dissect_xmpp, TRANSPORT_TCP,
		  { A("<?xml version='1.0'?><stream:stream") }, YES(PROTO_XMPP), .yes_from = 29 },
		{ "html", &dissect_xmpp, TRANSPORT_TCP,
		  { A("<!doctype html>") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void notices(void)
{
	static const struct dissect_case cases[] = {
		{ "syslog", &dissect_syslog, TRANSPORT_UDP, { A("<34>Oct 11 22:14:15 h su: x") },
		  YES(PROTO_SYSLOG), .yes_from = 8 },
		{ "syslog 5424", &dissect_syslog, TRANSPORT_TCP,
		  { A("<34>1 2003-10-11T22:14:15Z h") },
		  YES(PROTO_SYSLOG), .yes_from = 8 },
		{ "counted syslog", &dissect_syslog, TRANSPORT_TCP,
		  { A("28 <34>1 2003-10-11T22:14:15Z h") },
		  YES(PROTO_SYSLOG), .yes_from = 11 },
		{ "priority 999", &dissect_syslog, TRANSPORT_UDP, { A("<999>Oct 11 22:14:15 h") },
		  .want = ANSWER_NO, .port = { 0, 514 } },
		{ "a tag", &dissect_syslog, TRANSPORT_UDP, { A("<34>abc") }, .want = ANSWER_NO },
		{ "ws-discovery", &dissect_wsd, TRANSPORT_UDP,
		  { A("<s:Envelope xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\">") },
		  YES(PROTO_WSD), .yes_from = 66 },
		{ "other xml", &dissect_wsd, TRANSPORT_UDP,
		  { A("<s:Envelope xmlns:d=\"http://x\">") }, .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static void magic(void)
{
	static const struct dissect_case cases[] = {
		{ "ssh", &dissect_magic, TRANSPORT_TCP, { B("SSH-2.0-OpenSSH_9.2\r\n") },
		  YES(PROTO_SSH), .yes_from = 8 },
		{ "ssh 1.99", &dissect_magic, TRANSPORT_TCP,
		  { B("SSH-1.99-x\r\n") }, YES(PROTO_SSH), .yes_from = 6 },
		{ "vnc", &dissect_magic, TRANSPORT_TCP, { B("RFB 003.008\n") }, YES(PROTO_VNC),
		  .yes_from = 6 },
		{ "rsync", &dissect_magic, TRANSPORT_TCP,
		  { B("@RSYNCD: 31.0\n") }, YES(PROTO_RSYNC), .yes_from = 9 },
		{ "amqp", &dissect_magic, TRANSPORT_TCP, { A("AMQP\0\0\x09\1") }, YES(PROTO_AMQP) },
		{ "git", &dissect_magic, TRANSPORT_TCP, { A("0033git-upload-pack /p\0host=h\0") },
		  YES(PROTO_GIT), .yes_from = 15 },
		{ "opc ua", &dissect_magic, TRANSPORT_TCP,
		  { A("HELF\x20\0\0\0") }, YES(PROTO_OPCUA), .yes_from = 4 },
		{ "source query", &dissect_magic, TRANSPORT_UDP,
		  { A("\xff\xff\xff\xffTSource Engine Query\0") }, YES(PROTO_GAME_QUERY),
		  .yes_from = 24 },
		{ "raknet", &dissect_magic, TRANSPORT_UDP,
		  { A("\1" "01234567" "\0\xff\xff\0\xfe\xfe\xfe\xfe\xfd\xfd\xfd\xfd"
		      "\x12\x34\x56\x78") },
		  YES(PROTO_RAKNET) },
		{ "pptp", &dissect_magic, TRANSPORT_TCP, { A("\0\x9c\0\1\x1a\x2b\x3c\x4d\0\1") },
		  YES(PROTO_PPTP), .yes_from = 8 },
		{ "direct connect", &dissect_magic, TRANSPORT_TCP, { B("HSUP ADBASE ADTIGR\n") },
		  .want = ANSWER_NO },
	};

	CHECK_CASES(cases);
}

static const struct unit_test tests[] = {
	{ "mail, news, ftp", mail },
	{ "chat", chat },
	{ "notices", notices },
	{ "bytes of one's own", magic },
};

UNIT_MAIN("plain: text", tests)
