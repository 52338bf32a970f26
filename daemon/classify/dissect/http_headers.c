/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http_headers.h"

#include <string.h>

static bool contains(const struct rd *r, const char *text)
{
	return rd_contains(r, text, strlen(text));
}

/* What has come agrees with one of them, as far as it goes. */
static bool begins_as_http(struct rd r)
{
	static const char *const beginnings[] = { "GET /", "HEAD /", "POST /", "HTTP/1." };

	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		struct rd at = r;

		if (rd_expect(&at, beginnings[i], strlen(beginnings[i])) || at.shortfall)
			return true;
	}

	return false;
}

bool http_headers_open(const struct view *v)
{
	struct rd r = rd_of(v->now.data, v->now.len);

	return v->transport == TRANSPORT_TCP && !v->full && begins_as_http(r) &&
	       !contains(&r, "\r\n\r\n") && !contains(&r, "\n\n");
}

struct rd http_headers(struct rd r)
{
	struct rd all = r;
	const uint8_t *line;
	size_t n;

	while ((line = rd_until(&r, '\n', &n))) {
		if (!n || (n == 1 && *line == '\r'))
			return rd_of(all.at, (size_t)(r.at - all.at));
	}

	return all;
}
