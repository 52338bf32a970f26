# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: amule-daemon amule-utils python3
#
# aMule outside fetches a file from an aMule in the LAN that the ed2k link names. Only these two cross the gateway:
# the server is outside, and the one in the LAN is on none.

# shellcheck source=../ed2k.sh
. "$lab/ed2k.sh"

out=2

labels() {
	owned server edonkey
	owned bert edonkey
	owned anna edonkey
}

setup() {
	amule_film
	ed2k_server o2 server && amule o1 bert off && sharing=$tmp/film.bin amule l1 anna off || return
	amule_shares l1 anna "$tmp/film.bin" && amule_connect o1 bert o2 || return
	sleep 6		# who has just logged in takes the source, and does not call it
}

go() { amule_fetch o1 bert "$tmp/film.bin" "$(addr4 l1):4662"; }

proved() { same_file "$tmp/film.bin" "$tmp/home-bert/down/film.bin"; }
payload() { arrived "$tmp/home-bert/down/film.bin"; }
versions() { version_of amule-daemon; version_of python3; }
