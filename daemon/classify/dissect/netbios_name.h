/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_NETBIOS_NAME_H
#define PEERWALL_CLASSIFY_DISSECT_NETBIOS_NAME_H

#include "../../base/rd.h"

/*
 * An encoded NetBIOS name (RFC 1001, 14.1): 0x20, 32 letters A to P, which are
 * 16 bytes in halves, perhaps the labels of a scope, and 0. False when it is
 * none or, with a shortfall, when it does not end.
 */
bool netbios_name(struct rd *r);

#endif
