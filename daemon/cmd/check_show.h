/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CMD_CHECK_SHOW_H
#define PEERWALL_CMD_CHECK_SHOW_H

#include <stdbool.h>
#include <stddef.h>

struct policy;
struct blind_spot;

/* What `peerwall check` found out about one policy file. */
enum kernel_answer { KERNEL_NOT_ASKED, KERNEL_TAKES_IT, KERNEL_REFUSES };

struct checked {
	const char *file;
	const struct policy *policy;	/* NULL: it has complaints */
	const char *complaints;		/* lines, "" when there are none */
	enum kernel_answer kernel;
	const char *kernel_text;	/* how the kernel hands packets over; with TAKES_IT */
	const struct blind_spot *spots;	/* of this machine, if the kernel was asked */
	size_t n_spots;
};

/* To stdout: for people, or as one JSON object on one line. */
void check_show_text(const struct checked *c);
void check_show_json(const struct checked *c);

#endif
