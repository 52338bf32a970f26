/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_SIGNALS_H
#define PEERWALL_BASE_SIGNALS_H

/* Blocks SIGTERM, SIGINT and SIGHUP, gives them as a signalfd, ignores SIGPIPE. -1 with errno. */
int signals_open(void);

/* The next signal, or 0 when there is none. */
int signals_next(int fd);

/* Tells the service manager, if there is one (sd_notify(3)): "READY=1", "STOPPING=1" … */
void service_notify(const char *state);

#endif
