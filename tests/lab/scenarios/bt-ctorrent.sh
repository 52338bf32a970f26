# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: ctorrent mktorrent opentracker aria2 curl
#
# CTorrent, behind NAT, fetches a file from another; HTTP tracker.

out=2
nat=yes
# shellcheck source=../bittorrent.sh
. "$lab/bittorrent.sh"

labels() {
	owned seeder bittorrent
	owned leecher bittorrent
	owned tracker bittorrent
}

setup() {
	bt_film "http://$(addr4 o2):6969/announce"
	bt_tracker o2 tracker "$tmp/film.torrent" || return
	bt_ctorrent o1 seeder "$tmp/files" 2706 "$tmp/film.torrent"
	wait_for 15 grep -q 'Seed for others' "$tmp/seeder.log" &&
		wait_for 15 tracker_knows o2 tracker "$tmp/film.torrent"
}

go() { bt_ctorrent l1 leecher "$tmp/got" 2706 "$tmp/film.torrent"; }

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of ctorrent; version_of opentracker; }
