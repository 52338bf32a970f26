# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs
# npm: @ethereumjs/devp2p ethereum-cryptography
#
# Ethereum's RLPx: a node behind the gateway and NAT shakes hands with one outside, and
# fetches block bodies, which here are pieces of a file.

nat=yes

labels() {
	owned server ethereum
	owned node ethereum
}

setup() {
	make_file "$tmp/film.bin" "$film_mb"
	spawn_node o1 server ethereum.mjs serve "$(addr4 o1)" "$tmp/film.bin"
	wait_for 15 grep -q '^ready' "$tmp/server.log"
}

go() { spawn_node l1 node ethereum.mjs fetch "$(addr4 l1)" "$(addr4 o1)" got.bin; }

proved() { same_file "$tmp/film.bin" "$tmp/home-node/got.bin"; }
payload() { arrived "$tmp/home-node/got.bin"; }
versions() { node_version_of @ethereumjs/devp2p; }
