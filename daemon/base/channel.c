/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "channel.h"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include "log.h"

#define PIPE_BYTES (1 << 20)

int channel_open(struct channel *c)
{
	*c = (struct channel){ { -1, -1 } };
	if (pipe2(c->fd, O_CLOEXEC | O_NONBLOCK) < 0) {
		log_sys("channel: pipe");
		return -1;
	}

	fcntl(c->fd[1], F_SETPIPE_SZ, PIPE_BYTES);	/* the default does too, with less slack */
	return 0;
}

void channel_close(struct channel *c)
{
	for (int i = 0; i < 2; i++) {
		if (c->fd[i] >= 0)
			close(c->fd[i]);
		c->fd[i] = -1;
	}
}

bool channel_send(const struct channel *c, const void *message, size_t size)
{
	return write(c->fd[1], message, size) == (ssize_t)size;
}

bool channel_receive(const struct channel *c, void *message, size_t size)
{
	return read(c->fd[0], message, size) == (ssize_t)size;
}
