#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The daemon's end, wanted and unwanted: what still holds without it, what
# passes, who takes over, and what a flush leaves (nothing of ours, and
# everything of others).

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=programs.sh
. "$(dirname "$0")/programs.sh"
# shellcheck source=swarm.sh
. "$(dirname "$0")/swarm.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip ss curl nginx nft conntrack aria2c mktorrent opentracker
network 3
swarm 40 || { echo "the swarm did not start"; exit 1; }

# Somebody else's table: it marks connections with a bit of its own.
in_ns "$gateway" nft -f - <<-END
	table inet neighbour {
		set mine { type ipv4_addr; elements = { 192.0.2.1 } }
		chain forward {
			type filter hook forward priority 20; policy accept;
			ct mark set ct mark | 0x1
			ip saddr @mine drop
		}
	}
END
neighbour() { in_ns "$gateway" nft -s list table inet neighbour; }
neighbour_before=$(neighbour)

# policies FAILURE ON-STOP: `block` and `watch`
policies() {
	policy block <<-END
		version: 1
		gateway: {lan: [lan1, lan2, lan3], failure: $1, on-stop: $2}
		rules:
		  - {name: trackers are free, hosts: [$second4, "$second6"], action: allow}
		  - {name: torrents, protocols: [bittorrent], action: block}
	END
	sed '/trackers/d; s/action: block/action: report/' "$tmp/block.yaml" >"$tmp/watch.yaml"
}

# A torrent and a web download are running and labelled, then the torrent is turned off.
begin() {
	policies "$1" keep
	cp "$tmp/watch.yaml" "$tmp/live.yaml"
	daemon_start live || fail "peerwall did not start" || return
	leech "$(client 1)" 4 "$1" --max-download-limit=300K || fail "no leecher" || return
	torrent=$leecher
	start "$(client 1)" "web-$1" curl -sS -g --max-time 200 \
		-o "$tmp/slow-$1" "http://[$server6]/slow/film.bin"
	web=$started
	wait_for 30 has_more_than "$(client 1)" "$port4" 100000 || fail "no torrent" || return
	use_policy block reload || fail "reload failed: $(cat "$tmp/reload.log")" || return
	sleep 1
	torrent_stands
}

torrent_stands() {
	stands "$(client 1)" "$port4" || fail "$(grows "$(client 1)" "$port4" 4) bytes came in 4 s"
}

web_goes_on() {
	local before after

	is_running "$web" || fail "the web download has ended" || return
	before=$(stat -c %s "$tmp/slow-$1")
	sleep 3
	after=$(stat -c %s "$tmp/slow-$1")
	[ $((after - before)) -gt 100000 ] || fail "$((after - before)) bytes in 3 s"
}

labelled_stays_blocked() {
	daemon_kill
	table_is_there || fail "the table is gone" || return
	torrent_stands
}

new_passes() {
	page_arrives "$(client 2)" "$server4" || fail "HTTP over IPv4 does not pass" || return
	page_arrives "$(client 2)" "[$server6]" || fail "HTTP over IPv6 does not pass"
}

new_stays_out() {
	! fetch "$(client 2)" "http://$server4/page.bin" "$tmp/none" --max-time 4 2>/dev/null ||
		fail "HTTP over IPv4 passes" || return
	! fetch "$(client 2)" "http://[$server6]/page.bin" "$tmp/none" --max-time 4 2>/dev/null ||
		fail "HTTP over IPv6 passes"
}

takes_over() {
	cp "$tmp/block.yaml" "$tmp/live.yaml"
	daemon_start live || fail "it did not start: $(tail -n 1 "$tmp/peerwall.log")" || return
	[ "$(in_ns "$gateway" nft list tables | grep -c 'inet peerwall$')" = 1 ] ||
		fail "not one table" || return
	torrent_stands || return
	new_passes || return
	leech "$(client 3)" 6 "new-$1" || fail "no leecher" || return
	torrent_of_3_stands
	local status=$?
	stop "$leecher"
	return "$status"
}

torrent_of_3_stands() {
	sleep 8
	[ "$(completed "$(client 3)" "$port6")" = 0 ] || fail "a new torrent passes"
}

flush_leaves_nothing() {
	pw flush >/dev/null || fail "flush failed" || return
	! table_is_there || fail "the table is there" || return
	[ "$(labelled)" = 0 ] || fail "$(labelled) connections bear a label" || return
	! in_ns "$gateway" nft list ruleset | grep -qi peerwall || fail "nft still knows our name"
}

others_untouched() {
	[ "$(neighbour)" = "$neighbour_before" ] || fail "the neighbour's table has changed" || return
	all_marks | awk '$6 % 2 == 0 { n++ } END { exit n > 0 }' ||
		fail "a connection lost the neighbour's bit"
}

stop_keeps() {
	policies open keep
	daemon_start block || fail "peerwall did not start" || return
	daemon_stop || fail "its status is $?" || return
	table_is_there || fail "the table is gone" || return
	new_passes
}

stop_flushes() {
	policies closed flush
	daemon_start block || fail "peerwall did not start" || return
	page_arrives "$(client 2)" "$server4" || fail "HTTP does not pass" || return
	daemon_stop || fail "its status is $?" || return
	! table_is_there || fail "the table is there" || return
	[ "$(labelled)" = 0 ] || fail "$(labelled) connections bear a label" || return
	new_passes
}

# What systemd is told.
notifies() {
	command -v python3 >/dev/null || skip "python3 is not installed" || return
	policies open flush
	start "$gateway" notify python3 -c "
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind('$tmp/notify')
s.settimeout(20)
while True:
    print(s.recv(4096).decode(), flush=True)"
	wait_for 5 test -S "$tmp/notify"
	start "$gateway" peerwall env NOTIFY_SOCKET="$tmp/notify" "$peerwall" run \
		--policy "$tmp/block.yaml" --runtime-dir "$run_dir"
	daemon=$started
	wait_for 15 grep -qx 'READY=1' "$tmp/notify.log" || fail "no READY=1" || return
	table_is_there || fail "it was ready before its table" || return
	kill -HUP "$daemon"
	daemon_stop || fail "its status is $?" || return
	wait_for 5 grep -qx 'STOPPING=1' "$tmp/notify.log" || fail "no STOPPING=1"
}

for failure in open closed; do
	case_of "$failure: torrent and web run, the torrent is turned off" begin $failure
	need_daemon
	case_of "$failure: after kill -9 the labelled torrent stays blocked" labelled_stays_blocked
	case_of "$failure: after kill -9 the cleared download goes on" web_goes_on "$failure"
	if [ $failure = open ]; then
		case_of "open: after kill -9 new connections pass" new_passes
	else
		case_of "closed: after kill -9 new connections do not pass" new_stays_out
	fi
	case_of "$failure: a new daemon takes the table over" takes_over $failure
	case_of "$failure: flush leaves nothing" flush_leaves_nothing
	case_of "$failure: other tables and other marks are as before" others_untouched
	daemon_stop
	stop "$web"
	stop "$torrent"
done
case_of "stop: on-stop keep leaves the table" stop_keeps
case_of "stop: on-stop flush takes it along" stop_flushes
case_of "run: systemd is told when it is ready" notifies
case_of "failure: sanitizers are quiet" sanitizers_are_quiet
finish
