# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs
# npm: @ethereumjs/devp2p ethereum-cryptography
#
# Ethereum's RLPx over IPv6, with delay: a node outside shakes hands with one behind the
# gateway, and fetches block bodies from it.

delay_ms=20

labels() {
	owned server ethereum
	owned node ethereum
}

setup() {
	make_file "$tmp/film.bin" "$film_mb"
	spawn_node l1 server ethereum.mjs serve "$(addr6 l1)" "$tmp/film.bin"
	wait_for 15 grep -q '^ready' "$tmp/server.log"
}

go() { spawn_node o1 node ethereum.mjs fetch "$(addr6 o1)" "$(addr6 l1)" got.bin; }

proved() { same_file "$tmp/film.bin" "$tmp/home-node/got.bin"; }
payload() { arrived "$tmp/home-node/got.bin"; }
versions() { node_version_of @ethereumjs/devp2p; }
