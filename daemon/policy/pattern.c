/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pattern.h"

#include <ctype.h>
#include <string.h>

#include "../base/arena.h"

struct making {
	uint8_t *bytes;
	uint8_t *mask;
	size_t len;
	size_t most;
};

static bool add(struct making *m, unsigned int byte, unsigned int mask)
{
	if (m->len == m->most)
		return false;
	m->bytes[m->len] = (uint8_t)(byte & mask);
	m->mask[m->len++] = (uint8_t)mask;
	return true;
}

static unsigned int digit(char c)
{
	return isdigit((unsigned char)c) ? (unsigned int)(c - '0')
					 : (unsigned int)(tolower((unsigned char)c) - 'a' + 10);
}

static unsigned int byte_of(const char *digits)
{
	return digit(digits[0]) << 4 | digit(digits[1]);
}

/* N of "..*N"; 0 when it is none. */
static size_t repeats(const char *word, size_t len)
{
	size_t n = 0;

	if (len == 2)
		return 1;
	if (len < 4 || word[2] != '*')
		return 0;
	for (size_t i = 3; i < len; i++) {
		if (!isdigit((unsigned char)word[i]) || n > 10000)
			return 0;
		n = n * 10 + digit(word[i]);
	}

	return n;
}

enum taken { TAKEN, TOO_LONG, NO_WORD };

static enum taken add_any(struct making *m, const char *word, size_t len)
{
	size_t n = repeats(word, len);

	if (n == 0)
		return NO_WORD;
	while (n--) {
		if (!add(m, 0, 0))
			return TOO_LONG;
	}

	return TAKEN;
}

/* A word of hex digits in pairs, "80/f0", ".." or "..*4". */
static enum taken add_word(struct making *m, const char *word, size_t len)
{
	size_t digits = strspn(word, "0123456789abcdefABCDEF");

	if (len >= 2 && word[0] == '.' && word[1] == '.')
		return add_any(m, word, len);
	if (len == 5 && digits == 2 && word[2] == '/' &&
	    strspn(word + 3, "0123456789abcdefABCDEF") >= 2)
		return add(m, byte_of(word), byte_of(word + 3)) ? TAKEN : TOO_LONG;
	if (digits < len || len % 2)
		return NO_WORD;

	for (size_t i = 0; i < len; i += 2) {
		if (!add(m, byte_of(word + i), 0xff))
			return TOO_LONG;
	}

	return TAKEN;
}

/* The text up to the closing quote; NULL when there is none, or no room. */
static const char *add_text(struct making *m, const char *text)
{
	for (; *text && *text != '"'; text++) {
		if (!add(m, (unsigned char)*text, 0xff))
			return NULL;
	}

	return *text ? text + 1 : NULL;
}

static const char *too_long(struct arena *a, size_t most)
{
	return arena_format(a, "is longer than %zu bytes; leave its end out", most);
}

const char *pattern_parse(struct arena *a, const char *text, size_t most, struct pattern *out)
{
	struct making m = {
		.bytes = arena_take(a, most, 1),
		.mask = arena_take(a, most, 1),
		.most = most,
	};

	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		size_t len = strcspn(text, " \"");
		enum taken taken;

		if (*text == '"') {
			text = add_text(&m, text + 1);
			if (!text && m.len == most)
				return too_long(a, most);
			if (!text)
				return "has a \" that nothing closes";
			continue;
		}

		taken = add_word(&m, text, len);
		if (taken == TOO_LONG)
			return too_long(a, most);
		if (taken == NO_WORD)
			return arena_format(a, "has \"%.*s\" in it, which is no hex byte (13), no "
					    "byte under a mask (80/f0), no \"text\", no .. and no "
					    "..*N", (int)(len < 20 ? len : 20), text);
		text += len;
	}

	*out = (struct pattern){ m.len, m.bytes, m.mask };
	return m.len ? NULL : "has no bytes";
}

void pattern_print(const struct pattern *p, FILE *out)
{
	for (size_t i = 0; i < p->len; i++) {
		const char *gap = i ? " " : "";

		if (p->mask[i] == 0xff)
			fprintf(out, "%s%02x", gap, p->bytes[i]);
		else if (p->mask[i])
			fprintf(out, "%s%02x/%02x", gap, p->bytes[i], p->mask[i]);
		else
			fprintf(out, "%s..", gap);
	}
}

unsigned int pattern_bits(const struct pattern *p)
{
	unsigned int bits = 0;

	for (size_t i = 0; i < p->len; i++)
		bits += (unsigned int)__builtin_popcount(p->mask[i]);
	return bits;
}
