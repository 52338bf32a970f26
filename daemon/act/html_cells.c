/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html_parts.h"

#include <stdbool.h>
#include <string.h>

#include "clean.h"

void html_section(FILE *out, const char *title, const char *note)
{
	fprintf(out, "<section><h2>%s</h2>\n", title);
	if (note)
		fprintf(out, "<p class=\"dim\">%s</p>\n", note);
}

void html_section_end(FILE *out)
{
	fputs("</section>\n", out);
}

void html_table(FILE *out, const char *columns)
{
	fputs("<div class=\"scroll\"><table><tr>", out);
	while (*columns) {
		bool number = *columns == '#';
		size_t n;

		columns += number;
		n = strcspn(columns, "|");
		fprintf(out, "<th%s>%.*s</th>", number ? " class=\"n\"" : "", (int)n, columns);
		columns += n + (columns[n] == '|');
	}
	fputs("</tr>\n", out);
}

void html_table_end(FILE *out)
{
	fputs("</table></div>\n", out);
}

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
