#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The event log of a live gateway: one label and one end for each flow, also
# for an answer that waited for a better one before it became the label.

. "$(dirname "$0")/../gateway/lib.sh"
. "$top/tests/gateway/peerwall.sh"

need nft conntrack python3
network 1

policy live <<END
version: 1
gateway: {queues: 300, lan: [lan1]}
rules: [{name: all of it, action: report}]
END

# A DHT query from the LAN proves its socket; uTP's SYN from that socket is likely, and waits.
talk() {
	in_ns "$(client)" python3 -c "
import socket, struct, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', 50000))
s.sendto(b'd1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe', ('$server4', 60001))
time.sleep(0.5)
for i in range(6):
    try:
        s.sendto(struct.pack('>BBHIIIHH', 0x41, 0, 0x1234, 0x01020304, 0, 4, 1, 0), ('$second4', 60000))
    except OSError:
        pass
    time.sleep(0.1)"
}

# events KIND PORT: the confidence of each such event of the flow to that port.
events() {
	python3 -c "
import json, sys
for line in open('$tmp/events.jsonl'):
    e = json.loads(line)
    if e['event'] == '$1' and e['dport'] == $2:
        print(e['confidence'])"
}

labels_are_told() {
	talk
	wait_for 5 grep -q '"dport":60000' "$tmp/events.jsonl"
	[ "$(events label 60001)" = certain ] || fail "the query: $(cat "$tmp/events.jsonl")" || return
	[ "$(events label 60000)" = likely ] || fail "what waited: $(cat "$tmp/events.jsonl")"
}

ends_are_told() {
	in_ns "$gateway" conntrack -D -p udp >/dev/null 2>&1
	wait_for 5 grep -q '"event":"end".*"dport":60000' "$tmp/events.jsonl"
	[ "$(events end 60001)" = certain ] && [ "$(events end 60000)" = likely ] ||
		fail "the ends: $(cat "$tmp/events.jsonl")" || return
	"$peerwall" report "$tmp/events.jsonl" | grep -qE '^  bittorrent +2 .* 1 +1 +0$' ||
		fail "the report: $("$peerwall" report "$tmp/events.jsonl")" || return

	# As logrotate leaves it, and from a pipe.
	gzip -c "$tmp/events.jsonl" >"$tmp/events.jsonl.1.gz"
	"$peerwall" report "$tmp/events.jsonl" >"$tmp/plainly"
	"$peerwall" report "$tmp/events.jsonl.1.gz" | diff "$tmp/plainly" - >&2 || fail "compressed, it is another" || return
	"$peerwall" report - <"$tmp/events.jsonl.1.gz" | diff "$tmp/plainly" - >&2 || fail "from a pipe, it is another"
}

daemon_start live || echo "the daemon does not start"
need_daemon
case_of "events: each label is told" labels_are_told
case_of "events: and each end" ends_are_told
daemon_stop
finish
