/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_BT_FRAMES_H
#define PEERWALL_CLASSIFY_DISSECT_BT_FRAMES_H

#include "../dissect.h"

#define BT_HANDSHAKE "\x13" "BitTorrent protocol"
#define BT_HANDSHAKE_LEN 20

/*
 * The BitTorrent messages behind a handshake, walked from where `r` stands.
 * YES: three in a row that are right in every field and tell, or a block; MORE: right as far
 * as the bytes go; MAYBE: so, and several are haves; NO: one is wrong.
 */
enum answer bt_frames(struct rd r);

/* The offset of a block's or a request's header anywhere in `r`, or -1. */
int bt_frames_inside(struct rd r);

#endif
