# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: aria2 transmission-daemon transmission-cli mktorrent opentracker curl
#
# Encryption required at both ends: aria2 (--bt-require-crypto, RC4) fetches from transmission
# (--encryption-required); HTTP tracker.

out=2
# shellcheck source=../bittorrent.sh
. "$lab/bittorrent.sh"

labels() {
	owned seeder bittorrent
	owned leecher bittorrent
	owned tracker bittorrent
}

setup() {
	bt_film "http://$(addr4 o2):6969/announce"
	bt_tracker o2 tracker "$tmp/film.torrent" &&
		bt_transmission_film o1 seeder "$tmp/files" 51413 --no-utp --encryption-required &&
		wait_for 20 tracker_knows o2 tracker "$tmp/film.torrent"
}

go() {
	bt_aria2 l1 leecher "$tmp/got" "$tmp/film.torrent" 6881 "${fetching[@]}" \
		--bt-require-crypto=true --bt-min-crypto-level=arc4
}

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of aria2; version_of transmission-daemon; version_of opentracker; }
