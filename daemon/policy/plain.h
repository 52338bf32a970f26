/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_POLICY_PLAIN_H
#define PEERWALL_POLICY_PLAIN_H

#include <stddef.h>
#include <stdio.h>

struct policy;

/*
 * Plays every capture of `folder`, all of them traffic that is no peer-to-peer, against
 * the policy's own signatures. Each signature that one of them has gets a complaint, with
 * its place and the capture's name. Returns the number of complaints, or -1, after one
 * too, when there are no captures to play. Whose packet it is does not matter here: a
 * capture may begin in the middle.
 */
int plain_try(const struct policy *p, const char *folder, FILE *complaints);

#endif
