# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs
# npm: @ethereumjs/devp2p ethereum-cryptography
#
# Ethereum's discovery 4: a node behind the gateway asks one outside for others, and finds
# a third.

out=2

labels() {
	owned boot ethereum
	owned third ethereum
	owned node ethereum
}

setup() {
	spawn_node o1 boot ethereum.mjs discover "$(addr4 o1)"
	wait_for 15 grep -q '^ready' "$tmp/boot.log" || return
	spawn_node o2 third ethereum.mjs discover "$(addr4 o2)" "$(addr4 o1)"
	wait_for 15 grep -q "^found $(addr4 o1)" "$tmp/third.log"
}

go() {
	spawn_node l1 node ethereum.mjs discover "$(addr4 l1)" "$(addr4 o1)"
	wait_for 10 grep -q '^ready' "$tmp/node.log"
}

found() { grep -q "^found $(addr4 "$1")" "$tmp/node.log"; }
proved() { found o1 && found o2; }
payload() { if found o1 || found o2; then echo 1; else echo 0; fi; }
versions() { node_version_of @ethereumjs/devp2p; }
