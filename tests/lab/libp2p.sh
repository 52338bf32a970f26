# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Nodes of libp2p (node/libp2p.mjs), as IPFS uses it.

# libp2p_says NAME WHAT: the values of the lines "WHAT value" that the node has written.
libp2p_says() { sed -n "s/^$2 //p" "$tmp/$1.log"; }

libp2p_private=()		# (private): what follows is a private network

# libp2p_serves HOST NAME LISTEN-ADDRESS [NODE]: gives $tmp/film.bin away; its blocks are listed in $tmp/blocks.
libp2p_serves() {
	local host=$1 name=$2 listen=$3
	shift 3
	spawn_node "$host" "$name" libp2p.mjs "${libp2p_private[@]}" serve "$listen" "$tmp/film.bin" "$@"
	wait_for 20 grep -q '^address' "$tmp/$name.log" || return
	libp2p_says "$name" block >"$tmp/blocks"
}

# libp2p_fetches HOST NAME PEER-NAME: the blocks into home-NAME/got.bin.
libp2p_fetches() {
	spawn_node "$1" "$2" libp2p.mjs "${libp2p_private[@]}" fetch "$(libp2p_says "$3" address)" "$tmp/blocks" got.bin
}
