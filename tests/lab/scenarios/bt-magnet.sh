# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: transmission-daemon transmission-cli qbittorrent-nox mktorrent opentracker aria2 curl
#
# transmission has a magnet link and a UDP tracker: the torrent itself comes from its peer, a qBittorrent (ut_metadata).

out=2
delay_ms=20
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
		bt_qbittorrent_film o1 seeder 6881 "$tmp/files" &&
		wait_for 15 tracker_knows o2 tracker "$tmp/film.torrent"
}

go() {
	bt_transmission l1 leecher "$tmp/got" 51413 --no-utp --encryption-tolerated &&
		bt_remote l1 leecher 51413 -a "magnet:?xt=urn:btih:$(info_hash "$tmp/film.torrent")&tr=udp%3A%2F%2F$(addr4 o2)%3A6969%2Fannounce"
}

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of transmission-daemon; version_of qbittorrent-nox; version_of opentracker; }
