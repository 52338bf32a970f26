/* SPDX-License-Identifier: GPL-3.0-or-later */
#define ZLIB_CONST	/* it only reads what it is given */
#include "unpack.h"

#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define GZIP_WINDOW (15 + 16)		/* the largest window; a gzip header and no other */
#define ZSTD_WINDOW_LOG 27		/* 128 MiB, what zstd itself takes without being asked */
#define XZ_MEMORY_MAX (UINT64_C(128) << 20)

#define DAMAGED "its compressed data are damaged; copy or capture it anew"
#define TOO_MUCH "it needs more than 128 MiB to be unpacked; unpack it first"

struct unpacker {
	enum packing packing;
	bool ended;			/* what comes next begins anew */
	const char *trouble;
	z_stream gzip;
	ZSTD_DStream *zstd;
	lzma_stream xz;
};

enum packing packing_of(const uint8_t *first, size_t n)
{
	static const struct {
		enum packing packing;
		const char *magic;
		size_t n;
	} known[] = {
		{ PACKING_GZIP, "\x1f\x8b\x08", 3 },
		{ PACKING_ZSTD, "\x28\xb5\x2f\xfd", 4 },
		{ PACKING_XZ, "\xfd" "7zXZ\0", 6 },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (n >= known[i].n && memcmp(first, known[i].magic, known[i].n) == 0)
			return known[i].packing;
	}

	return PACKING_NONE;
}

static bool begin(struct unpacker *u)
{
	switch (u->packing) {
	case PACKING_NONE:
		return false;
	case PACKING_GZIP:
		return inflateInit2(&u->gzip, GZIP_WINDOW) == Z_OK;
	case PACKING_ZSTD:
		u->zstd = ZSTD_createDStream();
		return u->zstd && !ZSTD_isError(ZSTD_DCtx_setParameter(u->zstd,
				ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG));
	case PACKING_XZ:
		u->xz = (lzma_stream)LZMA_STREAM_INIT;
		return lzma_stream_decoder(&u->xz, XZ_MEMORY_MAX, 0) == LZMA_OK;
	}

	return false;
}

struct unpacker *unpack_new(enum packing packing)
{
	struct unpacker *u = calloc(1, sizeof(*u));

	if (!u)
		return NULL;
	u->packing = packing;
	if (begin(u))
		return u;

	unpack_free(u);
	return NULL;
}

void unpack_free(struct unpacker *u)
{
	if (!u)
		return;
	if (u->packing == PACKING_GZIP)
		inflateEnd(&u->gzip);
	if (u->packing == PACKING_XZ)
		lzma_end(&u->xz);
	ZSTD_freeDStream(u->zstd);
	free(u);
}

static ssize_t fail(struct unpacker *u, bool memory)
{
	u->trouble = memory ? TOO_MUCH : DAMAGED;
	return -1;
}

static ssize_t inflate_some(struct unpacker *u, const uint8_t **in, size_t *n, uint8_t *out,
			    size_t room)
{
	z_stream *z = &u->gzip;
	int got;

	if (u->ended && inflateReset(z) != Z_OK)
		return fail(u, false);
	z->next_in = *in;
	z->avail_in = (uInt)*n;
	z->next_out = out;
	z->avail_out = (uInt)room;
	got = inflate(z, Z_NO_FLUSH);
	*in += *n - z->avail_in;
	*n = z->avail_in;
	u->ended = got == Z_STREAM_END;
	if (got != Z_OK && got != Z_STREAM_END && got != Z_BUF_ERROR)
		return fail(u, got == Z_MEM_ERROR);
	return (ssize_t)(room - z->avail_out);
}

static ssize_t zstd_some(struct unpacker *u, const uint8_t **in, size_t *n, uint8_t *out,
			 size_t room)
{
	ZSTD_inBuffer from = { *in, *n, 0 };
	ZSTD_outBuffer to = { out, room, 0 };
	size_t got = ZSTD_decompressStream(u->zstd, &to, &from);

	*in += from.pos;
	*n -= from.pos;
	u->ended = got == 0;
	if (ZSTD_isError(got))
		return fail(u, ZSTD_getErrorCode(got) ==
			       ZSTD_error_frameParameter_windowTooLarge);
	return (ssize_t)to.pos;
}

static ssize_t xz_some(struct unpacker *u, const uint8_t **in, size_t *n, uint8_t *out,
		       size_t room)
{
	lzma_stream *x = &u->xz;
	lzma_ret got;

	if (u->ended && lzma_stream_decoder(x, XZ_MEMORY_MAX, 0) != LZMA_OK)
		return fail(u, false);
	x->next_in = *in;
	x->avail_in = *n;
	x->next_out = out;
	x->avail_out = room;
	got = lzma_code(x, LZMA_RUN);
	*in = x->next_in;
	*n = x->avail_in;
	u->ended = got == LZMA_STREAM_END;
	if (got != LZMA_OK && got != LZMA_STREAM_END && got != LZMA_BUF_ERROR)
		return fail(u, got == LZMA_MEMLIMIT_ERROR || got == LZMA_MEM_ERROR);
	return (ssize_t)(room - x->avail_out);
}

ssize_t unpack_some(struct unpacker *u, const uint8_t **in, size_t *n, uint8_t *out, size_t room)
{
	if (u->ended && !*n)
		return 0;

	switch (u->packing) {
	case PACKING_NONE:
		break;
	case PACKING_GZIP:
		return inflate_some(u, in, n, out, room);
	case PACKING_ZSTD:
		return zstd_some(u, in, n, out, room);
	case PACKING_XZ:
		return xz_some(u, in, n, out, room);
	}

	return fail(u, false);
}

bool unpack_is_whole(const struct unpacker *u)
{
	return u->ended;
}

const char *unpack_trouble(const struct unpacker *u)
{
	return u->trouble;
}
