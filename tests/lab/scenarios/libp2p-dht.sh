# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs
# npm: libp2p @libp2p/tcp @libp2p/identify @libp2p/ping @libp2p/kad-dht @chainsafe/libp2p-noise @chainsafe/libp2p-yamux @helia/bitswap blockstore-core multiformats @multiformats/multiaddr
#
# libp2p with its distributed hash table: a node behind the gateway asks one outside who has
# a block, is told of another, and fetches the file from there, on a line with delay.

# shellcheck source=../libp2p.sh
. "$lab/libp2p.sh"

out=2
delay_ms=15

labels() {
	owned dht ipfs
	owned server ipfs
	owned node ipfs
}

setup() {
	make_file "$tmp/film.bin" "$film_mb"
	spawn_node o1 dht libp2p.mjs dht "/ip4/$(addr4 o1)/tcp/4001"
	wait_for 20 grep -q '^address' "$tmp/dht.log" &&
		libp2p_serves o2 server "/ip4/$(addr4 o2)/tcp/4001" "$(libp2p_says dht address)"
}

go() { libp2p_fetches l1 node dht; }

proved() { same_file "$tmp/film.bin" "$tmp/home-node/got.bin"; }
payload() { arrived "$tmp/home-node/got.bin"; }
versions() { node_version_of libp2p; node_version_of @libp2p/kad-dht; node_version_of @helia/bitswap; }
