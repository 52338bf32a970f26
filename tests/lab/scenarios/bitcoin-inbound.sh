# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs g++ make python3 curl
# npm: bcoin
#
# bcoin behind the gateway has a block chain; a bcoin outside connects to it and fetches it,
# on a line with delay and loss.

# shellcheck source=../coins.sh
. "$lab/coins.sh"

delay_ms=15 loss_percent=1

labels() {
	owned miner bitcoin
	owned node bitcoin
}

setup() { bitcoin_miner l1 miner "$(addr4 l1)" "$film_mb"; }

go() {
	bitcoin_node o1 node node --only="$(addr4 l1):48444"
	wait_for 10 bitcoin_tip o1 node
}

proved() { bitcoin_equal o1 node l1 miner; }
payload() { bitcoin_height o1 node; }
versions() { node_version_of bcoin; }
