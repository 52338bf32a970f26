/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../signature_stream.h"
#include "list.h"
#include "signatures_first.h"	/* made from policies/signatures.tsv */

/* The shipped signatures, in TCP streams that come in pieces. */
static enum answer look(const struct view *v, struct finding *out)
{
	return signatures_in_stream(signatures_shipped(), v, out);
}

const struct dissector dissect_signature = {
	.name = "signature",
	.proto = PROTO_IPFS,
	.transports = TRANSPORT_TCP,
	.FIRST(SIGNATURES_FIRST),
	.look = look,
};
