# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: dhtnode
#
# A node behind the gateway joins the DHT of two nodes outside, and gets the value that one has put.

# shellcheck source=../opendht.sh
. "$lab/opendht.sh"

out=2
nat=yes

labels() { dht_labels; }

setup() {
	dht_node o1 bootstrap &&
		dht_node o2 holder -b "$(addr4 o1):4222" || return
	sleep 2
	dht_say holder p film at-noon-in-hall-seven
	sleep 1
}

go() {
	dht_node l1 node -b "$(addr4 o1):4222"
	sleep 1.5
	dht_say node g film
}

proved() { dht_found node hall-seven; }
versions() { version_of dhtnode; }
