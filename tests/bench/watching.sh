# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What it costs that flows which may be BitTorrent behind MSE are watched for longer than
# others: TCP that is random from the first byte and the web through the gateway, and how many
# packets of innocent flows are queued. Needs bench.sh's functions; BEFORE=PATH: another
# peerwall, measured in turns with this one.

talk_kinds=(mtproto look-alike random-tcp shadowsocks shadowsocks-tls-h2 shadowsocks-2022 vmess obfs4 scramblesuit
	bulk-mixed upload ssh-like game random-udp)
talks=${TALKS:-30}		# of each kind
talk_port=5000
random_port=6000
watch_ways=(plain ${BEFORE:+before} peerwall)

# --- through the gateway --------------------------------------------------------

watch_path() {
	case $1 in
	before)	peerwall=$BEFORE path peerwall ;;
	*)	path "$1" ;;
	esac
}

watch_unpath() {
	case $1 in
	before)	peerwall=$BEFORE unpath peerwall ;;
	*)	unpath "$1" ;;
	esac
}

random_talk() {	# new|bulk
	in_ns "$lan" "$random_talk" "$1" "$server4" "$random_port" "$seconds"
}

# The daemon's CPU time so far, in clock ticks; what the kernel does for it is counted, too.
daemon_ticks() {
	if [ "$1" = plain ]; then echo 0; else awk '{ print $14 + $15 }' "/proc/$daemon/stat"; fi
}

# with_cpu WHAT COMMAND…: connections a second, and the daemon's CPU time for each in microseconds, which
# a busy machine changes less.
with_cpu() {
	local what=$1 ticks
	shift
	ticks=$(daemon_ticks "$way")
	"$@" >>"$tmp/watch-$what-$way"
	awk -v from="$ticks" -v to="$(daemon_ticks "$way")" -v hz="$(getconf CLK_TCK)" -v rate="$(tail -n 1 "$tmp/watch-$what-$way")" \
		-v s="$seconds" 'BEGIN { printf "%.1f\n", (rate > 0 ? (to - from) / hz * 1e6 / rate / s : 0) }' >>"$tmp/watch-$what-cpu-$way"
}

# turns ROUND: the ways, every other round in reverse, so that none always follows the same one.
turns() { printf '%s\n' "${watch_ways[@]}" | if (($1 % 2)); then cat; else tac; fi; }

measure_watching() {
	local round way

	start "$server" random_talk "$random_talk" serve "$random_port"
	wait_for 5 listens "$server" $((random_port + 1)) || exit 1

	for ((round = 1; round <= rounds; round++)); do
		for way in $(turns "$round"); do
			echo "watching: round $round of $rounds: $way" >&2
			watch_path "$way"
			random_talk bulk >>"$tmp/watch-bulk-$way"
			with_cpu new random_talk new
			with_cpu web connections
			watch_unpath "$way"
		done
	done
}

print_watching() {
	local way what line

	printf '\n%-12s %17s %7s %27s %7s %27s %7s\n' 'WATCHING' 'one random flow' 'ratio' 'new random, CPU of each' 'ratio' \
		'new HTTP, CPU of each' 'ratio'
	for way in "${watch_ways[@]}"; do
		printf -v line '%-12s %10.2f Gbit/s %7s' "$way" "$(median <"$tmp/watch-bulk-$way")" \
			"$(ratio "$(median <"$tmp/watch-bulk-$way")" "$(median <"$tmp/watch-bulk-plain")")"
		for what in new web; do
			printf -v line '%s %15.0f/s %7.1f us %7s' "$line" "$(median <"$tmp/watch-$what-$way")" \
				"$(median <"$tmp/watch-$what-cpu-$way")" \
				"$(ratio "$(median <"$tmp/watch-$what-$way")" "$(median <"$tmp/watch-$what-plain")")"
		done
		echo "$line"
	done
}

# --- packets queued --------------------------------------------------------------

# The talks go through the bare gateway, where they are captured as the queue would get them, large
# segments whole; the engine then says of which packets it asks for. Live and dry are the same.
capture_talks() {
	local talk=("$(command -v python3)" "$here/../gateway/talk.py") capture

	start "$server" talk "${talk[@]}" serve bench "$talk_port" "${talk_kinds[@]}"
	wait_for 10 listens "$server" "$talk_port" || exit 1
	start "$gateway" tcpdump tcpdump -i lan1 -s 0 -B 65536 -U -w "$tmp/talks.pcap" 'tcp or udp'
	capture=$started
	wait_for 5 test -s "$tmp/talks.pcap" || exit 1

	in_ns "$lan" env WAIT=20 AT_ONCE=20 "${talk[@]}" speak bench "$server4" "$talk_port" "$talks" "${talk_kinds[@]}" \
		>"$tmp/talks" || echo "some talks were not right: see $tmp/talks" >&2
	sleep 1
	stop "$capture" INT
}

# queued_of SECONDS: "kind, packets queued" of each flow that was not taken for P2P.
queued_of() {
	"$queued_tool" "$tmp/talks.pcap" "$1" | awk -v first="$talk_port" -v kinds="${talk_kinds[*]}" '
		BEGIN { split(kinds, kind, " ") }
		$5 == "other" && $2 - first + 1 in kind { print kind[$2 - first + 1], $3 }'
}

# The same of BEFORE, which decided with the last packet it had asked for.
queued_before() {
	"$queued_tool" "$tmp/talks.pcap" 0 >"$tmp/payloads"
	"$BEFORE" classify --format csv "$tmp/talks.pcap" | awk -v first="$talk_port" -v kinds="${talk_kinds[*]}" '
		BEGIN { split(kinds, kind, " ") }
		FILENAME == ARGV[1] { all[$1, $2] = $4; next }
		{ split($0, f, ",") }
		f[8] - first + 1 in kind && f[13] != "likely" && f[13] != "certain" {
			print kind[f[8] - first + 1], (f[16] ? f[16] : all[f[6], f[8]])
		}' "$tmp/payloads" -
}

# median_and_99 KIND: "flows, median, 99 %" of such lines.
median_and_99() {
	awk -v kind="$1" 'kind == "all" || $1 == kind { print $2 }' | sort -g | awk '
		{ v[NR] = $1 }
		END { print NR, NR ? v[int((NR + 1) / 2)] : 0, NR ? v[int(NR * 0.99 + 0.999)] : 0 }'
}

measure_queued() {
	echo "watching: talks" >&2
	capture_talks
	queued_of 300 >"$tmp/queued-fresh"
	queued_of 0 >"$tmp/queued-older"
	[ -z "${BEFORE:-}" ] || queued_before >"$tmp/queued-before"
}

print_queued() {
	local name kind n half most line

	printf '\n%-19s' 'QUEUED, A FLOW'
	for name in ${BEFORE:+before} fresh older; do
		printf ' %6s %7s %5s' 'flows' 'median' '99 %'
	done
	printf '\n%-19s' ''
	for name in ${BEFORE:+before} "first 5 minutes" later; do
		printf ' %20s' "$name"
	done
	echo
	for kind in "${talk_kinds[@]}" all; do
		printf -v line '%-19s' "$kind"
		for name in ${BEFORE:+before} fresh older; do
			read -r n half most < <(median_and_99 "$kind" <"$tmp/queued-$name")
			printf -v line '%s %6d %7d %5d' "$line" "$n" "$half" "$most"
		done
		echo "$line"
	done
}
