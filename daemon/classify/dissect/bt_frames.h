/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_BT_FRAMES_H
#define PEERWALL_CLASSIFY_DISSECT_BT_FRAMES_H

#include "../dissect.h"

#define BT_HANDSHAKE "\x13" "BitTorrent protocol"
#define BT_HANDSHAKE_LEN 20

/*
 * The BitTorrent messages behind a handshake, walked from where `r` stands.
 * YES: three in a row that are right in every field, or a block; MORE: right as far as
 * the bytes go; NO: one is wrong.
 */
enum answer bt_frames(struct rd r);

#endif
