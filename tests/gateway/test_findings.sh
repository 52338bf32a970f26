#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What attacks on SMB 1 send is told of, though it comes long after its flow has got
# its label: the kernel logs a copy, queues nothing, and does what the policy says all
# the same. A capture of the same packets has the same findings dry.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip ss nft conntrack python3 tcpdump
network 1

policy report <<-END
	version: 1
	gateway: {lan: [lan1], failure: open}
	rules: [{name: others, protocols: [bittorrent], action: block}]
END
policy block <<-END
	version: 1
	gateway: {lan: [lan1], failure: open}
	rules: [{name: old smb, protocols: [smb1], action: block}]
END

# Answers each message on port 445 with the same message as a server's; transaction 70 is only
# told to go on.
cat >"$tmp/server.py" <<'END'
import selectors, socket
s = selectors.DefaultSelector()
listener = socket.create_server(('::', 445), family=socket.AF_INET6, dualstack_ipv6=True)
s.register(listener, selectors.EVENT_READ, True)
for _ in range(10000):
    for key, _ in s.select(60):
        if key.data:
            s.register(key.fileobj.accept()[0], selectors.EVENT_READ, False)
            continue
        try:
            data = bytearray(key.fileobj.recv(4000))
        except OSError:
            data = b''
        if data:
            data[13] |= 0x80
            if data[8] == 0xa0 and data[34] == 70:
                data[36] = 0
            key.fileobj.send(data)
        else:
            s.unregister(key.fileobj)
            key.fileobj.close()
END

# say.py HOST PORT MESSAGE…: sends them one by one from that port; prints how many were answered.
cat >"$tmp/say.py" <<'END'
import socket, struct, sys

def message(command, mid, words, data=b''):
    m = struct.pack('<4sBIBHHQHHHHH', b'\xffSMB', command, 0, 0x18, 0xc807, 0, 0, 0, 0x800, 0xfeff, 0x800, mid)
    m += bytes([len(words) // 2]) + words + struct.pack('<H', len(data)) + data
    return struct.pack('>I', len(m)) + m

def transaction(command, setup):
    return message(command, 65, bytes(26) + bytes([len(setup) // 2, 0]) + setup, bytes(8))

def nt_transaction(mid, total, here):
    words = struct.pack('<BHIIIIIIIIBH', 1, 0, 30, total, 30, 0, 30, 76, here, 108, 0, 0)
    return message(0xa0, mid, words + bytes(len(words) % 2), bytes(64))

def nt_part(mid, total, here):
    return message(0xa1, mid, struct.pack('<HBIIIIIIIIB', 0, 0, 30, total, 0, 0, 0, here, 72, 0, 0), bytes(64))

messages = {
    'negotiate': message(0x72, 1, b'', b'\2NT LM 0.12\0'),
    'setup': message(0x73, 2, bytes(26)),
    'peek': transaction(0x25, struct.pack('<HH', 0x23, 0)),
    'peek-open': transaction(0x25, struct.pack('<HH', 0x23, 0x4001)),
    'ping': transaction(0x32, struct.pack('<H', 14)),
    'find': transaction(0x32, struct.pack('<H', 1)),
    'nt': nt_transaction(70, 66512, 2000),
    'nt-rest': nt_part(70, 66512, 64512),
    'nt-answered': nt_transaction(72, 66512, 2000),
    'nt-whole': nt_transaction(70, 64, 64),
    'rest': message(0x33, 70, bytes(18), bytes(64)),
    'rest-of-answered': message(0x33, 72, bytes(18), bytes(64)),
    'rest-of-other': message(0x33, 71, bytes(18), bytes(64)),
}
s = socket.socket(socket.AF_INET6 if ':' in sys.argv[1] else socket.AF_INET)
s.settimeout(1)
s.bind(('', int(sys.argv[2])))
s.connect((sys.argv[1], 445))
answers = 0
for name in sys.argv[3:]:
    try:
        s.send(messages[name])
        answers += len(s.recv(4000)) == len(messages[name])
    except OSError:
        break
s.close()
print(answers)
END

say() { in_ns "$(client 1)" python3 "$tmp/say.py" "$@"; }

# told PORT KIND: the findings in each such event of the flow from that port, a line each.
told() {
	python3 - "$tmp/events.jsonl" "$1" "$2" <<-'END'
		import json, sys
		for line in open(sys.argv[1]):
		    e = json.loads(line)
		    if e['sport'] == int(sys.argv[2]) and e['event'] == sys.argv[3]:
		        print(' '.join(e['findings']), '|', e.get('finding', ''), '|', e.get('shape', ''), '|', e['action'])
	END
}
is_told() { [ "$(told "$1" "$2")" = "$3" ]; }

# expect_told PORT KIND LINES
expect_told() { wait_for 5 is_told "$@" || fail "$2 of $1: $(told "$1" "$2"), not $3"; }

both='smb1-exposed smb1-exploit-shape | smb1-exploit-shape'

start_it() {
	start "$server" server python3 "$tmp/server.py"
	wait_for 5 listens "$server" 445 || fail "no server" || return
	start "$gateway" tcpdump tcpdump -i lan1 -U --immediate-mode -w "$tmp/lan.pcap" tcp
	wait_for 5 test -s "$tmp/lan.pcap" || fail "no tcpdump" || return
	daemon_start report || fail "peerwall did not start"
}

ordinary() {
	[ "$(say "$server4" 7000 negotiate setup find peek-open nt-whole rest rest-of-other \
		nt nt-rest rest nt-answered rest-of-answered)" = 12 ] ||
		fail "not every answer came" || return
	expect_told 7000 label 'smb1-exposed |  |  | allow' || return
	[ -z "$(told 7000 finding)" ] || fail "told: $(told 7000 finding)" || return
	[ "$(queued)" = 0 ] || fail "$(queued) packets were queued"
}

peek() {
	[ "$(say "$server4" 7001 negotiate setup peek peek find)" = 5 ] || fail "not every answer came" || return
	expect_told 7001 label 'smb1-exposed |  |  | allow' || return
	expect_told 7001 finding "$both | peek at pipe 0 | allow" || return
	[ "$(queued)" = 0 ] || fail "$(queued) packets were queued"
}

ping6() {
	[ "$(say "$server6" 7002 negotiate setup ping)" = 3 ] || fail "not every answer came" || return
	expect_told 7002 finding "$both | session setup in transaction 2 | allow"
}

mixed() {
	[ "$(say "$server4" 7003 negotiate setup nt rest-of-other rest rest)" = 6 ] || fail "not every answer came" || return
	expect_told 7003 finding "$both | nt transaction continued as transaction 2 | allow"
}

# A dissector names this flow; its first packet goes through the queue and is a finding too.
midway() {
	[ "$(say "$server4" 7004 peek)" = 1 ] || fail "no answer came" || return
	[ "$(queued)" = 1 ] || fail "$(queued) packets were queued" || return
	expect_told 7004 finding "$both | peek at pipe 0 | allow"
}

ends_are_told() {
	in_ns "$gateway" conntrack -D -p tcp >/dev/null 2>&1
	expect_told 7000 end 'smb1-exposed |  |  | allow' || return
	expect_told 7003 end 'smb1-exposed smb1-exploit-shape |  |  | allow' || return
	pw status --json | grep -q '"findings":{"smb1-exposed":5,"smb1-exploit-shape":4}' ||
		fail "status: $(pw status --json)"
}

blocked() {
	cp "$tmp/block.yaml" "$tmp/report.yaml"
	pw reload >"$tmp/reload.log" 2>&1 || fail "no reload" || return
	[ "$(say "$server4" 7005 peek)" = 0 ] || fail "an answer came" || return
	expect_told 7005 finding "$both | peek at pipe 0 | block"
}

dry_is_equal() {
	"$peerwall" classify --format csv "$tmp/lan.pcap" 2>/dev/null >"$tmp/dry"
	python3 - "$tmp/dry" <<-'END' | diff - <(expected_dry) >"$tmp/difference" || fail "dry: $(cat "$tmp/difference")"
		import csv, sys
		for f in sorted(csv.DictReader(open(sys.argv[1])), key=lambda f: int(f['sport'])):
		    print(f['sport'], f['protocol'], f['findings'])
	END
}

expected_dry() {
	echo 7000 smb1 smb1-exposed
	printf '%s smb1 smb1-exposed smb1-exploit-shape\n' 7001 7002 7003 7004 7005
}

reported() {
	"$peerwall" report "$tmp/events.jsonl" >"$tmp/report.txt" || fail "no report" || return
	grep -q 'SMB 1 was attacked.*(5 flows, 2 hosts)' "$tmp/report.txt" || fail "$(cat "$tmp/report.txt")" || return
	grep -q 'SMB 1 is in use.*(6 flows, 2 hosts)' "$tmp/report.txt" || fail "$(cat "$tmp/report.txt")"
}

# A flow that a forerunner labelled: the packet itself says what is known of it.
after_a_restart() {
	cat >"$tmp/long.py" <<-END
		import socket, sys, time
		argv, sys.argv = sys.argv, ['', '127.0.0.1', '0']
		source = open('$tmp/say.py').read().split('s = socket.socket')[0]
		exec(source)
		s = socket.create_connection(('$server4', 445), source_address=('', 7006))
		s.send(messages['negotiate']); s.recv(4000)
		open('$tmp/greeted', 'w').close()
		for _ in range(300):
		    time.sleep(0.1)
		    try:
		        open('$tmp/go').close()
		        break
		    except OSError:
		        pass
		s.send(messages['peek']); s.recv(4000)
	END
	daemon_stop
	cat >"$tmp/report.yaml" <<-END
		version: 1
		gateway: {lan: [lan1], failure: open, on-stop: keep}
		rules: [{name: others, protocols: [bittorrent], action: block}]
	END
	daemon_start report || fail "peerwall did not start" || return
	start "$(client 1)" long python3 "$tmp/long.py"
	wait_for 5 test -e "$tmp/greeted" || fail "not greeted" || return
	daemon_kill
	daemon_start report || fail "peerwall did not start again" || return
	touch "$tmp/go"
	expect_told 7006 finding "$both | peek at pipe 0 | allow"
}

case_of "findings: peerwall starts" start_it
need_daemon
if ! in_ns "$gateway" nft list chain inet peerwall find_32 >/dev/null 2>&1; then
	skip_all "this kernel has no @ih or no NFLOG: no packet of a labelled flow is seen again"
fi
case_of "findings: ordinary SMB 1 is exposed, nothing more" ordinary
case_of "findings: a pipe that is not open is asked" peek
case_of "findings: the implant is called, over IPv6" ping6
case_of "findings: two families of transactions mixed" mixed
case_of "findings: the packet that gives the label" midway
case_of "findings: the ends tell of them, and the status" ends_are_told
case_of "findings: a blocked one is seen" blocked
case_of "findings: the same dry" dry_is_equal
case_of "findings: the report tells of them" reported
case_of "findings: after a restart" after_a_restart
case_of "findings: sanitizers are quiet" sanitizers_are_quiet
finish
