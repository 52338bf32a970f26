/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_HOLDER_H
#define PEERWALL_ACT_HOLDER_H

#include "../../nft/nft.h"

/* Who holds this gateway: whose table inet peerwall is, where we are. */
enum holder {
	HOLDER_UNKNOWN,			/* it could not be asked for; the log says why */
	HOLDER_NOBODY,			/* there is no table */
	HOLDER_STRANGER,		/* no peerwall made it */
	HOLDER_RUNNING,			/* another peerwall, which runs */
	HOLDER_GONE,			/* a peerwall that runs no more */
};

/* `owner` is what the table says of itself, as far as there is one. */
enum holder holder_ask(struct nft_owner *owner);

#endif
