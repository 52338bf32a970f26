# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: aria2 transmission-daemon transmission-cli mktorrent opentracker curl
#
# aria2, behind NAT, knows of one peer that has nothing of the file; that one, a transmission, tells it by peer
# exchange of another who has all. Two trackers, of which aria2 asks only the first.

out=2
nat=yes
# shellcheck source=../bittorrent.sh
. "$lab/bittorrent.sh"

labels() {
	owned seeder bittorrent
	owned middle bittorrent
	owned leecher bittorrent
	owned tracker bittorrent
	owned tracker2 bittorrent
}

# torrent NAME TRACKER-HOST…: the same torrent, whoever its trackers are.
torrent() {
	local out=$tmp/$1.torrent host trackers=()
	shift
	for host; do trackers+=(-a "http://$(addr4 "$host"):6969/announce"); done
	mktorrent -l 16 -o "$out" "${trackers[@]}" "$tmp/files/film.bin" >/dev/null
}

setup() {
	mkdir "$tmp/files"
	make_file "$tmp/files/film.bin" "$film_mb"
	torrent leecher o1
	torrent middle o1 o2
	torrent seeder o2
	bt_tracker o1 tracker "$tmp/middle.torrent" &&
		bt_tracker o2 tracker2 "$tmp/middle.torrent" &&
		bt_transmission o2 seeder "$tmp/files" 51413 --no-utp --encryption-tolerated &&
		bt_remote o2 seeder 51413 -a "$tmp/seeder.torrent" &&
		wait_for 20 tracker_knows o2 tracker2 "$tmp/middle.torrent" &&
		bt_transmission o1 middle "$tmp/nothing" 51413 --no-utp --encryption-tolerated &&
		bt_remote o1 middle 51413 -d 0 -u 0 -a "$tmp/middle.torrent" &&
		wait_for 20 middle_knows
}

middle_knows() { bt_remote o1 middle 51413 -t 1 -ip | grep -q "$(addr4 o2)" && tracker_knows o1 tracker "$tmp/middle.torrent"; }

go() { bt_aria2 l1 leecher "$tmp/got" "$tmp/leecher.torrent" 6881 "${fetching[@]}" --enable-peer-exchange=true; }

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of aria2; version_of transmission-daemon; version_of opentracker; }
