# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: qbittorrent-nox mktorrent opentracker nginx aria2 curl
#
# A torrent without any peer, but with a web seed: qBittorrent fetches the file from nginx, piece by piece.
# The tracker is BitTorrent; what comes from nginx is plain HTTP that a torrent program asks for.

out=2
# shellcheck source=../bittorrent.sh
. "$lab/bittorrent.sh"

labels() {
	owned leecher bittorrent
	owned tracker bittorrent
	owned nginx bittorrent
}

setup() {
	mkdir "$tmp/www"
	make_file "$tmp/www/film.bin" "$film_mb"
	mktorrent -l 16 -o "$tmp/film.torrent" -a "udp://$(addr4 o2):6969/announce" -w "http://$(addr4 o1)/film.bin" "$tmp/www/film.bin" >/dev/null
	lab_web o1 nginx "$tmp/www" && bt_tracker o2 tracker "$tmp/film.torrent"
}

go() { bt_qbittorrent_film l1 leecher 6881 "$tmp/got"; }

proved() { same_file "$tmp/www/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of qbittorrent-nox; version_of nginx; version_of opentracker; }
