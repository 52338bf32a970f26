# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: python3
#
# Two small programs for the test send each other random bytes over UDP, in both directions and both IP versions.

labels() {
	owned speaker other:random
	owned server other:random
}

setup() {
	seed=$RANDOM$RANDOM
	spawn o1 server python3 "$lab/random_bytes.py" serve udp 0.0.0.0 7007 24 "$seed"
	spawn o1 server python3 "$lab/random_bytes.py" serve udp :: 7008 12 "$seed-6"
	wait_for 10 listens "$(ns o1)" 7007 udp && wait_for 10 listens "$(ns o1)" 7008 udp
}

go() {
	as l1 speaker timeout 20 python3 "$lab/random_bytes.py" speak udp "$(addr4 o1)" 7007 24 "$seed" >"$tmp/said"
	as l1 speaker timeout 20 python3 "$lab/random_bytes.py" speak udp "$(addr6 o1)" 7008 12 "$seed-6" >>"$tmp/said"
}

proved() {
	grep -q '24 of 24 right' "$tmp/said" && grep -q '12 of 12 right' "$tmp/said" &&
		grep -q '24 of 24 right' "$tmp/server.log" && grep -q '12 of 12 right' "$tmp/server.log"
}
versions() { version_of python3; }
