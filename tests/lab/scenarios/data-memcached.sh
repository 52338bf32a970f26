# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: memcached libmemcached-tools
#
# Files of random bytes are put into memcached, and read back, behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned client other:memcached
	owned memcached other:memcached
}

setup() {
	local n
	for n in 1 2 3; do random_file "$tmp/lab$n" $((n * 20))k; done
	spawn o1 memcached memcached -l 0.0.0.0 -p 11211
	wait_for 10 listens "$(ns o1)" 11211
}

go() {
	local n
	for n in 1 2 3; do
		as l1 client timeout 5 memccp --servers="$(addr4 o1)" "$tmp/lab$n"
		as l1 client timeout 5 memccat --servers="$(addr4 o1)" --file="$tmp/home-client/$n" "lab$n"
	done
}

proved() { local n; for n in 1 2 3; do same_file "$tmp/lab$n" "$tmp/home-client/$n" || return; done; }
versions() { version_of memcached; version_of libmemcached-tools; }
