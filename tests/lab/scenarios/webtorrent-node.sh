# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs mktorrent
# npm: webtorrent bittorrent-tracker
#
# WebTorrent under node, behind NAT, fetches a file from one outside in a WebRTC data channel; the tracker speaks WebSocket.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"

out=2 nat=yes

labels() {
	owned seeder webtorrent
	owned leecher webtorrent
	owned tracker webtorrent
}

setup() {
	bt_film "ws://$(addr4 o2):8000"
	webtorrent_tracker o2 tracker &&
		webtorrent o1 seeder "$tmp/film.torrent" "$tmp/files" 6881 webrtc &&
		wait_for 20 webtorrent_is_complete seeder
}

go() { webtorrent l1 leecher "$tmp/film.torrent" "$tmp/got" 6882 webrtc; }

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { node_version_of webtorrent; node_version_of bittorrent-tracker; }
