#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Somebody outside, who sees nothing of it, speaks in the name of a server while a LAN host has an innocent connection to it
# that is not decided yet. The connection goes on, the server stays reachable, and the host is in no report.
#
#     client ── gateway ── wan ── server
#                       └─ wan2 ── liar

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip ss nft conntrack python3
network 1

frame=$here/frame.py
lan=$(client)
liar="pw$$l"
port=4000
count=30

policy refuse <<-END
	version: 1
	gateway: {lan: [lan1], failure: open}
	rules: [{name: all, protocols: [all], from: likely, action: reject}]
END

liar_beside() {
	add_namespace "$liar" || return
	join "$liar" eth0 10.91.0.2/24 fd00:91::2/64 "$gateway" wan2 10.91.0.1/24 fd00:91::1/64
	ip -n "$liar" route add default via 10.91.0.1
	in_ns "$gateway" sysctl -qw net.ipv4.conf.{all,lan1,wan,wan2}.rp_filter=0
	wait_for 5 links_are_up
}

# Who is asked of nothing does not answer: the sender is told nothing, either.
no_icmp() {
	in_ns "$lan" nft 'add table inet silent
		add chain inet silent out { type filter hook output priority 0; }
		add rule inet silent out icmp type destination-unreachable drop'
}

lies() { in_ns "$liar" python3 "$frame" lie "$1" "$server4" "$port" 10.77.1.2 "$2" "$3" >"$tmp/lies"; }

# goes_on TRANSPORT MY-PORT TIMES: the connection, with lies from its third message on.
goes_on() {
	local got
	in_ns "$lan" timeout 60 python3 "$frame" trickle "$1" "$server4" $port "$2" $count >"$tmp/trickle" &
	got=$!
	sleep 0.35
	lies "$1" "$2" "$3"
	wait $got
	[ "$(cat "$tmp/trickle")" = $count ] ||
		fail "$(cat "$tmp/trickle") of $count messages came back, beside $(cat "$tmp/lies") forged packets"
}

is_reachable() {
	local got
	got=$(in_ns "$lan" timeout 60 python3 "$frame" trickle "$1" "$server4" $port 41999 5)
	[ "$got" = 5 ] || fail "$got of 5 messages came back"
}

nobody_is_named() {
	daemon_stop
	"$peerwall" report --format text "$tmp/events.jsonl" >"$tmp/report.txt" 2>&1 || fail "no report: $(tail -n 1 "$tmp/report.txt")" || return
	! grep -q 10.77.1.2 "$tmp/report.txt" || fail "the report names the host: $(grep -m 1 10.77.1.2 "$tmp/report.txt")"
}

liar_beside && no_icmp || { echo "the network did not come up"; exit 1; }
start "$server" echo python3 "$frame" serve "$server4" $port
wait_for 5 listens "$server" $port || { echo "no server"; exit 1; }
daemon_start refuse
need_daemon

case_of "tcp: a connection of tiny segments goes on" goes_on tcp 41001 6
case_of "tcp: another one at once, too" goes_on tcp 41002 6
case_of "udp: an undecided talk goes on" goes_on udp 41003 1
case_of "udp: another one, too" goes_on udp 41004 1
lies udp 41005 1
case_of "tcp: the server is reachable after all that" is_reachable tcp
case_of "udp: the server is reachable after all that" is_reachable udp
case_of "the report names nobody for what was said to him" nobody_is_named
finish
