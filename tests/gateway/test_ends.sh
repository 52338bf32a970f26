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

policy report <<-END
	version: 1
	gateway: {lan: [lan1], failure: open}
	rules: [{name: all, action: report}]
END

late=8000
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
	[ "$(events end 50000)" = $late ] || fail "$(events end 50000) ends are told of"
}
pw_says() { pw status --json | grep -qF -- "$1"; }

case_of "ends: more labels at the daemon's end than a pipe takes" late_labels
case_of "ends: sanitizers are quiet" sanitizers_are_quiet
finish
