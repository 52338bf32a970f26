/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#include "../base/hash.h"
#include "../base/pool.h"
#include "watch.h"

/* Places for holders; two that fall into one place share its part. */
#define PLACES 4096
#define PREFIX_BYTES 8		/* of IPv6: a /64 */

enum { LIST_ONE_SIDE, LIST_BOTH, N_LISTS };

struct list {
	struct watch *newest;
	struct watch *oldest;
};

struct place {
	struct addr host;		/* the newest */
	bool from_outside;
	uint32_t held;
};

struct room {
	struct pool watches;
	struct list lists[N_LISTS];
	struct place places[PLACES];
};

struct room *room_new(size_t cap)
{
	struct room *r = calloc(1, sizeof(*r));

	if (r)
		pool_open(&r->watches, sizeof(struct watch), cap);
	return r;
}

void room_free(struct room *r)
{
	if (!r)
		return;
	pool_close(&r->watches);
	free(r);
}

static void leave(struct room *r, struct watch *w)
{
	struct list *l = &r->lists[w->list];

	if (w->newer)
		w->newer->older = w->older;
	else
		l->newest = w->older;
	if (w->older)
		w->older->newer = w->newer;
	else
		l->oldest = w->newer;
}

static void join(struct room *r, struct watch *w)
{
	struct list *l;

	w->list = w->flow->spoke[0] && w->flow->spoke[1] ? LIST_BOTH : LIST_ONE_SIDE;
	l = &r->lists[w->list];
	w->newer = NULL;
	w->older = l->newest;
	if (l->newest)
		l->newest->newer = w;
	else
		l->oldest = w;
	l->newest = w;
}

struct flow *room_oldest(const struct room *r)
{
	const struct watch *w = r->lists[LIST_ONE_SIDE].oldest;

	if (r->watches.used < r->watches.cap)
		return NULL;
	w = w ? w : r->lists[LIST_BOTH].oldest;
	return w ? w->flow : NULL;
}

/* Whoever opened the flow, if it is on the LAN; else the host it was opened to. */
static struct place *place_of(struct room *r, const struct flow *f)
{
	bool from_outside = !f->of_lan[f->initiator] && f->of_lan[1 - f->initiator];
	unsigned int end = f->initiator;
	struct addr host;
	struct place *p;

	/* Of what was opened from outside and not answered yet no end is known to be on the LAN. */
	if (!f->of_lan[0] && !f->of_lan[1] && f->doubted)
		from_outside = true;
	if (from_outside)
		end = 1 - end;
	host = flow_addr(f, end);
	if (host.family == 6)
		memset(host.bytes + PREFIX_BYTES, 0, sizeof(host.bytes) - PREFIX_BYTES);
	p = &r->places[(hash_of_end(&host, from_outside) % (PLACES / 2)) * 2 + from_outside];
	p->host = host;
	p->from_outside = from_outside;
	return p;
}

static size_t share(const struct room *r)
{
	return r->watches.cap / 8;
}

bool room_is_denied(struct room *r, const struct flow *f)
{
	return r->watches.used > r->watches.cap / 2 && place_of(r, f)->held >= share(r);
}

bool room_take(struct room *r, struct flow *f)
{
	struct place *p = place_of(r, f);
	struct watch *w = pool_get(&r->watches);

	if (!w)
		return false;

	p->held++;
	w->place = (uint16_t)(p - r->places);
	w->flow = f;
	f->watch = w;
	join(r, w);
	return true;
}

void room_touch(struct room *r, struct flow *f)
{
	leave(r, f->watch);
	join(r, f->watch);
}

void room_give(struct room *r, struct flow *f)
{
	leave(r, f->watch);
	r->places[f->watch->place].held--;
	pool_put(&r->watches, f->watch);
	f->watch = NULL;
}

struct room_holder room_first_holder(const struct room *r)
{
	const struct place *first = &r->places[0];

	for (size_t i = 1; i < PLACES; i++) {
		if (r->places[i].held > first->held)
			first = &r->places[i];
	}
	return (struct room_holder){ first->host, first->from_outside,
				     first->held >= share(r) ? first->held : 0 };
}
