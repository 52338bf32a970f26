# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: miniupnpd miniupnpd-nftables miniupnpc
#
# A client asks the next router, miniupnpd behind the gateway's own NAT, to open a port, and lists what is open.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"

nat=yes

labels() {
	owned client upnp-igd
	owned router upnp-igd
}

setup() { port_mapper o1 router; }

go() {
	local url
	url=http://$(addr4 o1):5000/rootDesc.xml
	as l1 client timeout 5 upnpc -u "$url" -e film -a "$(addr4 l1)" 6881 16881 TCP 3600
	as l1 client timeout 5 upnpc -u "$url" -l
} >"$tmp/said" 2>&1

proved() { port_is_open o1 16881; }
versions() { version_of miniupnpc; version_of miniupnpd; }
