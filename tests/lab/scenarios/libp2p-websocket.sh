# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs
# npm: libp2p @libp2p/tcp @libp2p/identify @libp2p/ping @libp2p/kad-dht @chainsafe/libp2p-noise @chainsafe/libp2p-yamux @helia/bitswap blockstore-core multiformats @multiformats/multiaddr @libp2p/websockets
#
# libp2p over WebSocket, with Noise and Yamux inside: a node behind the gateway and NAT
# fetches a file block by block (Bitswap) from one outside.

# shellcheck source=../libp2p.sh
. "$lab/libp2p.sh"

nat=yes

labels() {
	owned server ipfs
	owned node ipfs
}

setup() {
	make_file "$tmp/film.bin" "$film_mb"
	libp2p_serves o1 server "/ip4/$(addr4 o1)/tcp/4001/ws"
}

go() { libp2p_fetches l1 node server; }

proved() { same_file "$tmp/film.bin" "$tmp/home-node/got.bin"; }
payload() { arrived "$tmp/home-node/got.bin"; }
versions() { node_version_of libp2p; node_version_of @libp2p/websockets; node_version_of @helia/bitswap; }
