#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# live.sh EVENTS: the live part of the demonstration; needs root. One file, by
# BitTorrent and by HTTP, from the same server through the same gateway:
# without peerwall, blocked, throttled. The event log is copied to EVENTS.
# Status 1 when something came out otherwise than promised.

here_demo=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../gateway/lib.sh
. "$here_demo/../gateway/lib.sh"
# shellcheck source=../gateway/programs.sh
. "$here_demo/../gateway/programs.sh"
# shellcheck source=../gateway/peerwall.sh
. "$here_demo/../gateway/peerwall.sh"
# shellcheck source=show.sh
. "$here_demo/show.sh"

file_mb=100
port=6881
trying_s=10		# how long a blocked client may try
throttled_s=14
throttle=2		# mbit/s
result=0
rows=()

# Instead of the tests' closing line.
clean_up() {
	local status=$?

	trap '' INT TERM HUP
	trap - EXIT
	progress_end
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

# What the seeder is told of: the client, so that it calls by itself too, as peers do.
client_address() {
	local here
	printf -v here '\\x%02x' 10 77 1 2 $((port >> 8)) $((port & 255))
	printf 'd8:intervali5e5:peers6:%be' "$here" >"$tmp/files/announce"
}

raise_stage() {
	progress "namespaces"
	network 1
	lan=$(client)
	mkdir "$tmp/files"
	chmod 755 "$tmp/files"
	progress "a file of $file_mb MB, its torrent"
	make_file "$tmp/files/film.bin" $file_mb
	file_size=$(stat -c %s "$tmp/files/film.bin")
	make_torrent "$tmp/film.torrent" "$tmp/files/film.bin" "udp://$second4:6969/announce" ||
		give_up "mktorrent failed"
	client_address

	progress "web server, tracker, seeder"
	web_server "$server" "$tmp/files" || give_up "nginx did not start"
	tracker "$server" "$second4" "$tmp/film.torrent" || give_up "opentracker did not start"
	aria2 "$server" seeder "$tmp/files" "$tmp/film.torrent" $port "${seeding[@]}" \
		--bt-tracker="http://127.0.0.1/announce" || give_up "the seeder did not start"
	wait_for 30 seeder_is_ready || give_up "the seeder is not ready"
	progress_end
}

seeder_is_ready() { [ "$(completed "$server" $port)" = "$file_size" ]; }

# --- a phase ------------------------------------------------------------------

# torrent NAME SECONDS: a download of so many seconds, or until it is whole. Sets
# torrent_bytes, torrent_us (from the first byte on), leecher.
torrent() {
	local begun first='' deadline bytes=0
	begun=$(now_us)
	first=$begun
	deadline=$((SECONDS + $2))

	aria2 "$lan" "$1" "$tmp/$1" "$tmp/film.torrent" $port "${fetching[@]}" ||
		give_up "the BitTorrent client did not start"
	leecher=$started
	while [ "$SECONDS" -lt "$deadline" ] && [ "$bytes" -lt "$file_size" ]; do
		sleep 0.1
		bytes=$(completed "$lan" $port)
		if [ "$first" = "$begun" ] && [ "$bytes" -gt 0 ]; then
			first=$(now_us)
			deadline=$((SECONDS + $2))
		fi
		progress "BitTorrent: $(amount "$bytes" B), $((deadline - SECONDS)) s left"
	done
	torrent_from=$first
	torrent_bytes=$bytes
	torrent_us=$(($(now_us) - first))
}

# web: the same file by HTTP. Sets web_bytes, web_bps.
web() {
	local out=$tmp/web.bin says

	progress "HTTP"
	says=$(fetch "$lan" "http://$server4/film.bin" "$out" -w '%{size_download} %{speed_download}')
	read -r web_bytes web_speed <<<"$says"
	web_bps=$((${web_speed%.*} * 8))
	same_file "$tmp/files/film.bin" "$out"
	web_whole=$?
	rm -f "$out"
}

# phase NAME SECONDS
phase() {
	torrent "$1" "$2"
	web
	if [ "$torrent_bytes" -lt "$file_size" ]; then	# it was going on beside the web
		torrent_bytes=$(completed "$lan" $port)
		torrent_us=$(($(now_us) - torrent_from))
	fi
	stop "$leecher"
	torrent_bps=$((torrent_bytes * 8000000 / torrent_us))
	progress_end
	say "  BitTorrent  $(amount "$torrent_bytes" B) in $(seconds $torrent_us), $(amount "$torrent_bps" bit/s)"
	say "  HTTP        $(amount "$web_bytes" B), $(amount "$web_bps" bit/s)"
}

# row NAME VERDICT: keeps the phase for the table.
row() {
	rows+=("$(printf '%-18s %9s %12s %10s %12s  %s' "$1" "$(amount "$torrent_bytes" B)" \
		"$(amount "$torrent_bps" bit/s)" "$(amount "$web_bytes" B)" \
		"$(amount "$web_bps" bit/s)" "$2")")
}

table() {
	local line

	say
	printf '%s%-18s %9s %12s %10s %12s  %s%s\n' "$bold" phase torrent rate http rate verdict "$plain"
	for line in "${rows[@]}"; do say "$line"; done
}

# --- the three phases ---------------------------------------------------------

without() {
	phase_heading "without peerwall: a plain router"
	phase without 60
	row "without peerwall" "both arrive"
}

blocked() {
	policy live <<-END
		version: 1
		gateway: {lan: [lan1]}
		rules:
		  - name: no torrents
		    protocols: [bittorrent]
		    action: block
	END
	phase_heading "blocked"
	indented <"$tmp/live.yaml"
	daemon_start live || give_up "peerwall did not start"
	phase blocked $trying_s
	pw status
	row "blocked" "no byte of the torrent"
}

throttled() {
	policy live <<-END
		version: 1
		gateway: {lan: [lan1]}
		rules:
		  - name: torrents stay slow
		    protocols: [bittorrent]
		    action: throttle
		    rate: $throttle mbit/s
	END
	phase_heading "throttled"
	indented <"$tmp/live.yaml"
	pw reload || give_up "reload failed"
	phase throttled $throttled_s
	pw status
	row "throttled" "the torrent is slow"
}

raise_stage
without
blocked
throttled
daemon_stop
cat "$tmp/events.jsonl" >"$1"
table
exit $result
