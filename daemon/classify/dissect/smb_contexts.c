/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "smb_contexts.h"

/*
 * What messages of SMB 3 have that those of SMB 2 have not (MS-SMB2 2.2.1, 2.2.13, 2.2.14):
 * a priority in the header, and contexts of an opened file.
 *
 *   header    | fe SMB | 0040 | 6 bytes | command | credits | flags, 4 | next, 4 | 40 bytes |
 *   request   | 57, 2 | 46 bytes | contexts at, 4 | their length, 4 |
 *   answer    | 89, 2 | 78 bytes | contexts at, 4 | their length, 4 |
 *   context   | next, 4 | name at, 2 | its length, 2 | 0, 2 | data at, 2 | its length, 4 | …
 *
 * `next` is where the next one begins, from the beginning of this one; 0: none. A lease of SMB 2.1
 * has the name of one of SMB 3 and 32 bytes, not 52. The offsets are the sender's: all
 * reading begins anew at a message or context and ends with it.
 */
#define HEADER_LEN 64
#define PRIORITY 0x70			/* of dialect 3.1.1 alone */
#define CREATE 5
#define REQUEST_SIZE 57
#define ANSWER_SIZE 89
#define LEASE2_LEN 52
#define MESSAGES_MAX 8			/* in a chain */
#define CONTEXTS_MAX 16
#define ALGORITHM_LAST 5		/* LZ4 */

/* The bytes of `r` from `at` on; none when there are no such. */
static struct rd part_of(struct rd r, uint32_t at)
{
	rd_take(&r, at);
	return r;
}

static const char *context_of_3(struct rd context)
{
	struct rd r = part_of(context, 4);
	uint16_t name_at = rd_le16(&r);
	uint16_t name_len = rd_le16(&r);
	uint32_t data_len;
	struct rd name = part_of(context, name_at);

	rd_take(&r, 4);
	data_len = rd_le32(&r);
	if (r.shortfall || name_len != 4)
		return NULL;
	if (rd_expect(&name, "DH2", 3))
		return "smb3 durable handle";
	return rd_expect(&name, "RqLs", 4) && data_len == LEASE2_LEN ? "smb3 lease" : NULL;
}

static const char *contexts_of_3(struct rd list)
{
	for (int i = 0; i < CONTEXTS_MAX && rd_left(&list); i++) {
		struct rd r = list;
		const char *found = context_of_3(list);
		uint32_t next = rd_le32(&r);

		if (found || !next)
			return found;
		list = part_of(list, next);
	}

	return NULL;
}

static const char *create_of_3(struct rd message)
{
	struct rd r = part_of(message, HEADER_LEN);
	uint16_t size = rd_le16(&r);
	uint32_t at;
	uint32_t len;

	if (size != REQUEST_SIZE && size != ANSWER_SIZE)
		return NULL;
	rd_take(&r, size == REQUEST_SIZE ? 46 : 78);
	at = rd_le32(&r);
	len = rd_le32(&r);
	return r.shortfall || !at || !len ? NULL : contexts_of_3(part_of(message, at));
}

static const char *message_of_3(struct rd message, uint32_t *next)
{
	struct rd r = message;
	uint16_t command;
	uint32_t flags;

	*next = 0;
	if (!rd_expect(&r, "\xfeSMB", 4))
		return NULL;
	rd_take(&r, 8);
	command = rd_le16(&r);
	rd_take(&r, 2);
	flags = rd_le32(&r);
	*next = rd_le32(&r);
	if (r.shortfall)
		return NULL;
	if (flags & PRIORITY)
		return "smb3 priority";
	return command == CREATE ? create_of_3(message) : NULL;
}

const char *smb_shows_3(struct rd message)
{
	for (int i = 0; i < MESSAGES_MAX; i++) {
		uint32_t next;
		const char *found = message_of_3(message, &next);

		if (found || !next)
			return found;
		message = part_of(message, next);
	}

	return NULL;
}

bool smb_is_enciphered(struct rd *r, uint32_t room)
{
	rd_take(r, 16 + 16);
	return rd_le32(r) - 1 < room && rd_take(r, 2) && rd_le16(r) == 1;
}

/* What is packed may have a size that cannot be: attacks send it. */
bool smb_is_compressed(struct rd *r)
{
	rd_take(r, 4);
	return rd_le16(r) <= ALGORITHM_LAST && rd_le16(r) <= 1;
}
