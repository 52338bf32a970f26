# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: qbittorrent-nox mktorrent aria2 curl
#
# uTP alone between two qBittorrents, without encryption: no tracker, no DHT, one peer that the user names; IPv6.

# shellcheck source=../bittorrent.sh
. "$lab/bittorrent.sh"

labels() {
	owned seeder bittorrent
	owned leecher bittorrent
}

setup() {
	mkdir "$tmp/files"
	make_file "$tmp/files/film.bin" "$film_mb"
	make_torrent "$tmp/film.torrent" "$tmp/files/film.bin"
	bt_qbittorrent o1 seeder 23456 BTProtocol=UTP &&
		qb_add o1 seeder 23456 "$tmp/files" "$tmp/film.torrent" &&
		wait_for 15 qb_seeds o1 seeder 23456
}

go() {
	bt_qbittorrent l1 leecher 34567 BTProtocol=UTP &&
		qb_add l1 leecher 34567 "$tmp/got" "$tmp/film.torrent" &&
		qb_peer l1 leecher 34567 "[$(addr6 o1)]:23456"
}

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of qbittorrent-nox; version_of libtorrent-rasterbar2.0 libtorrent; }
