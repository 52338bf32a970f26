#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What proves itself by its first bytes is labelled by the kernel alone: no packet
# goes to the queue, the label stands though the daemon is dead, and a capture of
# the same packets gets the same labels dry.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip ss nft conntrack python3 tcpdump
network 1

policy report <<-END
	version: 1
	gateway: {lan: [lan1], failure: open}
	rules: [{name: all, action: report}]
END
policy block <<-END
	version: 1
	gateway: {lan: [lan1], failure: open}
	rules: [{name: all, action: block}]
END

# Whoever connects to port 6000 to 6003 gets back what it sent, and the same over UDP.
cat >"$tmp/echo.py" <<'END'
import selectors, socket
s = selectors.DefaultSelector()
for port in range(6000, 6004):
    t = socket.create_server(('', port))
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    u.bind(('', port))
    s.register(t, selectors.EVENT_READ, 'listen')
    s.register(u, selectors.EVENT_READ, 'udp')
for _ in range(10000):
    for key, _ in s.select(60):
        if key.data == 'listen':
            s.register(key.fileobj.accept()[0], selectors.EVENT_READ, 'tcp')
        elif key.data == 'udp':
            data, who = key.fileobj.recvfrom(2000)
            key.fileobj.sendto(data, who)
        else:
            data = key.fileobj.recv(2000)
            if data:
                key.fileobj.send(data)
            else:
                s.unregister(key.fileobj)
                key.fileobj.close()
END

# Says each of the four once, from its own port; prints how many got an answer.
cat >"$tmp/say.py" <<'END'
import socket, struct, sys
smb = b'\xffSMBr' + bytes(27) + b'\0' + struct.pack('<H', 12) + b'\2NT LM 0.12\0'
said = [(socket.SOCK_STREAM, b'\x13BitTorrent protocol' + bytes(8) + b'h' * 20 + b'-XX0001-123456789012'),
        (socket.SOCK_DGRAM, b'd1:ad2:id20:' + b'i' * 20 + b'e1:q4:ping1:t2:aa1:y1:qe'),
        (socket.SOCK_STREAM, b'GNUTELLA CONNECT/0.6\r\nUser-Agent: Test\r\n\r\n'),
        (socket.SOCK_STREAM, struct.pack('>I', len(smb)) + smb)]
answers = 0
for i, (kind, data) in enumerate(said):
    s = socket.socket(socket.AF_INET, kind)
    s.settimeout(2)
    s.bind(('', int(sys.argv[2]) + i))
    try:
        s.connect((sys.argv[1], 6000 + i))
        s.send(data)
        answers += s.recv(2000) == data
    except OSError:
        pass
    s.close()
print(answers)
END

say() { in_ns "$(client 1)" python3 "$tmp/say.py" "$server4" "$1"; }
queued() { in_ns "$gateway" nft list counter inet peerwall queued | sed -n 's/.*packets \([0-9]*\).*/\1/p'; }

# labels_from PORT: what the connections from PORT on bear, in their order: "number/confidence".
labels_from() {
	all_marks | awk -v from="$1" '$3 >= from && $3 < from + 4 { print $3, $6 }' | sort -n | while read -r _ mark; do
		echo -n "$(((mark >> 18) & 1023))/$(((mark >> 16) & 3)) "
	done
}
expected="2/3 2/3 5/3 32/3 "

start_it() {
	start "$server" echo python3 "$tmp/echo.py"
	wait_for 5 listens "$server" 6003 || fail "no echo" || return
	start "$gateway" tcpdump tcpdump -i lan1 -U --immediate-mode -w "$tmp/lan.pcap" 'tcp or udp'
	wait_for 5 test -s "$tmp/lan.pcap" || fail "no tcpdump" || return
	daemon_start report || fail "peerwall did not start"
}

labelled_without_queue() {
	[ "$(say 7000)" = 4 ] || fail "not every answer came" || return
	[ "$(labels_from 7000)" = "$expected" ] || fail "labels: $(labels_from 7000)" || return
	[ "$(queued)" = 0 ] || fail "$(queued) packets were queued"
}

events_tell() {
	wait_for 5 four_labels || fail "$(grep -c '"event":"label"' "$tmp/events.jsonl") label events" || return
	grep '"event":"label"' "$tmp/events.jsonl" | grep -vq '"stage":"signature"' && fail "not by signature"
	pw status --json | grep -q '"packets_labelled_by_kernel":4' || fail "status: $(pw status --json)"
}
four_labels() { [ "$(grep -c '"event":"label"' "$tmp/events.jsonl")" = 4 ]; }

dry_is_equal() {
	"$peerwall" classify --format csv "$tmp/lan.pcap" 2>/dev/null | tail -n +2 | sort -t, -k6 -n |
		cut -d, -f11,13,14 | paste -sd' ' >"$tmp/dry"
	[ "$(cat "$tmp/dry")" = "bittorrent,certain,signature bittorrent,certain,signature gnutella,certain,signature smb1,certain,signature" ] ||
		fail "dry: $(cat "$tmp/dry")"
}

blocked() {
	cp "$tmp/block.yaml" "$tmp/report.yaml"
	pw reload >"$tmp/reload.log" 2>&1 || fail "no reload" || return
	[ "$(say 7100)" = 0 ] || fail "an answer came" || return
	[ "$(queued)" = 0 ] || fail "$(queued) packets were queued"
}

blocked_by_the_kernel_alone() {
	daemon_kill
	[ "$(say 7200)" = 0 ] || fail "an answer came"
}

case_of "signatures: peerwall starts" start_it
need_daemon
if ! in_ns "$gateway" nft list chain inet peerwall sig_tcp >/dev/null 2>&1; then
	skip_all "this kernel has no @ih or no NFLOG: signatures are the daemon's"
fi
case_of "signatures: four labels, no packet queued" labelled_without_queue
case_of "signatures: the event log tells of them" events_tell
case_of "signatures: the same labels dry" dry_is_equal
case_of "signatures: blocked, no packet queued" blocked
case_of "signatures: sanitizers are quiet" sanitizers_are_quiet
case_of "signatures: blocked with no daemon" blocked_by_the_kernel_alone
finish
