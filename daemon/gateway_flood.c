/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gateway_inside.h"

#include "act/json.h"
#include "base/log.h"

/*
 * Somebody opens more flows than can be watched. What has no room is not let go: the kernel's
 * signatures still look at it. That is told of once for each flood, and who it is.
 */
#define UNWATCHED "what has no room is looked at by the kernel's signatures alone"
#define OVER_US (60 * 1000000LL)	/* of quiet: the next is another flood */

void gateway_on_flood(struct gateway *g, const struct room_holder *holder)
{
	struct flood *f = &g->flood;
	int64_t now_us = gateway_now_us();
	char host[ADDR_TEXT];

	if (!f->since_us || now_us - f->last_us > OVER_US)
		f->since_us = now_us;
	if (holder->held >= f->holder.held || now_us - f->last_us > OVER_US)
		f->holder = *holder;
	f->last_us = now_us;
	if (f->logged_us == f->since_us)
		return;

	f->logged_us = f->since_us;
	if (holder->held)
		log_warning("flood: more undecided flows than can be watched, most of them opened "
			    "%s %s; " UNWATCHED, holder->from_outside ? "from outside to" : "by",
			    addr_text(&holder->host, host));
	else
		log_warning("flood: more undecided flows than can be watched, of many hosts; "
			    UNWATCHED);
}

json_t *gateway_flood_json(const struct gateway *g)
{
	const struct flood *f = &g->flood;
	char host[ADDR_TEXT];
	json_t *o;

	if (!f->since_us)
		return json_null();

	o = json_object();
	json_object_set_new(o, "host",
			    json_text(f->holder.held ? addr_text(&f->holder.host, host) : ""));
	json_object_set_new(o, "from_outside", json_boolean(f->holder.from_outside));
	json_object_set_new(o, "watched", json_integer((json_int_t)f->holder.held));
	json_object_set_new(o, "since", json_seconds(f->since_us));
	json_object_set_new(o, "last", json_seconds(f->last_us));
	return o;
}
