/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "../base/arena.h"
#include "complaint.h"
#include "language.h"
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

static void fill(struct policy *p, struct complaints *c, struct arena *scratch)
{
	struct reading r = {
		.arena = p->arena,
		.scratch = scratch,
		.complaints = c,
		.within = "",
	};
	const struct node *root = yaml_read(c, scratch);

	if (!root)
		return;		/* it said why */
	if (root->kind == NODE_MAP)
		schema_walk(&r, policy_keys, root, p);
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

	fill(p, &c, scratch);
	if (c.n) {
		complaints_write(&c, complaints);
		policy_free(p);
		p = NULL;
	}

	arena_free(scratch);
	return p;
}

void policy_free(struct policy *p)
{
	if (p)
		arena_free(p->arena);
}
