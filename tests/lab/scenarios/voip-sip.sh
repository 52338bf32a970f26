# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: sip-tester
#
# Two calls between SIPp and SIPp: SIP over UDP and RTP (G.711) in both directions, with delay.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
delay_ms=10

labels() {
	owned caller other:sip - 5060
	owned caller other:rtp
	owned answerer other:sip - 5060
	owned answerer other:rtp
}

setup() {
	sipp -sd uac_pcap 2>/dev/null | sed 's|"pcap/|"/usr/share/sip-tester/|; s/pause milliseconds="8000"/pause milliseconds="2000"/' >"$tmp/call.xml"
	spawn o1 answerer sipp -sn uas -rtp_echo -i "$(addr4 o1)" -p 5060 -mp 6000 -nostdin
	wait_for 10 listens "$(ns o1)" 5060 udp
}

go() {
	as_root l1 caller timeout 12 sipp -sf "$tmp/call.xml" -i "$(addr4 l1)" -p 5060 -mp 7000 -m 2 -r 1 -l 2 -nostdin \
		-trace_stat -stf "$tmp/calls.csv" "$(addr4 o1):5060" >"$tmp/caller.log" 2>&1
	echo $? >"$tmp/status"
	in_ns "$(ns l1)" ss -Hu -n >/dev/null
}

proved() { [ "$(cat "$tmp/status")" = 0 ] && grep -q 'Successful call  *| *0 *| *2' "$tmp/caller.log"; }
versions() { version_of sip-tester; }
