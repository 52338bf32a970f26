/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "record.h"

void csv_heading(FILE *out)
{
	fputs("capture,first_s,last_s,transport,src,sport,dst,dport,packets,bytes,protocol,"
	      "category,confidence,stage,evidence,decided_packet,action,rule,ndpi,findings\n", out);
}

/* What a spreadsheet would calculate: a capture's name is anybody's choice. */
static bool is_formula(const char *text)
{
	return *text && strchr("=+-@\t\r", *text) && text[1];
}

/* One field and what stands behind it. A formula is made text by an apostrophe in front. */
static void put(FILE *out, const char *text, char behind)
{
	bool formula = is_formula(text);

	if (!text[strcspn(text, ",\"\r\n")]) {
		if (formula)
			putc('\'', out);
		fputs(text, out);
		putc(behind, out);
		return;
	}

	fputs(formula ? "\"'" : "\"", out);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', out);
		putc(*text, out);
	}
	putc('"', out);
	putc(behind, out);
}

static void put_end(FILE *out, const struct addr *a, uint16_t port)
{
	char text[ADDR_TEXT];

	fprintf(out, "%s,%" PRIu16 ",", addr_text(a, text), port);
}

void csv_row(FILE *out, const struct record *r)
{
	char seconds[RECORD_SECONDS], found[FOUND_TEXT];

	put(out, r->capture, ',');
	fprintf(out, "%s,", record_seconds(r->first_us, seconds));
	fprintf(out, "%s,", record_seconds(r->last_us, seconds));
	put(out, r->transport, ',');
	put_end(out, &r->src, r->sport);
	put_end(out, &r->dst, r->dport);
	fprintf(out, "%" PRIu64 ",%" PRIu64 ",", r->packets, r->bytes);
	put(out, r->protocol, ',');
	put(out, r->category, ',');
	put(out, r->confidence, ',');
	put(out, r->stage, ',');
	put(out, r->evidence, ',');
	fprintf(out, "%" PRIu32 ",", r->decided_packet);
	put(out, r->action, ',');
	put(out, r->rule, ',');
	put(out, r->ndpi, ',');
	put(out, found_text(r->findings, found), '\n');
}
