# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: coturn openssl
#
# A client behind NAT asks a STUN server for its address, over IPv4 and IPv6.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"

nat=yes

labels() {
	owned client stun
	owned server stun
}

setup() { turn_server o1 server; }

go() {
	local address
	for address in "$(addr4 o1)" "$(addr6 o1)"; do
		as l1 client timeout 4 turnutils_stunclient "$address"
	done >"$tmp/said"
}

proved() { [ "$(grep -c 'UDP reflexive addr' "$tmp/said")" -ge 2 ]; }
versions() { version_of coturn; }
