# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs
# npm: hyperswarm hyperdht
#
# Hyperswarm: a peer behind the gateway is found under a topic by one outside, and gives it
# a file, on a line with delay.

out=2
delay_ms=10

labels() {
	owned dht hyperswarm
	owned server hyperswarm
	owned peer hyperswarm
}

setup() {
	make_file "$tmp/film.bin" "$film_mb"
	spawn_node o1 dht hyperswarm.mjs dht "$(addr4 o1)"
	wait_for 15 grep -q '^ready' "$tmp/dht.log"
}

go() {
	spawn_node l1 server hyperswarm.mjs serve "$(addr4 o1)" "$tmp/film.bin"
	wait_for 10 grep -q '^ready' "$tmp/server.log"
	spawn_node o2 peer hyperswarm.mjs fetch "$(addr4 o1)" got.bin
}

proved() { same_file "$tmp/film.bin" "$tmp/home-peer/got.bin"; }
payload() { arrived "$tmp/home-peer/got.bin"; }
versions() { node_version_of hyperswarm; node_version_of hyperdht; }
