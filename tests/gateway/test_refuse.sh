#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What `peerwall run` cannot work with is answered by one clear line and status
# 1, and changes nothing.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip nft setpriv timeout
network 1

policy good <<-END
	version: 1
	gateway: {lan: [lan1], failure: open}
	rules:
	  - {name: torrents, protocols: [bittorrent], action: block}
END
policy mask <<-END
	version: 1
	gateway: {lan: [lan1], mark-mask: 0x00ff0000}
	rules:
	  - {name: torrents, protocols: [bittorrent], action: block}
END
sed 's/lan1/lan99/' "$tmp/good.yaml" >"$tmp/interface.yaml"

ruleset() { in_ns "$gateway" nft list ruleset 2>/dev/null; }

# refused PATTERN COMMAND…: status 1, one line that fits, nothing changed.
refused() {
	local pattern=$1 before status lines
	shift

	before=$(ruleset)
	in_ns "$gateway" timeout 15 "$@" >"$tmp/said" 2>&1
	status=$?
	lines=$(wc -l <"$tmp/said")
	[ "$status" = 1 ] || fail "status $status: $(tail -n 1 "$tmp/said")" || return
	grep -qE "$pattern" "$tmp/said" || fail "said: $(tail -n 1 "$tmp/said")" || return
	[ "$lines" = 1 ] || fail "said $lines lines: $(tr '\n' '|' <"$tmp/said")" || return
	[ "$(ruleset)" = "$before" ] || fail "the ruleset has changed"
}

# refused_run PATTERN POLICY [RUNTIME-DIR]
refused_run() {
	refused "$1" "$peerwall" run --policy "$tmp/$2.yaml" --runtime-dir "${3:-$run_dir}"
}

# As nobody; the binary may lie in a folder that nobody may enter.
no_root() {
	cp -L "$peerwall" "$tmp/peerwall" && chmod 755 "$tmp/peerwall"
	refused '(root|CAP_NET_ADMIN)' setpriv --reuid=65534 --regid=65534 --clear-groups \
		"$tmp/peerwall" run --policy "$tmp/good.yaml" --runtime-dir "$tmp"
}

strangers_table() {
	in_ns "$gateway" nft add table inet peerwall
	refused_run 'table inet peerwall.*no peerwall made' good
	local status=$?
	in_ns "$gateway" nft delete table inet peerwall
	return "$status"
}

one_runs() { daemon_start good || fail "peerwall did not start"; }

# A program that hangs and has lost its table still holds its queues.
queue_taken() {
	local status

	kill -STOP "$daemon"
	in_ns "$gateway" nft delete table inet peerwall
	refused_run 'queue [0-9]+.*(taken|another)' good "$tmp/other"
	status=$?
	kill -CONT "$daemon"
	return "$status"
}

interface_unknown() {
	daemon_stop
	rm -f "$tmp/peerwall.log"
	daemon_start interface || fail "peerwall did not start" || return
	grep -q 'lan99' "$tmp/peerwall.log" || fail "the log does not name the interface" || return
	pw flush >/dev/null
}

case_of "refuse: no root" no_root
case_of "refuse: no such policy" refused_run 'none.yaml' none
case_of "refuse: a mark mask that is too small" refused_run 'mask.yaml:2:[0-9]+: .*mark-mask' mask
case_of "refuse: a table that no peerwall made" strangers_table
case_of "refuse: one runs" one_runs
need_daemon
case_of "refuse: a second one in the same runtime folder" refused_run '(already|another peerwall)' good
case_of "refuse: another peerwall's table" refused_run "another peerwall \\(process $daemon\\)" good "$tmp/other"
case_of "refuse: a queue that is taken" queue_taken
case_of "run: an interface that is not there is named" interface_unknown
case_of "refuse: sanitizers are quiet" sanitizers_are_quiet
finish
