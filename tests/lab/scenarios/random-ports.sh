# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: python3
#
# Random bytes over TCP and UDP as in random-tcp and random-udp, but to ports that peer-to-peer programs are known
# by: a port alone is no reason to stop anything.

ports=(6881 4662 4672 411 6346 1214 6257 6699 445 8333)

labels() {
	owned speaker other:random
	owned server other:random
}

setup() {
	local port
	seed=$RANDOM$RANDOM
	for port in "${ports[@]}"; do
		spawn o1 server python3 "$lab/random_bytes.py" serve tcp 0.0.0.0 "$port" 3 "$seed"
		spawn o1 server python3 "$lab/random_bytes.py" serve udp 0.0.0.0 "$port" 3 "$seed"
	done
	for port in "${ports[@]}"; do
		wait_for 10 listens "$(ns o1)" "$port" && wait_for 10 listens "$(ns o1)" "$port" udp || return
	done
}

go() {
	local port
	for port in "${ports[@]}"; do
		as l1 speaker timeout 16 python3 "$lab/random_bytes.py" speak tcp "$(addr4 o1)" "$port" 3 "$seed"
		as l1 speaker timeout 16 python3 "$lab/random_bytes.py" speak udp "$(addr4 o1)" "$port" 3 "$seed"
	done >"$tmp/said"
}

proved() { [ "$(grep -c '3 of 3 right' "$tmp/said")" = 20 ] && [ "$(grep -c '3 of 3 right' "$tmp/server.log")" = 20 ]; }
versions() { version_of python3; }
