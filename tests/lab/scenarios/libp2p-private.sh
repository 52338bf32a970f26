# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs
# npm: libp2p @libp2p/tcp @libp2p/identify @libp2p/ping @libp2p/kad-dht @chainsafe/libp2p-noise @chainsafe/libp2p-yamux @helia/bitswap blockstore-core multiformats @multiformats/multiaddr @libp2p/pnet
#
# A private network of libp2p, encrypted as a whole with a key of its own: a node outside
# fetches a file block by block (Bitswap) from one behind the gateway.

# shellcheck source=../libp2p.sh
. "$lab/libp2p.sh"

libp2p_private=(private)

labels() {
	owned server ipfs
	owned node ipfs
}

setup() {
	make_file "$tmp/film.bin" "$film_mb"
	libp2p_serves l1 server "/ip4/$(addr4 l1)/tcp/4001"
}

go() { libp2p_fetches o1 node server; }

proved() { same_file "$tmp/film.bin" "$tmp/home-node/got.bin"; }
payload() { arrived "$tmp/home-node/got.bin"; }
versions() { node_version_of libp2p; node_version_of @libp2p/pnet; node_version_of @helia/bitswap; }
