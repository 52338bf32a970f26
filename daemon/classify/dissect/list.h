/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_LIST_H
#define PEERWALL_CLASSIFY_DISSECT_LIST_H

#include "../dissect.h"

/* Every dissector there is, each in a file of its own name; list.c puts them in order. */

/* ---- peer-to-peer and file sharing ---- */
extern const struct dissector dissect_bt_wire;

/* ---- plain protocols ---- */

#endif
