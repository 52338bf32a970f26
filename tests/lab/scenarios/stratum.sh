# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs
# npm: stratum stratum-client
#
# A miner behind the gateway and NAT signs up at a mining pool outside, is given work, and
# has a share accepted.

nat=yes

labels() {
	owned pool stratum
	owned miner stratum
}

setup() {
	spawn_node o1 pool stratum.js pool "$(addr4 o1)"
	wait_for 10 grep -q '^ready' "$tmp/pool.log"
}

go() { spawn_node l1 miner stratum.js miner "$(addr4 o1)"; }

proved() { grep -q '^accepted' "$tmp/miner.log"; }
payload() { grep -c '^subscribed' "$tmp/miner.log"; }
versions() { node_version_of stratum; node_version_of stratum-client; }
