# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: rtorrent mktorrent opentracker aria2 curl
#
# rtorrent (libtorrent of rakshasa) fetches a file from another; an HTTP tracker, encryption neither offered nor refused.

out=2
# shellcheck source=../bittorrent.sh
. "$lab/bittorrent.sh"

labels() {
	owned seeder bittorrent
	owned leecher bittorrent
	owned tracker bittorrent
}

setup() {
	bt_film "http://$(addr4 o2):6969/announce"
	bt_tracker o2 tracker "$tmp/film.torrent" || return
	bt_rtorrent o1 seeder "$tmp/files" 6890 "$tmp/film.torrent"
	wait_for 15 tracker_knows o2 tracker "$tmp/film.torrent"
}

go() { bt_rtorrent l1 leecher "$tmp/got" 6890 "$tmp/film.torrent"; }

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of rtorrent; version_of libtorrent21 libtorrent-rakshasa; version_of opentracker; }
