/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * Advanced Direct Connect (ADC 1.0). Lines of text, of which the first names
 * the features of its sender, four letters or digits each:
 *
 *   client to hub      HSUP ADBASE ADTIGR … LF        hub to client   ISUP ADBASE … LF
 *   client to client   CSUP ADBASE ADTIGR … LF
 *   over UDP           URES <client id, 39 letters in base 32> … LF
 *
 * Later lines begin with who it is for and a command; what a hub passes on has four
 * letters more, for whom it comes from. Two of them are enough.
 *
 *   BINF AAAB ID… LF   DCTM AAAB AAAC ADC/1.0 … LF   ISTA 000 … LF   CGET file TTH/… LF
 */
#define FEATURE_LEN 4
#define CLIENT_ID_LEN 39
#define SESSION_ID_LEN 4
#define LINES_WANTED 2

static bool is_capital_or_digit(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool expect_word(struct rd *r, size_t n)
{
	while (n--) {
		uint8_t c = rd_u8(r);

		if (r->shortfall || !is_capital_or_digit(c))
			return false;
	}

	return true;
}

static bool is_features(struct rd *r)
{
	uint8_t behind;

	if (!rd_expect(r, "SUP AD", 6) || !expect_word(r, FEATURE_LEN))
		return false;

	behind = rd_u8(r);
	return behind == ' ' || behind == '\n';
}

static bool is_command(struct rd *r)
{
	static const char commands[][4] = {
		"CMD", "CTM", "GET", "GFI", "GPA", "INF", "MSG", "NAT", "PAS", "QUI", "RCM",
		"RES", "RNT", "SCH", "SID", "SND", "STA",
	};

	bool shortfall = false;

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		r->shortfall = false;
		if (rd_expect(r, commands[i], 3))
			return true;
		shortfall |= r->shortfall;
	}

	r->shortfall = shortfall;
	return false;
}

/* The beginning of a line; a shortfall when there is less of it. */
static bool expect_line(struct rd *r)
{
	uint8_t kind = rd_u8(r);
	bool passed_on = kind == 'B' || kind == 'D' || kind == 'E' || kind == 'F';

	if (!passed_on && kind != 'C' && kind != 'H' && kind != 'I')
		return false;
	if (!is_command(r) || !rd_expect(r, " ", 1))
		return false;
	return passed_on ? expect_word(r, SESSION_ID_LEN) : rd_u8(r) > ' ';
}

/* Lines that come from the middle of a session. */
static enum answer look_lines(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	size_t n;

	out->what = "adc messages";
	for (int lines = 0; lines < LINES_WANTED; lines++) {
		while (rd_expect(&r, "\n", 1))
			;	/* keeps the connection alive */
		if (!expect_line(&r) || !rd_until(&r, '\n', &n))
			return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;
	}

	return ANSWER_YES;
}

static enum answer look_features(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);

	rd_take(&r, 1);
	out->what = "adc features";
	if (is_features(&r))
		return ANSWER_YES;
	return r.shortfall && !v->full ? ANSWER_MORE : look_lines(v, out);
}

static enum answer look_result(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	struct rd end = r;

	rd_take(&end, v->now.len - 1);
	out->what = "adc search result";
	return rd_expect(&r, "URES ", 5) && expect_word(&r, CLIENT_ID_LEN) &&
	       rd_expect(&r, " ", 1) && rd_u8(&end) == '\n' ? ANSWER_YES : ANSWER_NO;
}

static enum answer look(const struct view *v, struct finding *out)
{
	return v->transport == TRANSPORT_UDP ? look_result(v, out) : look_features(v, out);
}

const struct dissector dissect_adc = {
	.name = "adc",
	.proto = PROTO_DIRECTCONNECT,
	.transports = TRANSPORT_TCP | TRANSPORT_UDP,
	.FIRST("BCDEFHIU"),
	.look = look,
};
