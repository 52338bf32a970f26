# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: transmission-daemon transmission-cli mktorrent opentracker aria2 curl
#
# Encryption preferred at both ends, behind NAT: transmission fetches a file from transmission, TCP, UDP tracker.

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
	mkdir "$tmp/files"
	make_file "$tmp/files/film.bin" "$film_mb"
	make_torrent "$tmp/film.torrent" "$tmp/files/film.bin" "udp://$(addr4 o2):6969/announce"
	bt_tracker o2 tracker "$tmp/film.torrent" &&
		bt_transmission o1 seeder "$tmp/files" 51413 --no-utp --encryption-preferred &&
		bt_remote o1 seeder 51413 -a "$tmp/film.torrent" &&
		wait_for 20 tracker_knows o2 tracker "$tmp/film.torrent"
}

go() {
	bt_transmission l1 leecher "$tmp/got" 51413 --no-utp --encryption-preferred &&
		bt_remote l1 leecher 51413 -a "$tmp/film.torrent"
}

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of transmission-daemon; version_of opentracker; }
