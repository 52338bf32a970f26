# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: amule-daemon amule-utils python3
#
# aMule behind the gateway logs in at an eD2k server and fetches a file from an aMule there, without obfuscation.

# shellcheck source=../ed2k.sh
. "$lab/ed2k.sh"

out=2

labels() {
	owned server edonkey
	owned bert edonkey
	owned anna edonkey
}

setup() {
	make_file "$tmp/film.bin" "$film_mb"
	ed2k_server o2 server && amule o1 bert off && amule l1 anna off || return
	amule_shares o1 bert "$tmp/film.bin" && amule_connect o1 bert o2
	wait_for 20 grep -q offered "$tmp/server.log" || fail "not offered"
}

go() { amule_connect l1 anna o2 && amule_tell l1 anna "add $(ed2k_link "$tmp/film.bin")" >/dev/null; }

proved() { same_file "$tmp/film.bin" "$tmp/home-anna/down/film.bin"; }
payload() { arrived "$tmp/home-anna/down/film.bin"; }
versions() { version_of amule-daemon; version_of python3; }
