# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs mktorrent
# npm: webtorrent bittorrent-tracker
#
# WebTorrent outside fetches a file from a WebTorrent behind the gateway over uTP; a UDP tracker tells it where.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"

out=2

labels() {
	owned seeder bittorrent
	owned leecher bittorrent
	owned tracker bittorrent
}

setup() {
	bt_film "udp://$(addr4 o2):8000"
	webtorrent_tracker o2 tracker &&
		webtorrent l1 seeder "$tmp/film.torrent" "$tmp/files" 6881 utp &&
		wait_for 20 webtorrent_is_complete seeder
}

go() { webtorrent o1 leecher "$tmp/film.torrent" "$tmp/got" 6882 utp; }

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { node_version_of webtorrent; node_version_of bittorrent-tracker; }
