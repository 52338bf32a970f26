/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_POLICY_YAML_H
#define PEERWALL_POLICY_YAML_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct complaints;

/*
 * A YAML file as a tree in which every value knows its place, and every
 * scalar is still text. Only yaml.c knows libfyaml.
 */
enum node_kind { NODE_WORD, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	unsigned int line;		/* from 1 */
	unsigned int column;
	const char *text;		/* NODE_WORD: the scalar; "" when nothing is there */
	const struct node *key;		/* the word before this value of a map, else NULL */
	const struct node *first;	/* NODE_LIST, NODE_MAP: the values, by ->next */
	const struct node *next;
	size_t n;			/* how many values */
};

/*
 * The tree of the file c->file, all of it in `arena`. NULL after complaining; a
 * tree may come with complaints too, when what they are about could be skipped.
 */
const struct node *yaml_read(struct complaints *c, struct arena *arena);

#endif
