/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plain.h"

#include <glob.h>
#include <stdbool.h>
#include <string.h>

#include "../base/arena.h"
#include "../packet/capture.h"
#include "own.h"
#include "policy.h"

struct trial {
	const struct own_signatures *own;
	struct arena *arena;
	struct signature *compiled;	/* of own->written */
	const char **capture;		/* the first that has it, or NULL */
	unsigned long *packet;		/* the number of that packet in it */
};

static void try_packet(struct trial *t, const struct packet *p, const char *capture,
		       unsigned long number)
{
	for (size_t i = 0; i < t->own->n; i++) {
		const struct signature *s = &t->compiled[i];

		if (t->capture[i] || s->transport != p->transport ||
		    !signature_has(s, p->payload, p->payload_len, p->payload_whole))
			continue;
		t->capture[i] = arena_text(t->arena, capture, strlen(capture));
		t->packet[i] = number;
	}
}

static bool try_capture(struct trial *t, const char *file)
{
	struct capture *c = capture_open(file);
	unsigned long number = 0;
	struct packet p;
	enum decoded kind;

	if (!c)
		return false;
	while (capture_next(c, &p, &kind) == CAPTURE_PACKET) {
		number++;
		if (kind == DECODED_OK || kind == DECODED_FIRST_FRAGMENT)
			try_packet(t, &p, strrchr(file, '/') + 1, number);
	}

	capture_close(c);
	return true;
}

static int complain_of_all(const struct trial *t, const char *file, FILE *complaints)
{
	int n = 0;

	for (size_t i = 0; i < t->own->n; i++) {
		const struct own_signature *s = &t->own->written[i];

		if (!t->capture[i])
			continue;
		n++;
		fprintf(complaints, "%s:%u:%u: signature \"%s\" matches packet %lu of %s, which is "
			"plain traffic; compare more bytes\n", file, s->line, s->column, s->name,
			t->packet[i], t->capture[i]);
	}

	return n;
}

static struct trial trial_of(const struct own_signatures *own)
{
	struct arena *a = arena_new();
	struct trial t = {
		.own = own,
		.arena = a,
		.compiled = arena_take(a, own->n, sizeof(*t.compiled)),
		.capture = arena_take(a, own->n, sizeof(*t.capture)),
		.packet = arena_take(a, own->n, sizeof(*t.packet)),
	};

	for (size_t i = 0; i < own->n; i++)
		t.compiled[i] = own_signature_compiled(a, &own->written[i]);
	return t;
}

int plain_try(const struct policy *p, const char *folder, FILE *complaints)
{
	struct trial t;
	glob_t found = { 0 };
	size_t played = 0;
	int n;

	if (!p->own)
		return 0;

	t = trial_of(p->own);
	if (glob(arena_format(t.arena, "%s/*.*cap*", folder), 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			played += try_capture(&t, found.gl_pathv[i]);
	}
	globfree(&found);

	n = complain_of_all(&t, p->file, complaints);
	if (!played) {
		fprintf(complaints, "%s: its signatures cannot be tried on plain traffic, since "
			"there are no captures in %s; name their folder with --captures\n",
			p->file, folder);
		n = -1;
	}
	arena_free(t.arena);
	return n;
}
