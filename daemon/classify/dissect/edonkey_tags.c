/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "edonkey_tags.h"

#define NAME_LEN_MAX 255

enum tag {
	TAG_HASH = 1, TAG_STRING, TAG_U32, TAG_FLOAT, TAG_BOOL, TAG_BOOLS, TAG_BLOB,
	TAG_U16, TAG_U8, TAG_BSOB, TAG_U64,
	TAG_STRING_1 = 0x11, TAG_STRING_16 = 0x20,
};

/* The length of a value of `type`, which may stand before it; false for no type. */
static bool skip_value(struct rd *r, uint8_t type)
{
	if (type >= TAG_STRING_1 && type <= TAG_STRING_16)
		return rd_take(r, type - TAG_STRING_1 + 1u);

	switch (type) {
	case TAG_HASH:
		return rd_take(r, 16);
	case TAG_STRING:
		return rd_take(r, rd_le16(r));
	case TAG_U32:
	case TAG_FLOAT:
		return rd_take(r, 4);
	case TAG_BOOL:
	case TAG_U8:
		return rd_take(r, 1);
	case TAG_BOOLS:
		return rd_take(r, rd_le16(r) / 8 + 1u);
	case TAG_BLOB:
		return rd_take(r, rd_le32(r));
	case TAG_U16:
		return rd_take(r, 2);
	case TAG_BSOB:
		return rd_take(r, rd_u8(r));
	case TAG_U64:
		return rd_take(r, 8);
	}

	return false;
}

static bool skip_name(struct rd *r, bool one_byte)
{
	uint16_t length = one_byte ? 1 : rd_le16(r);

	return length && length <= NAME_LEN_MAX && rd_take(r, length);
}

bool edonkey_tags(struct rd *r, uint32_t n)
{
	if (n > EDONKEY_TAGS_MAX)
		return false;

	while (n--) {
		uint8_t type = rd_u8(r);

		if (!skip_name(r, type & 0x80) || !skip_value(r, type & 0x7f))
			return false;
	}

	return !r->shortfall;
}

bool edonkey_zlib(struct rd r)
{
	uint16_t header = rd_be16(&r);

	return !r.shortfall && header >> 8 == 0x78 && header % 31 == 0;
}
