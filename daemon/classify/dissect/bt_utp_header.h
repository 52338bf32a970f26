/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_BT_UTP_HEADER_H
#define PEERWALL_CLASSIFY_DISSECT_BT_UTP_HEADER_H

#include "../dissect.h"

/* The header of one uTP packet (BEP 29). */
enum utp_type { UTP_DATA, UTP_FIN, UTP_STATE, UTP_RESET, UTP_SYN, UTP_TYPES };

struct utp {
	enum utp_type type;
	uint16_t id;
	uint32_t time;
	uint32_t difference;
	uint32_t window;
	uint16_t seq;
	uint16_t ack;
	struct rd payload;		/* borrowed from the piece */
};

/* False where the datagram is not formed like a uTP packet, or is another protocol's. */
bool utp_read(const struct piece *p, struct utp *u);

#endif
