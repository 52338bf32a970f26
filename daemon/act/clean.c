/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clean.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define REPLACEMENT 0xfffd

static bool is_tail(uint8_t byte)
{
	return (byte & 0xc0) == 0x80;
}

/* Bytes that a character with this first byte has, 0 when none begins so. */
static size_t length_of(uint8_t first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	if (first >= 0xf0 && first <= 0xf4)
		return 4;
	return 0;
}

/*
 * Takes the character at `at` (a string's tail, not its NUL) and returns how many bytes
 * it has (RFC 3629). Bytes that are no character give U+FFFD, one byte at a time.
 */
static size_t take(const char *at, uint32_t *character)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	static const uint8_t bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	const uint8_t *b = (const uint8_t *)at;
	size_t n = length_of(b[0]);
	uint32_t value = n ? b[0] & bits[n] : 0;

	/* A NUL is no tail byte, so this never reads behind it. */
	for (size_t i = 1; i < n; i++) {
		if (!is_tail(b[i])) {
			n = 0;
			break;
		}
		value = value << 6 | (b[i] & 0x3f);
	}

	if (!n || value < least[n] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
		*character = REPLACEMENT;
		return 1;
	}

	*character = value;
	return n;
}

/* Control characters could drive a terminal; the others make text read as what it is not. */
static bool is_treacherous(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

static const char *clean(const char *text, char *out, size_t size, bool for_line)
{
	size_t used = 0;

	while (*text) {
		uint32_t character;
		size_t n = take(text, &character);
		const char *bytes = text;
		size_t len = n;

		if (character == REPLACEMENT || (for_line && is_treacherous(character))) {
			bytes = "\xef\xbf\xbd";
			len = 3;
		}
		if (used + len >= size)
			break;

		memcpy(out + used, bytes, len);
		used += len;
		text += n;
	}

	out[used] = '\0';
	return out;
}

const char *clean_utf8(const char *text, char *out, size_t size)
{
	return clean(text, out, size, false);
}

const char *clean_line(const char *text, char *out, size_t size)
{
	return clean(text, out, size, true);
}

void clean_text(FILE *out, const char *text)
{
	while (*text) {
		uint32_t character;
		size_t n = take(text, &character);

		if (character == REPLACEMENT || (character != '\n' && is_treacherous(character)))
			fputs("\xef\xbf\xbd", out);
		else
			fwrite(text, 1, n, out);
		text += n;
	}
}

/* The character as HTML wants it, or NULL when it may stand as it is. */
static const char *entity_of(uint32_t character)
{
	switch (character) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void clean_html(FILE *out, const char *text)
{
	while (*text) {
		uint32_t character;
		size_t n = take(text, &character);
		const char *entity = entity_of(character);

		if (character == REPLACEMENT || is_treacherous(character))
			fputs("\xef\xbf\xbd", out);
		else if (entity)
			fputs(entity, out);
		else
			fwrite(text, 1, n, out);
		text += n;
	}
}

size_t clean_columns(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += !is_tail((uint8_t)*text);
	return n;
}
