# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: monero curl
#
# monerod behind the gateway has a chain of its own; a monerod outside connects to it over
# IPv6 and fetches its blocks.

# shellcheck source=../coins.sh
. "$lab/coins.sh"

labels() {
	owned miner monero
	owned node monero
}

setup() {
	monero_mine l1 miner
	monero_node l1 miner --p2p-use-ipv6 --p2p-bind-port-ipv6 18090
	wait_for 20 monero_has l1 miner
}

go() { monero_node o1 node --p2p-use-ipv6 --p2p-bind-port-ipv6 18090 --add-exclusive-node "[$(addr6 l1)]:18090"; }

proved() { monero_has o1 node; }
payload() { monero_arrived o1 node; }
versions() { version_of monero; }
