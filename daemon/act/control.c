/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "control.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "../base/log.h"

#define WORD_MAX 32
#define OK "ok\n"
#define FAILED "failed\n"
#define CLIENTS_MAX 16		/* at a time; the next wait for their turn */
#define SILENCE_MS 200

/* -1 when the path is too long for a socket. */
static int address_of(const char *dir, struct sockaddr_un *out)
{
	int n;

	*out = (struct sockaddr_un){ .sun_family = AF_UNIX };
	n = snprintf(out->sun_path, sizeof(out->sun_path), "%s/control.sock", dir);
	if (n > 0 && (size_t)n < sizeof(out->sun_path))
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

static void set_patience(int fd, int seconds)
{
	struct timeval tv = { .tv_sec = seconds };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &tv, sizeof(tv));
}

/* A connected socket, or -1 with errno. */
static int dial(const char *dir)
{
	struct sockaddr_un address;
	int fd;
	int saved;

	if (address_of(dir, &address) < 0)
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;

	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

int control_listen(const char *dir)
{
	struct sockaddr_un address;
	int fd = -1;
	int other;

	if (mkdir(dir, 0755) < 0 && errno != EEXIST) {
		log_sys("control: cannot make the folder %s; name another with --runtime-dir", dir);
		return -1;
	}
	if (address_of(dir, &address) < 0) {
		log_sys("control: %s/control.sock: name a shorter folder with --runtime-dir", dir);
		return -1;
	}

	other = dial(dir);
	if (other >= 0) {
		close(other);
		log_error("control: another peerwall answers at %s; stop it first, or give this "
			  "one a --runtime-dir of its own", address.sun_path);
		return -1;
	}

	unlink(address.sun_path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 ||
	    chmod(address.sun_path, 0600) < 0 || listen(fd, 8) < 0) {
		log_sys("control: cannot listen at %s; name another folder with --runtime-dir",
			address.sun_path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

void control_close(int listener, const char *dir)
{
	struct sockaddr_un address;

	if (listener < 0)
		return;
	close(listener);
	if (address_of(dir, &address) == 0)
		unlink(address.sun_path);
}

static int send_all(int fd, const char *text, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, text, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return -1;
		text += sent;
		n -= (size_t)sent;
	}

	return 0;
}

/* One word up to its newline; false when none came. */
static bool read_word(int fd, char word[WORD_MAX])
{
	ssize_t n = recv(fd, word, WORD_MAX - 1, 0);
	char *end;

	if (n <= 0)
		return false;
	word[n] = '\0';
	end = strchr(word, '\n');
	if (!end)
		return false;
	*end = '\0';
	return true;
}

static void serve(int fd, bool (*answer)(void *ctx, const char *word, FILE *out), void *ctx)
{
	char word[WORD_MAX];
	char *text = NULL;
	size_t size = 0;
	FILE *out;
	bool ok;

	set_patience(fd, 1);
	if (!read_word(fd, word))
		return;
	out = open_memstream(&text, &size);
	if (!out)
		return;

	ok = answer(ctx, word, out);
	if (fclose(out) == 0 && send_all(fd, ok ? OK : FAILED, strlen(ok ? OK : FAILED)) == 0)
		send_all(fd, text, size);
	free(text);
}

/* Who is there, without waiting for anybody: at most `max`. */
static nfds_t accept_all(int listener, struct pollfd *clients, nfds_t max)
{
	struct pollfd more = { .fd = listener, .events = POLLIN };
	nfds_t n = 0;

	while (n < max && poll(&more, 1, 0) == 1) {
		int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

		if (fd < 0)
			break;
		clients[n++] = (struct pollfd){ .fd = fd, .events = POLLIN };
	}
	return n;
}

/* Those that have said something are answered, and gone. */
static nfds_t serve_ready(struct pollfd *clients, nfds_t n,
			  bool (*answer)(void *ctx, const char *word, FILE *out), void *ctx)
{
	nfds_t left = 0;

	for (nfds_t i = 0; i < n; i++) {
		if (!clients[i].revents) {
			clients[left++] = clients[i];
			continue;
		}
		serve(clients[i].fd, answer, ctx);
		close(clients[i].fd);
	}
	return left;
}

/* Silent clients wait together, not one after the other, and are sent away together. */
void control_serve(int listener, bool (*answer)(void *ctx, const char *word, FILE *out), void *ctx)
{
	struct pollfd clients[CLIENTS_MAX];
	nfds_t n = accept_all(listener, clients, CLIENTS_MAX);

	while (n > 0 && poll(clients, n, SILENCE_MS) > 0)
		n = serve_ready(clients, n, answer, ctx);
	for (nfds_t i = 0; i < n; i++)
		close(clients[i].fd);
}

/* All that comes until the other side closes, NUL-ended; NULL with errno. */
static char *read_all(int fd)
{
	char *text = malloc(CONTROL_TEXT_MAX + 1);
	size_t n = 0;
	ssize_t got = 1;

	while (text && got > 0 && n < CONTROL_TEXT_MAX) {
		got = recv(fd, text + n, CONTROL_TEXT_MAX - n, 0);
		n += got > 0 ? (size_t)got : 0;
	}
	if (got < 0) {
		free(text);
		return NULL;
	}
	if (text)
		text[n] = '\0';
	return text;
}

int control_ask(const char *dir, const char *word, char **text)
{
	int fd = dial(dir);
	int result = -1;
	char *line = NULL;

	*text = NULL;
	if (fd < 0)
		return -1;

	set_patience(fd, 30);
	if (asprintf(&line, "%s\n", word) > 0 && send_all(fd, line, strlen(line)) == 0)
		*text = read_all(fd);
	close(fd);
	free(line);
	if (!*text)
		return -1;

	if (strncmp(*text, OK, strlen(OK)) == 0)
		result = 0;
	else if (strncmp(*text, FAILED, strlen(FAILED)) == 0)
		result = 1;
	else
		errno = EPROTO;
	if (result < 0) {
		free(*text);
		*text = NULL;
		return -1;
	}
	memmove(*text, strchr(*text, '\n') + 1, strlen(strchr(*text, '\n')));
	return result;
}
