/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unpack.h"

#define BUFFER_LEN 65536

struct input {
	int fd;
	FILE *stream;
	struct unpacker *unpacker;	/* NULL: the bytes are as they are */
	const char *trouble;
	uint64_t done;
	uint64_t all;
	uint8_t buffer[BUFFER_LEN];	/* of the file; `left` bytes from `at` on are unused */
	const uint8_t *at;
	size_t left;
};

/* More of the file behind the `have` bytes of the buffer; 0 at its end, -1 with errno. */
static ssize_t read_more(struct input *in, size_t have)
{
	ssize_t n = read(in->fd, in->buffer + have, BUFFER_LEN - have);

	if (n > 0)
		in->done += (uint64_t)n;
	return n;
}

/* Refills an empty buffer. */
static ssize_t refill(struct input *in)
{
	ssize_t n = read_more(in, 0);

	in->at = in->buffer;
	in->left = n > 0 ? (size_t)n : 0;
	return n;
}

static ssize_t copy_bytes(struct input *in, char *out, size_t room)
{
	ssize_t n = in->left ? 1 : refill(in);

	if (n <= 0)
		return n;
	room = room < in->left ? room : in->left;
	memcpy(out, in->at, room);
	in->at += room;
	in->left -= room;
	return (ssize_t)room;
}

static ssize_t broken(struct input *in, const char *trouble)
{
	in->trouble = trouble;
	errno = EIO;
	return -1;
}

static ssize_t unpack_bytes(struct input *in, char *out, size_t room)
{
	ssize_t n;

	/* What it holds back comes before more is read. */
	do {
		n = unpack_some(in->unpacker, &in->at, &in->left, (uint8_t *)out, room);
		if (n < 0)
			return broken(in, unpack_trouble(in->unpacker));
		if (n > 0)
			return n;
	} while (in->left || (n = refill(in)) > 0);

	if (n == 0 && !unpack_is_whole(in->unpacker))
		return broken(in, "its compressed data end too early; copy it anew");
	return n;
}

static ssize_t on_read(void *cookie, char *out, size_t room)
{
	struct input *in = cookie;

	if (in->trouble)
		return broken(in, in->trouble);
	return in->unpacker ? unpack_bytes(in, out, room) : copy_bytes(in, out, room);
}

static int on_close(void *cookie)
{
	struct input *in = cookie;

	in->stream = NULL;
	return 0;
}

/* As many bytes as tell whether it is compressed. */
static int read_magic(struct input *in)
{
	ssize_t n = 1;

	in->at = in->buffer;
	while (in->left < PACKING_MAGIC && n > 0) {
		n = read_more(in, in->left);
		in->left += n > 0 ? (size_t)n : 0;
	}

	return n < 0 ? -1 : 0;
}

static int open_stream(struct input *in)
{
	const cookie_io_functions_t functions = { .read = on_read, .close = on_close };
	enum packing packing;

	if (read_magic(in) < 0)
		return -1;

	packing = packing_of(in->buffer, in->left);
	in->unpacker = packing ? unpack_new(packing) : NULL;
	if (packing && !in->unpacker)
		return -1;
	in->stream = fopencookie(in, "r", functions);
	if (!in->stream)
		return -1;
	setvbuf(in->stream, NULL, _IOFBF, BUFFER_LEN);
	return 0;
}

static const char *open_file(struct input *in, const char *file)
{
	struct stat st;

	in->fd = strcmp(file, "-") == 0 ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0 || fstat(in->fd, &st) < 0)
		return strerror(errno);
	if (S_ISDIR(st.st_mode))
		return "it is a folder; name the captures in it";
	in->all = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
	errno = ENOMEM;
	return open_stream(in) < 0 ? strerror(errno) : NULL;
}

struct input *input_open(const char *file, const char **why)
{
	struct input *in = calloc(1, sizeof(*in));

	*why = in ? open_file(in, file) : strerror(ENOMEM);
	if (!*why)
		return in;
	input_close(in);
	return NULL;
}

void input_close(struct input *in)
{
	if (!in)
		return;
	if (in->stream)
		fclose(in->stream);
	unpack_free(in->unpacker);
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	free(in);
}

FILE *input_stream(struct input *in)
{
	return in->stream;
}

int input_first(struct input *in)
{
	int first = getc(in->stream);

	return first == EOF ? EOF : ungetc(first, in->stream);
}

const char *input_trouble(const struct input *in)
{
	return in->trouble;
}

void input_progress(const struct input *in, uint64_t *done, uint64_t *all)
{
	*done = in->done;
	*all = in->all;
}
