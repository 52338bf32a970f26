/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts.h"

#include "catalogue.h"

static const struct facts facts[] = {
#include "facts_table.h"
};

static const struct capture captures[] = {
#include "captures_table.h"
};

#define N_FACTS (sizeof(facts) / sizeof(facts[0]))
#define N_CAPTURES (sizeof(captures) / sizeof(captures[0]))

const struct facts *facts_at(size_t i)
{
	return i < N_FACTS ? &facts[i] : NULL;
}

const struct capture *capture_at(size_t i)
{
	return i < N_CAPTURES ? &captures[i] : NULL;
}

const struct facts *facts_get(uint16_t proto)
{
	for (size_t i = 0; i < N_FACTS; i++) {
		if (facts[i].proto == proto)
			return &facts[i];
	}

	return NULL;
}
