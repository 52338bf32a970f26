# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: qbittorrent-nox mktorrent opentracker aria2 curl
#
# qBittorrent (libtorrent 2) behind a gateway with NAT fetches a file from another over TCP; UDP tracker.

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
		bt_qbittorrent_film o1 seeder 6881 "$tmp/files" &&
		wait_for 15 tracker_knows o2 tracker "$tmp/film.torrent"
}

go() { bt_qbittorrent_film l1 leecher 6881 "$tmp/got"; }

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of qbittorrent-nox; version_of libtorrent-rasterbar2.0 libtorrent; version_of opentracker; }
