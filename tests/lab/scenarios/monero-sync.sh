# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: monero curl
#
# monerod outside has a chain of its own; a monerod behind the gateway connects to it and
# fetches its blocks.

# shellcheck source=../coins.sh
. "$lab/coins.sh"

delay_ms=20

labels() {
	owned miner monero
	owned node monero
}

setup() {
	monero_mine o1 miner
	monero_node o1 miner
	wait_for 20 monero_has o1 miner
}

go() { monero_node l1 node --add-exclusive-node "$(addr4 o1):18080"; }

proved() { monero_has l1 node; }
payload() { monero_arrived l1 node; }
versions() { version_of monero; }
