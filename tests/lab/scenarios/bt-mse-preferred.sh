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
	bt_film "udp://$(addr4 o2):6969/announce"
	bt_tracker o2 tracker "$tmp/film.torrent" &&
		bt_transmission_film o1 seeder "$tmp/files" 51413 --no-utp --encryption-preferred &&
		wait_for 20 tracker_knows o2 tracker "$tmp/film.torrent"
}

go() { bt_transmission_film l1 leecher "$tmp/got" 51413 --no-utp --encryption-preferred; }

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of transmission-daemon; version_of opentracker; }
