# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: deluged deluge-console mktorrent opentracker aria2 curl
#
# Deluge fetches a file from Deluge, told what to do by deluge-console; UDP tracker, 40 ms each way, 1 % loss.

out=2
delay_ms=40 loss_percent=1
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
		bt_deluge o1 seeder "$tmp/files" 6881 &&
		bt_deluge l1 leecher "$tmp/got" 6881 &&
		deluge_console o1 seeder 6881 add -p "$tmp/files" "$tmp/film.torrent" &&
		wait_for 15 tracker_knows o2 tracker "$tmp/film.torrent"
}

go() { deluge_console l1 leecher 6881 add -p "$tmp/got" "$tmp/film.torrent"; }

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of deluged; version_of libtorrent-rasterbar2.0 libtorrent; version_of opentracker; }
