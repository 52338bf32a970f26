# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: qbittorrent-nox python3 python3-libtorrent curl
#
# A v2 torrent (SHA-256, no v1 hash) over IPv6: qBittorrent is told of the one peer by its user, no tracker.

# shellcheck source=../bittorrent.sh
. "$lab/bittorrent.sh"

labels() {
	owned seeder bittorrent
	owned leecher bittorrent
}

setup() {
	mkdir "$tmp/files"
	make_file "$tmp/files/film.bin" "$film_mb"
	make_torrent_v2 "$tmp/film.torrent" "$tmp/files/film.bin"
	bt_qbittorrent_film o1 seeder 6881 "$tmp/files" &&
		wait_for 15 qb_seeds o1 seeder 6881
}

go() {
	bt_qbittorrent_film l1 leecher 6881 "$tmp/got" &&
		qb_peer l1 leecher 6881 "[$(addr6 o1)]:6881"
}

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of qbittorrent-nox; version_of libtorrent-rasterbar2.0 libtorrent; }
