/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_CHANNEL_H
#define PEERWALL_BASE_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Messages between threads: a pipe that carries whole structs of one size, at
 * most PIPE_BUF bytes, so that each write is one piece. Nobody waits: a message
 * that does not fit is not sent, and the sender counts it.
 */
struct channel {
	int fd[2];			/* read, write */
};

int channel_open(struct channel *c);
void channel_close(struct channel *c);

bool channel_send(const struct channel *c, const void *message, size_t size);

/* True when a whole message was there. */
bool channel_receive(const struct channel *c, void *message, size_t size);

#endif
