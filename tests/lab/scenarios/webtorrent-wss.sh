# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: chromium nodejs nginx openssl
# npm: webtorrent bittorrent-tracker
#
# A page with WebTorrent, behind NAT, fetches a file from such a page outside; the tracker speaks WebSocket behind TLS,
# under the name of one that is in use.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"
# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

out=2 nat=yes
names+=$'\n'"$(addr4 o2) tracker.openwebtorrent.com"

labels() {
	owned leecher webtorrent
	owned seeder webtorrent
	owned front webtorrent
	owned tracker webtorrent
}

setup() {
	local announce=wss://tracker.openwebtorrent.com

	mkdir "$tmp/notes" "$tmp/www"
	make_file "$tmp/notes/film.bin" "$film_mb"
	certificate site
	# shellcheck disable=SC2016
	webtorrent_tracker o2 tracker &&
		lab_web o2 front "$tmp/www" "$(tls_site site)"'
			location / {
				proxy_pass http://'"$(addr4 o2)"':8000;
				proxy_http_version 1.1;
				proxy_set_header Upgrade $http_upgrade;
				proxy_set_header Connection upgrade;
			}' &&
		rtc_page o1 seeder "webtorrent.html?side=seeder&tracker=$announce" --ignore-certificate-errors &&
		rtc_page l1 leecher "webtorrent.html?side=leecher" --ignore-certificate-errors &&
		wait_for 40 test -f "$tmp/notes/ready"
}

go() { rtc_go; }

proved() { same_file "$tmp/notes/film.bin" "$tmp/notes/got.bin"; }
payload() { rtc_note begun; }
versions() { version_of chromium; node_version_of webtorrent; node_version_of bittorrent-tracker; version_of nginx; }
