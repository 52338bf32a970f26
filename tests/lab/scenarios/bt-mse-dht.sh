# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: qbittorrent-nox python3 python3-libtorrent mktorrent aria2 curl
#
# Encryption required at both ends over TCP, as in bt-mse-tcp, but with the DHT on, as it is by default: before the
# stream that shows nothing, its host has greeted the node that qBittorrent knows by name.

out=2
names+=$'\n198.18.2.2 router.bittorrent.com'
# shellcheck source=../bittorrent.sh
. "$lab/bittorrent.sh"

labels() {
	owned seeder bittorrent
	owned leecher bittorrent
	owned node bittorrent
}

setup() {
	bt_film
	spawn o2 node /usr/bin/python3 "$lab/bt_dht_nodes.py" "$(addr4 o2)" "$(addr4 o2):6881"
	wait_for 10 grep -q ready "$tmp/node.log" &&
		bt_qbittorrent_film o1 seeder 23456 "$tmp/files" Encryption=1 &&
		wait_for 15 qb_seeds o1 seeder 23456
}

go() {
	bt_qbittorrent_film l1 leecher 34567 "$tmp/got" Encryption=1 DHTEnabled=true &&
		qb_peer l1 leecher 34567 "$(addr4 o1):23456"
}

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of qbittorrent-nox; version_of libtorrent-rasterbar2.0 libtorrent; }
