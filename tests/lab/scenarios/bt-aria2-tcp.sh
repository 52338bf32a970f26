# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: aria2 mktorrent opentracker curl
#
# aria2 behind the gateway fetches a file from an aria2 outside; opentracker tells it where.

out=2

labels() {
	owned seeder bittorrent
	owned leecher bittorrent
	owned tracker bittorrent
}

setup() {
	bt_film "udp://$(addr4 o2):6969/announce"
	bt_tracker o2 tracker "$tmp/film.torrent" &&
		bt_aria2 o1 seeder "$tmp/files" "$tmp/film.torrent" 6881 "${seeding[@]}" &&
		wait_for 20 bt_seeds o1 6881 film.bin
}

go() { bt_aria2 l1 leecher "$tmp/got" "$tmp/film.torrent" 6881 "${fetching[@]}"; }

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of aria2; version_of opentracker; }
