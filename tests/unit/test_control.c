/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../../daemon/act/control.h"

/* The control socket: who says nothing holds nobody up. */
#define SILENT 9

static char folder[] = "/tmp/peerwall-control.XXXXXX";

static bool answer(void *ctx, const char *word, FILE *out)
{
	++*(int *)ctx;
	fprintf(out, "%s heard\n", word);
	return true;
}

static int silent_client(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s/control.sock", folder);
	CU_ASSERT_EQUAL(connect(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void *ask(void *text)
{
	control_ask(folder, "status", text);
	return NULL;
}

static bool is_closed(int fd)
{
	char byte;

	return recv(fd, &byte, 1, MSG_DONTWAIT) == 0;
}

/* One turn of the loop answers who asks, and sends the silent away. */
static void silent_clients(void)
{
	int listener = mkdtemp(folder) ? control_listen(folder) : -1;
	int fd[SILENT];
	pthread_t thread;
	char *text = NULL;
	int answered = 0;

	CU_ASSERT_FATAL(listener >= 0);
	for (int i = 0; i < SILENT; i++)
		fd[i] = silent_client();
	pthread_create(&thread, NULL, ask, &text);
	for (int turns = 0; turns < 5 && !answered; turns++) {
		usleep(20000);
		control_serve(listener, answer, &answered);
	}
	pthread_join(thread, NULL);
	CU_ASSERT_EQUAL(answered, 1);
	CU_ASSERT_STRING_EQUAL(text, "status heard\n");
	for (int i = 0; i < SILENT; i++) {
		CU_ASSERT(is_closed(fd[i]));
		close(fd[i]);
	}
	free(text);
	control_close(listener, folder);
	rmdir(folder);
}

static const struct unit_test tests[] = {
	{ "silent clients hold nobody up", silent_clients },
};

UNIT_MAIN("control", tests)
