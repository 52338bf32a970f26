# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: dhtnode
#
# A node behind the gateway puts a value under a key that a node outside listens to.
# IPv6, a network number that is not the public one, and a line with delay and loss.

# shellcheck source=../opendht.sh
. "$lab/opendht.sh"

out=2
delay_ms=10 loss_percent=1

labels() { dht_labels; }

setup() {
	dht_node o1 bootstrap -n 77 &&
		dht_node o2 holder -n 77 -b "[$(addr6 o1)]:4222" || return
	sleep 1.5
	dht_say holder l film
}

go() {
	dht_node l1 node -n 77 -b "[$(addr6 o1)]:4222"
	sleep 1.5
	dht_say node p film at-noon-in-hall-seven
}

proved() { dht_found holder hall-seven; }
versions() { version_of dhtnode; }
