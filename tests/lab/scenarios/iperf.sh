# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: iperf3
#
# iperf3 measures TCP and UDP, in both directions, with delay. No loss: it begins over UDP with one packet and waits for ever.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
delay_ms=10

labels() {
	owned iperf other:iperf
	owned server other:iperf
}

setup() {
	spawn o1 server iperf3 -s
	wait_for 10 listens "$(ns o1)" 5201
}

go() {
	measure "$(addr4 o1)" -b 4M
	measure "$(addr4 o1)" -b 4M -R
	measure "$(addr4 o1)" -u -b 2M
	measure "$(addr6 o1)" -u -b 2M -R
}

measure() { as l1 iperf timeout 10 iperf3 -t 1 -c "$@" >>"$tmp/iperf.log" 2>&1; }

proved() { [ "$(grep -c 'iperf Done' "$tmp/iperf.log")" = 4 ]; }
versions() { version_of iperf3; }
