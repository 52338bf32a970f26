/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/*
 * TCP that is random from the first byte, as enciphered protocols are, fast enough to measure a
 * gateway with:
 *
 *   random_talk serve PORT
 *   random_talk new ADDRESS PORT SECONDS     prints how many connections a second there were
 *   random_talk bulk ADDRESS PORT SECONDS    prints Gbit/s of one connection
 *
 * A connection has four flights of the sizes of MSE's handshake, without a length that is usual
 * for it: what is watched for longest. At PORT it ends there, at PORT + 1 the server sends more
 * until the client has had enough.
 */
#define AT_ONCE 32
#define BULK_BYTES (1 << 20)
#define FLIGHTS 4

static const size_t flights[FLIGHTS] = { 200, 300, 150, 400 };

static struct sockaddr_in server;
static double until;
static atomic_long talks;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static bool send_all(int fd, const uint8_t *bytes, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		bytes += sent;
		n -= (size_t)sent;
	}

	return true;
}

static bool receive_all(int fd, size_t n)
{
	uint8_t bytes[512];

	while (n) {
		ssize_t got = recv(fd, bytes, n < sizeof(bytes) ? n : sizeof(bytes), 0);

		if (got <= 0)
			return false;
		n -= (size_t)got;
	}

	return true;
}

/* `mine`: which flights are ours, the even or the odd ones. */
static bool shake_hands(int fd, size_t mine)
{
	uint8_t bytes[512];
	int on = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	for (size_t i = 0; i < FLIGHTS; i++) {
		if (i % 2 != mine && !receive_all(fd, flights[i]))
			return false;
		if (i % 2 == mine && (getrandom(bytes, flights[i], 0) < 0 ||
				      !send_all(fd, bytes, flights[i])))
			return false;
	}

	return true;
}

/* --- the server: it closes first, so that the client's ports are free at once --- */

static void *serve_new(void *ctx)
{
	int listener = *(int *)ctx;

	for (;;) {
		int fd = accept(listener, NULL, NULL);

		if (fd < 0)
			continue;
		shake_hands(fd, 1);
		close(fd);
	}

	return NULL;
}

static void serve_bulk(int listener)
{
	static uint8_t bytes[BULK_BYTES];

	for (size_t at = 0; at < BULK_BYTES; at += 256) {
		if (getrandom(bytes + at, 256, 0) < 0)
			die("getrandom");
	}

	for (;;) {
		int fd = accept(listener, NULL, NULL);

		if (fd < 0)
			continue;
		if (shake_hands(fd, 1)) {
			while (send_all(fd, bytes, BULK_BYTES))
				;
		}
		close(fd);
	}
}

static int listen_at(uint16_t port)
{
	struct sockaddr_in own = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	int on = 1;

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    bind(fd, (struct sockaddr *)&own, sizeof(own)) < 0 || listen(fd, 4096) < 0)
		die("listen");
	return fd;
}

static void serve(uint16_t port)
{
	static int listener;
	pthread_t thread;

	listener = listen_at(port);
	for (int i = 0; i < 2 * AT_ONCE; i++) {
		if (pthread_create(&thread, NULL, serve_new, &listener))
			die("thread");
	}
	serve_bulk(listen_at((uint16_t)(port + 1)));
}

/* --- the client ---------------------------------------------------------------- */

static int reach(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd >= 0 && connect(fd, (struct sockaddr *)&server, sizeof(server)) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static void *speak_new(void *ctx)
{
	(void)ctx;
	while (now() < until) {
		uint8_t byte;
		int fd = reach();

		if (fd < 0)
			continue;
		if (shake_hands(fd, 0) && recv(fd, &byte, 1, 0) == 0)
			talks++;
		close(fd);
	}

	return NULL;
}

static void speak_many(double seconds)
{
	pthread_t threads[AT_ONCE];

	for (int i = 0; i < AT_ONCE; i++) {
		if (pthread_create(&threads[i], NULL, speak_new, NULL))
			die("thread");
	}
	for (int i = 0; i < AT_ONCE; i++)
		pthread_join(threads[i], NULL);
	printf("%.0f\n", (double)talks / seconds);
}

static void speak_bulk(double seconds)
{
	static uint8_t bytes[BULK_BYTES];
	double total = 0;
	ssize_t got = 1;
	int fd = reach();

	if (fd < 0 || !shake_hands(fd, 0))
		die("connect");
	while (got > 0 && now() < until) {
		got = recv(fd, bytes, sizeof(bytes), 0);
		total += (double)got;
	}
	printf("%.3f\n", got > 0 ? total * 8 / seconds / 1e9 : 0);
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "serve") == 0)
		serve((uint16_t)atoi(argv[2]));
	if (argc != 5 || inet_pton(AF_INET, argv[2], &server.sin_addr) != 1) {
		fputs("usage: random_talk serve PORT | new|bulk ADDRESS PORT SECONDS\n", stderr);
		return 2;
	}

	server.sin_family = AF_INET;
	until = now() + atof(argv[4]);
	if (strcmp(argv[1], "bulk") == 0) {
		server.sin_port = htons((uint16_t)(atoi(argv[3]) + 1));
		speak_bulk(atof(argv[4]));
	} else {
		server.sin_port = htons((uint16_t)atoi(argv[3]));
		speak_many(atof(argv[4]));
	}
	return 0;
}
