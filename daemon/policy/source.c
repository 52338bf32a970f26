/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/arena.h"
#include "../base/rd.h"
#include "complaint.h"

/* By the file that is open, whatever its name is by now. */
static bool may_others_write(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && ((st.st_uid != 0 && st.st_uid != geteuid()) ||
				       (st.st_mode & (S_IWGRP | S_IWOTH)));
}

static int open_source(struct complaints *c)
{
	struct stat st;
	int fd;

	if (stat(c->file, &st) < 0) {
		complain(c, 0, 0, "cannot be read (%s); give the path of a policy file",
			 strerror(errno));
		return -1;
	}
	if (!S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode)) {
		complain(c, 0, 0, "is %s, not a file; give the path of a policy file",
			 S_ISDIR(st.st_mode) ? "a directory" : "a device or socket");
		return -1;
	}

	fd = open(c->file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		complain(c, 0, 0, "cannot be read (%s); check owner and mode", strerror(errno));
	c->others_may_write = fd >= 0 && may_others_write(fd);
	return fd;
}

/* Reads up to one byte more than is allowed. */
static ssize_t read_all(int fd, char *text)
{
	size_t len = 0;

	while (len <= SOURCE_BYTES_MAX) {
		ssize_t n = read(fd, text + len, SOURCE_BYTES_MAX + 1 - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		len += (size_t)n;
	}

	return (ssize_t)len;
}

/* How many more bytes the letter of UTF-8 that `first` begins has; -1: none begins so. */
static int more_bytes(uint8_t first)
{
	if (first < 0x80)
		return 0;
	if (first >= 0xc2 && first <= 0xdf)
		return 1;
	if ((first & 0xf0) == 0xe0)
		return 2;
	return first >= 0xf0 && first <= 0xf4 ? 3 : -1;
}

/* RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
static bool take_letter(struct rd *r, uint32_t *letter)
{
	uint8_t first = rd_u8(r);
	int more = more_bytes(first);

	*letter = more > 0 ? first & (0x3fu >> more) : first;
	if (more < 0)
		return false;

	for (int i = 0; i < more; i++) {
		uint8_t b = rd_u8(r);

		if ((b & 0xc0) != 0x80)
			return false;
		*letter = *letter << 6 | (b & 0x3f);
	}

	if (more == 2)
		return *letter >= 0x800 && (*letter < 0xd800 || *letter > 0xdfff);
	return more < 3 || (*letter >= 0x10000 && *letter <= 0x10ffff);
}

static bool is_control(uint32_t letter)
{
	return (letter < 0x20 && letter != '\t' && letter != '\n' && letter != '\r') ||
	       (letter >= 0x7f && letter < 0xa0);
}

static bool is_text(struct complaints *c, struct rd r)
{
	unsigned int line = 1;
	unsigned int column = 1;

	while (rd_left(&r)) {
		uint8_t byte = *r.at;
		uint32_t letter;

		if (!take_letter(&r, &letter)) {
			complain(c, line, column,
				 "byte 0x%02x is not UTF-8 text; save the file as UTF-8", byte);
			return false;
		}
		if (is_control(letter)) {
			complain(c, line, column, "control character 0x%02x is not text; "
				 "take it out, or is this not a policy file?", byte);
			return false;
		}
		column = letter == '\n' ? 1 : column + 1;
		line += letter == '\n';
	}

	return true;
}

/* YAML wants spaces there; a tab would look right and mean something else. */
static void find_tabs(struct complaints *c, const char *text)
{
	for (unsigned int line = 1; *text; line++) {
		size_t spaces = strspn(text, " ");
		size_t blanks = strspn(text, " \t");
		size_t len = strcspn(text, "\n");

		if (blanks > spaces && blanks < len && text[blanks] != '\r')
			complain(c, line, (unsigned int)spaces + 1,
				 "tab in the indentation; use spaces");
		text += len + (text[len] == '\n');
	}
}

const char *source_read(struct complaints *c, struct arena *arena, size_t *len)
{
	int fd = open_source(c);
	char *text;
	ssize_t n;

	if (fd < 0)
		return NULL;

	text = arena_take(arena, SOURCE_BYTES_MAX + 2, 1);
	n = read_all(fd, text);
	if (n < 0)
		complain(c, 0, 0, "cannot be read (%s)", strerror(errno));
	if (n > SOURCE_BYTES_MAX)
		complain(c, 0, 0, "is larger than 1 MiB; a policy holds at most 1000 rules");
	close(fd);
	if (c->n)
		return NULL;

	*len = (size_t)n;
	if (is_text(c, rd_of(text, *len)))
		find_tabs(c, text);
	return c->n ? NULL : text;
}
