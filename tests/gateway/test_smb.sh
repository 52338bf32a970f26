#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# SMB 1 and 2 are refused by their dialect while SMB 3 crosses the same port.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=programs.sh
. "$(dirname "$0")/programs.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip ss nft conntrack smbd smbclient
network 2
mkdir "$tmp/files"
make_file "$tmp/files/book.bin" 5
chmod 755 "$tmp/files"
smb_server "$server" "$tmp/files" || { echo "smbd did not start"; exit 1; }

policy smb3 <<-END
	version: 1
	gateway: {lan: [lan1, lan2], failure: open}
	rules:
	  - {name: rejected, hosts: [10.77.2.2, "fd00:77:2::2"], protocols: [smb1, smb2, netbios], action: reject}
	  - {name: only SMB 3 crosses, protocols: [smb1, smb2, netbios], action: block}
END

# book HOST DIALECT ADDRESS OUT [OPTION…]
book() {
	local host=$1 dialect=$2 address=$3 out=$4
	shift 4
	smb_fetch "$(client "$host")" "$dialect" "$address" book.bin "$tmp/$out" "$@"
}

# All the refused ones at once, since each waits for its answer in vain.
try_old_dialects() {
	local host dialect waiting=()

	daemon_start smb3 || fail "peerwall did not start" || return
	for host in 1 2; do
		for dialect in NT1 SMB2_02 SMB2_10; do
			book "$host" "$dialect" "$server4" "$host-$dialect-4" &
			waiting+=($!)
			book "$host" "$dialect" "$server6" "$host-$dialect-6" &
			waiting+=($!)
		done
	done
	book 1 NT1 "$server4" 1-session-4 -p 139 &
	waiting+=($!)

	smb3_arrives "$server4" && smb3_arrives "$server6"
	local status=$?
	wait "${waiting[@]}"
	return "$status"
}

smb3_arrives() {
	rm -f "$tmp/new"
	book 1 "${2:-SMB3_11}" "$1" new || fail "smbclient failed" || return
	same_file "$tmp/files/book.bin" "$tmp/new" || fail "the file is not the same"
}

refused() { [ "$(arrived "$tmp/$1")" = 0 ] || fail "$(arrived "$tmp/$1") bytes came"; }


all_dialects_after_flush() {
	pw flush >/dev/null || fail "flush failed" || return
	smb3_arrives "$server4" NT1 && smb3_arrives "$server6" SMB2_10
}

# A session as the shipped policy for a home meets it: it is idle while the daemon begins and begins again.
idle_session_stays() {
	local session step line

	daemon_stop
	mkfifo "$tmp/idle" && exec 7<>"$tmp/idle"
	in_ns "$(client 1)" timeout 90 smbclient "//$server4/share" -N -m SMB3_11 --configfile=/dev/null -t 10 \
		<"$tmp/idle" >"$tmp/idle.log" 2>&1 &
	session=$!
	echo "get book.bin $tmp/idle-0" >&7
	wait_for 10 same_file "$tmp/files/book.bin" "$tmp/idle-0" || fail "no session" || return

	for step in start restart; do
		daemon_start home || fail "peerwall did not start" || return
		# Messages without a negotiation, of which none need show SMB 3, come first.
		for line in volume "allinfo book.bin" "get book.bin $tmp/idle-$step"; do
			echo "$line" >&7	# it looks for one line at a time
			sleep 0.3
		done
		wait_for 15 same_file "$tmp/files/book.bin" "$tmp/idle-$step" ||
			fail "$step: $(tail -n 2 "$tmp/idle.log")" || return
		daemon_stop
	done
	echo exit >&7
	exec 7>&-
	wait "$session"
}

case_of "smb: SMB 3.1.1 crosses while the others try" try_old_dialects
need_daemon
case_of "smb: SMB 3.0 crosses" smb3_arrives "$server4" SMB3_00
for dialect in NT1 SMB2_02 SMB2_10; do
	for family in 4 6; do
		case_of "smb: $dialect blocked over IPv$family" refused 1-$dialect-$family
		case_of "smb: $dialect rejected over IPv$family" refused 2-$dialect-$family
	done
done
case_of "smb: the NetBIOS session service blocked" refused 1-session-4
case_of "smb: after a flush every dialect crosses" all_dialects_after_flush
policy home <"$top/policies/home.yaml"
case_of "smb: an idle SMB 3 session survives a start and a restart" idle_session_stays
case_of "smb: sanitizers are quiet" sanitizers_are_quiet
finish
