# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: knot-dnsutils unbound openssl
#
# kdig asks unbound over HTTPS (DoH), over IPv6.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned kdig other:doh
	owned unbound other:doh
}

setup() { dns_server o1 unbound; }

go() {
	local n
	for ((n = 1; n <= 8; n++)); do
		as l1 kdig kdig "@$(addr6 o1)" +https +timeout=3 +short "host$n.server.test" A "host$n.server.test" TXT
	done >"$tmp/answers" 2>&1
}

proved() { [ "$(grep -c '^198.18.1.' "$tmp/answers")" = 8 ] && [ "$(grep -c 'text of host' "$tmp/answers")" = 8 ]; }
versions() { version_of unbound; version_of knot-dnsutils; }
