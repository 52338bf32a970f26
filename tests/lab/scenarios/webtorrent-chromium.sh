# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: chromium nodejs
# npm: webtorrent bittorrent-tracker
#
# A page with WebTorrent fetches a file from such a page outside in a data channel; the tracker speaks WebSocket.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"

out=2

labels() {
	owned leecher webtorrent
	owned seeder webtorrent
	owned tracker webtorrent
}

setup() {
	mkdir "$tmp/notes"
	make_file "$tmp/notes/film.bin" "$film_mb"
	webtorrent_tracker o2 tracker &&
		rtc_page o1 seeder "webtorrent.html?side=seeder&tracker=ws://$(addr4 o2):8000" &&
		rtc_page l1 leecher "webtorrent.html?side=leecher" &&
		wait_for 40 test -f "$tmp/notes/ready"
}

go() { rtc_go; }

proved() { same_file "$tmp/notes/film.bin" "$tmp/notes/got.bin"; }
payload() { rtc_note begun; }
versions() { version_of chromium; node_version_of webtorrent; node_version_of bittorrent-tracker; }
