# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: qbittorrent-nox mktorrent aria2 curl
#
# Two qBittorrents on one LAN segment find each other by local service discovery (multicast), and exchange a file.
# The segment is a bridge of the gateway, which routes none of it; br_netfilter, where it is on, would show it all the same.

lan=2
bridge=yes
# shellcheck source=../bittorrent.sh
. "$lab/bittorrent.sh"

labels() {
	owned seeder bittorrent
	owned leecher bittorrent
}

setup() {
	in_ns "$gateway" sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0 2>/dev/null
	bt_film
	bt_qbittorrent_film l2 seeder 6881 "$tmp/files" LSDEnabled=true &&
		wait_for 15 qb_seeds l2 seeder 6881
}

go() { bt_qbittorrent_film l1 leecher 6881 "$tmp/got" LSDEnabled=true; }

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of qbittorrent-nox; version_of libtorrent-rasterbar2.0 libtorrent; }
