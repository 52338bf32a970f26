# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: coturn openssl
#
# A client finds out what kind of NAT is before it (RFC 5780): the server answers from two addresses and two ports.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"

labels() {
	owned client stun
	owned server stun
}

setup() {
	ip -n "$(ns o1)" addr add 198.18.1.3/24 dev eth0
	turn_server o1 server --listening-ip 198.18.1.3
}

go() { as l1 client timeout 8 turnutils_natdiscovery -m -f "$(addr4 o1)" >"$tmp/said" 2>&1; }

proved() { grep -q 'NAT with Endpoint Independent Filtering' "$tmp/said"; }
versions() { version_of coturn; }
