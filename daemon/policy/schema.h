/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_POLICY_SCHEMA_H
#define PEERWALL_POLICY_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "yaml.h"

struct arena;
struct complaints;
struct key;
struct protocol;

/* The protocols that the policy's own signatures bring with them. */
struct own_protocols {
	struct protocol *each;
	size_t n;
};

/* What the conversion of one file goes about with. */
struct reading {
	struct arena *arena;		/* the policy's: what shall last */
	struct arena *scratch;		/* the load's: what is gone after it */
	struct complaints *complaints;
	const struct protocol *const *known;	/* what rules may name, once asked for */
	struct own_protocols *own;	/* filled before any rule is read */
	const char *within;		/* before each sentence: `rule "evening": ` or "" */
};

/* A kind of value: the shape it must have, and how it gets into the record. */
struct kind {
	enum node_kind shape;
	void (*convert)(struct reading *r, const struct key *key, const struct node *value,
			void *record);
};

/* A row of the language. A table of rows ends with one whose name is NULL. */
struct key {
	const char *name;
	const struct kind *kind;
	bool required;
	size_t at;			/* offset in the record */
	const void *allowed;		/* what the kind needs: choices, a range, a table of keys */
	const char *example;		/* a right value */
	const char *(*check)(const void *record);	/* a sentence when it and others clash */
};

/* A map with keys of its own; `word` is what the manual calls it. */
struct table {
	const char *word;
	const struct key *keys;
};

/*
 * Converts the map into the record, row by row of `keys`; unknown, repeated
 * and missing keys are complained about. The checks are made once every value
 * of the map is right by itself.
 */
void schema_walk(struct reading *r, const struct key *keys, const struct node *map, void *record);

/* The value of that key of a map, or NULL. */
const struct node *schema_value(const struct node *map, const char *name);

/* What sentences about an item begin with: `rule "NAME": ` if it has a name, else `rule 3: `. */
const char *schema_title(struct reading *r, const char *what, const struct node *map,
			 size_t number);

/* Complains at the value: WITHIN KEY "VALUE" SENTENCE */
void refuse(struct reading *r, const struct key *key, const struct node *value,
	    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* `; did you mean "WORD"?`, or "" when none of `words` (NULL-ended) is near. */
const char *did_you_mean(struct reading *r, const char *word, const char *const *words);

#endif
