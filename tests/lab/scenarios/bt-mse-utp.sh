# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: qbittorrent-nox mktorrent aria2 curl
#
# Encryption required at both ends (MSE, RC4) over uTP, and nothing else on the wire: no tracker, no DHT, one
# peer that the user names, on a port no one knows; 40 ms each way, 1 % loss.

delay_ms=40 loss_percent=1
# shellcheck source=../bittorrent.sh
. "$lab/bittorrent.sh"

labels() {
	owned seeder bittorrent
	owned leecher bittorrent
}

setup() {
	bt_film
	bt_qbittorrent_film o1 seeder 23456 "$tmp/files" Encryption=1 BTProtocol=UTP &&
		wait_for 15 qb_seeds o1 seeder 23456
}

go() {
	bt_qbittorrent_film l1 leecher 34567 "$tmp/got" Encryption=1 BTProtocol=UTP &&
		qb_peer l1 leecher 34567 "$(addr4 o1):23456"
}

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of qbittorrent-nox; version_of libtorrent-rasterbar2.0 libtorrent; }
