/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_KNOWN_H
#define PEERWALL_CLASSIFY_KNOWN_H

#include "../flow/flow.h"
#include "learned.h"

/*
 * What an undecided flow is by those who take part in it, where its bytes do not tell: an outcome
 * that is decided, or not.
 */

/* It cannot be read, and one listens there; `over`: nothing more comes of it. */
struct outcome known_unreadable(const struct learned *l, const struct flow *f, bool over);

/* UDP: its latest shape might have been chance, and its socket is known for it by now. */
struct outcome known_borne_out(const struct learned *l, const struct flow *f);

/* Nobody answers an enciphered greeting to where one was greeted in the clear. */
struct outcome known_refused(const struct learned *l, const struct flow *f);

/* BitTorrent behind MSE, at a host that is known for it: mse_is_likely() said so. */
struct outcome known_mse(const struct flow *f);

/* eD2k behind obfuscation: ed2k_is_likely() said so. */
struct outcome known_ed2k(void);

#endif
