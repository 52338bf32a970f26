/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "label.h"

/* The lowest bit of the mask is what one counts in. */
static uint32_t unit_of(uint32_t mask)
{
	return mask & -mask;
}

bool mark_mask_is_right(uint32_t mask)
{
	return mask && mask / unit_of(mask) == (1u << MARK_BITS) - 1;
}

uint32_t mark_of(struct label label, uint32_t mask)
{
	uint32_t bits = (uint32_t)label.number << 2 | (uint32_t)label.confidence;

	return bits * unit_of(mask) & mask;
}

struct label mark_label(uint32_t mark, uint32_t mask)
{
	uint32_t bits = (mark & mask) / unit_of(mask);

	return (struct label){
		.number = (uint16_t)(bits >> 2),
		.confidence = (enum confidence)(bits & 3),
	};
}

uint32_t mark_reply(uint32_t mask)
{
	return mark_of((struct label){ LABEL_NONE, CONFIDENCE_PORT }, mask);
}

uint32_t mark_lan(uint32_t mask)
{
	return mark_of((struct label){ LABEL_NONE, CONFIDENCE_LIKELY }, mask);
}

uint32_t mark_number(uint32_t mask)
{
	return mask & ~mark_of((struct label){ LABEL_NONE, CONFIDENCE_CERTAIN }, mask);
}

bool mark_tells(uint32_t mark, uint32_t mask, uint32_t bit)
{
	return !(mark & mark_number(mask)) && mark & bit;
}
