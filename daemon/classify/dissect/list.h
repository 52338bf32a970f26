/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_LIST_H
#define PEERWALL_CLASSIFY_DISSECT_LIST_H

#include "../dissect.h"

/* Every dissector there is, each in a file of its own name; list.c puts them in order. */

/* ---- peer-to-peer and file sharing ---- */
extern const struct dissector dissect_bt_dht;
extern const struct dissector dissect_bt_wire;
extern const struct dissector dissect_gnutella;
extern const struct dissector dissect_smb;

/* ---- plain protocols ---- */
extern const struct dissector dissect_tls;
extern const struct dissector dissect_ssl2;
extern const struct dissector dissect_http;
extern const struct dissector dissect_dns;
extern const struct dissector dissect_magic;
extern const struct dissector dissect_quic;
extern const struct dissector dissect_stun;
extern const struct dissector dissect_turn;
extern const struct dissector dissect_ntp;
extern const struct dissector dissect_dhcp;
extern const struct dissector dissect_dhcpv6;

#endif
