#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Who holds the gateway: a second daemon, a stranger's table, a queue that is
# taken, a ruleset that somebody flushes, labels under another mask, no rights.

. "$(dirname "$0")/../gateway/lib.sh"
. "$top/tests/gateway/peerwall.sh"

need nft conntrack python3 setpriv
network 0

rules="rules: [{name: no torrents, protocols: [bittorrent], action: block}]"
policy live <<END
version: 1
gateway: {queues: 300}
$rules
END
policy moved <<END
version: 1
gateway: {queues: 300, mark-mask: 0x0000fff0}
$rules
END

tables() { in_ns "$gateway" nft list tables; }
holds() { tables | grep -qx 'table inet peerwall'; }

# refused WORDS COMMAND…: exit code 1, one line with WORDS, and the tables as before.
refused() {
	local words=$1 before status
	shift
	before=$(tables)
	"$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
	[ "$status" = 1 ] || fail "exit code $status" || return
	[ "$(grep -c . "$tmp/err")" = 1 ] && grep -qF -- "$words" "$tmp/err" ||
		fail "said: $(cat "$tmp/err")" || return
	[ "$(tables)" = "$before" ] || fail "the tables have changed"
}

# run_other, flush_other [PROGRAM…]: with another runtime dir, perhaps under another program.
run_other() { in_ns "$gateway" timeout 20 "$@" "$peerwall" run --policy "$tmp/live.yaml" --runtime-dir "$tmp/other"; }
flush_other() { in_ns "$gateway" timeout 20 "$@" "$peerwall" flush --runtime-dir "$tmp/other"; }
nobody=(setpriv --reuid 65534 --clear-groups)

without_root() {
	refused "no right to change the ruleset" run_other "${nobody[@]}" || return
	refused "no right to ask for table inet peerwall" flush_other "${nobody[@]}"
}

no_event_log() {
	refused "cannot be opened" in_ns "$gateway" timeout 20 "$peerwall" run --policy "$tmp/live.yaml" \
		--runtime-dir "$tmp/other" --events "$tmp/none/events.jsonl"
}

strangers_table() {
	in_ns "$gateway" nft add table inet peerwall
	refused "that no peerwall made" run_other || return
	refused "no peerwall made table inet peerwall" flush_other || return
	in_ns "$gateway" nft delete table inet peerwall
}

# Binds queue 300 and keeps it: NFQNL_MSG_CONFIG with NFQNL_CFG_CMD_BIND.
taken_queue() {
	start "$gateway" queue python3 -c "
import socket, struct, time
s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
s.bind((0, 0))
body = struct.pack('!BBH', 0, 0, 300) + struct.pack('<HH', 8, 1) + struct.pack('!BBH', 1, 0, 0)
s.send(struct.pack('<IHHII', 16 + len(body), 3 << 8 | 2, 5, 1, 0) + body)
print('bound' if s.recv(4096)[16:20] == bytes(4) else 'refused', flush=True)
time.sleep(60)"
	wait_for 5 grep -q bound "$tmp/queue.log" || fail "the queue is not to be had" || return
	refused "queue 300: taken by another program" run_other || return
	stop "$started"
	true
}

second_daemon() {
	refused "(process $daemon) holds this gateway" run_other || return
	refused "(process $daemon) holds this gateway and does not answer at" flush_other
}

flushed_ruleset() {
	in_ns "$gateway" nft flush ruleset
	wait_for 5 holds || fail "the table is not put back" || return
	pw status | grep -q 'no torrents' || fail "no status"
}

broken_reload() {
	echo "nonsense: 1" >>"$tmp/live.yaml"
	refused "nonsense" pw_reload_first_line || return
	grep -q "the old policy stays in force" "$tmp/all" || fail "said: $(cat "$tmp/all")"
}

# The complaint alone, and all that is said in $tmp/all.
pw_reload_first_line() {
	local status
	pw reload 2>"$tmp/all"
	status=$?
	head -n 1 "$tmp/all" >&2
	return "$status"
}

# A label under the old mask would be somebody else's bits under the new one.
other_mask() {
	daemon_kill
	in_ns "$gateway" conntrack -I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 100 \
		--mark 0x000b0001 >/dev/null 2>&1 || fail "no connection" || return
	cp "$tmp/moved.yaml" "$tmp/live.yaml"
	daemon_start live || fail "did not start" || return
	[ "$(in_ns "$gateway" conntrack -L -p udp 2>/dev/null | grep -o 'mark=[0-9]*')" = mark=1 ] ||
		fail "marks: $(in_ns "$gateway" conntrack -L 2>&1)"
}

# Without a daemon the table itself knows where the labels are.
flush_knows_the_mask() {
	daemon_kill
	in_ns "$gateway" conntrack -U -p udp -s 10.0.0.1 -d 10.0.0.2 --mark 0x0fff00b1 >/dev/null 2>&1
	pw flush >"$tmp/out" 2>&1 || fail "$(cat "$tmp/out")" || return
	[ "$(in_ns "$gateway" conntrack -L -p udp 2>/dev/null | grep -o 'mark=[0-9]*')" = mark=$((0x0fff0001)) ] ||
		fail "marks: $(in_ns "$gateway" conntrack -L 2>&1)"
	! holds || fail "the table is still there"
}

case_of "holder: without root nothing is done" without_root
case_of "holder: an event log that cannot be opened" no_event_log
case_of "holder: a stranger's table is left alone" strangers_table
case_of "holder: a queue that is taken" taken_queue

daemon_start live || echo "the daemon does not start"
need_daemon
case_of "holder: a daemon with another runtime dir" second_daemon
case_of "holder: a flushed ruleset comes back" flushed_ruleset
case_of "holder: a broken policy is refused" broken_reload
case_of "holder: another mask begins anew" other_mask
case_of "holder: flush knows the mask" flush_knows_the_mask
finish
