/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "../base/arena.h"
#include "../classify/catalogue.h"
#include "complaint.h"
#include "language.h"
#include "own.h"
#include "policy.h"

static struct policy *policy_with_defaults(const char *file)
{
	struct arena *arena = arena_new();
	struct policy *p = arena_take(arena, 1, sizeof(*p));

	*p = (struct policy){
		.file = arena_text(arena, file, strlen(file)),
		.failure = FAILURE_OPEN,
		.on_stop = STOP_KEEP,
		.budget = 10,
		.mark_mask = MARK_MASK_DEFAULT,
		.queue_first = 100,
		.ports = PORTS_HINT,
		.arena = arena,
	};
	return p;
}

/*
 * The map with its `signatures` in front: what rules may name depends on them,
 * wherever they stand.
 */
static const struct node *signatures_first(const struct node *map, struct arena *a)
{
	struct node *root = arena_take(a, 1, sizeof(*root));
	const struct node **link = &root->first;

	*root = *map;
	for (int first = 1; first >= 0; first--) {
		for (const struct node *v = map->first; v; v = v->next) {
			struct node *copy;

			if ((strcmp(v->key->text, "signatures") == 0) != first)
				continue;
			copy = arena_take(a, 1, sizeof(*copy));
			*copy = *v;
			*link = copy;
			link = &copy->next;
		}
	}

	*link = NULL;
	return root;
}

static void fill(struct policy *p, struct complaints *c, struct arena *scratch,
		 struct own_protocols *own)
{
	struct reading r = {
		.arena = p->arena,
		.scratch = scratch,
		.complaints = c,
		.own = own,
		.within = "",
	};
	const struct node *root = yaml_read(c, scratch);

	if (!root)
		return;		/* it said why */
	if (root->kind == NODE_MAP)
		schema_walk(&r, policy_keys, signatures_first(root, scratch), p);
	else
		complain(c, root->line, root->column, "a policy is a group of keys, not %s; "
			 "it begins with \"version: 1\"",
			 root->kind == NODE_LIST ? "a list" : "a word");
}

struct policy *policy_load(const char *file, FILE *complaints)
{
	struct arena *scratch = arena_new();
	struct complaints c = { .file = file, .arena = scratch };
	struct policy *p = policy_with_defaults(file);
	struct own_protocols own = { NULL, 0 };

	fill(p, &c, scratch, &own);
	if (c.n) {
		complaints_write(&c, complaints);
		policy_free(p);
		p = NULL;
	}

	if (p)
		p->others_may_write = c.others_may_write;
	if (p && p->own)
		own_signatures_compile(p->own);
	for (size_t i = 0; p && i < own.n; i++)
		catalogue_add(own.each[i].name, own.each[i].category);

	arena_free(scratch);
	return p;
}

void policy_free(struct policy *p)
{
	if (!p)
		return;
	own_signatures_free(p->own);
	arena_free(p->arena);
}

struct signature_list policy_signatures(const struct policy *p)
{
	return p->own ? p->own->list : (struct signature_list){ NULL, 0 };
}
