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

policy_for_all report
policy_for_all block

# The four of them; SMB 1 offers one dialect.
said() {
	echo "tcp $(hex_of '\x13BitTorrent protocol\0\0\0\0\0\0\0\0hhhhhhhhhhhhhhhhhhhh-XX0001-123456789012')"
	echo "udp $(hex_of 'd1:ad2:id20:iiiiiiiiiiiiiiiiiiiie1:q4:ping1:t2:aa1:y1:qe')"
	echo "tcp $(hex_of 'GNUTELLA CONNECT/0.6\r\nUser-Agent: Test\r\n\r\n')"
	echo "tcp $(hex_of '\0\0\0\x2f\xffSMBr')$(printf '00%.0s' {1..28})$(hex_of '\x0c\0\x02NT LM 0.12\0')"
}
say() { said | in_ns "$(client 1)" "$here/say.py" "$server4" "$1"; }

# labels_from PORT: what the connections from PORT on bear, in their order: "number/confidence".
labels_from() {
	all_marks | awk -v from="$1" '$3 >= from && $3 < from + 4 { print $3, $6 }' | sort -n | while read -r _ mark; do
		echo -n "$(((mark >> 18) & 1023))/$(((mark >> 16) & 3)) "
	done
}
expected="2/3 2/3 5/3 32/3 "

start_it() {
	start "$server" echo "$here/echo.py"
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
