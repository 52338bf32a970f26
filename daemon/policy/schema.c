/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schema.h"

#include <stdarg.h>
#include <string.h>

#include "../base/arena.h"
#include "complaint.h"
#include "language.h"

#define KEYS_MAX 32
#define VALUES_MAX 256		/* of one map; each is compared with all before it */

void refuse(struct reading *r, const struct key *key, const struct node *value,
	    const char *format, ...)
{
	const char *text = value->kind == NODE_WORD ? shown(r->scratch, value->text) : NULL;
	const char *sentence;
	va_list args;

	va_start(args, format);
	sentence = arena_vformat(r->scratch, format, args);
	va_end(args);

	if (text)
		complain(r->complaints, value->line, value->column, "%s%s \"%s\" %s",
			 r->within, key->name, text, sentence);
	else
		complain(r->complaints, value->line, value->column, "%s%s %s",
			 r->within, key->name, sentence);
}

const char *did_you_mean(struct reading *r, const char *word, const char *const *words)
{
	const char *nearest = nearest_word(word, words);

	return nearest ? arena_format(r->scratch, "; did you mean \"%s\"?", nearest) : "";
}

static const struct key *find_key(const struct key *keys, const char *name)
{
	for (; keys->name; keys++) {
		if (strcmp(keys->name, name) == 0)
			return keys;
	}

	return NULL;
}

/* A key of another map than this one: `; it belongs to "gateway"`. */
static const char *whose_key(struct reading *r, const char *name)
{
	for (const struct table *t = policy_tables; t->word; t++) {
		if (find_key(t->keys, name))
			return arena_format(r->scratch, "; it belongs to %s", t->word);
	}

	return "";
}

/* True when a key begins with that: it is then sooner meant than one of another map. */
static bool is_begun(const struct key *keys, const char *text)
{
	for (; keys->name; keys++) {
		if (strncmp(keys->name, text, strlen(text)) == 0)
			return true;
	}

	return false;
}

static void refuse_unknown(struct reading *r, const struct key *keys, const struct node *key)
{
	const char *names[KEYS_MAX] = { NULL };
	const char *list = "";
	const char *hint;

	for (size_t i = 0; i < KEYS_MAX - 1 && keys[i].name; i++) {
		names[i] = keys[i].name;
		list = arena_format(r->scratch, "%s%s%s", list, i ? ", " : "", keys[i].name);
	}

	hint = is_begun(keys, key->text) ? did_you_mean(r, key->text, names) : "";
	if (!*hint)
		hint = whose_key(r, key->text);
	if (!*hint)
		hint = did_you_mean(r, key->text, names);
	complain(r->complaints, key->line, key->column, "%s\"%s\" is not one of the keys %s%s",
		 r->within, shown(r->scratch, key->text), list, hint);
}

static const struct node *earlier_of_same_key(const struct node *map, const struct node *value)
{
	for (const struct node *v = map->first; v != value; v = v->next) {
		if (strcmp(v->key->text, value->key->text) == 0)
			return v;
	}

	return NULL;
}

static bool has_right_shape(struct reading *r, const struct key *key, const struct node *value)
{
	static const char *const shapes[] = {
		[NODE_WORD] = "a single value",
		[NODE_LIST] = "a list",
		[NODE_MAP] = "a group of keys",
	};

	if (value->kind == NODE_WORD && !*value->text) {
		complain(r->complaints, value->line, value->column,
			 "%s%s has no value; write, say, %s: %s", r->within, key->name, key->name,
			 key->example);
		return false;
	}
	if (value->kind == NODE_WORD && key->kind->shape == NODE_LIST) {
		refuse(r, key, value, "is a single value, but a list is wanted; write %s: [%s]",
		       key->name, shown(r->scratch, value->text));
		return false;
	}
	if (value->kind != key->kind->shape) {
		refuse(r, key, value, "is %s, but %s is wanted; write, say, %s: %s",
		       shapes[value->kind], shapes[key->kind->shape], key->name, key->example);
		return false;
	}

	return true;
}

static void take_value(struct reading *r, const struct key *keys, const struct node *map,
		       const struct node *value, void *record)
{
	const struct key *key = find_key(keys, value->key->text);
	const struct node *earlier = earlier_of_same_key(map, value);

	if (!key)
		refuse_unknown(r, keys, value->key);
	else if (earlier)
		complain(r->complaints, value->key->line, value->key->column,
			 "%s\"%s\" is there twice, first in line %u; keep one of them",
			 r->within, key->name, earlier->key->line);
	else if (has_right_shape(r, key, value))
		key->kind->convert(r, key, value, record);
}

const struct node *schema_value(const struct node *map, const char *name)
{
	for (const struct node *v = map->first; v; v = v->next) {
		if (strcmp(v->key->text, name) == 0)
			return v;
	}

	return NULL;
}

static void find_missing(struct reading *r, const struct key *keys, const struct node *map)
{
	for (; keys->name; keys++) {
		if (keys->required && !schema_value(map, keys->name))
			complain(r->complaints, map->line, map->column,
				 "%s\"%s\" is missing; write, say, %s: %s", r->within, keys->name,
				 keys->name, keys->example);
	}
}

static void cross_check(struct reading *r, const struct key *keys, const struct node *map,
			const void *record)
{
	for (; keys->name; keys++) {
		const struct node *value = keys->check ? schema_value(map, keys->name) : NULL;
		const char *sentence = value ? keys->check(record) : NULL;

		if (sentence)
			refuse(r, keys, value, "%s", sentence);
	}
}

const char *schema_title(struct reading *r, const char *what, const struct node *map,
			 size_t number)
{
	const struct node *name = schema_value(map, "name");

	if (name && name->kind == NODE_WORD && *name->text)
		return arena_format(r->scratch, "%s \"%s\": ", what,
				    shown(r->scratch, name->text));
	return arena_format(r->scratch, "%s %zu: ", what, number);
}

static size_t n_keys(const struct key *keys)
{
	size_t n = 0;

	while (keys[n].name)
		n++;
	return n;
}

void schema_walk(struct reading *r, const struct key *keys, const struct node *map, void *record)
{
	size_t before = r->complaints->n;

	if (map->n > VALUES_MAX) {
		complain(r->complaints, map->line, map->column, "%s%zu keys stand here; "
			 "at most %zu can be right", r->within, map->n, n_keys(keys));
		return;
	}

	for (const struct node *v = map->first; v; v = v->next)
		take_value(r, keys, map, v, record);

	find_missing(r, keys, map);
	if (r->complaints->n == before)
		cross_check(r, keys, map, record);
}
