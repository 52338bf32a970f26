# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: litecoind
#
# litecoind outside has a block chain with random data in its last blocks; a litecoind
# behind the gateway connects to it and fetches them all.

# shellcheck source=../coins.sh
. "$lab/coins.sh"

nat=yes

labels() {
	owned miner litecoin
	owned node litecoin
}

setup() { litecoin_node o1 miner && litecoin_mine o1 miner "$film_mb"; }

go() {
	litecoin_node l1 node -listen=0 -connect="$(addr4 o1)"
	wait_for 10 litecoin l1 node getblockcount
}

proved() { litecoin_equal l1 node o1 miner; }
payload() { litecoin l1 node getblockcount; }
versions() { version_of litecoind; }
