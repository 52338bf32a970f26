#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Signatures of the policy: what the kernel can tell it labels by itself, what has a
# relation to the payload's length the daemon labels; rules, events, status and a dry
# run of the same packets call the protocol by its name; a reload brings them and takes them.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip nft conntrack python3 tcpdump
network 1

signatures='signatures:
  - name: campus chat hello
    protocol: campus-chat
    category: campus
    transport: tcp
    direction: initiator
    offset: 2
    bytes: "\"CHAT\" 01/0f"
    matches: ["00 00 \"CHAT\" 51"]
    matches-not: ["00 00 \"CHAT\" 52"]
  - name: campus game hello
    protocol: campus-game
    category: games
    transport: udp
    bytes: 2112a442 .. ff
    length: {at: 6, size: 2, plus: 8}
    matches: [2112a442 00 ff 0001 00]
    matches-not: [2112a442 00 ff 0001]'

head='version: 1
gateway: {lan: [lan1], failure: open}'

policy report <<<"$head
rules: [{name: all, action: report}]
$signatures"
policy block <<<"$head
rules: [{name: campus, protocols: [campus, campus-game], action: block}, {name: all, action: report}]
$signatures"
policy without <<<"$head
rules: [{name: all, action: report}]"

said() {
	echo "tcp $(hex_of '\0\0CHAT\x31 and who are you?')"
	echo "udp $(hex_of '\x21\x12\xa4\x42\x07\xff\0\x05hello')"
}
say() { said | in_ns "$(client 1)" "$here/say.py" "$server4" "$1"; }

start_it() {
	start "$server" echo "$here/echo.py"
	wait_for 5 listens "$server" 6000 || fail "no echo" || return
	start "$gateway" tcpdump tcpdump -i lan1 -U --immediate-mode -w "$tmp/lan.pcap" 'tcp or udp'
	wait_for 5 test -s "$tmp/lan.pcap" || fail "no tcpdump" || return
	daemon_start report || fail "peerwall did not start: $(cat "$tmp"/peerwall*.log 2>/dev/null)"
}

two_labels() { [ "$(grep -c '"event":"label"' "$tmp/events.jsonl")" = "$1" ]; }

# evidence PROTOCOL NAME: the event log tells of it, by signature and for certain.
evidence() {
	grep '"event":"label"' "$tmp/events.jsonl" | grep "\"protocol\":\"$1\"" |
		grep '"stage":"signature"' | grep '"confidence":"certain"' | grep -q "$2" ||
		fail "events: $(cat "$tmp/events.jsonl")"
}

labelled() {
	[ "$(say 7000)" = 2 ] || fail "not every answer came" || return
	wait_for 5 two_labels 2 || fail "$(grep -c '"event":"label"' "$tmp/events.jsonl") label events" || return
	evidence campus-chat "campus chat hello" && evidence campus-game "campus game hello"
}

# Of the game the daemon saw one packet, and so perhaps its answer; of the chat none.
kernel_labels_one() {
	if in_ns "$gateway" nft list chain inet peerwall sig_tcp >/dev/null 2>&1; then
		[ "$(queued)" -ge 1 ] && [ "$(queued)" -le 2 ] || fail "$(queued) packets were queued" || return
		pw status --json | grep -q '"packets_labelled_by_kernel":1' || fail "status: $(pw status --json)"
	fi
}

status_names_them() {
	pw status --json | grep campus-chat | grep -q campus-game || fail "status: $(pw status --json)"
}

dry_is_equal() {
	"$peerwall" classify --policy "$tmp/report.yaml" --format csv "$tmp/lan.pcap" 2>/dev/null |
		tail -n +2 | sort -t, -k6 -n | cut -d, -f11,13,14 | paste -sd' ' >"$tmp/dry"
	[ "$(cat "$tmp/dry")" = "campus-chat,certain,signature campus-game,certain,signature" ] ||
		fail "dry: $(cat "$tmp/dry")"
}

# Without the policy nothing but the log knows the protocol.
report_shows_them() {
	"$peerwall" report --format text "$tmp/events.jsonl" >"$tmp/report" 2>&1
	sed -n '/^P2P and file sharing/,/^$/p' "$tmp/report" | grep -c 'campus-\(chat\|game\) ' | grep -qx 2 ||
		fail "$(cat "$tmp/report")"
}

becomes() {
	cp "$tmp/$1.yaml" "$tmp/report.yaml"
	pw reload >"$tmp/reload.log" 2>&1 || fail "no reload: $(cat "$tmp/reload.log")"
}

blocked() {
	becomes block || return
	[ "$(say 7100)" = 0 ] || fail "an answer came"
}

running_flow_keeps_its_name() {
	all_marks | awk '$3 == 7000 { print $6 }' | while read -r mark; do
		echo $(((mark >> 18) & 1023))
	done >"$tmp/number"
	[ "$(cat "$tmp/number")" -ge 384 ] || fail "label: $(cat "$tmp/number")"
}

gone_after_reload() {
	becomes without || return
	[ "$(say 7200)" = 2 ] || fail "not every answer came" || return
	all_marks | awk '$3 == 7200 || $3 == 7201 { print $6 }' | while read -r mark; do
		[ $(((mark >> 18) & 1023)) -lt 384 ] || echo "mark $mark"
	done | grep . && fail "there is a label yet"
	return 0
}

back_after_reload() {
	becomes block || return
	[ "$(say 7300)" = 0 ] || fail "an answer came"
}

case_of "own signatures: peerwall starts" start_it
need_daemon
case_of "own signatures: both are labelled, and the events name them" labelled
case_of "own signatures: the kernel knows the one without a length" kernel_labels_one
case_of "own signatures: status names them" status_names_them
case_of "own signatures: labels are above 383" running_flow_keeps_its_name
case_of "own signatures: the same labels dry" dry_is_equal
case_of "own signatures: a report of the event log has them" report_shows_them
case_of "own signatures: blocked after a reload" blocked
case_of "own signatures: gone after a reload without them" gone_after_reload
case_of "own signatures: back after one more" back_after_reload
case_of "own signatures: sanitizers are quiet" sanitizers_are_quiet
finish
