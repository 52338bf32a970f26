# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs g++ make python3 curl
# npm: bcoin
#
# A light bcoin (SPV) behind the gateway and NAT fetches the headers of a bcoin outside.

# shellcheck source=../coins.sh
. "$lab/coins.sh"

nat=yes

labels() {
	owned miner bitcoin
	owned light bitcoin
}

setup() { bitcoin_miner o1 miner "$(addr4 o1)" 1; }

go() {
	bitcoin_node l1 light spvnode --only="$(addr4 o1):48444"
	wait_for 10 bitcoin_tip l1 light
}

proved() { bitcoin_equal l1 light o1 miner; }
payload() { bitcoin_height l1 light; }
versions() { node_version_of bcoin; }
