#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A new policy acts on a download that is running: off and on again, by
# `peerwall reload` and by SIGHUP, without a restart of client or daemon. A
# policy with a mistake changes nothing.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=programs.sh
. "$(dirname "$0")/programs.sh"
# shellcheck source=swarm.sh
. "$(dirname "$0")/swarm.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

speed=400K	# what the client asks for, so that the film takes minutes

need ip ss curl nginx nft conntrack aria2c mktorrent opentracker
network 2
swarm 100 || { echo "the swarm did not start"; exit 1; }

policy watch <<-END
	version: 1
	gateway: {lan: [lan1, lan2], failure: open}
	rules:
	  - {name: torrents, protocols: [bittorrent], action: report}
END
policy stop <<-END
	version: 1
	gateway: {lan: [lan1, lan2], failure: open}
	rules:
	  - {name: trackers are free, hosts: [$second4, "$second6"], action: allow}
	  - {name: torrents, protocols: [bittorrent], action: block}
END
policy wrong <<-END
	version: 1
	rules:
	  - {name: torrents, protocols: [bittorent], action: block}
END

# Both downloads run, one over IPv4 and one over IPv6; `$1` is +1 when each must grow.
both() {
	local want=$1 family port host=0 bytes

	for family in 4 6; do
		host=$((host + 1))
		port=port$family
		case $want in
		grow)
			bytes=$(completed "$(client "$host")" "${!port}")
			wait_for 45 has_more_than "$(client "$host")" "${!port}" $((bytes + 200000)) ||
				fail "the download over IPv$family stands at $bytes bytes" || return
			;;
		stand)
			stands "$(client "$host")" "${!port}" ||
				fail "$(grows "$(client "$host")" "${!port}" 4) bytes came in 4 s over IPv$family" ||
				return
			;;
		esac
	done
}

begin() {
	cp "$tmp/watch.yaml" "$tmp/live.yaml"
	daemon_start live || fail "peerwall did not start" || return
	leech "$(client 1)" 4 four --max-download-limit="$speed" || fail "no leecher" || return
	leech "$(client 2)" 6 six --max-download-limit="$speed" || fail "no leecher" || return
	both grow
}

# switch HOW POLICY grow|stand
switch() {
	use_policy "$2" "$1" || fail "$(cat "$tmp/reload.log")" || return
	[ "$3" = grow ] || sleep 1
	both "$3"
}

mistake_changes_nothing() {
	local before after

	before=$(in_ns "$gateway" nft -s list table inet peerwall)
	use_policy wrong "$1"
	if [ "$1" = reload ]; then
		grep -q 'live.yaml:3:.*bittorent' "$tmp/reload.log" ||
			fail "reload did not say where and what: $(head -n 1 "$tmp/reload.log")" || return
	else
		wait_for 5 grep -q 'live.yaml:3:.*bittorent' "$tmp/peerwall.log" ||
			fail "the log does not say where and what" || return
	fi
	after=$(in_ns "$gateway" nft -s list table inet peerwall)
	[ "$before" = "$after" ] || fail "the table is another one" || return
	is_running "$daemon" || fail "the daemon is gone" || return
	both grow
}

# stop.yaml is right, but anybody may write it.
loose_policy_is_refused() {
	cp "$tmp/stop.yaml" "$tmp/live.yaml"
	chmod o+w "$tmp/live.yaml"
	! pw reload >"$tmp/reload.log" 2>&1 || fail "it was taken" || return
	grep -q 'live.yaml: others may write it' "$tmp/reload.log" || fail "it said: $(head -n 1 "$tmp/reload.log")" || return
	"$peerwall" check --no-kernel "$tmp/live.yaml" | grep -q 'note: others may write it' || fail "check says nothing" || return
	chmod o-w "$tmp/live.yaml"
	both grow
}

same_processes() {
	is_running "$first_daemon" && is_running "$leecher"
}

case_of "reload: two downloads run" begin
need_daemon
first_daemon=$daemon
for how in reload SIGHUP; do
	case_of "reload: $how turns them off" switch $how stop stand
	case_of "reload: $how turns them on again" switch $how watch grow
	case_of "reload: a policy with a mistake changes nothing ($how)" mistake_changes_nothing $how
done
case_of "reload: a policy that others may write is refused" loose_policy_is_refused
case_of "reload: the daemon and the clients are the same" same_processes
case_of "reload: sanitizers are quiet" sanitizers_are_quiet
finish
