/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html_parts.h"

#include "clean.h"

void html_cell_count(FILE *out, uint64_t n)
{
	char text[AMOUNT_TEXT];

	fprintf(out, "<td class=\"n%s\">%s</td>", n ? "" : " zero", amount_count(n, text));
}

void html_cell_text(FILE *out, const char *text)
{
	fputs("<td>", out);
	clean_html(out, text);
	fputs("</td>", out);
}

void html_cell_amount(FILE *out, const struct amount *a)
{
	char text[AMOUNT_TEXT];

	html_cell_count(out, a->flows);
	fprintf(out, "<td class=\"n%s\">%s</td>", a->flows ? "" : " zero",
		amount_bytes(a->bytes, text));
}
