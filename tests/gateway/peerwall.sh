# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# peerwall in the gateway's namespace: policies, the daemon's life, and what it
# leaves in the kernel. Needs lib.sh.

peerwall=${PEERWALL:-$top/build/peerwall}
daemon=			# its process number
mask=0x0fff0000

# policy NAME: the policy on standard input, as $tmp/NAME.yaml.
policy() { cat >"$tmp/$1.yaml"; }

# policy_for_all ACTION: the policy of that name, in which one rule does it to all P2P.
policy_for_all() {
	policy "$1" <<-END
		version: 1
		gateway: {lan: [lan1], failure: open}
		rules: [{name: all, action: $1}]
	END
}

# daemon_start POLICY-NAME [OPTION…]: is back when it holds the gateway.
daemon_start() {
	local name=$1
	shift
	start "$gateway" peerwall "$peerwall" run --policy "$tmp/$name.yaml" \
		--runtime-dir "$run_dir" --events "$tmp/events.jsonl" "$@"
	daemon=$started
	wait_for 15 daemon_has_settled
	is_running "$daemon" && pw status >/dev/null 2>&1
}

daemon_has_settled() { pw status || is_gone "$daemon"; }

# Without a daemon most cases would pass for nothing.
need_daemon() { is_running "$daemon" || finish; }

# pw COMMAND [OPTION…]: asks the daemon.
pw() {
	local command=$1
	shift
	in_ns "$gateway" "$peerwall" "$command" --runtime-dir "$run_dir" "$@"
}

# daemon_stop: SIGTERM; its status.
daemon_stop() { stop "$daemon"; }

# daemon_kill: as a crash would end it.
daemon_kill() {
	disown "$daemon"		# or the shell tells of it
	kill -KILL "$daemon"
	wait_for 5 is_gone "$daemon"
}

# use_policy POLICY-NAME HOW: the running daemon's policy file becomes that one,
# by `peerwall reload` or by the signal.
use_policy() {
	cp "$tmp/$1.yaml" "$tmp/live.yaml"
	case $2 in
	reload)	pw reload >"$tmp/reload.log" 2>&1 ;;
	SIGHUP)	kill -HUP "$daemon"; sleep 0.5 ;;
	esac
}

# marks NAMESPACE-OPTIONS…: "proto src sport dst dport mark" of every connection, in the direction of its first packet.
marks() {
	in_ns "$gateway" conntrack -L "$@" 2>/dev/null | awk '
		{
			split("", got)
			for (i = 1; i <= NF; i++) {
				n = index($i, "=")
				key = substr($i, 1, n - 1)
				if (n && !(key in got))
					got[key] = substr($i, n + 1)
			}
			if ("sport" in got)
				print $1, got["src"], got["sport"], got["dst"], got["dport"], got["mark"]
		}'
}

all_marks() { marks -f ipv4; marks -f ipv6; }

# labelled: how many connections bear a label of ours.
labelled() {
	local n=0 mark
	while read -r _ _ _ _ _ mark; do
		(((mark & mask) != 0)) && n=$((n + 1))
	done < <(all_marks)
	echo "$n"
}

# queued: packets that the kernel has handed to the daemon.
queued() { in_ns "$gateway" nft list counter inet peerwall queued | sed -n 's/.*packets \([0-9]*\).*/\1/p'; }

# hex_of TEXT: its bytes, with the escapes of printf's %b, for say.py.
hex_of() { printf '%b' "$1" | od -An -v -tx1 | tr -d ' \n'; }

table_is_there() { in_ns "$gateway" nft list table inet peerwall >/dev/null 2>&1; }

# sanitizers_are_quiet: the last case of every file that runs the daemon.
sanitizers_are_quiet() {
	! grep -lE 'Sanitizer|runtime error:' "$tmp"/*.log >"$tmp/sick" || fail "see $(cat "$tmp/sick")"
}
