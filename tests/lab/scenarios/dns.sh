# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: unbound knot-dnsutils
#
# kdig asks unbound for many names, over UDP and TCP, over IPv4 and IPv6, with and without cookies and padding.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned kdig other:dns
	owned unbound other:dns
}

setup() { dns_server o1 unbound; }

go() {
	local n server
	for server in "$(addr4 o1)" "$(addr6 o1)"; do
		for ((n = 1; n <= 8; n++)); do
			as l1 kdig kdig "@$server" +timeout=3 +short "host$n.server.test" A "host$n.server.test" TXT
		done
		as l1 kdig kdig "@$server" +tcp +timeout=3 +short host1.server.test A host2.server.test TXT
		as l1 kdig kdig "@$server" +cookie +dnssec +timeout=3 +short host3.server.test A -x 198.18.1.3
	done >"$tmp/answers" 2>&1
}

proved() { [ "$(grep -c '^198.18.1.' "$tmp/answers")" = 20 ] && [ "$(grep -c 'text of host' "$tmp/answers")" = 18 ]; }
versions() { version_of unbound; version_of knot-dnsutils; }
