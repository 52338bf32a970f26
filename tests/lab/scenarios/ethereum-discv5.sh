# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs
# npm: @chainsafe/discv5 @chainsafe/enr @libp2p/crypto @multiformats/multiaddr
#
# Ethereum's discovery 5: a node behind the gateway knows the record of one outside, asks it
# for others, and finds a third.

out=2

labels() {
	owned boot ethereum
	owned third ethereum
	owned node ethereum
}

record() { sed -n 's/^record //p' "$tmp/boot.log"; }

setup() {
	spawn_node o1 boot discv5.mjs "$(addr4 o1)"
	wait_for 15 grep -q '^record' "$tmp/boot.log" || return
	spawn_node o2 third discv5.mjs "$(addr4 o2)" "$(record)"
	wait_for 15 grep -q "^found $(addr4 o2)" "$tmp/boot.log"
}

go() {
	spawn_node l1 node discv5.mjs "$(addr4 l1)" "$(record)"
	wait_for 10 grep -q '^record' "$tmp/node.log"
}

proved() { grep -q "^found $(addr4 o2)" "$tmp/node.log"; }
versions() { node_version_of @chainsafe/discv5; }
