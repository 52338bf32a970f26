/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_SIGNATURE_STREAM_H
#define PEERWALL_CLASSIFY_SIGNATURE_STREAM_H

#include "dissect.h"
#include "signatures.h"

/*
 * Signatures once more, over what a side of a TCP flow has sent so far: the kernel and
 * the engine compare single packets, and a handshake may come in many. Answers as a
 * dissector does, with the first of the list that fits best.
 */
enum answer signatures_in_stream(struct signature_list list, const struct view *v,
				 struct finding *out);

#endif
