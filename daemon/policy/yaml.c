/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "yaml.h"

#include <libfyaml.h>
#include <string.h>

#include "../base/arena.h"
#include "complaint.h"
#include "source.h"

/*
 * libfyaml's events become nodes; its own document tree is not used, since it
 * knows no place for lists, maps and empty values. What policies have no use
 * for (anchors, aliases, tags, several documents) is refused, so a file cannot
 * grow while it is read.
 */
#define DEPTH_MAX 12
#define NODES_MAX 65536

/* A list or map that is being filled. */
struct level {
	struct node *node;
	struct node *last;
	const struct node *key;		/* map: the word that waits for its value */
};

struct builder {
	struct complaints *complaints;
	struct arena *arena;
	struct node *root;
	struct level levels[DEPTH_MAX];
	size_t depth;
	size_t n_nodes;
	bool whole;			/* read to its end */
	unsigned int line;		/* of the newest event that had a place */
	unsigned int column;
};

static struct node *new_node(struct builder *b, enum node_kind kind, const char *text)
{
	struct node *node = arena_take(b->arena, 1, sizeof(*node));

	node->kind = kind;
	node->line = b->line;
	node->column = b->column;
	node->text = text;
	b->n_nodes++;
	return node;
}

/* Puts the node where it belongs: as key, value, item or root. */
static bool add_node(struct builder *b, struct node *node)
{
	struct level *up = b->depth ? &b->levels[b->depth - 1] : NULL;

	if (!up) {
		b->root = node;
		return true;
	}
	if (up->node->kind == NODE_MAP && !up->key) {
		up->key = node;
		if (node->kind == NODE_WORD)
			return true;
		complain(b->complaints, node->line, node->column,
			 "a key must be a word; a value in {} or [] that stands for itself "
			 "needs \"quotes\"");
		return false;
	}

	node->key = up->key;
	up->key = NULL;
	if (up->last)
		up->last->next = node;
	else
		up->node->first = node;
	up->last = node;
	up->node->n++;
	return true;
}

static bool open_level(struct builder *b, enum node_kind kind)
{
	struct node *node = new_node(b, kind, NULL);

	if (!add_node(b, node))
		return false;
	if (b->depth == DEPTH_MAX) {
		complain(b->complaints, node->line, node->column,
			 "lists and keys are nested more than %d deep; no policy needs that",
			 DEPTH_MAX);
		return false;
	}

	b->levels[b->depth++] = (struct level){ .node = node };
	return true;
}

static const char *text_of(struct builder *b, struct fy_token *token)
{
	size_t len = 0;
	const char *text = token ? fy_token_get_text(token, &len) : NULL;

	return arena_text(b->arena, text ? text : "", text ? len : 0);
}

static bool has_no_anchor(struct builder *b, struct fy_token *anchor)
{
	if (anchor)
		complain(b->complaints, b->line, b->column,
			 "anchors (&%s) are not for policies; write the value out where it is used",
			 shown(b->arena, text_of(b, anchor)));
	return !anchor;
}

static bool has_no_tag(struct builder *b, struct fy_token *tag)
{
	const char *text = tag ? shown(b->arena, text_of(b, tag)) : NULL;

	if (tag)
		complain(b->complaints, b->line, b->column, "%s needs quotes, \"%s\": YAML gives a "
			 "bare ! a meaning of its own", text, text);
	return !tag;
}

static bool add_word(struct builder *b, const struct fy_event *e)
{
	struct fy_token *value = e->scalar.value;

	/* A tag is most often a "!" that lacks its quotes: go on as if it had them. */
	if (!has_no_tag(b, e->scalar.tag))
		value = e->scalar.tag;

	return has_no_anchor(b, e->scalar.anchor) &&
	       add_node(b, new_node(b, NODE_WORD, text_of(b, value)));
}

static bool open_collection(struct builder *b, enum node_kind kind, struct fy_token *tag,
			    struct fy_token *anchor)
{
	return has_no_tag(b, tag) && has_no_anchor(b, anchor) && open_level(b, kind);
}

/* An empty value has no place of its own: it has that of what stands before it. */
static void note_place(struct builder *b, struct fy_event *e)
{
	struct fy_token *tag = e->type == FYET_SCALAR ? e->scalar.tag : NULL;
	const struct fy_mark *mark = tag ? fy_token_start_mark(tag) : fy_event_start_mark(e);

	if (!mark)
		return;
	b->line = (unsigned int)mark->line + 1;
	b->column = (unsigned int)mark->column + 1;
}

static bool start_document(struct builder *b)
{
	if (b->root)
		complain(b->complaints, b->line, b->column,
			 "a second document begins here (---); a policy is one document");
	return !b->root;
}

static bool take_event(struct builder *b, struct fy_event *e)
{
	note_place(b, e);
	if (b->n_nodes >= NODES_MAX) {
		complain(b->complaints, b->line, b->column,
			 "more than %d values; a policy holds at most 1000 rules", NODES_MAX);
		return false;
	}

	switch (e->type) {
	case FYET_DOCUMENT_START:
		return start_document(b);
	case FYET_SCALAR:
		return add_word(b, e);
	case FYET_ALIAS:
		complain(b->complaints, b->line, b->column,
			 "aliases (*%s) are not for policies; write the value out here",
			 shown(b->arena, text_of(b, e->alias.anchor)));
		return false;
	case FYET_MAPPING_START:
		return open_collection(b, NODE_MAP, e->mapping_start.tag,
				       e->mapping_start.anchor);
	case FYET_SEQUENCE_START:
		return open_collection(b, NODE_LIST, e->sequence_start.tag,
				       e->sequence_start.anchor);
	case FYET_MAPPING_END:
	case FYET_SEQUENCE_END:
		b->depth--;
		return true;
	case FYET_NONE:
	case FYET_STREAM_START:
	case FYET_STREAM_END:
	case FYET_DOCUMENT_END:
		return true;
	}

	return true;
}

/* What to do about libfyaml's commonest messages, found by a part of them. */
static const char *advice_for(const char *message)
{
	static const struct {
		const char *part;
		const char *advice;
	} known[] = {
		{ "multiline plain key", "is a \":\" missing, or a line indented too far?" },
		{ "nested block mapping", "put quotes around a value that holds \": \"" },
		{ "without closing quote", "close the quote" },
		{ "wrongly indented", "is a closing quote or bracket missing?" },
		{ "closing bracket", "close the list with ]" },
		{ "closing brace", "check the { and }" },
		{ "cannot start with", "put quotes around the value" },
		{ "invalid escape", "use single quotes, or \\\\ for a backslash" },
		{ "expected '-'", "indent a rule's keys alike, and begin each rule with \"- \"" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strstr(message, known[i].part))
			return known[i].advice;
	}

	return "check indentation, colons and quotes here";
}

/* The parser's first complaint; what it says after that follows from it. */
static void complain_of_yaml(struct builder *b, struct fy_diag *diag)
{
	void *iterator = NULL;
	const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &iterator);
	const struct level *top = b->depth ? &b->levels[b->depth - 1] : NULL;
	const char *message = error ? error->msg : "unreadable";
	const char *since = "";

	if (top && top->node->line != (error ? (unsigned int)error->line : b->line) &&
	    strstr(message, "closing"))
		since = arena_format(b->arena, " (opened in line %u)", top->node->line);

	complain(b->complaints, error ? (unsigned int)error->line : b->line,
		 error ? (unsigned int)error->column : b->column, "not YAML: %s%s; %s",
		 shown(b->arena, message), since, advice_for(message));
}

static void read_events(struct builder *b, struct fy_parser *parser, struct fy_diag *diag)
{
	struct fy_event *e;
	bool at_end = false;
	bool taken = true;

	while (taken && !at_end && (e = fy_parser_parse(parser))) {
		at_end = e->type == FYET_STREAM_END;
		taken = take_event(b, e);
		fy_parser_event_free(parser, e);
	}

	if (taken && (!at_end || fy_diag_got_error(diag)))
		complain_of_yaml(b, diag);
	b->whole = taken && at_end;
}

/* The byte order mark some editors write is no part of the text. */
static const char *without_mark(const char *text, size_t *len)
{
	if (strncmp(text, "\xef\xbb\xbf", 3) != 0)
		return text;
	*len -= 3;
	return text + 3;
}

/* Collects what libfyaml has to say, which would else go to stderr. */
static struct fy_diag *new_diag(void)
{
	struct fy_diag_cfg cfg;
	struct fy_diag *diag;

	fy_diag_cfg_default(&cfg);
	cfg.fp = NULL;
	diag = fy_diag_create(&cfg);
	if (diag)
		fy_diag_set_collect_errors(diag, true);
	return diag;
}

static void parse(struct builder *b, const char *text, size_t len)
{
	struct fy_parse_cfg cfg = { .flags = FYPCF_QUIET };
	struct fy_parser *parser = NULL;

	text = without_mark(text, &len);
	cfg.diag = new_diag();
	if (cfg.diag)
		parser = fy_parser_create(&cfg);
	if (parser && fy_parser_set_string(parser, text, len) == 0)
		read_events(b, parser, cfg.diag);
	else
		complain(b->complaints, 0, 0, "cannot be read (libfyaml does not start)");

	fy_parser_destroy(parser);
	if (cfg.diag)
		fy_diag_destroy(cfg.diag);
}

const struct node *yaml_read(struct complaints *c, struct arena *arena)
{
	struct builder b = { .complaints = c, .arena = arena, .line = 1, .column = 1 };
	size_t len;
	const char *text = source_read(c, arena, &len);

	if (!text)
		return NULL;

	if (len)
		parse(&b, text, len);
	if (!c->n && !b.root)
		complain(c, 1, 1, "the file is empty; a policy begins with \"version: 1\"");
	return b.whole ? b.root : NULL;
}
