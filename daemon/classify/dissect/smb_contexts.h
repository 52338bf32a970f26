/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_SMB_CONTEXTS_H
#define PEERWALL_CLASSIFY_DISSECT_SMB_CONTEXTS_H

#include "../dissect.h"

/* What in a message with the header "fe SMB" only SMB 3 has, or NULL. */
const char *smb_shows_3(struct rd message);

/* Behind "fd SMB", with `room` bytes for what is enciphered, and behind "fc SMB". */
bool smb_is_enciphered(struct rd *r, uint32_t room);
bool smb_is_compressed(struct rd *r);

#endif
