# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: aria2 mktorrent python3 python3-libtorrent curl
#
# A private DHT of ten nodes: nine of libtorrent on three hosts, and the aria2 that has the file. Another aria2 has
# nothing but a magnet link and the address of one node; peer, torrent and file it finds by the DHT.

out=3
# shellcheck source=../bittorrent.sh
. "$lab/bittorrent.sh"

labels() {
	owned nodes1 bittorrent
	owned nodes2 bittorrent
	owned nodes3 bittorrent
	owned seeder bittorrent
	owned leecher bittorrent
}

nodes=()
for n in 1 2 3; do nodes+=("$(addr4 "o$n"):7001" "$(addr4 "o$n"):7002" "$(addr4 "o$n"):7003"); done

setup() {
	local n
	bt_film
	for n in 1 2 3; do spawn "o$n" "nodes$n" /usr/bin/python3 "$lab/bt_dht_nodes.py" "$(addr4 "o$n")" "${nodes[@]}"; done
	for n in 1 2 3; do wait_for 15 grep -q ready "$tmp/nodes$n.log" || return; done
	bt_aria2 o3 seeder "$tmp/files" "$tmp/film.torrent" 6881 "${seeding[@]}" --dht-entry-point="$(addr4 o1):7001" &&
		wait_for 30 grep -qh announced "$tmp"/nodes*.log
}

go() {
	bt_aria2 l1 leecher "$tmp/got" "magnet:?xt=urn:btih:$(info_hash "$tmp/film.torrent")" 6881 "${fetching[@]}" \
		--dht-entry-point="$(addr4 o2):7002"
}

proved() { same_file "$tmp/files/film.bin" "$tmp/got/film.bin"; }
payload() { arrived "$tmp/got/film.bin"; }
versions() { version_of aria2; version_of python3-libtorrent libtorrent; }
