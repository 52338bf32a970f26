#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The lab: what one innocent scenario leaves to read, and that nothing is left of a lab that is stopped.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

need ip ss nft curl nginx python3 tcpdump setpriv aria2c mktorrent opentracker
tmp=$(mktemp -d "${TMPDIR:-/tmp}/peerwall-test.XXXXXX") || exit 1
chmod 755 "$tmp"
lab=
out=$tmp/out			# its results
mkdir -m 777 "$tmp/work"	# its temporary folders

# lab SCENARIO…: in a session of its own, as from a terminal, where Ctrl-C is heard. Process number: $lab.
lab() {
	rm -rf "$out"
	env -u UPDATE -u KEEP PEERWALL="${PEERWALL:-$top/build/peerwall}" OUT="$out" TMPDIR="$tmp/work" JOBS=2 \
		setsid env --default-signal=INT,TERM,HUP "$top/tests/lab/lab" "$@" >"$tmp/lab.log" 2>&1 </dev/null &
	lab=$!
}

# Instead of that of lib.sh: the lab takes its networks down itself, also when this test is stopped.
take_down() {
	[ -z "$lab" ] || { kill -TERM "$lab"; wait "$lab"; } 2>/dev/null
	[ "${KEEP:-}" ] || rm -rf "$tmp"
}

# lab_ends SECONDS: its status in $status.
lab_ends() {
	wait_for "$1" is_gone "$lab" || fail "it has not ended in $1 s" || return
	wait "$lab"
	status=$?
}

# --- a whole run --------------------------------------------------------------

whole_run() {
	lab web-http
	lab_ends 120 || return
	[ "$status" = 0 ] || fail "status $status"
}

# columns: of the one row of the table, without its name.
table_is_right() {
	local flows right wrong unknown blocked throttled harmed

	read -r _ flows right wrong unknown blocked throttled harmed < <(grep '^web-http ' "$tmp/lab.log")
	[ "$right $wrong $unknown" = "$flows 0 0" ] || fail "$flows flows, $right right, $wrong wrong, $unknown unknown" || return
	[ "$blocked $throttled $harmed" = "- - no" ] || fail "blocked $blocked, throttled $throttled, harmed $harmed" || return
	grep -qx '0 peer-to-peer and 1 innocent scenarios ran' "$tmp/lab.log" || fail "it does not say what ran"
}

# Two connections, one of IPv4 and one of IPv6, each of curl to port 80 of nginx.
labels_are_right() {
	local flow='web-http.pcap\ttcp [0-9a-f.:]+ [0-9]+ [0-9a-f.:]+ 80\tother:http\tcurl to nginx'

	[ "$(grep -cP "^$flow\$" "$out/web-http/web-http.tsv")" = 2 ] || fail "not two flows of curl to nginx" || return
	[ "$(wc -l <"$out/web-http/web-http.tsv")" = 2 ] || fail "more than two flows"
}

capture_is_there() {
	[ "$(tcpdump -nr "$out/web-http/web-http.pcap" 'tcp dst port 80' 2>/dev/null | grep -c 'HTTP: GET /')" = 2 ] ||
		fail "not two requests in it"
}

# --- stopped ------------------------------------------------------------------

# The namespaces of a phase carry the number of its process.
phases() { pgrep -f "^/bin/bash tests/lab/phase [^ ]+ [^ ]+ $out/"; }

namespaces_of() {
	local pid
	for pid; do ip netns list | grep -o "^pw${pid}[a-z][a-z0-9]*"; done
}

# shellcheck disable=SC2046
network_begun() { [ "$(namespaces_of $(phases))" ]; }

# The bystander has read a page, so peerwall and all programs run.
peerwall_blocks() { [ "$(find "$tmp/work" -name page)" ]; }

# By what they were started with, or by what they were told to read.
programs_left() {
	grep -lsF "TMPDIR=$tmp/work" /proc/[0-9]*/environ
	pgrep -f "$tmp/"
}
no_program_left() { [ -z "$(programs_left)" ]; }

# stopped SIGNAL STATUS WHEN SCENARIO…: the signal goes to the whole group, as from a terminal.
stopped() {
	local signal=$1 expected=$2 when=$3 pids pid left
	shift 3

	lab "$@"
	wait_for 90 "$when" || fail "no $when" || return
	mapfile -t pids < <(phases)
	kill -"$signal" -- "-$lab"
	lab_ends 45 || return
	[ "$status" = "$expected" ] || fail "status $status" || return
	[ "$(grep -c '^lab: stopped' "$tmp/lab.log")" = 1 ] || fail "it does not say so" || return

	left=$(namespaces_of "${pids[@]}" | xargs)
	[ -z "$left" ] || fail "namespaces are left: $left" || return
	for pid in "${pids[@]}"; do
		! compgen -G "/etc/netns/pw${pid}[a-z]*" >/dev/null || fail "files are left in /etc/netns" || return
	done
	[ -z "$(ls "$tmp/work")" ] || fail "temporary folders are left" || return
	wait_for 3 no_program_left || fail "programs are left: $(programs_left | xargs)"
}

case_of "lab: a scenario runs" whole_run
case_of "lab: the table" table_is_right
case_of "lab: the labels" labels_are_right
case_of "lab: the capture" capture_is_there
case_of "lab: SIGINT while networks are made" stopped INT 130 network_begun web-http bt-aria2-tcp
case_of "lab: SIGHUP while networks are made" stopped HUP 129 network_begun web-http
case_of "lab: SIGTERM while peerwall blocks" stopped TERM 143 peerwall_blocks bt-aria2-tcp
case_of "lab: SIGINT while peerwall blocks" stopped INT 130 peerwall_blocks bt-aria2-tcp
finish
