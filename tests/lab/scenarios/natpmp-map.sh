# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: miniupnpd miniupnpd-nftables natpmpc
#
# A client asks the next router, miniupnpd behind the gateway's own NAT, for its address and for a port over NAT-PMP.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"

nat=yes

labels() {
	owned client nat-pmp
	owned router nat-pmp
}

setup() { port_mapper o1 router; }

go() {
	as l1 client timeout 5 natpmpc -g "$(addr4 o1)" -a 16881 6881 tcp 3600
	as l1 client timeout 5 natpmpc -g "$(addr4 o1)" -a 16882 6881 udp 3600
} >"$tmp/said" 2>&1

proved() { port_is_open o1 16881 || port_is_open o1 16882; }
versions() { version_of natpmpc; version_of miniupnpd; }
