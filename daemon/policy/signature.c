/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <netinet/in.h>
#include <string.h>

#include "../base/arena.h"
#include "../classify/catalogue.h"
#include "complaint.h"
#include "language.h"
#include "own.h"
#include "policy.h"

/*
 * `signatures:` of a policy. Each entry is read by the rows below; then its protocol
 * is looked up, or becomes one that the policy's rules may name, and its samples are
 * held against it. An entry that is right by itself is compiled in own.c.
 */
#define SIGNATURES_MAX 256
#define SAMPLES_MAX 64
#define BITS_MIN 32		/* fewer stand in plain traffic by chance */
#define WORD_MAX 24		/* of a protocol or category, as labels and counters bear it */

const struct choice transport_choices[] = {
	{ "tcp", IPPROTO_TCP },
	{ "udp", IPPROTO_UDP },
	{ NULL, 0 },
};

const struct choice direction_choices[] = {
	{ "initiator", SIGNATURE_INITIATOR },
	{ "responder", SIGNATURE_RESPONDER },
	{ "either", SIGNATURE_EITHER },
	{ NULL, 0 },
};

const struct choice order_choices[] = {
	{ "big", false },
	{ "little", true },
	{ NULL, 0 },
};

static const struct range offset_range = { 0, SIGNATURE_BYTES - 1 };
static const struct range size_range = { 1, 4 };

static void *place_in(void *record, const struct key *key)
{
	return (char *)record + key->at;
}

static void convert_pattern(struct reading *r, const struct key *key, const struct node *value,
			    void *record)
{
	const char *wrong = pattern_parse(r->arena, value->text, SIGNATURE_BYTES,
					  place_in(record, key));

	if (wrong)
		refuse(r, key, value, "%s", wrong);
}

static const char *what_is_wrong_with_sample(struct reading *r, const char *text,
					     struct pattern *sample)
{
	const char *wrong = pattern_parse(r->arena, text, SAMPLE_BYTES, sample);

	if (!wrong && pattern_bits(sample) < sample->len * 8)
		wrong = "is no payload: in a sample every byte is given, with no .. and no mask";
	return wrong;
}

/* The samples and their number: of `matches` or of `matches-not`. */
static void convert_samples(struct reading *r, const struct key *key, const struct node *list,
			    void *record)
{
	struct own_signature *s = record;
	bool right = key->at == offsetof(struct own_signature, matches);
	struct pattern *samples;
	size_t n = 0;

	if (!has_items(r, key, list, SAMPLES_MAX))
		return;
	samples = arena_take(r->arena, list->n, sizeof(*samples));
	for (const struct node *item = list->first; item; item = item->next, n++) {
		const char *wrong = item->kind != NODE_WORD || !*item->text ? NULL :
				    what_is_wrong_with_sample(r, item->text, &samples[n]);

		if (wrong)
			refuse(r, key, item, "%s", wrong);
	}

	*(right ? &s->matches : &s->others) = samples;
	*(right ? &s->n_matches : &s->n_others) = n;
}

static void convert_plus(struct reading *r, const struct key *key, const struct node *value,
			 void *record)
{
	const char *digits = value->text + (value->text[0] == '-');
	size_t n = strspn(digits, "0123456789");
	int number = 0;

	for (size_t i = 0; i < n && i < 6; i++)
		number = number * 10 + digits[i] - '0';
	if (!n || digits[n] || number > UINT16_MAX)
		refuse(r, key, value, "is not a number from -%d to %d", UINT16_MAX, UINT16_MAX);
	else
		*(int *)place_in(record, key) = digits == value->text ? number : -number;
}

/* What a protocol or category of one's own is made of: it stands in marks, counters and columns. */
static bool is_own_word(const char *word)
{
	size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return n >= 2 && n <= WORD_MAX && !word[n] && isalpha((unsigned char)word[0]);
}

static bool is_shipped(const struct protocol *p)
{
	return p && !protocol_is_own(p);
}

static bool is_shipped_category(const char *word)
{
	const struct protocol *p;

	for (size_t i = 0; (p = catalogue_at(i)); i++) {
		if (is_shipped(p) && strcmp(p->category, word) == 0)
			return true;
	}

	return strcmp(word, "all") == 0;
}

static void take_own_word(struct reading *r, const struct key *key, const struct node *value,
			  const char *what, void *record)
{
	if (is_own_word(value->text))
		*(const char **)place_in(record, key) =
			arena_text(r->arena, value->text, strlen(value->text));
	else
		refuse(r, key, value, "is no name for a %s; write 2 to %d small letters, "
		       "digits and -, a letter first", what, WORD_MAX);
}

static void convert_protocol(struct reading *r, const struct key *key, const struct node *value,
			     void *record)
{
	const struct protocol *p = catalogue_find(value->text);

	if (is_shipped(p) && protocol_is_plain(p))
		refuse(r, key, value, "is plain traffic that peerwall always lets go; give the "
		       "protocol a name of its own");
	else if (is_shipped(p))
		*(const char **)place_in(record, key) = p->name;
	else if (is_shipped_category(value->text))
		refuse(r, key, value, "is what a whole category is called; give the protocol a "
		       "name of its own");
	else
		take_own_word(r, key, value, "protocol", record);
}

static void convert_category(struct reading *r, const struct key *key, const struct node *value,
			     void *record)
{
	if (strcmp(value->text, "all") == 0 || is_shipped(catalogue_find(value->text)))
		refuse(r, key, value, "has another meaning in a policy; take a category that "
		       "`peerwall protocols` shows, or a word of your own");
	else
		take_own_word(r, key, value, "category", record);
}

static const char *pattern_is_sound(const void *record)
{
	const struct own_signature *s = record;

	if (pattern_bits(&s->bytes) < BITS_MIN)
		return "compares fewer than 32 bits, which plain traffic has by chance; add bytes "
		       "that are always the same";
	if (s->offset + s->bytes.len > SIGNATURE_BYTES)
		return "ends behind the first 160 bytes of the payload, which are all that is "
		       "looked at; leave its end out";
	return NULL;
}

static const struct kind kind_pattern = { NODE_WORD, convert_pattern };
static const struct kind kind_samples = { NODE_LIST, convert_samples };
static const struct kind kind_plus = { NODE_WORD, convert_plus };
static const struct kind kind_protocol = { NODE_WORD, convert_protocol };
static const struct kind kind_category = { NODE_WORD, convert_category };

#define AT(field) offsetof(struct own_signature, field)

const struct key length_keys[] = {
	/* key       kind           required  stored at         allowed; example, check */
	{ "at",      &kind_number,   true,  AT(length_at),      &offset_range,
	  "6",                       NULL },
	{ "size",    &kind_number,   true,  AT(length_size),    &size_range,
	  "1",                       NULL },
	{ "order",   &kind_choice,   false, AT(length_little),  order_choices,
	  "big",                     NULL },
	{ "plus",    &kind_plus,     false, AT(length_plus),    NULL,
	  "8",                       NULL },
	{ NULL, NULL, false, 0, NULL, NULL, NULL },
};

const struct key signature_keys[] = {
	/* key           kind            required  stored at      allowed; example, check */
	{ "name",        &kind_name,     false, AT(name),         NULL,
	  "campus game hello",           NULL },
	{ "protocol",    &kind_protocol, true,  AT(protocol),     NULL,
	  "campus-game",                 NULL },
	{ "category",    &kind_category, false, AT(category),     NULL,
	  "games",                       NULL },
	{ "transport",   &kind_choice,   true,  AT(transport),    transport_choices,
	  "udp",                         NULL },
	{ "direction",   &kind_choice,   false, AT(side),         direction_choices,
	  "either",                      NULL },
	{ "offset",      &kind_number,   false, AT(offset),       &offset_range,
	  "0",                           NULL },
	{ "bytes",       &kind_pattern,  true,  AT(bytes),        NULL,
	  "'01 \"HELLO\" .. 80/f0'",     pattern_is_sound },
	{ "length",      &kind_section,  false, 0,                length_keys,
	  "{at: 6, size: 1, plus: 8}",   NULL },
	{ "matches",     &kind_samples,  true,  AT(matches),      NULL,
	  "['01 \"HELLO\" 00 85']",      NULL },
	{ "matches-not", &kind_samples,  true,  AT(others),       NULL,
	  "['01 \"HELLO\" 00 95']",      NULL },
	{ NULL, NULL, false, 0, NULL, NULL, NULL },
};

/* Holds the samples against the signature, each at its place. */
static void try_samples(struct reading *r, const struct node *map, const char *key,
			const struct pattern *samples, const struct signature *s)
{
	bool wanted = strcmp(key, "matches") == 0;
	const struct node *item = schema_value(map, key)->first;

	for (size_t i = 0; item; item = item->next, i++) {
		uint32_t len = (uint32_t)samples[i].len;

		if (signature_has(s, samples[i].bytes, len, len) == wanted)
			continue;
		complain(r->complaints, item->line, item->column, "%s%s \"%s\" %s", r->within, key,
			 shown(r->scratch, item->text), wanted ?
			 "does not match; correct the sample, or the signature" :
			 "matches all the same; compare more bytes, or correct the sample");
	}
}

/* The protocol of this policy's own that has that name, or NULL. */
static const struct protocol *own_called(const struct own_protocols *own, const char *name)
{
	for (size_t i = 0; i < own->n; i++) {
		if (strcmp(own->each[i].name, name) == 0)
			return &own->each[i];
	}

	return NULL;
}

static const struct protocol *own_numbered(const struct own_protocols *own, uint16_t number)
{
	for (size_t i = 0; i < own->n; i++) {
		if (own->each[i].number == number)
			return &own->each[i];
	}

	return NULL;
}

static void add_protocol(struct reading *r, const struct node *map, const struct own_signature *s)
{
	const struct node *at = schema_value(map, "protocol");
	struct own_protocols *own = r->own;
	uint16_t number = catalogue_own_number(s->protocol);
	const struct protocol *other = own_numbered(own, number);

	if (!s->category)
		complain(r->complaints, at->line, at->column, "%sprotocol \"%s\" is not in the "
			 "catalogue, and one of your own needs a category; write, say, category: "
			 "games", r->within, s->protocol);
	else if (other)
		complain(r->complaints, at->line, at->column, "%sprotocol \"%s\" gets the same "
			 "label, %u, as \"%s\", since labels are made of names; rename one of them",
			 r->within, s->protocol, number, other->name);
	else
		own->each[own->n++] = (struct protocol){
			.number = number,
			.name = s->protocol,
			.title = s->protocol,
			.category = s->category,
		};
}

/* The signature's protocol is in the catalogue, or the policy's own from now on. */
static void adopt_protocol(struct reading *r, const struct node *map,
			   const struct own_signature *s)
{
	const struct protocol *p = catalogue_find(s->protocol);
	const struct node *at = schema_value(map, "category");

	if (!is_shipped(p))
		p = own_called(r->own, s->protocol);
	if (!p)
		add_protocol(r, map, s);
	else if (s->category && strcmp(s->category, p->category) != 0)
		complain(r->complaints, at->line, at->column, "%scategory \"%s\" is not that of "
			 "%s, which is %s; take it out", r->within, s->category, p->name,
			 p->category);
}

static void convert_signature(struct reading *r, const struct node *map, size_t number,
			      struct own_signature *s)
{
	const char *outside = r->within;
	size_t before = r->complaints->n;

	s->line = map->line;
	s->column = map->column;
	r->within = schema_title(r, "signature", map, number);
	schema_walk(r, signature_keys, map, s);
	if (!s->name)
		s->name = arena_format(r->arena, "signature %zu", number);
	if (s->protocol)
		adopt_protocol(r, map, s);

	if (r->complaints->n == before) {
		struct signature compiled = own_signature_compiled(r->scratch, s);

		try_samples(r, map, "matches", s->matches, &compiled);
		try_samples(r, map, "matches-not", s->others, &compiled);
	}
	r->within = outside;
}

/* A word that is a protocol and a category would mean two things in a rule. */
static void find_double_meanings(struct reading *r, const struct node *list)
{
	for (size_t i = 0; i < r->own->n; i++) {
		const char *category = r->own->each[i].category;

		if (own_called(r->own, category))
			complain(r->complaints, list->line, list->column, "signatures: \"%s\" is "
				 "the name of a protocol and of a category; rename one of them",
				 category);
	}
}

static void convert_signatures(struct reading *r, const struct key *key, const struct node *list,
			       void *record)
{
	struct policy *p = record;
	struct arena *outer = r->arena;
	size_t n = 0;

	if (!list->n)
		refuse(r, key, list, "is an empty list; describe a signature, or leave the key "
		       "out");
	if (list->n > SIGNATURES_MAX)
		refuse(r, key, list, "holds %zu signatures; at most %d are allowed", list->n,
		       SIGNATURES_MAX);
	if (!list->n || list->n > SIGNATURES_MAX)
		return;

	p->own = own_signatures_new();
	r->arena = p->own->arena;
	p->own->written = arena_take(r->arena, list->n, sizeof(*p->own->written));
	r->own->each = arena_take(outer, list->n, sizeof(*r->own->each));
	for (const struct node *map = list->first; map; map = map->next, n++) {
		if (map->kind == NODE_MAP)
			convert_signature(r, map, n + 1, &p->own->written[n]);
		else
			complain(r->complaints, map->line, map->column, "signature %zu is no group "
				 "of keys; write, say, - protocol: campus-game", n + 1);
	}
	p->own->n = n;
	r->arena = outer;
	find_double_meanings(r, list);
}

const struct kind kind_signatures = { NODE_LIST, convert_signatures };
