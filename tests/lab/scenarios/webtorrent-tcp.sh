# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs mktorrent
# npm: webtorrent bittorrent-tracker
#
# WebTorrent behind the gateway fetches a file from a WebTorrent outside over TCP; an HTTP tracker tells it where.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"

out=2 delay_ms=10

labels() {
	owned seeder bittorrent
	owned leecher bittorrent
	owned tracker bittorrent
}

setup() {
	bt_film "http://$(addr4 o2):8000/announce"
	webtorrent_tracker o2 tracker &&
		webtorrent o1 seeder "$tmp/film.torrent" "$tmp/files" 6881 tcp &&
		wait_for 20 webtorrent_is_complete seeder
}

go() { webtorrent l1 leecher "$tmp/film.torrent" "$tmp/got" 6882 tcp; }

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { node_version_of webtorrent; node_version_of bittorrent-tracker; }
