# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: unbound knot-dnsutils openssl
#
# kdig asks unbound over TLS (DoT), behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned kdig other:dot
	owned unbound other:dot
}

setup() { dns_server o1 unbound; }

go() {
	local n
	for ((n = 1; n <= 8; n++)); do
		as l1 kdig kdig "@$(addr4 o1)" +tls +keepopen +timeout=3 +short "host$n.server.test" A "host$n.server.test" TXT
	done >"$tmp/answers" 2>&1
}

proved() { [ "$(grep -c '^198.18.1.' "$tmp/answers")" = 8 ] && [ "$(grep -c 'text of host' "$tmp/answers")" = 8 ]; }
versions() { version_of unbound; version_of knot-dnsutils; }
