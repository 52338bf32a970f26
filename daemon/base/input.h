/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_INPUT_H
#define PEERWALL_BASE_INPUT_H

#include <stdint.h>
#include <stdio.h>

/*
 * A file that is read once from its beginning to its end, "-" being standard input. What
 * is compressed (gzip, zstd, xz, by its first bytes and not its name) is unpacked on the way.
 */
struct input;

/* NULL when it cannot be read, with the reason in `*why`, constant or the system's words. */
struct input *input_open(const char *file, const char **why);
void input_close(struct input *in);

/*
 * Its bytes. Who closes this stream leaves nothing for input_close() but the rest; where it
 * breaks off it has an error, of which input_trouble() tells.
 */
FILE *input_stream(struct input *in);

/* The first byte, which stays to be read, or EOF. */
int input_first(struct input *in);

/* What is wrong with what is compressed, or NULL. */
const char *input_trouble(const struct input *in);

/* How far it is, in bytes of the file, and how many there are (0 when that is not known). */
void input_progress(const struct input *in, uint64_t *done, uint64_t *all);

#endif
