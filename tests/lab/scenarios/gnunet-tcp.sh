# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: gnunet
#
# A GNUnet peer behind the gateway is given the link of one outside, and connects to it over TCP.

# shellcheck source=../gnunet.sh
. "$lab/gnunet.sh"

labels() {
	owned peer gnunet tcp 2086
	owned peer upnp-igd udp 1900
	owned friend gnunet
}

setup() { gnunet_peer o1 friend && wait_for 10 gnunet_has_hello o1 friend; }

go() {
	gnunet_peer l1 peer &&
		gnunet_meet l1 peer "$(gnunet_hello o1 friend)"
}

proved() { gnunet_knows l1 peer; }
versions() { version_of gnunet; }
