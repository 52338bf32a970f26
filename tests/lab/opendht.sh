# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# OpenDHT nodes that are told what to do. Needs net.sh.

# dht_node HOST NAME [OPTION…]: dhtnode on UDP port 4222; what it is told comes out of a FIFO.
dht_node() {
	local host=$1 name=$2
	shift 2
	uid_of "$name"
	mkfifo "$tmp/home-$name/orders"
	give "$name" "$tmp/home-$name"
	# shellcheck disable=SC2016
	spawn "$host" "$name" sh -c 'exec dhtnode "$@" <>orders' dhtnode -p 4222 "$@"
	wait_for 10 listens "$(ns "$host")" 4222 udp
}

# dht_say NAME ORDER…
# shellcheck disable=SC2016
dht_say() { timeout 2 sh -c 'echo "$2" >"$1"' - "$tmp/home-$1/orders" "${*:2}"; }

# dht_found NAME WORD: a value with this in it has come to that node.
dht_found() { grep -q "Value\[.*$2" "$tmp/$1.log"; }

dht_labels() {
	owned bootstrap opendht
	owned holder opendht
	owned node opendht
}
