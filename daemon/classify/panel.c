/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "panel.h"

#include <string.h>

#include "signature_stream.h"

static void set_bit(struct mask *m, size_t i)
{
	m->word[i / 64] |= UINT64_C(1) << i % 64;
}

static bool has_bit(const struct mask *m, size_t i)
{
	return m->word[i / 64] >> i % 64 & 1;
}

/* The first-byte tables, from each dissector's own list of first bytes. */
static void index_dissector(struct panel *p, size_t i)
{
	const struct dissector *d = dissectors[i];

	for (int t = 0; t < N_TRANSPORTS; t++) {
		if (!(d->transports & (1 << t)))
			continue;
		for (size_t b = 0; b < 256; b++) {
			if (!d->first || memchr(d->first, (int)b, d->n_first))
				set_bit(&p->starts[t][b], i);
		}
	}
}

void panel_open(struct panel *p)
{
	*p = (struct panel){ 0 };
	for (size_t i = 0; i < DISSECTORS_MAX && dissectors[i]; i++)
		index_dissector(p, i);
}

static void note(struct answers *a, enum answer said, const struct finding *finding)
{
	bool plain = finding->proto >= PROTO_PLAIN_FIRST;

	switch (said) {
	case ANSWER_NO:
		break;
	case ANSWER_MORE:
		a->more = a->more || protocol_in_all(catalogue_get(finding->proto));
		break;
	case ANSWER_MAYBE:
		a->more |= !plain;
		if (finding->mse) {
			a->mse = true;
			a->exact = finding->exact;
		} else if (!plain && !a->maybe) {
			a->maybe = true;
			a->maybe_finding = *finding;
		}
		break;
	case ANSWER_YES:
		if (plain && !a->plain) {
			a->plain = true;
			a->plain_finding = *finding;
		} else if (!plain && !a->p2p) {
			a->p2p = true;
			a->p2p_finding = *finding;
		}
		break;
	}
}

/* The policy's signatures, which no table by first byte knows. */
static void ask_own(struct signature_list own, const struct view *v, struct answers *a)
{
	struct finding finding = { .confidence = CONFIDENCE_CERTAIN };
	enum answer said = signatures_in_stream(own, v, &finding);

	note(a, said, &finding);
}

static bool may_prove(struct panel *p, int64_t now_us)
{
	int64_t second = now_us / 1000000;

	if (second != p->second)
		p->proofs = 0;
	p->second = second;
	return p->proofs++ < PROOFS_PER_SECOND;
}

struct answers panel_ask(struct panel *p, struct signature_list own, struct watch *w,
			 const struct view *v, int64_t now_us)
{
	const struct mask *start = &p->starts[v->transport >> 1][v->now.data[0]];
	struct mask *dead = &w->dead[v->side];
	struct answers a = { 0 };

	for (size_t word = 0; word < MASK_WORDS; word++) {
		uint64_t left = start->word[word] & ~dead->word[word];

		for (; left; left &= left - 1) {
			size_t i = word * 64 + (size_t)__builtin_ctzll(left);
			const struct dissector *d = dissectors[i];
			struct finding finding = {
				.proto = d->proto,
				.confidence = CONFIDENCE_CERTAIN,
				.what = d->name,
			};
			enum answer said = d->look(v, &finding);

			if (said == ANSWER_YES && d->prove && !may_prove(p, now_us)) {
				a.unproved = true;	/* its next packet may be luckier */
				continue;
			}
			if (said == ANSWER_YES && d->prove && !d->prove(v))
				said = ANSWER_NO;
			set_bit(said == ANSWER_NO ? dead : &w->fit[v->side], i);
			if (said == ANSWER_YES && !a.p2p)
				a.both = has_bit(&w->fit[1 - v->side], i);
			note(&a, said, &finding);
		}
	}

	if (v->transport == TRANSPORT_TCP)
		ask_own(own, v, &a);
	return a;
}
