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
	bt_film
	bt_qbittorrent_film o1 seeder 23456 "$tmp/files" BTProtocol=UTP &&
		wait_for 15 qb_seeds o1 seeder 23456
}

go() {
	bt_qbittorrent_film l1 leecher 34567 "$tmp/got" BTProtocol=UTP &&
		qb_peer l1 leecher 34567 "[$(addr6 o1)]:23456"
}

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of qbittorrent-nox; version_of libtorrent-rasterbar2.0 libtorrent; }
