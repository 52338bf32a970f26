/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "values.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/arena.h"
#include "../base/label.h"
#include "policy.h"
#include "rate.h"

#define CHOICES_MAX 16
#define NAME_MAX_BYTES 60
#define QUEUE_LAST 65535

static void *place_in(void *record, const struct key *key)
{
	return (char *)record + key->at;
}

/* Digits and nothing else, decimal or after 0x, not above `most`. */
static bool parse_number(const char *text, int base, unsigned long most, unsigned long *value)
{
	const char *digits = base == 16 ? "0123456789abcdefABCDEF" : "0123456789";

	if (!*text || text[strspn(text, digits)])
		return false;

	errno = 0;
	*value = strtoul(text, NULL, base);
	return errno == 0 && *value <= most;
}

static void convert_version(struct reading *r, const struct key *key, const struct node *value,
			    void *record)
{
	(void)record;
	if (strcmp(value->text, "1") != 0)
		refuse(r, key, value, "is unknown to this peerwall; it reads version 1");
}

const struct kind kind_version = { NODE_WORD, convert_version };

/* ASCII and C1 control characters; U+2028 and U+2029, which begin a line. The text is UTF-8. */
static bool is_one_plain_line(const char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < 0x20 || c == 0x7f)
			return false;
		if (c == 0xc2 && (unsigned char)text[1] < 0xa0)
			return false;
		if (strncmp(text, "\xe2\x80\xa8", 3) == 0 || strncmp(text, "\xe2\x80\xa9", 3) == 0)
			return false;
	}

	return true;
}

static void convert_name(struct reading *r, const struct key *key, const struct node *value,
			 void *record)
{
	const char **name = place_in(record, key);

	if (strlen(value->text) > NAME_MAX_BYTES)
		refuse(r, key, value, "is longer than %d bytes; shorten it, and leave the rest "
		       "to a # comment", NAME_MAX_BYTES);
	else if (!is_one_plain_line(value->text))
		refuse(r, key, value, "must be one line without control characters");
	else
		*name = arena_text(r->arena, value->text, strlen(value->text));
}

const struct kind kind_name = { NODE_WORD, convert_name };

static void convert_choice(struct reading *r, const struct key *key, const struct node *value,
			   void *record)
{
	const struct choice *choices = key->allowed;
	const char *names[CHOICES_MAX] = { NULL };
	const char *list = "";

	for (size_t i = 0; i < CHOICES_MAX - 1 && choices[i].name; i++) {
		if (strcmp(choices[i].name, value->text) == 0) {
			*(unsigned int *)place_in(record, key) = choices[i].value;
			return;
		}
		names[i] = choices[i].name;
		list = arena_format(r->scratch, "%s%s%s", list, i ? ", " : "", names[i]);
	}

	refuse(r, key, value, "is not one of %s%s", list, did_you_mean(r, value->text, names));
}

const struct kind kind_choice = { NODE_WORD, convert_choice };

static void convert_number(struct reading *r, const struct key *key, const struct node *value,
			   void *record)
{
	const struct range *range = key->allowed;
	unsigned long number;

	if (!parse_number(value->text, 10, range->most, &number) || number < range->least)
		refuse(r, key, value, "is not a number from %u to %u", range->least, range->most);
	else
		*(unsigned int *)place_in(record, key) = (unsigned int)number;
}

const struct kind kind_number = { NODE_WORD, convert_number };

static void convert_mask(struct reading *r, const struct key *key, const struct node *value,
			 void *record)
{
	bool hex = strncasecmp(value->text, "0x", 2) == 0;
	unsigned long mask;

	if (!parse_number(value->text + (hex ? 2 : 0), hex ? 16 : 10, UINT32_MAX, &mask))
		refuse(r, key, value, "is not a 32-bit number such as 0x%08x", MARK_MASK_DEFAULT);
	else if (__builtin_popcountl(mask) != MARK_BITS)
		refuse(r, key, value, "has %d bits set, but peerwall needs %d that stand side by "
		       "side, such as 0x%08x", __builtin_popcountl(mask), MARK_BITS,
		       MARK_MASK_DEFAULT);
	else if (!mark_mask_is_right((uint32_t)mask))
		refuse(r, key, value, "has gaps, but peerwall needs %d bits that stand side by "
		       "side, such as 0x%08x", MARK_BITS, MARK_MASK_DEFAULT);
	else
		*(uint32_t *)place_in(record, key) = (uint32_t)mask;
}

const struct kind kind_mask = { NODE_WORD, convert_mask };

/* "100" or "100-103" */
static void convert_queues(struct reading *r, const struct key *key, const struct node *value,
			   void *record)
{
	struct policy *p = record;
	size_t len = strcspn(value->text, "-");
	bool lone = !value->text[len];
	const char *head = arena_text(r->scratch, value->text, len);
	unsigned long first;
	unsigned long last;

	if (!parse_number(head, 10, QUEUE_LAST, &first) ||
	    !parse_number(lone ? head : value->text + len + 1, 10, QUEUE_LAST, &last))
		refuse(r, key, value, "is neither a queue number from 0 to %d nor a range such as "
		       "100-103", QUEUE_LAST);
	else if (lone && first > QUEUE_LAST - QUEUES_MAX + 1)
		refuse(r, key, value, "leaves no room for %d queues; begin at %d or below",
		       QUEUES_MAX, QUEUE_LAST - QUEUES_MAX + 1);
	else if (last < first)
		refuse(r, key, value, "ends before it begins; write %lu-%lu", last, first);
	else if (last - first >= QUEUES_MAX)
		refuse(r, key, value, "are %lu queues; at most %d are allowed",
		       last - first + 1, QUEUES_MAX);
	else {
		p->queue_first = (uint16_t)first;
		p->n_queues = lone ? 0 : (uint16_t)(last - first + 1);
	}
}

const struct kind kind_queues = { NODE_WORD, convert_queues };

static void convert_rate(struct reading *r, const struct key *key, const struct node *value,
			 void *record)
{
	struct rule *rule = record;
	const char *sentence = rate_parse(value->text, &rule->rate_bps, &rule->per_host);

	if (sentence)
		refuse(r, key, value, "%s", sentence);
}

const struct kind kind_rate = { NODE_WORD, convert_rate };
