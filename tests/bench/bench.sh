#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What peerwall costs, measured in one run on one machine: the gateway's path
# beside plain forwarding, and the dry run beside ndpiReader and tcpdump. Runs of
# the two sides alternate, and medians are compared, so that a busy machine
# hurts both alike. Numbers of different machines do not compare; ratios do.
#
# PARTS="captures path watching queued": only these. BEFORE=PATH: another peerwall, to compare with.

# shellcheck source=../gateway/lib.sh
. "$(dirname "$0")/../gateway/lib.sh"
# shellcheck source=../gateway/programs.sh
. "$(dirname "$0")/../gateway/programs.sh"
# shellcheck source=../gateway/peerwall.sh
. "$(dirname "$0")/../gateway/peerwall.sh"

rounds=${ROUNDS:-5}
seconds=${RUN_SECONDS:-4}		# of one iperf3 or wrk run
packets=${PACKETS:-2000000}
multiply=${MULTIPLY:-$top/build/multiply}
random_talk=${RANDOM_TALK:-$top/build/random_talk}
queued_tool=${QUEUED:-$top/build/queued}
parts=${PARTS:-captures path watching queued}

need ip nft iperf3 wrk nginx ndpiReader tcpdump python3
quiet_end
network 1
lan=$(client)

policy bench <<-END
	version: 1
	gateway: {lan: [lan1], failure: open}
	rules:
	  - {name: no file sharing, protocols: [file-sharing], action: block}
END

median() { sort -g | awk '{ v[NR] = $1 } END { print NR ? v[int((NR + 1) / 2)] : 0 }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", (b > 0 ? a / b : 0) }'; }
reached() { awk -v a="$1" -v op="$2" -v b="$3" 'BEGIN { exit !(op == "<" ? a < b : a >= b) }' && echo reached || echo MISSED; }

# --- the gateway --------------------------------------------------------------

# path plain|stateful|peerwall: what stands in the gateway.
path() {
	case $1 in
	plain)	;;
	stateful)
		in_ns "$gateway" nft 'add table inet stateful
			add chain inet stateful forward { type filter hook forward priority 0; }
			add rule inet stateful forward ct state established,related accept' ;;
	peerwall)
		daemon_start bench || { echo "peerwall did not start"; exit 1; } ;;
	esac
}

unpath() {
	case $1 in
	plain)	;;
	stateful) in_ns "$gateway" nft delete table inet stateful ;;
	peerwall) pw flush >/dev/null ;;
	esac
}

bulk() {	# Gbit/s of one flow
	in_ns "$lan" iperf3 -c "$server4" -t "$seconds" -f g --json 2>/dev/null |
		awk -F'[:,]' '/"sum_received"/ { in_sum = 1 } in_sum && /bits_per_second/ { printf "%.3f\n", $2 / 1e9; exit }'
}

connections() {	# a second
	in_ns "$lan" wrk -t 1 -c 32 -d "${seconds}s" -H 'Connection: close' "http://$server4/small" 2>/dev/null |
		awk '/Requests\/sec/ { print $2 }'
}

measure_path() {
	local round way

	start "$server" iperf3 iperf3 -s
	wait_for 5 listens "$server" 5201 || exit 1

	for ((round = 1; round <= rounds; round++)); do
		for way in plain stateful peerwall; do
			echo "round $round of $rounds: $way" >&2
			path "$way"
			bulk >>"$tmp/bulk-$way"
			connections >>"$tmp/new-$way"
			unpath "$way"
		done
	done
}

# --- captures -----------------------------------------------------------------

# run_timed NAME COMMAND…: a line "seconds KiB" in $tmp/NAME.
run_timed() {
	local name=$1
	shift
	/usr/bin/time -a -o "$tmp/cost-$name" -f '%e %M' "$@" >/dev/null 2>&1
}

measure_captures() {
	local round capture=$tmp/large.pcap

	echo "making a capture of $packets packets" >&2
	"$multiply" "$capture" "$packets" "$top"/pcaps/p2p/*.pcap* "$top"/pcaps/plain/*.pcap* || exit 1
	for ((round = 1; round <= 3; round++)); do
		echo "captures: round $round of 3" >&2
		run_timed tcpdump tcpdump --count -r "$capture"
		run_timed peerwall "$peerwall" classify "$capture"
		[ -z "${BEFORE:-}" ] || run_timed before "$BEFORE" classify "$capture"
		run_timed ndpiReader ndpiReader -i "$capture" -q
	done
	capture_bytes=$(stat -c %s "$capture")
}

seconds_of() { cut -d ' ' -f 1 "$tmp/cost-$1" | median; }
mib_of() { cut -d ' ' -f 2 "$tmp/cost-$1" | median | awk '{ printf "%.0f", $1 / 1024 }'; }
rate_of() { awk -v n="$packets" -v s="$(seconds_of "$1")" 'BEGIN { printf "%.2f M", (s > 0 ? n / s / 1e6 : 0) }'; }

# --- the table ----------------------------------------------------------------

print_path() {
	local way b n plain_b plain_n

	plain_b=$(median <"$tmp/bulk-plain")
	plain_n=$(median <"$tmp/new-plain")
	printf '\n%-12s %12s %7s %18s %7s\n' 'GATEWAY' 'one flow' 'ratio' 'new connections' 'ratio'
	for way in plain stateful peerwall; do
		b=$(median <"$tmp/bulk-$way")
		n=$(median <"$tmp/new-$way")
		printf '%-12s %7.2f Gbit/s %5s %16.0f/s %7s\n' "$way" "$b" "$(ratio "$b" "$plain_b")" \
			"$n" "$(ratio "$n" "$plain_n")"
	done
	b=$(ratio "$(median <"$tmp/bulk-peerwall")" "$plain_b")
	echo "target: one flow at 0.90 of plain or more: $b, $(reached "$b" '>=' 0.90)"
}

print_captures() {
	local tool

	printf '\n%-12s %10s %16s %12s (medians of 3; %s packets, %s MiB)\n' 'CAPTURE' 'seconds' 'packets/s' 'peak memory' \
		"$packets" "$((capture_bytes / 1048576))"
	for tool in tcpdump ${BEFORE:+before} peerwall ndpiReader; do
		printf '%-12s %10s %16s %8s MiB\n' "$tool" "$(seconds_of "$tool")" "$(rate_of "$tool")" "$(mib_of "$tool")"
	done
	echo "target: faster than ndpiReader: $(reached "$(seconds_of peerwall)" '<' "$(seconds_of ndpiReader)")"
	echo "target: less memory than ndpiReader: $(reached "$(mib_of peerwall)" '<' "$(mib_of ndpiReader)")"
}

# shellcheck source=watching.sh
. "$(dirname "$0")/watching.sh"

mkdir "$tmp/www"
echo small >"$tmp/www/small"
web_server "$server" "$tmp/www" || exit 1
for part in $parts; do
	"measure_$part"
done
echo
echo "peerwall bench: $(nproc) cores, kernel $(uname -r); medians of $rounds alternating runs of $seconds s"
for part in $parts; do
	"print_$part"
done
done_quietly
