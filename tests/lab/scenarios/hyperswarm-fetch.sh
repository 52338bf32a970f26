# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs
# npm: hyperswarm hyperdht
#
# Hyperswarm: a peer behind the gateway and NAT looks for a topic in a distributed hash
# table outside, connects to the peer it finds there, and is given a file.

out=2
nat=yes

labels() {
	owned dht hyperswarm
	owned server hyperswarm
	owned peer hyperswarm
}

setup() {
	make_file "$tmp/film.bin" "$film_mb"
	spawn_node o1 dht hyperswarm.mjs dht "$(addr4 o1)"
	wait_for 15 grep -q '^ready' "$tmp/dht.log" || return
	spawn_node o2 server hyperswarm.mjs serve "$(addr4 o1)" "$tmp/film.bin"
	wait_for 15 grep -q '^ready' "$tmp/server.log"
}

go() { spawn_node l1 peer hyperswarm.mjs fetch "$(addr4 o1)" got.bin; }

proved() { same_file "$tmp/film.bin" "$tmp/home-peer/got.bin"; }
payload() { arrived "$tmp/home-peer/got.bin"; }
versions() { node_version_of hyperswarm; node_version_of hyperdht; }
