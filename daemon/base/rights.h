/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_RIGHTS_H
#define PEERWALL_BASE_RIGHTS_H

/*
 * Gives up, for good and for all threads started later, what the daemon does not
 * need once it is set up: every capability but CAP_NET_ADMIN, gaining rights by
 * exec, and the system calls that start programs, trace others or change the
 * kernel. -1 after one sentence.
 */
int rights_drop(void);

#endif
