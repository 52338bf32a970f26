/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_CONTROL_H
#define PEERWALL_ACT_CONTROL_H

#include <stdbool.h>
#include <stdio.h>

/*
 * The control socket: DIR/control.sock, a stream socket for root alone. A client
 * sends one word and a newline ("status", "reload"); the daemon answers "ok" or
 * "failed", a newline and a text, and closes.
 */
#define CONTROL_DIR "/run/peerwall"
#define CONTROL_TEXT_MAX (1 << 20)

/*
 * Makes `dir` if need be and listens in it. -1 after one sentence, also when
 * another daemon answers there; a socket that nobody answers is taken over.
 */
int control_listen(const char *dir);

/* Closes and removes it. */
void control_close(int listener, const char *dir);

/*
 * Takes who is there, reads each one's word and calls `answer`, which writes the text and
 * returns whether it went well. Those that say nothing are dropped together, after a moment.
 */
void control_serve(int listener, bool (*answer)(void *ctx, const char *word, FILE *out), void *ctx);

/*
 * Asks the daemon of `dir`: 0 and its text (to free()) when it says "ok"; 1 and
 * its text when it says "failed"; -1 when it could not be asked (errno says why).
 */
int control_ask(const char *dir, const char *word, char **text);

#endif
