/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * Advanced Direct Connect (ADC 1.0). Lines of text, of which the first names
 * the features of its sender, four letters or digits each:
 *
 *   client to hub      HSUP ADBASE ADTIGR … LF        hub to client   ISUP ADBASE … LF
 *   client to client   CSUP ADBASE ADTIGR … LF
 *   over UDP           URES <client id, 39 letters in base 32> … LF
 */
#define FEATURE_LEN 4
#define CLIENT_ID_LEN 39

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

static enum answer look_features(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);

	rd_take(&r, 1);
	out->what = "adc features";
	if (is_features(&r))
		return ANSWER_YES;
	return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;
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
	.FIRST("HICU"),
	.look = look,
};
