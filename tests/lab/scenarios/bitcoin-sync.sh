# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs g++ make python3 curl
# npm: bcoin
#
# bcoin outside has a block chain with random data in its last blocks; a bcoin behind the
# gateway connects to it over IPv6 and fetches them all.

# shellcheck source=../coins.sh
. "$lab/coins.sh"

labels() {
	owned miner bitcoin
	owned node bitcoin
}

setup() { bitcoin_miner o1 miner "$(addr6 o1)" "$film_mb"; }

go() {
	bitcoin_node l1 node node --only="[$(addr6 o1)]:48444"
	wait_for 10 bitcoin_tip l1 node
}

proved() { bitcoin_equal l1 node o1 miner; }
payload() { bitcoin_height l1 node; }
versions() { node_version_of bcoin; }
