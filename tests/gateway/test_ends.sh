#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How flows end in the status and in the event log: those that the kernel never came to know,
# because the policy stopped them, and those that get their label only by the daemon's end.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip nft conntrack python3
network 1

policy_for_all report

# One is the kernel's to label, of the other only the daemon can tell the length.
policy block <<-END
	version: 1
	gateway: {lan: [lan1], failure: open}
	rules:
	  - {name: one server, hosts: [$second4], action: allow}
	  - {name: torrents and games, protocols: [bittorrent, campus-game], action: block}
	signatures:
	  - {name: hello, protocol: campus-game, category: games, transport: udp, bytes: '"GAME!"',
	     length: {at: 5, size: 1}, matches: ['"GAME!" 07 00'], matches-not: ['"GAME!" 08 00']}
END
dht=$(hex_of 'd1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe')
game=$(hex_of 'GAME!\x0bhello')

late=1200		# as many as one host may have watched
many="$server4 50000 $late"

# say_many ADDRESS PORT N: from one port to N others what may be uTP, and then what is BitTorrent for sure.
cat >"$tmp/say_many.py" <<'END'
import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', int(sys.argv[2])))
for i in range(int(sys.argv[3])):
    s.sendto(bytes.fromhex('4100123401020304000000000004000000010000'), (sys.argv[1], 20000 + i))
    if i % 32 == 31:
        time.sleep(0.01)
s.sendto(b'd1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe', (sys.argv[1], 6001))
END

# go_on PORT ADDRESS HEX: the same from that port for five seconds.
cat >"$tmp/go_on.py" <<'END'
import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', int(sys.argv[1])))
for _ in range(10):
    s.sendto(bytes.fromhex(sys.argv[3]), (sys.argv[2], 6001))
    time.sleep(0.5)
END
go_on() { in_ns "$(client 1)" python3 "$tmp/go_on.py" "$@"; }

# events KIND SPORT: how many such events of flows from that port there are.
events() {
	python3 - "$tmp/events.jsonl" "$1" "$2" <<-'END'
		import json, sys
		events = [json.loads(line) for line in open(sys.argv[1])]
		print(sum(e['event'] == sys.argv[2] and e['sport'] == int(sys.argv[3]) for e in events))
	END
}

# A shape that might be chance is a label once its socket is known: these flows have had one packet each.
late_labels() {
	daemon_start report || fail "peerwall did not start" || return
	# shellcheck disable=SC2086
	in_ns "$(client 1)" python3 "$tmp/say_many.py" $many || fail "nothing was said" || return
	wait_for 5 pw_says '"labelled":{"bittorrent":1}' || fail "status: $(pw status --json)" || return
	daemon_stop || fail "its status is $?" || return
	[ "$(events label 50000)" = $((late + 1)) ] || fail "$(events label 50000) labels are told of" || return
	[ "$(events end 50000)" = "$late" ] || fail "$(events end 50000) ends are told of"
}
pw_says() { pw status --json | grep -qF -- "$1"; }

# One packet to a classic port, and nothing that names it: its port does, when the flow is over.
short_on_a_port() {
	daemon_start report || fail "peerwall did not start" || return
	in_ns "$(client 1)" python3 -c 'import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("", 50200))
s.sendto(b"\0\2\0\0\0\0\0\0\0", (sys.argv[1], 4672))' "$server4"
	wait_for 5 pw_says '"packets_queued":1' || fail "status: $(pw status --json)" || return
	daemon_stop || fail "its status is $?" || return
	grep '"sport":50200,' "$tmp/events.jsonl" | grep '"event":"label"' | grep -q '"protocol":"edonkey".*"confidence":"port"' ||
		fail "its events: $(grep '"sport":50200,' "$tmp/events.jsonl")"
}

# 6,000 flows at once: 2,000 have their lines, and the number of the others is told.
too_many() {
	local labels held size
	rm -f "$tmp/events.jsonl"
	daemon_start report || fail "peerwall did not start" || return
	in_ns "$(client 1)" python3 -c 'import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("", 50300))
for port in range(10000, 16000):
    s.sendto(b"d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe", (sys.argv[1], port))
    if port % 50 == 0:
        time.sleep(0.02)' "$server4"
	sleep 1
	daemon_stop || fail "its status is $?" || return
	labels=$(grep -c '"event":"label"' "$tmp/events.jsonl")
	held=$(sed -n 's/.*"event":"suppressed".*"flows":\([0-9]*\).*/\1/p' "$tmp/events.jsonl" | awk "{ n += \$1 } END { print n }")
	size=$(stat -c %s "$tmp/events.jsonl")
	echo "  $labels labels told of, ${held:-0} as a number, $size bytes"
	[ $((labels + ${held:-0})) -ge 5900 ] && [ "$labels" -le 2200 ] || fail "$labels and ${held:-0} of 6000" || return
	"$peerwall" report --format text "$tmp/events.jsonl" 2>&1 | grep -q 'logged as a number alone' || fail "the report does not tell of them"
}

# What is stopped at its first packet has no connection, however many follow.
blocked() {
	in_ns "$gateway" sysctl -qw net.netfilter.nf_conntrack_udp_timeout_stream=3
	daemon_start block || fail "peerwall did not start" || return
	go_on 50100 "$server4" "$dht" &
	go_on 50101 "$server4" "$game" &
	go_on 50102 "$second4" "$dht"
	pw_says '"running":3' || fail "while they run: $(pw status --json)" || return
	[ "$(marks -p udp | cut -d' ' -f3)" = 50102 ] || fail "connections: $(marks -p udp)" || return
	wait_for 15 pw_says '"running":1' || fail "afterwards: $(pw status --json)" || return
	ends_of 50100 50101
}

# ends_of SPORT…: each of these flows is told of once, and so is its end.
ends_of() {
	local port

	for port; do
		[ "$(events label "$port") $(events end "$port")" = '1 1' ] ||
			fail "$port: $(events label "$port") labels, $(events end "$port") ends" || return
	done
}

# It is silent as long, but has its connection.
passed() {
	sleep 6
	pw_says '"running":1' || fail "too early: $(pw status --json)" || return
	[ "$(events end 50102)" = 0 ] || fail "its end is told of" || return
	in_ns "$gateway" conntrack -D -p udp >/dev/null 2>&1
	wait_for 5 pw_says '"running":0' || fail "too late: $(pw status --json)" || return
	ends_of 50102 || return
	daemon_stop || fail "its status is $?"
}

case_of "ends: blocked UDP ends when it is silent" blocked
need_daemon
case_of "ends: UDP that passes ends with its connection" passed
case_of "ends: a short flow on a classic port has its label in the end" short_on_a_port
case_of "ends: many labels at the daemon's end are all told of" late_labels
case_of "ends: of a host with too many flows the log has a number" too_many
case_of "ends: sanitizers are quiet" sanitizers_are_quiet
finish
