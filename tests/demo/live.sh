#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# live.sh EVENTS: the live part of the demonstration; needs root. One file, by
# BitTorrent and by HTTP, from the same server through the same gateway:
# without peerwall, blocked, throttled. The event log is copied to EVENTS.
# Status 1 when something came out otherwise than promised.

demo=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../gateway/lib.sh
. "$demo/../gateway/lib.sh"
# shellcheck source=../gateway/programs.sh
. "$demo/../gateway/programs.sh"
# shellcheck source=../gateway/peerwall.sh
. "$demo/../gateway/peerwall.sh"
# shellcheck source=show.sh
. "$demo/show.sh"

file_mb=100
port=6881		# of the client and of the seeder that it calls
caller_port=6891	# of the seeder that calls the client
whole_s=60		# at most, for a download that nobody hinders
trying_s=10		# how long a blocked client may try
throttled_s=14
throttled_mbit=2
tolerance=20		# percent; the first second is let through at once
web_times=5		# one download is over too soon for a rate

result=0
rows=()

# Instead of the tests' closing line.
clean_up() {
	local status=$?

	trap '' INT TERM HUP PIPE
	trap - EXIT
	progress_end
	[ "$status" != 130 ] || say "Interrupted: taking the gateway down."
	take_down
	exit "$status"
}

# give_up SENTENCE: with what the programs said.
give_up() {
	progress_end
	say "${bad}$*${plain}"
	show_logs
	exit 1
}

# --- the stage ----------------------------------------------------------------

# One seeder waits at the tracker to be called; the other, told of the client by a
# tracker of its own, calls by itself. So there is a try in both directions.
tell_of_client() {
	local peer
	printf -v peer '\\x%02x' 10 77 1 2 $((port >> 8)) $((port & 255))
	printf 'd8:intervali5e5:peers6:%be' "$peer" >"$tmp/files/announce"
}

# seeder NAME PORT [OPTION…]
seeder() {
	local name=$1 port=$2
	shift 2
	aria2 "$server" "$name" "$tmp/files" "$tmp/film.torrent" "$port" "${seeding[@]}" "$@" ||
		give_up "a seeder did not start"
}

is_seeding() { [ "$(completed "$server" "$1")" = "$file_size" ]; }

raise_stage() {
	progress "three network namespaces"
	network 1
	lan=$(client)

	progress "a file of $file_mb MB and its torrent"
	mkdir -m 755 "$tmp/files"
	make_file "$tmp/files/film.bin" "$file_mb"
	file_size=$(stat -c %s "$tmp/files/film.bin")
	make_torrent "$tmp/film.torrent" "$tmp/files/film.bin" "udp://$second4:6969/announce" ||
		give_up "mktorrent failed"
	tell_of_client

	progress "web server, tracker, seeders"
	web_server "$server" "$tmp/files" || give_up "nginx did not start"
	tracker "$server" "$second4" "$tmp/film.torrent" || give_up "opentracker did not start"
	seeder seeder "$port"
	seeder caller "$caller_port" --bt-exclude-tracker='*' --bt-tracker=http://127.0.0.1/announce
	wait_for 30 is_seeding "$port" || give_up "the first seeder is not ready"
	wait_for 30 is_seeding "$caller_port" || give_up "the second seeder is not ready"
	progress_end

	say "  client 10.77.1.2 ── gateway ── server $server4"
	say
	say "  Three network namespaces; nothing leaves this machine. The server has one file of"
	say "  $(amount "$file_size" B): aria2 seeds it, nginx hands it out. The client wants it twice."
}

# --- two downloads ------------------------------------------------------------

# torrent_begins NAME SECONDS: a download for so long, or until it is whole. Time
# counts from the first byte on, if there is one. Sets torrent_bytes, torrent_us.
torrent_begins() {
	local now left=$2 last

	aria2 "$lan" "$1" "$tmp/$1" "$tmp/film.torrent" "$port" "${fetching[@]}" ||
		give_up "the BitTorrent client did not start"
	leecher=$started
	torrent_bytes=0
	torrent_since=$(now_us)
	last=$torrent_since

	while [ "$left" -gt 0 ] && [ "$torrent_bytes" -lt "$file_size" ]; do
		sleep 0.1
		torrent_bytes=$(completed "$lan" "$port")
		now=$(now_us)
		if [ "$last" ] && [ "$torrent_bytes" -gt 0 ]; then
			torrent_since=$last
			last=
		fi
		[ -z "$last" ] || last=$now
		left=$(($2 - (now - torrent_since) / 1000000))
		progress "BitTorrent: $(amount "$torrent_bytes" B), at most $left s to go"
	done
	torrent_us=$(($(now_us) - torrent_since))
}

# torrent_ends: it ran on beside the web, unless it was whole by then.
torrent_ends() {
	if [ "$torrent_bytes" -lt "$file_size" ]; then
		torrent_bytes=$(completed "$lan" "$port")
		torrent_us=$(($(now_us) - torrent_since))
	fi
	torrent_bps=$((torrent_bytes * 8000000 / torrent_us))
	stop "$leecher"
}

# web: the same file by HTTP, once to be compared, then some times to be measured,
# each over a connection of its own. Sets web_bytes, web_us, web_bps, web_broken.
web() {
	local n begun bytes url=http://$server4/film.bin

	web_broken='' web_bytes=0 web_us=0 web_bps=0
	progress "HTTP"
	fetch "$lan" "$url" "$tmp/web.bin" 2>>"$tmp/curl.log"
	same_file "$tmp/files/film.bin" "$tmp/web.bin" || web_broken=yes
	rm -f "$tmp/web.bin"
	[ -z "$web_broken" ] || return

	begun=$(now_us)
	for ((n = 1; n <= web_times; n++)); do
		progress "HTTP: download $n of $web_times"
		bytes=$(fetch "$lan" "$url" /dev/null -w '%{size_download}' 2>>"$tmp/curl.log")
		web_bytes=$((web_bytes + ${bytes:-0}))
	done
	web_us=$(($(now_us) - begun))
	web_bps=$((web_bytes * 8000000 / web_us))
	[ "$web_bytes" = $((web_times * file_size)) ] || web_broken=yes
}

# phase NAME SECONDS
phase() {
	torrent_begins "$1" "$2"
	web
	torrent_ends
	progress_end
	say "  BitTorrent  $(amount "$torrent_bytes" B) in $(seconds "$torrent_us")," \
		"$(amount "$torrent_bps" bit/s)"
	say "  HTTP        $(amount "$web_bytes" B) in $(seconds "$web_us")," \
		"$(amount "$web_bps" bit/s)"
}

# --- what peerwall says -------------------------------------------------------

# named FROM: the first flows that it named from that line of the event log on, and why.
named() {
	local key pattern='"event":"label"'

	for key in transport src dst dport protocol confidence evidence; do
		pattern+=".*\"$key\":\"?([^\",]*)"
	done
	say
	tail -n "+$1" "$tmp/events.jsonl" |
		sed -nE "s/.*$pattern.*/  \\1 \\2 to \\3 port \\4: \\5, \\6 (\\7)/p" |
		awk '!seen[$0]++' | head -n 5
}

events_so_far() { if [ -f "$tmp/events.jsonl" ]; then wc -l <"$tmp/events.jsonl"; else echo 0; fi; }

# The rules' counters.
counters() {
	say
	say "  \$ peerwall status"
	pw status | sed -n "/^RULE/,/^\$/{ /./{ s|$tmp/||; p; }; }" | indented
}

# The kernel tells of a flow's end when it forgets it. That shall not take minutes.
forget_soon() {
	local timeout=net.netfilter.nf_conntrack_tcp_timeout
	in_ns "$gateway" sysctl -qw ${timeout}_close=2 ${timeout}_time_wait=2 2>>"$tmp/sysctl.log"
}

# Listing the connections makes the kernel let go of those that are over.
log_has_the_end() {
	in_ns "$gateway" cat /proc/net/nf_conntrack >/dev/null 2>&1
	grep -qE '"event":"end".*"bytes":[0-9]{7}' "$tmp/events.jsonl"
}

# --- the table ----------------------------------------------------------------

# row NAME VERDICT CONDITION…: keeps the phase for the table.
row() {
	local name=$1 verdict=$2 colour=$good
	shift 2

	if ! "$@" || [ "$web_broken" ]; then
		verdict="NOT as promised"
		colour=$bad
		result=1
	fi
	rows+=("$(printf '  %-16s %9s  %11s %9s  %11s  %s' "$name" "$(amount "$torrent_bytes" B)" \
		"$(amount "$torrent_bps" bit/s)" "$(amount "$web_bytes" B)" \
		"$(amount "$web_bps" bit/s)" "$colour$verdict$plain")")
}

table() {
	local line

	phase_heading "all three"
	say
	printf '  %s%-16s %22s  %21s%s\n' "$bold" '' "BitTorrent" "HTTP" "$plain"
	printf '  %s%-16s %9s  %11s %9s  %11s  %s%s\n' "$bold" \
		phase bytes rate bytes rate verdict "$plain"
	for line in "${rows[@]}"; do say "$line"; done
	say
	say "  ${dim}BitTorrent: on average from the first byte on; a throttle lets through at once, in"
	say "  the beginning, what it allows for a second. HTTP: $web_times downloads of the file; without"
	say "  peerwall after the torrent, blocked and throttled beside it.$plain"
}

# --- the three phases ---------------------------------------------------------

is_whole() { same_file "$tmp/files/film.bin" "$tmp/$1/film.bin"; }
nothing_came() { [ "$torrent_bytes" = 0 ] && [ "$(arrived "$tmp/$1/film.bin")" = 0 ]; }
rate_was_kept() {
	local wanted=$((throttled_mbit * 1000000))
	[ $(((torrent_bps - wanted) * 100 / wanted)) -le "$tolerance" ] &&
		[ $(((wanted - torrent_bps) * 100 / wanted)) -le "$tolerance" ]
}

without() {
	phase_heading "without peerwall: the gateway only forwards"
	say
	phase without $whole_s
	row "without peerwall" "both arrive whole" is_whole without
	rm -rf "$tmp/without"
}

blocked() {
	local from

	policy live <<-END
		version: 1
		gateway: {lan: [lan1]}
		rules:
		  - name: no torrents
		    protocols: [bittorrent]
		    action: block
	END
	phase_heading "blocked: peerwall run --policy live.yaml"
	say
	indented <"$tmp/live.yaml"
	say
	from=$(($(events_so_far) + 1))
	daemon_start live || give_up "peerwall did not start"
	forget_soon
	phase blocked $trying_s
	named "$from"
	counters
	row "blocked" "no byte of the torrent" nothing_came blocked
}

throttled() {
	local from

	policy live <<-END
		version: 1
		gateway: {lan: [lan1]}
		rules:
		  - name: torrents stay slow
		    protocols: [bittorrent]
		    from: likely
		    action: throttle
		    rate: $throttled_mbit mbit/s
	END
	phase_heading "throttled: another live.yaml, and peerwall reload"
	say
	indented <"$tmp/live.yaml"
	say
	from=$(($(events_so_far) + 1))
	pw reload >/dev/null 2>"$tmp/reload.log" || give_up "peerwall did not take the new policy"
	phase throttled $throttled_s
	named "$from"
	counters
	row "throttled" "as slow as the policy says" rate_was_kept
}

raise_stage
without
blocked
throttled
progress "the flows' ends"
wait_for 10 log_has_the_end
daemon_stop
progress_end
cat "$tmp/events.jsonl" >"$1"
table
[ $result = 0 ] || show_logs
exit $result
