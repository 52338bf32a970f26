/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "holder.h"

#include <stdio.h>
#include <unistd.h>

/* True when process `pid` is a peerwall other than this one, and no mere zombie. */
static bool is_peerwall(pid_t pid)
{
	char path[64];
	char state = 'X';
	FILE *f;

	if (pid <= 0 || pid == getpid())
		return false;
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	f = fopen(path, "re");
	if (!f)
		return false;
	if (fscanf(f, "%*d (peerwall) %c", &state) != 1)
		state = 'X';
	fclose(f);
	return state != 'X' && state != 'Z';
}

enum holder holder_ask(struct nft_owner *owner)
{
	int there = nft_table_owner(owner);

	if (there < 0)
		return HOLDER_UNKNOWN;
	if (there == 0)
		return HOLDER_NOBODY;
	if (!owner->pid)
		return HOLDER_STRANGER;
	return is_peerwall(owner->pid) ? HOLDER_RUNNING : HOLDER_GONE;
}
