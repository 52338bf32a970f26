# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: tor obfs4proxy curl nginx
#
# A Tor client behind NAT reaches its network through an obfs4 bridge, and fetches a file.

# shellcheck source=../tor.sh
. "$lab/tor.sh"

out=5
nat=yes

labels() {
	owned client tor
	owned authority tor
	owned relay2 tor
	owned relay3 tor
	owned bridge tor
}

setup() {
	mkdir "$tmp/files"
	make_file "$tmp/files/film.bin" "$film_mb"
	lab_web o4 nginx "$tmp/files" && tor_network && tor_bridge o5
}

go() {
	tor_client l1 'UseBridges 1' 'ClientTransportPlugin obfs4 exec /usr/bin/obfs4proxy' "$bridge_line"
	wait_for 15 tor_is_up || { reason='no circuit'; return 1; }
	in_ns "$(ns l1)" curl -sS --max-time 50 --socks5 127.0.0.1:9050 -o "$tmp/got.bin" "http://$(addr4 o4)/film.bin" >"$tmp/curl.log" 2>&1
}

proved() { same_file "$tmp/files/film.bin" "$tmp/got.bin"; }
payload() { arrived "$tmp/got.bin"; }
versions() { version_of tor; version_of obfs4proxy; }
